"""Where claims stand, each place by itself and in whichever version."""

from collections.abc import Iterator

from django.db.models import QuerySet

from annotations.exports.recipients import Recipient
from annotations.exports.shapes.claims import HIGHLIGHT
from annotations.exports.shapes.columns import Columns, Shape, plain
from annotations.exports.shapes.positions import Positions
from annotations.models import Highlight

PLACE: Columns = {**HIGHLIGHT, "claim": "claim__uid", "removed_at": "removed_at", "version_key": "version_id"}


def highlight_shapes(highlights: QuerySet[Highlight], recipient: Recipient) -> Iterator[Shape]:
    """The places of one page, in the recipient's units; one that was taken away says when."""
    shapes = list(plain(highlights, PLACE))
    positions = Positions((shape["version_key"] for shape in shapes), recipient)
    for shape in shapes:
        positions.turn(shape.pop("version_key"), shape)
    return iter(shapes)
