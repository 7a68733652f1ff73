"""Correcting a published check: what each kind means, and what readers will see, before they do."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from annotations.actions.steps import allow
from annotations.exports.records import named_as_now, not_named_any_more, public_record
from annotations.models import Claim, CorrectionKind
from annotations.pages.entry import by_htmx, inside
from annotations.pages.finding import find_claim
from annotations.pages.forms.steps import CorrectForm
from annotations.pages.linked import link_context
from annotations.pages.record_changes import Change, changes_between
from annotations.pages.steps import scale_of
from annotations.workflow import Step


@require_POST
@inside
def correction_preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The correction as readers will see it, with the differing words marked; nothing is written."""
    claim = find_claim(request, uid)
    allow(Step.CORRECT, claim, request.user)
    sent = CorrectForm(request.POST, scale_of(claim)).sent()
    context = {
        "claim": claim,
        "label": CorrectionKind(sent["kind"]).label,
        "text": sent["text"].strip(),
        "changes": changes_by(claim, sent),
        "now": timezone.now(),
        "number": claim.publications.count() + 1,
    }
    if by_htmx(request):
        return render(request, "annotations/_correction_preview.html", context)
    form = {"typed": sent, "verdict": claim.current_verdict(), "ratings": list(scale_of(claim))}
    context |= form | link_context(claim, request.user)
    return render(request, "annotations/correction_preview.html", context)


def changes_by(claim: Claim, sent: dict[str, Any]) -> list[Change]:
    """From the record that stands to the next one: the words sent, and whatever else has changed since then."""
    standing = claim.publications.latest("number")
    following = public_record(claim, number=standing.number + 1, at=timezone.now())
    verdict = following["verdict"]
    if "rating" in sent:
        verdict["rating"]["name"] = sent["rating"].name
    words = {name: sent[name] for name in ("summary", "explanation") if name in sent}
    said = named_as_now(standing.record, not_named_any_more(standing.record))
    return changes_between(said, {**following, "verdict": {**verdict, **words}})
