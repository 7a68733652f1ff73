"""The same claim met again: the earlier ones like it, and saying that it is one of them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from annotations.actions.repeating import Repeated, repeat_claim
from annotations.exports.matches import claims_like
from annotations.models import Claim
from annotations.pages.entry import by_htmx, inside
from annotations.pages.finding import find_claim, found
from annotations.pages.forms.base import taken
from annotations.pages.forms.links import RepeatForm
from annotations.pages.fragments import claim_answer, person_of, shown_version
from annotations.pages.links import Choice, choices_for, numbers_of
from annotations.pages.lists import asked_words
from annotations.permissions import Permission, require
from annotations.workflow import State

OFFERED = 5


@inside
@require_safe
def claim_matches(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Earlier claims like this one, or what the words asked for mean: for the dialog, or a page of its own."""
    claim = find_claim(request, uid)
    require(request.user, Permission.LINK_CLAIMS)
    words = asked_words(request)
    choices = choices_for(claim, words, request.user) if words else matches_of(claim, request.user)
    context = {
        "claim": claim,
        "words": words,
        "choices": choices,
        "version": shown_version(request, claim.article),
        "sure": bool(choices and choices[0].is_sure),
    }
    part = by_htmx(request)
    return render(request, f"annotations/{'_' if part else ''}claim_matches.html", context)


def matches_of(claim: Claim, person: Any) -> list[Choice]:
    numbers = numbers_of(claim, person)
    matches = claims_like(claim.text, person=person, limit=OFFERED, beside=claim)
    return [Choice(match.claim, numbers.get(match.claim.pk), match.likeness) for match in matches]


@require_POST
@inside
def claim_repeat(request: HttpRequest, uid: UUID) -> HttpResponse:
    claim = find_claim(request, uid)
    earlier = found(Claim.objects.visible_to(request.user), uid=taken(RepeatForm(request.POST))["to"])
    repeated = repeat_claim(claim, by=person_of(request), earlier=earlier)
    if repeated.link is None:
        number = numbers_of(earlier, person_of(request))[earlier.pk]
        return claim_answer(request, earlier, f"Another place of claim {number}.{warned(earlier)}")
    return claim_answer(request, claim, told(repeated) + warned(earlier))


def told(repeated: Repeated) -> str:
    said = "Repeats an earlier claim: wording copied"
    if repeated.copied:
        said += f", with {repeated.copied} source{'' if repeated.copied == 1 else 's'}"
    left = f" {repeated.left_out} not copied: withdrawn, or kept from you." if repeated.left_out else ""
    return f"{said}. Its rating is yours to choose.{left}"


def warned(earlier: Claim) -> str:
    return " That check was retracted." if earlier.state == State.RETRACTED else ""
