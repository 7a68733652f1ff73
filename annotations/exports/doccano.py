"""JSON Lines as doccano takes and gives them for sequence labelling: one article a line.

doccano counts in UTF-16 units, unless a project counts grapheme clusters: its text is a JavaScript string
(https://github.com/doccano/doccano/issues/2290).
"""

from collections.abc import Iterator

import orjson
from django.db.models import QuerySet

from annotations.anchoring.text import Utf16Offsets
from annotations.exports.blocks import in_blocks
from annotations.exports.labelled import LabelledArticle, LabelledClaim, labelled_articles
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import Shape
from annotations.models import Claim

Mark = tuple[int, int, str]


def doccano_lines(claims: QuerySet[Claim], recipient: Recipient) -> Iterator[bytes]:
    """UTF-8. What is neither text nor label becomes metadata there."""
    articles = labelled_articles(claims, recipient)
    return in_blocks(orjson.dumps(line_of(article)) + b"\n" for article in articles)


def line_of(article: LabelledArticle) -> Shape:
    """Two claims of one label on the same words are one mark: doccano keeps no two that are equal."""
    offsets = Utf16Offsets(article.text)
    marks: dict[Mark, None] = {}
    for claim, place in article.marks():
        marks[offsets.from_codepoints(place.start), offsets.from_codepoints(place.end), claim.label] = None
    claims = [claim_of(claim, offsets) for claim in article.claims]
    return {"text": article.text, "label": list(marks), **article.said, "claims": claims}


def claim_of(claim: LabelledClaim, offsets: Utf16Offsets) -> Shape:
    places = [[*map(offsets.from_codepoints, (place.start, place.end))] for place in claim.places]
    return {**claim.said, "label": claim.label, "places": places}
