"""Tasks as Label Studio takes them, with the claims as an annotation: one article a task.

Label Studio counts in code points, so that programs in Python can cut
(https://github.com/HumanSignal/label-studio/pull/1559, and 6135 for those that are shown).
"""

from collections.abc import Iterator

import orjson
from django.db.models import QuerySet

from annotations.exports.blocks import in_blocks
from annotations.exports.labelled import LabelledArticle, LabelledClaim, Place, labelled_articles
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import Shape
from annotations.models import Claim

FROM_NAME, TO_NAME = "label", "text"
"""As the labelling configuration in docs/exports.md calls its two parts."""


def label_studio_tasks(claims: QuerySet[Claim], recipient: Recipient) -> Iterator[bytes]:
    """One JSON list, a task a line."""
    return in_blocks(listed(labelled_articles(claims, recipient)))


def listed(articles: Iterator[LabelledArticle]) -> Iterator[bytes]:
    between = b"[\n"
    for article in articles:
        yield between + orjson.dumps(task_of(article))
        between = b",\n"
    yield b"[]\n" if between == b"[\n" else b"\n]\n"


def task_of(article: LabelledArticle) -> Shape:
    claims = [{**claim.said, "label": claim.label} for claim in article.claims]
    result = [region_of(article.text, claim, place) for claim, place in article.marks()]
    return {
        "data": {"text": article.text, **article.said, "claims": claims},
        "annotations": [{"result": result}],
    }


def region_of(text: str, claim: LabelledClaim, place: Place) -> Shape:
    """A place; its notes say which claim it is of."""
    words = text[place.start : place.end]
    return {
        "id": place.uid,
        "from_name": FROM_NAME,
        "to_name": TO_NAME,
        "type": "labels",
        "value": {"start": place.start, "end": place.end, "text": words, "labels": [claim.label]},
        "meta": {"text": [claim.said["text"]], "claim": claim.said["uid"]},
    }
