"""Tasks as Label Studio takes them, with the claims as an annotation: one article a task.

Label Studio counts in code points, so that programs in Python can cut
(https://github.com/HumanSignal/label-studio/pull/1559, and 6135 for those that are shown).
"""

from collections.abc import Iterator

import orjson
from django.db.models import QuerySet

from annotations.exports.blocks import in_blocks, list_by_lines
from annotations.exports.labelled import (
    LabelledArticle,
    LabelledClaim,
    Place,
    joined,
    labelled_articles,
    list_of,
)
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import Shape
from annotations.models import Claim

FROM_NAME, TO_NAME = "label", "text"
"""As the labelling configuration in docs/exports.md calls its two parts."""

Region = tuple[int, int, bytes]
"""What puts it in the order of the text, and as it is written."""


def label_studio_tasks(claims: QuerySet[Claim], recipient: Recipient) -> Iterator[bytes]:
    """One JSON list, a task a line."""
    return in_blocks(list_by_lines(map(task_of, labelled_articles(claims, recipient))))


def task_of(article: LabelledArticle) -> Iterator[bytes]:
    """The task in pieces: a claim, a region each."""
    regions: list[Region] = []
    yield b'{"data":' + orjson.dumps({"text": article.text, **article.said})[:-1] + b',"claims":'
    yield from list_of(claims_of(article, regions))
    yield b'},"annotations":[{"result":'
    regions.sort(key=lambda region: region[:2])
    yield from joined(written for *_, written in regions)
    yield b"}]}"


def claims_of(article: LabelledArticle, regions: list[Region]) -> Iterator[Shape]:
    """What is told of each claim; its regions are added to `regions`."""
    for claim in article.claims:
        for place in claim.places:
            written = orjson.dumps(region_of(article.text, claim, place))
            regions.append((place.start, -place.end, written))
        yield {**claim.said, "label": claim.label}


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
