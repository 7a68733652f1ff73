"""Earlier claims like a text: what a checker is offered, the API answers and the command prints."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from annotations.assist.similarity import Likeness, looked_for, ranked
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import Shape
from annotations.models import Claim

CANDIDATES = 300
"""How many claims are compared, of the article itself and of all others: the newest that share a word."""
PIECES = 12

RATING = ("uid", "key", "name", "truth_class")


@dataclass(frozen=True)
class Match:
    claim: Claim
    likeness: Likeness


def claims_like(text: str, *, person: Any, limit: int, beside: Claim | None = None) -> list[Match]:
    """The claims this person may see that are most like `text`, best first, of equals those of the same article.

    `beside` is the claim for which they are looked for, which is not among them. Removed and merged ones are not
    either; a retracted one is, and its state says so. The number of queries does not grow with what is found.
    """
    pieces = looked_for(text, PIECES)
    if not pieces:
        return []
    rows = rows_for(person, pieces)
    candidates = list(rows.order_by("-created", "-pk")[:CANDIDATES])
    if beside:
        own = rows.filter(article=beside.article_id).order_by("pk")[:CANDIDATES]
        keyed = {claim.pk: claim for claim in (*own, *candidates) if claim.pk != beside.pk}
        candidates = list(keyed.values())
    found = ranked(text, ((claim, {claim.text, claim.quotation}) for claim in candidates))
    return [Match(claim, likeness) for claim, likeness in found[:limit]]


def rows_for(person: Any, pieces: list[str]) -> Any:
    holding = reduce(or_, (Q(text__icontains=piece) | Q(quotation__icontains=piece) for piece in pieces))
    rows = Claim.objects.visible_to(person).living().filter(holding)
    return rows.select_related("article").with_verdict_for(person)


def match_shapes(text: str, recipient: Recipient, limit: int) -> Iterator[Shape]:
    """A match an object: the claim in brief, its rating, how alike they are and by what."""
    for match in claims_like(text, person=recipient.person, limit=limit):
        claim, verdict = match.claim, match.claim.current_verdict()
        yield {
            "claim": brief(claim),
            "rating": {name: getattr(verdict.rating, name) for name in RATING} if verdict else None,
            "score": match.likeness.score,
            "shared": list(match.likeness.shared),
        }


def brief(claim: Claim) -> Shape:
    """As `shapes.links.CLAIM_BRIEF` has it, of a row that is read already."""
    return {
        "uid": claim.uid,
        "article": claim.article.uid,
        "text": claim.text,
        "state": claim.state,
        "stale_since": claim.stale_since,
    }
