"""A claim's links as it tells them itself: for its panel, its page, and while another claim is chosen."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from annotations.models import Claim, ClaimLink, LinkKind, Verdict
from annotations.permissions import Permission, permits, steps_for
from annotations.workflow import Step

SAID = {
    LinkKind.REPEATS: ("Repeats", "Is repeated by"),
    LinkKind.DEPENDS_ON: ("Depends on", "Carries"),
    LinkKind.CONTRADICTS: ("Contradicts", "Is contradicted by"),
}
"""How a link is said of the claim it leads from, and of the one it leads to."""


@dataclass(frozen=True)
class Linked:
    """A link as one of its claims tells it."""

    row: ClaimLink
    how: str
    other: Claim


def links_of(claim: Claim, person: Any) -> list[Linked]:
    """The claim's links in both directions, to claims that are shown."""
    rows = ClaimLink.objects.visible_to(person).living().order_by("pk")
    verdicts = Prefetch(
        "verdicts", queryset=Verdict.objects.visible_to(person).current().select_related("rating")
    )
    living = Claim.objects.visible_to(person).living().select_related("article").prefetch_related(verdicts)
    pairs = [
        *((row, SAID[LinkKind(row.kind)][0], row.to_claim_id) for row in rows.filter(from_claim=claim)),
        *((row, SAID[LinkKind(row.kind)][1], row.from_claim_id) for row in rows.filter(to_claim=claim)),
    ]
    others = living.in_bulk({other for _, _, other in pairs}) if pairs else {}
    return [Linked(row, how, others[other]) for row, how, other in pairs if other in others]


def rests_on(link: Linked, claim: Claim) -> bool:
    """Whether the other one becomes stale with this claim."""
    return link.row.to_claim_id == claim.pk and link.row.kind != LinkKind.CONTRADICTS


def link_context(claim: Claim, person: Any) -> dict[str, Any]:
    """What `_claim_links.html` shows."""
    links = links_of(claim, person)
    return {
        "links": links,
        "resting": sum(rests_on(link, claim) for link in links),
        "link_kinds": LinkKind.choices,
        "may_link": permits(person, Permission.LINK_CLAIMS),
        "may_merge": Step.MERGE in steps_for(person, claim),
    }
