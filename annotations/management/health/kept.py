"""What is kept: files as they were stored, words where highlights say they are, and the log that tells of it all."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

from annotations.management.health.findings import Finding, error
from annotations.management.health.log import FAULTS
from annotations.models import ArticleVersion, Highlight, Snapshot

BACKUP = "Somebody wrote to the database by other ways than the workbench. Compare with a backup."


def texts_changed() -> Iterator[Finding]:
    """Original bytes and canonical text of every version, one version in memory at a time."""
    columns = ("article__uid", "number", "original", "sha256", "text", "text_sha256")
    rows = ArticleVersion.objects.order_by("pk").values_list(*columns)
    for article, number, original, digest, text, text_digest in rows.iterator(chunk_size=1):
        if sha256(original).hexdigest() != digest:
            yield error(
                f"The original of version {number} of article {article} is not what was stored.", BACKUP
            )
        if sha256(text.encode()).hexdigest() != text_digest:
            yield error(f"The text of version {number} of article {article} is not what was stored.", BACKUP)


def copies_changed() -> Iterator[Finding]:
    """Those of forgotten sources are empty and have no hash."""
    rows = Snapshot.objects.exclude(sha256="").order_by("pk").values_list("uid", "bytes", "sha256")
    for uid, stored, digest in rows.iterator(chunk_size=1):
        if sha256(stored).hexdigest() != digest:
            yield error(f"The copy {uid} of a source is not what was stored.", BACKUP)


def highlights_displaced() -> Iterator[Finding]:
    """`exact` is the text at start:end, of those taken away, too; one text in memory at a time."""
    columns = ("version_id", "start", "end", "exact", "uid", "claim__uid")
    rows: Any = Highlight.objects.placed().order_by("version_id", "pk").values_list(*columns)
    for version, places in groupby(rows.iterator(), key=itemgetter(0)):
        text = ArticleVersion.objects.values_list("text", flat=True).get(pk=version)
        for _, start, end, exact, uid, claim in places:
            if text[start:end] != exact:
                yield error(f"The highlight {uid} of claim {claim} does not stand where it says.", BACKUP)


def log_doubtful() -> Iterator[Finding]:
    for sentence, find in FAULTS.items():
        yield from (error(f"{sentence}: {fault}.", BACKUP) for fault in find())
