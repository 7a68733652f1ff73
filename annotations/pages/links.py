"""Links between claims: choosing the other one, linking, taking a link away."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from annotations.actions.links import link_claims, unlink_claims
from annotations.assist.similarity import Likeness
from annotations.models import Claim, ClaimLink, LinkKind
from annotations.pages.entry import by_htmx, inside
from annotations.pages.finding import find_claim, found
from annotations.pages.forms.base import taken
from annotations.pages.forms.links import LinkForm
from annotations.pages.fragments import claim_answer, person_of
from annotations.pages.linked import SAID, link_context
from annotations.pages.lists import asked_words, holding
from annotations.permissions import Permission, require
from annotations.workflow import State

OFFERED = 8

UID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
NUMBER = re.compile(r"#?(\d{1,6})")


@dataclass(frozen=True)
class Choice:
    """A claim that may be meant; `number` is its number where it is of the same article.

    `likeness` is there when it was found for what both say.
    """

    claim: Claim
    number: int | None
    likeness: Likeness | None = None

    @property
    def is_sure(self) -> bool:
        return self.likeness is not None and self.likeness.is_sure


@inside
@require_safe
def claim_choose(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The claims that the words may mean: what is offered while one is looked for, or a page of its own."""
    claim = find_claim(request, uid)
    require(request.user, Permission.LINK_CLAIMS)
    words = asked_words(request)
    context = {"claim": claim, "words": words, "choices": choices_for(claim, words, request.user)}
    if by_htmx(request):
        return render(request, "annotations/_claim_choices.html", context)
    return render(request, "annotations/claim_choose.html", context | link_context(claim, request.user))


def choices_for(claim: Claim, words: str, person: Any) -> list[Choice]:
    """By an address or a uid that one claim, by a number that of this article; else what holds the words.

    Without words, the claims of the same article nearest in number. Claims of this article come first.
    """
    numbers = numbers_of(claim, person)
    shown = Claim.objects.visible_to(person).living().exclude(pk=claim.pk)
    rows = shown.select_related("article").with_verdict_for(person)
    if uids := UID.findall(words):
        claims = list(rows.filter(uid__in=uids))
    elif number := NUMBER.fullmatch(words):
        claims = list(rows.filter(pk__in=[key for key, n in numbers.items() if n == int(number[1])]))
    elif words:
        fitting = holding(rows, words)
        here = list(fitting.filter(article=claim.article_id).order_by("pk")[:OFFERED])
        claims = here + list(fitting.exclude(article=claim.article_id)[:OFFERED])
    else:
        near = sorted(numbers, key=lambda key: (abs(numbers[key] - numbers[claim.pk]), key))
        claims = list(rows.filter(pk__in=near[: OFFERED + 1]).order_by("pk"))
    return [Choice(row, numbers.get(row.pk)) for row in claims]


def numbers_of(claim: Claim, person: Any) -> dict[int, int]:
    """The numbers of the claims of its article, by their keys."""
    keys = claim.article.claims.visible_to(person).order_by("pk").values_list("pk", flat=True)
    return {key: number for number, key in enumerate(keys, 1)}


@require_POST
@inside
def link_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    claim = find_claim(request, uid)
    data = taken(LinkForm(request.POST))
    other = found(Claim.objects.visible_to(request.user), uid=data["to"])
    link = link_claims(claim, by=person_of(request), to_claim=other, kind=data["kind"])
    retracted = other.state == State.RETRACTED
    said = f"{SAID[LinkKind(link.kind)][0]} {'a check that was retracted' if retracted else 'another claim'}."
    return claim_answer(request, claim, said)


@require_POST
@inside
def link_remove(request: HttpRequest, uid: UUID, link_uid: UUID) -> HttpResponse:
    claim, link = find_claim(request, uid), find_link(request, link_uid)
    unlink_claims(link, by=person_of(request))
    return claim_answer(request, claim, "The link is taken away.")


def find_link(request: HttpRequest, uid: UUID) -> ClaimLink:
    rows = ClaimLink.objects.visible_to(request.user).select_related("from_claim", "to_claim")
    return found(rows, uid=uid)
