"""Evidence on a claim: adding a source, saying how it bears, and the sources offered first."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from annotations.actions.citing import doi_in, source_cited
from annotations.actions.evidence import add_evidence, describe_evidence, remove_evidence
from annotations.models import Claim, Evidence, Source
from annotations.pages.entry import inside
from annotations.pages.finding import find_claim, find_claim_alone, found
from annotations.pages.forms.base import RowVersionForm, taken
from annotations.pages.forms.evidence import DescribeEvidenceForm, EvidenceForm
from annotations.pages.fragments import (
    claim_answer,
    person_of,
    places_of,
    shown_version,
)
from annotations.pages.lists import asked_words
from annotations.workflow import Stance

OFFERS_SHOWN = 8
NEAR_CHARACTERS = 400


@require_POST
@inside
def evidence_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    claim = find_claim_alone(request, uid)
    data = taken(EvidenceForm(request.POST))
    source = source_meant(request, data.pop("source"), data.pop("source_uid"))
    data["stance"] = data["stance"] or Stance.CONTEXT
    add_evidence(claim, by=person_of(request), source=source, **data)
    said = "Added, though this source was withdrawn." if source.withdrawn_at else "Source added."
    return claim_answer(request, claim, said)


def source_meant(request: HttpRequest, words: str, uid: UUID | None) -> Source:
    """The source chosen from the offers, the one of a pasted address or DOI, or a new one by its title."""
    if uid:
        return found(Source.objects.identified_to(request.user), uid=uid)
    return source_cited(words, by=person_of(request))


def find_evidence(request: HttpRequest, uid: UUID) -> tuple[Evidence, Claim]:
    rows = Evidence.objects.visible_to(request.user).select_related("claim__article", "source")
    evidence = found(rows, uid=uid)
    return evidence, find_claim_alone(request, evidence.claim.uid)


@require_POST
@inside
def evidence_describe(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Stance, locator, passage, note: what is sent is changed."""
    evidence, claim = find_evidence(request, uid)
    sent = DescribeEvidenceForm(request.POST).sent()
    if not sent.get("stance"):
        sent.pop("stance", None)
    evidence = describe_evidence(evidence, by=person_of(request), **sent)
    chosen = set(sent) == {"row_version", "stance"}
    return claim_answer(request, claim, f"{evidence.get_stance_display()}." if chosen else "Saved.")


@require_POST
@inside
def evidence_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    evidence, claim = find_evidence(request, uid)
    remove_evidence(evidence, by=person_of(request), **taken(RowVersionForm(request.POST)))
    return claim_answer(request, claim, "Source taken off.")


@require_safe
@inside
def source_offers(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is offered while a source is looked for, nearest first: links, this article's sources, the library."""
    claim = find_claim(request, uid)
    words = asked_words(request, "source")
    words = doi_in(words) or words
    context = {
        "links": [] if words else nearby_links(request, claim),
        "used": sources_used(request, claim, words),
        "library": sources_found(request, claim, words) if words else [],
        "words": words,
    }
    return render(request, "annotations/_source_offers.html", context)


def nearby_links(request: HttpRequest, claim: Claim) -> list[dict[str, Any]]:
    """The article's own links in the claim's words or close to them."""
    version = shown_version(request, claim.article)
    places = places_of(claim, version, request.user)
    near = [
        link
        for link in version.links
        if any(
            start - NEAR_CHARACTERS < link["end"] and link["start"] < end + NEAR_CHARACTERS
            for start, end in places
        )
    ]
    return [
        {"href": link["href"], "words": version.text[link["start"] : link["end"]]}
        for link in near[:OFFERS_SHOWN]
    ]


def sources_used(request: HttpRequest, claim: Claim, words: str) -> list[Source]:
    rows = Source.objects.identified_to(request.user).filter(evidence__claim__article=claim.article_id)
    return list((rows.matching(words) if words else rows).order_by("-pk").distinct()[:OFFERS_SHOWN])


def sources_found(request: HttpRequest, claim: Claim, words: str) -> list[Source]:
    rows = Source.objects.identified_to(request.user).matching(words)
    return list(rows.exclude(evidence__claim__article=claim.article_id).order_by("-pk")[:OFFERS_SHOWN])
