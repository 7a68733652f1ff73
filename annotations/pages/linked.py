"""A claim's links as it tells them itself: for its panel, its page, and while another claim is chosen."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, prefetch_related_objects

from annotations.models import Claim, ClaimLink, LinkKind
from annotations.models.claims import verdict_for
from annotations.permissions import Permission, permits, steps_for
from annotations.workflow import HIDDEN_STATES, IN_WORK, Step

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
    """The claim's links, those that lead from it first, to claims that are shown."""
    rows = ClaimLink.objects.visible_to(person).living().filter(Q(from_claim=claim) | Q(to_claim=claim))
    both = rows.select_related("from_claim__article", "to_claim__article")
    links = sorted(both, key=lambda row: (row.from_claim_id != claim.pk, row.pk))
    found = [
        Linked(row, SAID[LinkKind(row.kind)][row.from_claim_id != claim.pk], other_end(row, claim))
        for row in links
        if other_end(row, claim).state not in HIDDEN_STATES
    ]
    prefetch_related_objects([link.other for link in found], verdict_for(person))
    return found


def other_end(row: ClaimLink, claim: Claim) -> Claim:
    return row.to_claim if row.from_claim_id == claim.pk else row.from_claim


def rests_on(link: Linked, claim: Claim) -> bool:
    """Whether the other one becomes stale with this claim."""
    return link.row.to_claim_id == claim.pk and link.row.kind != LinkKind.CONTRADICTS


def link_context(claim: Claim, person: Any) -> dict[str, Any]:
    """What `_claim_links.html` shows."""
    links, may_link = links_of(claim, person), permits(person, Permission.LINK_CLAIMS)
    may_merge = Step.MERGE in steps_for(person, claim)
    return {
        "links": links,
        "resting": sum(rests_on(link, claim) for link in links),
        "link_kinds": LinkKind.choices,
        "may_link": may_link,
        "may_merge": may_merge,
        "may_repeat": may_merge or (may_link and claim.state in IN_WORK),
    }
