"""The whole text of an article beside its checks, for those of our own that readers may see in full."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from annotations.anchoring.segments import levels, segments
from annotations.models import ArticleVersion, Publication, PublicText
from annotations.pages.prose import LINES_DRAWN


@dataclass(frozen=True)
class Piece:
    """Some words under the same checks; `lines` are (truth class, level from 1), lowest first."""

    words: str
    lines: list[tuple[str, int]]
    address: str = ""
    label: str = ""


@dataclass(frozen=True)
class Paragraph:
    kind: str
    pieces: list[Piece]

    def html(self) -> SafeString:
        """Written here: a template takes several times as long for hundreds of pieces."""
        return SafeString("".join(map(drawn, self.pieces)))


def drawn(piece: Piece) -> str:
    """The words under their lines, the lowest outermost, as a link to the check."""
    words = escape(piece.words)
    if not piece.address:
        return words
    lined = words
    for kind, level in reversed(piece.lines):
        lined = f'<u data-class="{escape(kind)}" data-level="{level}">{lined}</u>'
    label = escape(piece.label)
    address = escape(piece.address)
    return f'<a href="{address}" aria-label="{words} ({label})" title="{label}"><mark>{lined}</mark></a>'


def full_text(newest: Publication, standing: Any) -> list[Paragraph]:
    """The version that the newest record names, if both the record and the article let readers see it whole.

    The record decides; that the article still says so too means that a newsroom can take the text back.
    """
    version = shown_version(newest)
    if version is None:
        return []
    columns = ("pk", "record__uid", "record__text", "record__verdict__rating", "record__highlights")
    rows = {key: row for key, *row in standing.values_list(*columns)}
    spans = [
        (place["start"], place["end"], key)
        for key, row in rows.items()
        for place in row[3]
        if place["version"] == version.number
    ]
    return list(paragraphs(version, spans, rows, newest.record["article"]["slug"]))


def shown_version(newest: Publication) -> ArticleVersion | None:
    record = newest.record
    places = record["highlights"]
    if record["article"].get("public_text") != PublicText.FULL or not places:
        return None
    versions = ArticleVersion.objects.filter(
        article__uid=record["article"]["uid"], article__public_text=PublicText.FULL
    )
    return versions.filter(number=places[0]["version"]).first()


def paragraphs(
    version: ArticleVersion, spans: list[tuple[int, int, int]], rows: dict[int, list[Any]], slug: str
) -> Iterable[Paragraph]:
    cuts = {edge for block in version.blocks for edge in (block["start"], block["end"])}
    level = levels(spans)
    cut = segments(0, len(version.text), spans, cuts)
    at = 0
    for block in version.blocks:
        pieces = []
        while at < len(cut) and cut[at].start < block["end"]:
            if cut[at].start >= block["start"]:
                pieces.append(piece_of(version.text, cut[at], level, rows, slug))
            at += 1
        yield Paragraph(block["kind"], pieces)


def piece_of(text: str, segment: Any, level: dict[int, int], rows: dict[int, list[Any]], slug: str) -> Piece:
    words = text[segment.start : segment.end]
    if not segment.keys:
        return Piece(words, [])
    shown = [rows[key] for key in segment.keys]
    drawn = [key for key in segment.keys if level[key] < LINES_DRAWN]
    return Piece(
        words=words,
        lines=[(rows[key][2]["truth_class"], level[key] + 1) for key in drawn],
        address=reverse("check_detail", args=[slug, shown[0][0]]),
        label="; ".join(f"{row[2]['name']}: {row[1]}" for row in shown),
    )
