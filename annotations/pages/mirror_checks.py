"""The published checks behind a figure of the mirror."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.exports.mirror import POLICY, QUESTIONS, CheckFacts, Question, published_checks
from annotations.models import Claim
from annotations.pages.entry import inside
from annotations.pages.lists import kept_query, page_of
from annotations.pages.mirror import CLASSES, month_of
from annotations.pages.periods import asked_period


@dataclass(frozen=True)
class Narrowing:
    """One thing the address may ask for: which checks fit its value, and what is said of it, which may be nothing."""

    fits: Callable[[CheckFacts, str], bool]
    words: Callable[[str], str] = lambda value: ""


def in_words(questions: dict[str, Question], words: str) -> Callable[[str], str]:
    return lambda name: words.format(questions[name].label) if name in questions else ""


def holding(questions: dict[str, Question], words: str) -> Narrowing:
    return Narrowing(
        lambda check, name: name in questions and questions[name].holds(check),
        in_words(questions, words),
    )


def failing(questions: dict[str, Question], words: str) -> Narrowing:
    return Narrowing(
        lambda check, name: name in questions and not questions[name].holds(check),
        in_words(questions, words),
    )


NARROWINGS: dict[str, Narrowing] = {
    "has": holding(QUESTIONS, "{}"),
    "lacks": failing(QUESTIONS, "not {}"),
    "meets": holding(POLICY, "with {} as the policy asks"),
    "misses": failing(POLICY, "without {} as the policy asks"),
    "class": Narrowing(
        lambda check, kind: check.truth_class == kind, lambda kind: CLASSES.get(kind, "").lower()
    ),
    "claimant": Narrowing(lambda check, name: check.claimant == name, "said by {}".format),
    "publisher": Narrowing(lambda check, name: check.publisher == name, "in {}".format),
    "policy": Narrowing(lambda check, key: str(check.policy.pk) == key),
    "month": Narrowing(lambda check, month: month_of(check.published) == month),
    "corrections": Narrowing(lambda check, month: any(month_of(at) == month for _, at in check.corrections)),
}

SORTED: dict[str, Callable[[CheckFacts], float]] = {
    "new": lambda check: -check.published.timestamp(),
    "slow": lambda check: -check.seconds_to_publication(),
    "late": lambda check: -(check.seconds_to_correction() or 0),
}


@inside
@require_safe
def mirror_check_list(request: HttpRequest) -> HttpResponse:
    period = asked_period(request, "year")
    checks = narrowed(request, published_checks(period.since(), period.until()))
    page = page_of(request, checks)
    shown: list[CheckFacts] = list(page.object_list)
    claims = Claim.objects.visible_to(request.user).select_related("article")
    found = claims.in_bulk([check.claim for check in shown])
    asked = (narrowing.words(request.GET[name]) for name, narrowing in asked_for(request).items())
    context = {
        "page": page,
        "rows": [(found[check.claim], check) for check in shown],
        "number": len(checks),
        "asked": list(filter(None, asked)),
        "back": kept_query(request, (*NARROWINGS, "sort", "page")),
    }
    return render(request, "annotations/mirror_checks.html", context)


def asked_for(request: HttpRequest) -> dict[str, Narrowing]:
    return {name: narrowing for name, narrowing in NARROWINGS.items() if name in request.GET}


def narrowed(request: HttpRequest, checks: list[CheckFacts]) -> list[CheckFacts]:
    for name, narrowing in asked_for(request).items():
        checks = [check for check in checks if narrowing.fits(check, request.GET[name])]
    sort = request.GET.get("sort", "new")
    if sort == "late":
        checks = [check for check in checks if check.seconds_to_correction() is not None]
    return sorted(checks, key=SORTED.get(sort, SORTED["new"]))
