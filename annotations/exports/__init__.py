"""What goes out: one function a format, one row in one table. Reads only, and nothing the recipient may not see."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from annotations.exports.annotation_pages import annotation_collection
from annotations.exports.csl import MEDIA_TYPE as CSL_MEDIA_TYPE
from annotations.exports.csl import csl_of_claims
from annotations.exports.doccano import doccano_lines
from annotations.exports.label_studio import label_studio_tasks
from annotations.exports.lines import json_lines
from annotations.exports.recipients import Recipient
from annotations.exports.table import csv_table
from annotations.exports.web_annotation import MEDIA_TYPE
from annotations.models import Claim


@dataclass(frozen=True)
class Format:
    """`write` yields the file in blocks of bytes, whatever the number of claims in constant memory."""

    label: str
    media_type: str
    extension: str
    write: Callable[[QuerySet[Claim], Recipient], Iterator[bytes]]


FORMATS: dict[str, Format] = {
    "csv": Format("CSV, one row a claim", "text/csv; charset=utf-8", "csv", csv_table),
    "jsonl": Format("JSON Lines, one line a claim", "application/x-ndjson", "jsonl", json_lines),
    "web-annotation": Format("Web Annotations (W3C)", MEDIA_TYPE, "jsonld", annotation_collection),
    "csl": Format("CSL-JSON, the sources of the claims", CSL_MEDIA_TYPE, "csl.json", csl_of_claims),
    "doccano": Format("doccano, one line an article", "application/x-ndjson", "doccano.jsonl", doccano_lines),
    "label-studio": Format(
        "Label Studio, a task an article", "application/json", "label-studio.json", label_studio_tasks
    ),
}
"""Files of claims: the same filters, doors and rules for all."""

ELSEWHERE: dict[str, str] = {
    "archive": "archive/writing.py",
    "dossier": "dossier.py",
    "change sheet": "change_sheet.py",
    "ClaimReview": "claim_review.py",
    "DataFeed": "claim_review.py",
    "Atom": "feeds.py",
    "sitemap": "feeds.py",
}
"""What is no list of claims, and has doors of its own → the file that writes it."""
