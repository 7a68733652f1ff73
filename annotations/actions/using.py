"""The claims that use a source: whatever is shown of it is shown on them."""

from collections.abc import Sequence

from django.db.models import QuerySet

from annotations.actions.rows import hold_articles
from annotations.models import Article, Claim, Event, Evidence, Source


def hold_users(source: Source) -> list[Claim]:
    """The claims that it is evidence of, ordered by article, with their articles held."""
    return hold_claims_of(Evidence.objects.living().filter(source=source))


def hold_all_users(source: Source) -> list[Claim]:
    """With them the claims that it was taken off again."""
    return hold_claims_of(Evidence.objects.filter(source=source))


def hold_claims_of(evidence: QuerySet[Evidence]) -> list[Claim]:
    rows = Claim.objects.filter(pk__in=evidence.values("claim"))
    held = hold_articles(rows.values_list("article_id", flat=True))
    # Used on another article this very moment, it is used as what it is from now on.
    rows = rows.filter(article__in=held).select_related("article")
    return list(rows.order_by("article_id", "pk"))


def count_as_changed(claims: Sequence[Claim], event: Event) -> None:
    """For who pulls them, and who has them open: a claim is shown with its sources. Two statements, however many."""
    Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(changed=event.number)
    Article.objects.filter(pk__in={claim.article_id for claim in claims}).update(changed=event.number)
