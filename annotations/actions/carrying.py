"""Highlights and dispositions on their way from one version to the next."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any

from django.utils import timezone

from annotations.actions.highlights import standing
from annotations.actions.recording import record
from annotations.actions.rows import change
from annotations.anchoring.carrying import Carried, carry
from annotations.models import ArticleVersion, Claim, Disposition, Highlight, Method, Sentence, Verb

PLAIN = (Method.SAME, Method.SHIFTED, Method.MOVED)
"""The words are the same: nobody has to look."""

UNSETTLING = {"number", "date", "name", "negation"}
"""Changes that may turn a verdict round."""


@dataclass
class Report:
    """What became of the claims, by claim uid."""

    same: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {name: len(uids) for name, uids in asdict(self).items()}


@dataclass(frozen=True)
class Crossing:
    """Where the old version's highlights and dispositions come to stand in a new text; nothing is written yet."""

    old: ArticleVersion
    highlights: list[tuple[Highlight, Highlight, Carried]]
    dispositions: list[tuple[Disposition, Carried]]


def cross(old: ArticleVersion, new_text: str) -> Crossing:
    """Compute the way of every living highlight and disposition of `old` into `new_text`. Reads only."""
    highlights = list(
        Highlight.objects.filter(version=old, removed_at=None).select_related("claim", "version")
    )
    dispositions = list(
        Disposition.objects.filter(sentence__version=old, removed_at=None).select_related("sentence")
    )
    spans = [(row.sentence.start, row.sentence.end) for row in dispositions]
    ways = carry(old.text, new_text, spans) if spans else []
    return Crossing(old, carried_highlights(highlights, new_text), list(zip(dispositions, ways, strict=True)))


def carried_highlights(
    highlights: list[Highlight], new_text: str
) -> list[tuple[Highlight, Highlight, Carried]]:
    """(the row as it is, the placed row it comes from, its way). A lost one starts from where it last stood.

    So a sentence that was cut and comes back finds its claims again.
    """
    placed = sorted(
        ((row, last_placed(row)) for row in highlights), key=lambda pair: (pair[1].version.number, pair[0].pk)
    )
    found = []
    for _, group in groupby(placed, key=lambda pair: pair[1].version_id):
        pairs = list(group)
        text = pairs[0][1].version.text
        ways = carry(text, new_text, [(origin.start or 0, origin.end or 0) for _, origin in pairs])
        found += [(row, origin, way) for (row, origin), way in zip(pairs, ways, strict=True)]
    return found


def last_placed(highlight: Highlight) -> Highlight:
    """The row itself, or the ancestor that still stood somewhere."""
    while highlight.method == Method.LOST and highlight.carried_from is not None:
        highlight = highlight.carried_from
    return highlight


def write_crossing(crossing: Crossing, version: ArticleVersion) -> list[Highlight]:
    """Write the carried rows into the new version."""
    rows = [carried_row(row, origin, way, version) for row, origin, way in crossing.highlights]
    sentences: dict[tuple[int | None, int | None], Sentence] = {
        (row.start, row.end): row for row in version.sentences.all()
    }
    kept = [
        Disposition(sentence=sentences[way.start, way.end], reason=said.reason, by_id=said.by_id)
        for said, way in crossing.dispositions
        if way.status in PLAIN and (way.start, way.end) in sentences
    ]
    Disposition.objects.bulk_create(kept, ignore_conflicts=True)
    return Highlight.objects.bulk_create(rows)


def carried_row(row: Highlight, origin: Highlight, way: Carried, version: ArticleVersion) -> Highlight:
    """The highlight in the new version; it waits for a person when its words changed, or when it waited already."""
    changed = way.status not in PLAIN
    waiting = row.needs_confirmation and row.method != Method.LOST
    carried = Highlight(
        claim_id=row.claim_id,
        version=version,
        method=way.status,
        similarity=way.similarity,
        changes=sorted({*way.changes, *(row.changes if waiting else ())}),
        carried_from=row,
        needs_confirmation=changed or waiting,
    )
    if way.start is None or way.end is None:
        carried.exact, carried.prefix, carried.suffix = origin.exact, origin.prefix, origin.suffix
        return carried
    for name, value in standing(version, way.start, way.end).items():
        setattr(carried, name, value)
    return carried


def carry_to_current(highlight: Highlight) -> list[Highlight]:
    """Carry one highlight, marked on an older version, through every later one to the current."""
    rows = []
    later = highlight.version.article.versions.filter(number__gt=highlight.version.number).order_by("number")
    for version in later:
        [(row, origin, way)] = carried_highlights([highlight], version.text)
        highlight = carried_row(row, origin, way, version)
        highlight.save()
        rows.append(highlight)
    return rows


def reported(rows: Iterable[Highlight]) -> Report:
    """The rows by what a person wants to know of them."""
    report = Report()
    lists = {
        Method.SAME: report.same,
        Method.SHIFTED: report.same,
        Method.MOVED: report.moved,
        Method.LOST: report.lost,
    }
    claims = dict(Claim.objects.filter(highlights__in=list(rows)).values_list("pk", "uid"))
    for row in rows:
        lists.get(Method(row.method), report.changed).append(str(claims[row.claim_id]))
    return report


def tell_of_changes(rows: Iterable[Highlight], version: ArticleVersion, *, by: Any) -> None:
    """One event for each highlight whose words changed or went; a verdict that rests on them becomes stale."""
    told = [row for row in rows if row.method not in PLAIN]
    claims = Claim.objects.select_related("article", "policy").prefetch_related("assessments", "verdicts")
    by_pk = claims.in_bulk({row.claim_id for row in told})
    for row in told:
        claim = by_pk[row.claim_id]
        data = {"after": {"method": row.method, "changes": row.changes, "version": version.number}}
        if rests_on_words(claim) and (row.method == Method.LOST or UNSETTLING & set(row.changes)):
            make_stale(claim, row, version)
            data["after"]["stale"] = True
        record(Verb.HIGHLIGHT_CARRIED, by=by, row=row, claim=claim, data=data)


def rests_on_words(claim: Claim) -> bool:
    """Whether somebody has judged it: a claim still being checked is never stale."""
    return bool(claim.assessments_of_round() or claim.current_verdict())


def make_stale(claim: Claim, row: Highlight, version: ArticleVersion) -> None:
    reason = {
        "kind": "words_lost" if row.method == Method.LOST else "words_changed",
        "changes": row.changes,
        "version": version.number,
    }
    reasons = [*claim.stale_reasons, reason]
    change(claim, claim.row_version, stale_since=claim.stale_since or timezone.now(), stale_reasons=reasons)
