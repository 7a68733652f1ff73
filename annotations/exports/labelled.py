"""Articles with the stretches of text that claims stand on, each with one label: for programs in which people mark
texts, and for those that learn from it.

A claim's label is the truth class of the verdict that stands; without one, or when the check was retracted, the state
in which the claim is.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Any, NamedTuple
from uuid import UUID

import orjson
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

MOST_CLAIMS = 500
MOST_ARTICLES = 50
"""So many are read at once."""

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
}


class Place(NamedTuple):
    """Where a claim stands: half-open code points of the text."""

    uid: UUID
    start: int
    end: int


class LabelledClaim(NamedTuple):
    """`said` is what is told of the claim, beside its label and its places."""

    label: str
    places: list[Place]
    said: Shape


class LabelledArticle(NamedTuple):
    """An article's current text and, read as one goes on, those of its claims that were asked for, in the order in
    which they were marked. `said` is what is told of the article and its version, beside the text.
    """

    text: str
    said: Shape
    claims: Iterator[LabelledClaim]


class Text(NamedTuple):
    """A version by its own key and that of its article."""

    version: int
    article: int
    text: str
    said: Shape


def labelled_articles(claims: QuerySet[Claim], recipient: Recipient) -> Iterator[LabelledArticle]:
    """The articles of these claims, the oldest first. In constant memory, however many claims one of them has; four
    queries for `MOST_CLAIMS` claims of `MOST_ARTICLES` articles.
    """
    claims_with_texts = read(keys_of(claims), recipient)
    for _, pairs in groupby(claims_with_texts, key=lambda pair: pair[0].article):
        yield article_of(pairs)


def article_of(pairs: Iterator[tuple[Text, LabelledClaim]]) -> LabelledArticle:
    text, first = next(pairs)
    return LabelledArticle(text.text, text.said, chain([first], (claim for _, claim in pairs)))


def keys_of(claims: QuerySet[Claim]) -> Iterator[list[tuple[int, int]]]:
    """The keys of articles and claims, as many as are read at once."""
    rows = Claim.objects.filter(pk__in=claims.values("pk")).order_by("article_id", "created", "pk")
    chunk, articles = list[tuple[int, int]](), set[int]()
    for article, claim in rows.values_list("article_id", "pk").iterator(chunk_size=MOST_CLAIMS):
        if len(chunk) >= MOST_CLAIMS or len(articles | {article}) > MOST_ARTICLES:
            yield chunk
            chunk, articles = [], set()
        chunk.append((article, claim))
        articles.add(article)
    if chunk:
        yield chunk


def read(
    chunks: Iterable[list[tuple[int, int]]], recipient: Recipient
) -> Iterator[tuple[Text, LabelledClaim]]:
    """Each claim with its article's text. A text is read once, and then what stands in that version: a newer one that
    comes meanwhile moves nothing.
    """
    texts: dict[int, Text] = {}
    for chunk in chunks:
        articles, keys = {article for article, _ in chunk}, [claim for _, claim in chunk]
        texts = {article: texts[article] for article in articles & texts.keys()}
        texts |= current_texts(articles - texts.keys())
        places = places_in([text.version for text in texts.values()], keys)
        verdicts = verdicts_of(keys, recipient)
        rows = dict(rows_by_key(Claim.objects.filter(pk__in=keys), CLAIM))
        for article, key in chunk:
            yield texts[article], labelled(rows.pop(key), verdicts.get(key), places.get(key, []))


def rows_by_key(rows: QuerySet[Any], columns: Columns) -> Iterator[tuple[int, Shape]]:
    for chunk in chunks(rows, columns):
        yield from chunk.items()


def current_texts(articles: Iterable[int]) -> dict[int, Text]:
    """By the article's key."""
    newer = ArticleVersion.objects.filter(article=OuterRef("article"), number__gt=OuterRef("number"))
    rows = ArticleVersion.objects.filter(~Exists(newer.order_by()), article__in=list(articles)).order_by()
    found = (
        Text(version, said.pop("article_key"), said.pop("text"), said)
        for version, said in rows_by_key(rows, TEXT)
    )
    return {text.article: text for text in found}


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


def list_of(values: Iterable[Shape]) -> Iterator[bytes]:
    """A JSON list, in pieces."""
    return joined(map(orjson.dumps, values))


def joined(values: Iterable[bytes]) -> Iterator[bytes]:
    """A JSON list of what is written already, in pieces."""
    before = b"["
    for value in values:
        yield before + value
        before = b","
    yield b"[]" if before == b"[" else b"]"
