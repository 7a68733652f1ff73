"""Articles with the stretches of text that claims stand on, each with one label: for programs in which people mark
texts, and for those that learn from it.

A claim's label is the truth class of the verdict that stands; without one, or when the check was retracted, the state
in which the claim is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import Columns, Shape, chunks
from annotations.models import ArticleVersion, Claim, Highlight, Verdict
from annotations.workflow import HIDDEN_STATES, State, TruthClass

LABELS: tuple[str, ...] = (
    *(kind.value for kind in TruthClass),
    *(state.value for state in State if state not in HIDDEN_STATES),
)
"""All there are."""

MOST_ARTICLES = 50
MOST_CLAIMS = 500
"""Articles are read together until there are so many of them, or of their claims: one article is never cut."""

TEXT: Columns = {
    "article": "article__uid",
    "url": "article__url",
    "headline": "article__headline",
    "publisher": "article__publisher",
    "language": "article__language",
    "version": "number",
    "text": "text",
    "article_key": "article_id",
}

CLAIM: Columns = {
    "uid": "uid",
    "text": "text",
    "quotation": "quotation",
    "claimant": "claimant__name",
    "state": "state",
    "article_key": "article_id",
}


class Place(NamedTuple):
    """Where a claim stands: half-open code points of the text."""

    uid: UUID
    start: int
    end: int


@dataclass(frozen=True)
class LabelledClaim:
    """`said` is what is told of the claim, beside its places."""

    label: str
    places: list[Place]
    said: Shape


@dataclass(frozen=True)
class LabelledArticle:
    """An article's current text and those of its claims that were asked for, in the order in which they were marked.

    `said` is what is told of the article and its version, beside the text.
    """

    text: str
    claims: list[LabelledClaim]
    said: Shape

    def marks(self) -> list[tuple[LabelledClaim, Place]]:
        """Every place of every claim, in the order of the text; of two that begin together the longer first."""
        marks = [(claim, place) for claim in self.claims for place in claim.places]
        return sorted(marks, key=lambda mark: (mark[1].start, -mark[1].end))


def labelled_articles(claims: QuerySet[Claim], recipient: Recipient) -> Iterator[LabelledArticle]:
    """The articles of these claims, the oldest first. Four queries for some of them, whatever their number."""
    for some in batches(claims):
        yield from read_together(some, recipient)


def batches(claims: QuerySet[Claim]) -> Iterator[dict[int, list[int]]]:
    """Article → its claims, by key, for as many articles as are read together."""
    rows = Claim.objects.filter(pk__in=claims.values("pk")).order_by("article_id", "created", "pk")
    keys = rows.values_list("article_id", "pk").iterator(chunk_size=MOST_CLAIMS)
    batch, count = dict[int, list[int]](), 0
    for article, group in groupby(keys, key=itemgetter(0)):
        batch[article] = [key for _, key in group]
        count += len(batch[article])
        if len(batch) >= MOST_ARTICLES or count >= MOST_CLAIMS:
            yield batch
            batch, count = {}, 0
    if batch:
        yield batch


def read_together(batch: dict[int, list[int]], recipient: Recipient) -> Iterator[LabelledArticle]:
    """The texts first, then what stands in those versions: a newer one that comes meanwhile moves nothing."""
    versions = current_versions(batch)
    keys = [key for claims in batch.values() for key in claims]
    places, verdicts = places_in(list(versions), keys), verdicts_of(keys, recipient)
    claims: dict[int, list[LabelledClaim]] = {article: [] for article in batch}
    for key, row in rows_by_key(Claim.objects.filter(pk__in=keys).order_by("created", "pk"), CLAIM):
        article = row.pop("article_key")
        claims[article].append(labelled(row, verdicts.get(key), places.get(key, [])))
    said = {version.pop("article_key"): version for version in versions.values()}
    return (LabelledArticle(said[key].pop("text"), claims[key], said[key]) for key in batch)


def rows_by_key(rows: QuerySet[Any], columns: Columns) -> Iterator[tuple[int, Shape]]:
    for chunk in chunks(rows, columns):
        yield from chunk.items()


def current_versions(articles: Iterable[int]) -> dict[int, Shape]:
    """By the version's own key."""
    newer = ArticleVersion.objects.filter(article=OuterRef("article"), number__gt=OuterRef("number"))
    rows = ArticleVersion.objects.filter(~Exists(newer.order_by()), article__in=list(articles)).order_by()
    return dict(rows_by_key(rows, TEXT))


def places_in(versions: list[int], claims: list[int]) -> dict[int, list[Place]]:
    """By the claim's key, where it stands in these versions; lost places are none."""
    rows = Highlight.objects.placed().filter(version__in=versions, claim__in=claims, removed_at=None)
    found: dict[int, list[Place]] = {}
    columns: Any = rows.order_by("start", "pk").values_list("claim_id", "uid", "start", "end")
    for claim, *place in columns:
        found.setdefault(claim, []).append(Place(*place))
    return found


def verdicts_of(claims: list[int], recipient: Recipient) -> dict[int, Shape]:
    """By the claim's key, the rating of the verdict that stands, where the recipient may see it."""
    rows = Verdict.objects.visible_to(recipient.person).current().filter(claim__in=claims).order_by()
    ratings = rows.values_list("claim_id", "rating__name", "rating__truth_class")
    return {claim: {"rating": name, "truth_class": kind} for claim, name, kind in ratings}


def labelled(claim: Shape, verdict: Shape | None, places: list[Place]) -> LabelledClaim:
    stands = verdict is not None and claim["state"] != State.RETRACTED
    label = verdict["truth_class"] if verdict and stands else claim["state"]
    return LabelledClaim(label, places, claim | (verdict or {"rating": None, "truth_class": None}))
