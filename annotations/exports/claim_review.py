"""schema.org ClaimReview of a public record, as search engines and fact-check aggregators read it.

Pure: a record (`exports.records`) and who publishes in, JSON values out.
The rules are those of https://schema.org/ClaimReview and of Google's fact check markup: one a page, the address on
the publisher's own host, a rating in words always, in numbers only where the scale has an order of them.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson

CONTEXT = "https://schema.org"
ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What could end a script element, or a line of it: inside JSON strings these mean the same."""

Shape = dict[str, Any]


class Publisher(NamedTuple):
    """The newsroom: its name, and the address under which all of its pages are, without a slash at the end."""

    name: str
    address: str


def claim_review(record: Shape, address: str, publisher: Publisher) -> Shape:
    """The ClaimReview of the check at `address` (absolute). Keys without a value are left out."""
    return filled(
        {
            "@context": CONTEXT,
            "@type": "ClaimReview",
            "url": address,
            "datePublished": record["first_published_at"],
            "dateModified": record["published_at"],
            "inLanguage": record["article"]["language"],
            "author": organisation(publisher),
            "claimReviewed": record["text"],
            "itemReviewed": item_reviewed(record),
            "reviewRating": review_rating(record["verdict"]),
        }
    )


def organisation(publisher: Publisher) -> Shape:
    return {"@type": "Organization", "name": publisher.name, "url": f"{publisher.address}/"}


def item_reviewed(record: Shape) -> Shape:
    """The claim: who made it, when, and where it stands. The first appearance is one that a person marked so."""
    first = [row for row in record["appearances"] if row["first_known"]]
    others = [row for row in record["appearances"] if not row["first_known"]]
    return filled(
        {
            "@type": "Claim",
            "author": claim_author(record["claimant"]),
            "datePublished": record["claim_date"],
            "appearance": [article_work(record["article"]), *map(work, others)],
            "firstAppearance": work(first[0]) if first else None,
        }
    )


def claim_author(claimant: Shape | None) -> Shape | None:
    if claimant is None:
        return None
    kind = "Organization" if claimant["kind"] == "organisation" else "Person"
    role = "description" if kind == "Organization" else "jobTitle"
    return filled(
        {"@type": kind, "name": claimant["name"], role: claimant["role"], "sameAs": claimant["same_as"]}
    )


def article_work(article: Shape) -> Shape:
    publisher = article["publisher"]
    return filled(
        {
            "@type": "Article",
            "url": article["url"],
            "headline": article["headline"],
            "datePublished": article["published_at"],
            "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
        }
    )


def work(appearance: Shape) -> Shape:
    return filled(
        {
            "@type": "CreativeWork",
            "url": appearance["url"],
            "name": appearance["description"],
            # Records frozen before it was kept have no such key.
            "datePublished": appearance.get("published_at"),
        }
    )


def review_rating(verdict: Shape) -> Shape:
    """In words, and with all three numbers or none: some points of a scale lie beside the axis of truth."""
    rating = verdict["rating"]
    worst, value, best = rating["worst"], rating["number"], rating["best"]
    ordered = None not in (worst, value, best) and worst < best and worst <= value <= best
    numbers = {"ratingValue": value, "worstRating": worst, "bestRating": best} if ordered else {}
    words = {
        "@type": "Rating",
        "alternateName": rating["name"],
        "ratingExplanation": verdict["summary"] or rating["definition"],
    }
    return filled(words | {name: plain_number(number) for name, number in numbers.items()})


def plain_number(number: float) -> float:
    """5 rather than 5.0."""
    return int(number) if float(number).is_integer() else number


def filled(shape: Shape) -> Shape:
    return {name: value for name, value in shape.items() if value not in (None, "", [])}


def for_script(shape: Shape) -> str:
    """As JSON that can stand inside a script element."""
    content = orjson.dumps(shape).decode()
    for character, escape in ESCAPED.items():
        content = content.replace(character, escape)
    return content


def data_feed(
    reviews: Iterable[Shape], address: str, publisher: Publisher, modified: str | None
) -> Iterator[bytes]:
    """All ClaimReviews as one schema.org DataFeed, piece by piece: as much memory as one of them takes."""
    head = filled(
        {
            "@context": CONTEXT,
            "@type": "DataFeed",
            "name": f"Fact checks of {publisher.name}",
            "url": address,
            "dateModified": modified,
            "provider": organisation(publisher),
        }
    )
    yield orjson.dumps(head)[:-1] + b',"dataFeedElement":['
    for index, review in enumerate(reviews):
        yield (b",\n" if index else b"\n") + orjson.dumps(data_feed_item(review))
    yield b"\n]}\n"


def data_feed_item(review: Shape) -> Shape:
    return {
        "@type": "DataFeedItem",
        "dateCreated": review["datePublished"],
        "dateModified": review["dateModified"],
        "url": review["url"],
        "item": [review],
    }
