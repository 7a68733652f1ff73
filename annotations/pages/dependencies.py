"""The dependency graph: what a claim rests on, and what rests on it, step by step."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse

from annotations.models import Claim, ClaimLink, LinkKind
from annotations.workflow import HIDDEN_STATES

MOST_STEPS = 8
MOST_CLAIMS = 300
"""So far a page shows it: a query a step, and not more claims than somebody reads."""

ABOVE = {LinkKind.DEPENDS_ON: "it depends on", LinkKind.REPEATS: "it repeats"}
BELOW = {LinkKind.DEPENDS_ON: "depends on it", LinkKind.REPEATS: "repeats it"}


@dataclass(frozen=True)
class Node:
    """A claim in the graph, `steps` away from where the page stands; `again` when it was shown before."""

    claim: Claim
    how: str
    steps: int
    again: bool
    children: tuple["Node", ...] = ()

    @property
    def address(self) -> str:
        return reverse("claim_detail", args=[self.claim.uid])

    def size(self) -> int:
        """How many different claims there are from here on."""
        return (not self.again) + sum(child.size() for child in self.children)


class Way(NamedTuple):
    """In which direction links are followed: from the claims in column `here` to those in `there`."""

    here: str
    there: str
    words: dict[LinkKind, str]


UP = Way("from_claim", "to_claim", ABOVE)
DOWN = Way("to_claim", "from_claim", BELOW)

Edges = dict[int, list[tuple[str, int]]]


def rests_on(claim: Claim, person: Any) -> tuple[Node, ...]:
    """The claims it rests on, each with those that it rests on in turn."""
    return grown([claim.pk], UP, person)[claim.pk]


def resting_on(claims: Collection[int], person: Any) -> dict[int, tuple[Node, ...]]:
    """By claim (key) those that rest on it, each with those that rest on them."""
    return grown(claims, DOWN, person)


def grown(roots: Collection[int], way: Way, person: Any) -> dict[int, tuple[Node, ...]]:
    edges = edges_from(roots, way, person)
    met = {there for found in edges.values() for _, there in found}
    claims = claims_shown(met, person)
    return {root: branches(root, edges, claims, {root}, 1) for root in roots}


def edges_from(roots: Collection[int], way: Way, person: Any) -> Edges:
    """From each claim the ways on. A claim is left only once, so a circle ends."""
    edges: Edges = {}
    frontier, met = set(roots), set(roots)
    for _ in range(MOST_STEPS):
        if not frontier or len(met) > MOST_CLAIMS:
            break
        for kind, here, there in links_of(frontier, way, person):
            edges.setdefault(here, []).append((way.words[LinkKind(kind)], there))
        frontier = {there for here in frontier for _, there in edges.get(here, ())} - met
        met |= frontier
    return edges


def links_of(claims: Collection[int], way: Way, person: Any) -> Iterable[tuple[str, int, int]]:
    rows = ClaimLink.objects.visible_to(person).carrying_staleness().filter(**{f"{way.here}__in": claims})
    shown = rows.exclude(**{f"{way.there}__state__in": HIDDEN_STATES})
    return list(shown.order_by("pk").values_list("kind", f"{way.here}_id", f"{way.there}_id"))


def claims_shown(keys: Collection[int], person: Any) -> dict[int, Claim]:
    rows = Claim.objects.visible_to(person).select_related("article", "assignee")
    return rows.with_verdict_for(person).in_bulk(keys)


def branches(
    at: int, edges: Edges, claims: dict[int, Claim], shown: set[int], steps: int
) -> tuple[Node, ...]:
    """The nodes under a claim. `shown` grows on the way: what is there already is named, and not walked again."""
    found = []
    for how, there in edges.get(at, ()):
        again = there in shown
        shown.add(there)
        children = () if again else branches(there, edges, claims, shown, steps + 1)
        found.append(Node(claims[there], how, steps, again, children))
    return tuple(found)
