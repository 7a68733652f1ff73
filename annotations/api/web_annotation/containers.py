"""An article's claims as an LDP BasicContainer and AnnotationCollection."""

from typing import Any, NamedTuple

from django.db.models import Max, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from annotations.actions.annotating import annotate
from annotations.actions.idempotency import Answer
from annotations.api.endpoint import Shape, found
from annotations.api.negotiation import etag_of, written
from annotations.api.web_annotation.annotations import shown_to
from annotations.api.web_annotation.door import PROTOCOL, RESOURCE, TYPE, Door
from annotations.api.web_annotation.negotiation import ACCEPTED, Wanted, wanted_by
from annotations.errors import NotFound
from annotations.exports.annotation_pages import Container, collection, collection_page, on_page
from annotations.exports.recipients import Recipient
from annotations.exports.web_annotation import (
    Site,
    annotation_address,
    annotations,
    container_address,
    in_utc,
    published_annotation,
)
from annotations.models import Article, Claim, Correction, Event, Publication


class Contents(NamedTuple):
    """A container and the rows that are its annotations, in order; `claim` leads from a row to its claim."""

    container: Container
    rows: QuerySet[Any]
    claim: str


class Containers(Door):
    """`GET` shows as much of it as is preferred, `POST` marks a claim."""

    links = (TYPE.format("http://www.w3.org/ns/ldp#BasicContainer"), RESOURCE, PROTOCOL)
    parameters = tuple(OpenApiParameter(name) for name in ("iris", "page"))

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Accept-Post"] = ACCEPTED
        return response

    def get(self, request: Request, container: Any) -> HttpResponse:
        wanted = wanted_by(request)
        contents = self.inside(container) if self.reads_inside else published(container, self.site)
        shape = self.page(contents, wanted) if wanted.page is not None else self.whole(contents, wanted)
        applied = {"Preference_Applied": "return=representation"} if wanted.preferred else {}
        return self.shown(shape, Content_Location=shape["id"], **applied)

    def post(self, request: Request, container: Any) -> HttpResponse:
        """201 with the annotation as it is now. `Slug` names nothing here: the address is the claim's for good."""
        article = found(Article.objects.visible_to(request.user), uid=container)
        sent = self.sent()
        recipient, site = self.recipient, self.site
        return self.told(self.answered_once(lambda: annotated(article, sent, recipient, site)))

    def whole(self, contents: Contents, wanted: Wanted) -> Shape:
        items = self.items(contents, 0, wanted.iris) if wanted.embedded else None
        return collection(contents.container, iris=wanted.iris, items=items)

    def page(self, contents: Contents, wanted: Wanted) -> Shape:
        number = wanted.page or 0
        if number >= max(contents.container.pages(), 1):
            raise NotFound("There are fewer pages.")
        items = self.items(contents, number, wanted.iris)
        return collection_page(contents.container, number, iris=wanted.iris, items=items)

    def inside(self, uid: Any) -> Contents:
        """Raises NotFound for an article the caller may not see."""
        article = found(Article.objects.visible_to(self.request.user), uid=uid)
        claims = Claim.objects.visible_to(self.request.user).living().filter(article=article)
        modified = Event.objects.filter(number=article.changed).values_list("at", flat=True).first()
        container = Container(
            container_address(self.site, uid),
            str(article),
            claims.count(),
            in_utc(modified or article.modified),
        )
        return Contents(container, claims.order_by("created", "pk"), "")

    def items(self, contents: Contents, number: int, iris: bool) -> list[Any]:
        rows = contents.rows[on_page(number)]
        if iris:
            names = (f"{contents.claim}{name}" for name in ("article__uid", "uid", "life"))
            return [annotation_address(self.site, *named) for named in rows.values_list(*names)]
        if self.reads_inside:
            return list(annotations(rows, self.recipient, self.site))
        records = rows.values_list("record", "claim__life")
        return [published_annotation(record, life, self.site) for record, life in records]


def published(uid: Any, site: Site) -> Contents:
    """What anybody may read of an article. Raises NotFound where nothing ever was published."""
    records = Publication.objects.filter(claim__article__uid=uid)
    newest = records.order_by("-pk").first()
    if newest is None:
        raise NotFound()
    standing = records.standing()
    notices = Correction.objects.filter(publication__claim__article__uid=uid)
    withdrawn = notices.aggregate(at=Max("created"))["at"]
    modified = max(newest.at, withdrawn) if withdrawn else newest.at
    label = newest.record["article"]["headline"]
    container = Container(container_address(site, uid), label, standing.count(), in_utc(modified))
    return Contents(container, standing.order_by("claim_id"), "claim__")


def annotated(article: Article, sent: Any, recipient: Recipient, site: Site) -> Answer:
    claim = annotate(article, by=recipient.person, sent=sent, site=site)
    shape = shown_to(recipient, claim, site).written
    headers = {"ETag": etag_of(shape), "Location": shape["id"], "Content-Location": shape["id"]}
    return Answer(201, written(shape).decode(), headers)
