"""Comparing and acting in one: while a record is held, nothing that is shown of it can change."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db import transaction

from annotations.actions.rows import hold_articles
from annotations.models import Article, Claim, ClaimLink, Source

ResultT = TypeVar("ResultT")


@transaction.atomic
def while_held(row: Any, act: Callable[[], ResultT], *beside: Any) -> ResultT:
    """Call `act` with the record held, in one transaction.

    Held is what every action on it holds first, in the order of the house: the articles it hangs on, and those of the
    records `beside` it that the action holds as well, then the row.
    """
    hold_articles({key for each in (row, *beside) for key in article_keys(each)})
    type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)
    return act()


def article_keys(row: Any) -> Iterable[int]:
    """The keys of the articles that the record hangs on."""
    if isinstance(row, Article):
        return [row.pk]
    if isinstance(row, Source):
        return Claim.objects.filter(evidence__source=row).order_by().values_list("article_id", flat=True)
    if isinstance(row, ClaimLink):
        return [row.from_claim.article_id, row.to_claim.article_id]
    claim = row if isinstance(row, Claim) else getattr(row, "claim", None)
    article = claim.article_id if claim else getattr(row, "article_id", None)
    return [] if article is None else [article]
