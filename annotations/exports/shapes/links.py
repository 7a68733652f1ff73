"""How claims hang together."""

from collections.abc import Iterator

from django.db.models import QuerySet

from annotations.exports.shapes.columns import PERSON, Columns, Shape, plain, under
from annotations.models import ClaimLink

CLAIM_BRIEF: Columns = {
    "uid": "uid",
    "article": "article__uid",
    "text": "text",
    "state": "state",
    "stale_since": "stale_since",
}

LINK: Columns = {
    "uid": "uid",
    "kind": "kind",
    "from_claim": under("from_claim", CLAIM_BRIEF),
    "to_claim": under("to_claim", CLAIM_BRIEF),
    "by": under("by", PERSON),
    "created": "created",
    "removed_at": "removed_at",
}


def link_shapes(links: QuerySet[ClaimLink]) -> Iterator[Shape]:
    """Links with both their claims, in brief."""
    return plain(links, LINK)
