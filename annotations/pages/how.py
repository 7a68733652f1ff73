"""How we check, for readers: the scales and rules by which what is published was judged."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse

from annotations.models import CheckPolicy, Correction, CorrectionKind, Publication, RatingScale
from annotations.models.publications import CORRECTION_MEANS
from annotations.pages.lists import counted
from annotations.pages.public import newest_of_all, public, public_page
from annotations.workflow import SecondRead, State, TruthClass

CLASS_MEANS = {
    TruthClass.SUPPORTED: "what we found supports it",
    TruthClass.QUALIFIED: "it holds in part, or leaves out what matters",
    TruthClass.CONTRADICTED: "what we found speaks against it",
    TruthClass.UNSETTLED: "what can be found does not settle it",
}

SECOND_READING = {
    SecondRead.NONE: "One person checks and rates a claim.",
    SecondRead.OPEN: "A second person reads the check, sees the first rating, and rates the claim again.",
    SecondRead.BLIND: "A second person rates the claim without seeing the first rating or its reasons.",
}
DISAGREEMENT = "Where the two differ, an editor who did neither decides, and says why."


@public
def how_we_check(request: HttpRequest) -> HttpResponse:
    """Only of scales and rules that a published check was made by: others are the newsroom's own business."""
    standing = Publication.objects.standing()
    context = {
        "classes": [(kind.value, kind.label, words) for kind, words in CLASS_MEANS.items()],
        "scales": scales_of(standing),
        "policies": [rules_of(policy) for policy in policies_in_use()],
        "kinds": [(kind.label, words) for kind, words in CORRECTION_MEANS.items()],
        "published": standing.count(),
        "corrected": corrected(),
    }
    return public_page(request, "check_how", context, newest_of_all().at)


def scales_of(publications: Any) -> list[RatingScale]:
    """The scales, and the versions of them, that these records name."""
    columns = ("record__verdict__rating__scale", "record__verdict__rating__scale_version")
    named = set(publications.order_by().values_list(*columns).distinct())
    if not named:
        return []
    wanted = reduce(or_, (Q(name=name, version=version) for name, version in named))
    return list(RatingScale.objects.filter(wanted).prefetch_related("ratings"))


def policies_in_use() -> list[CheckPolicy]:
    used = CheckPolicy.objects.filter(claims__state=State.PUBLISHED)
    return list(used.distinct().order_by("name", "-version"))


def rules_of(policy: CheckPolicy) -> list[str]:
    """The policy in sentences. Its name is the newsroom's own word."""
    second_read = SecondRead(policy.second_read)
    least = policy.min_evidence
    rules = (
        (SECOND_READING[second_read], True),
        (DISAGREEMENT, second_read != SecondRead.NONE),
        (f"It rests on at least {counted(least, 'source')}.", least > 0),
        ("Each source is named with the page, paragraph or minute.", policy.locator_required),
        ("Whoever publishes it is not the only one who checked it.", policy.publisher_must_differ),
    )
    return [sentence for sentence, holds in rules if holds]


def corrected() -> dict[str, int]:
    """How many corrections of each kind there are, by its name."""
    counts = dict(Correction.objects.order_by().values_list("kind").annotate(Count("pk")))
    return {kind.label: counts.get(kind.value, 0) for kind in CorrectionKind}
