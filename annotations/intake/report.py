"""What came out of a document, as plain values for JSON."""

from typing import Any

from annotations.intake.document import Block, Document
from annotations.intake.sentences import sentences


def as_json(document: Document) -> dict[str, Any]:
    """Headline, byline, dates, text, body, and the ranges of blocks and sentences in code points of `text`."""
    return {
        "headline": document.headline,
        "standfirst": document.standfirst,
        "byline": list(document.byline),
        "published_at": document.published_at and document.published_at.isoformat(),
        "modified_at": document.modified_at and document.modified_at.isoformat(),
        "publisher": document.publisher,
        "language": document.language,
        "direction": document.direction,
        "media_type": document.media_type,
        "text": document.text,
        "body": document.body,
        "blocks": [_block(block) for block in document.blocks],
        "sentences": [
            {"start": start, "end": end}
            for start, end in sentences(document.text, document.blocks, document.language)
        ],
        "links": [{"start": link.start, "end": link.end, "href": link.href} for link in document.links],
    }


def _block(block: Block) -> dict[str, Any]:
    level = {} if block.level is None else {"level": block.level}
    return {"kind": block.kind, "start": block.start, "end": block.end, **level}
