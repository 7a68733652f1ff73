"""JSON Lines as doccano takes and gives them for sequence labelling: one article a line.

doccano counts in UTF-16 units, unless a project counts grapheme clusters: its text is a JavaScript string
(https://github.com/doccano/doccano/issues/2290).
"""

from collections.abc import Iterator
from itertools import chain

import orjson
from django.db.models import QuerySet

from annotations.anchoring.text import Utf16Offsets
from annotations.exports.blocks import in_blocks
from annotations.exports.labelled import LabelledArticle, labelled_articles, list_of
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import Shape
from annotations.models import Claim

Mark = tuple[int, int, str]


def doccano_lines(claims: QuerySet[Claim], recipient: Recipient) -> Iterator[bytes]:
    """UTF-8. What is neither text nor label becomes metadata there."""
    return in_blocks(chain.from_iterable(map(line_of, labelled_articles(claims, recipient))))


def line_of(article: LabelledArticle) -> Iterator[bytes]:
    """The line in pieces, a claim each.

    Two claims of one label on the same words are one mark: doccano keeps no two that are equal.
    """
    marks = set[Mark]()
    yield orjson.dumps({"text": article.text, **article.said})[:-1] + b',"claims":'
    yield from list_of(claims_of(article, marks))
    in_order = sorted(marks, key=lambda mark: (mark[0], -mark[1], mark[2]))
    yield b',"label":' + orjson.dumps(in_order) + b"}\n"


def claims_of(article: LabelledArticle, marks: set[Mark]) -> Iterator[Shape]:
    """What is told of each claim; its marks are added to `marks`."""
    offsets = Utf16Offsets(article.text)
    for claim in article.claims:
        places = [[*map(offsets.from_codepoints, (place.start, place.end))] for place in claim.places]
        marks |= {(start, end, claim.label) for start, end in places}
        yield {**claim.said, "label": claim.label, "places": places}
