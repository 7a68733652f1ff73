"""One annotation: a claim, or outside a published check."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions.annotating import remove_annotation, replace_annotation
from annotations.api.endpoint import found
from annotations.api.negotiation import require_match
from annotations.api.views.checks import refuse_retracted
from annotations.api.views.claims import refuse_hidden
from annotations.api.web_annotation.door import PROTOCOL, RESOURCE, TYPE, Door
from annotations.errors import Gone, NotFound
from annotations.exports.recipients import Recipient
from annotations.exports.web_annotation import (
    Shown,
    Site,
    annotation_address,
    published_annotation,
    shown_annotations,
)
from annotations.models import Claim, Publication


class AnnotationOne(Door):
    links = (RESOURCE, TYPE.format("http://www.w3.org/ns/oa#Annotation"), PROTOCOL)

    def get(self, request: Request, container: Any, annotation: Any, life: int = 1) -> HttpResponse:
        """410 for good when it was removed, merged or, outside, retracted."""
        if self.reads_inside:
            return self.shown(self.shown_claim(self.claim(container, annotation, life)).written)
        published = Publication.objects.latest_of_each_claim().filter(claim__article__uid=container)
        publication = found(published.select_related("claim"), claim__uid=annotation, claim__life=life)
        refuse_retracted(publication)
        return self.shown(published_annotation(publication.record, life, self.site))

    def put(self, request: Request, container: Any, annotation: Any, life: int = 1) -> HttpResponse:
        claim = self.claim(container, annotation, life)
        sent = self.sent()
        seen = self.shown_claim(claim)
        require_match(request, seen.written)
        replace_annotation(claim, by=request.user, sent=sent, shown=seen, site=self.site)
        return self.shown(self.shown_claim(claim).written)

    def delete(self, request: Request, container: Any, annotation: Any, life: int = 1) -> HttpResponse:
        claim = self.claim(container, annotation, life)
        seen = self.shown_claim(claim)
        require_match(request, seen.written)
        remove_annotation(claim, by=request.user, shown=seen)
        return HttpResponse(status=204)

    def claim(self, container: Any, annotation: Any, life: int) -> Claim:
        """Among those the caller may see. Raises NotFound, or Gone for one that is or was put away."""
        claims = Claim.objects.visible_to(self.request.user).filter(article__uid=container)
        claim: Claim = found(claims, uid=annotation, life__gte=life)
        refuse_hidden(claim)
        if life < claim.life:
            raise lives_elsewhere(annotation_address(self.site, container, claim.uid, claim.life))
        return claim

    def shown_claim(self, claim: Claim) -> Shown:
        return shown_to(self.recipient, claim, self.site)


def lives_elsewhere(address: str) -> Gone:
    return Gone(
        f"This claim was put away and brought back. Its annotation is {address} since.",
        extra={"now_at": address},
    )


def shown_to(recipient: Recipient, claim: Claim, site: Site) -> Shown:
    shown = next(shown_annotations(Claim.objects.filter(pk=claim.pk), recipient, site), None)
    if shown is None:
        raise NotFound()
    return shown
