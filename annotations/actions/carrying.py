"""Highlights and dispositions on their way from one version to the next."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from annotations.actions.highlights import standing
from annotations.actions.recording import Happened, record_many
from annotations.actions.staling import make_stale, tell_of_staleness
from annotations.anchoring.carrying import Carried, carry
from annotations.models import ArticleVersion, Disposition, Highlight, Method, Sentence, Verb
from annotations.models.staleness import UNSETTLING, Reason, StaleKind, reason

PLAIN = (Method.SAME, Method.SHIFTED, Method.MOVED)
"""The words are the same: nobody has to look."""


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
    highlights = list(Highlight.objects.filter(version=old, removed_at=None).select_related("claim"))
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
    origins = last_placed(highlights)
    texts = ArticleVersion.objects.in_bulk({origin.version_id for origin in origins.values()})
    found = []
    for pk, version in sorted(texts.items()):
        rows = [row for row in highlights if origins[row.pk].version_id == pk]
        spans = [(origins[row.pk].start or 0, origins[row.pk].end or 0) for row in rows]
        ways = carry(version.text, new_text, spans)
        found += [(row, origins[row.pk], way) for row, way in zip(rows, ways, strict=True)]
    return found


def last_placed(highlights: Iterable[Highlight]) -> dict[int, Highlight]:
    """By key each row itself, or its nearest ancestor that still stood somewhere. A query a generation."""
    origins = {row.pk: row for row in highlights}
    while lost := {pk: row for pk, row in origins.items() if row.start is None and row.carried_from_id}:
        ancestors = Highlight.objects.in_bulk({row.carried_from_id for row in lost.values()})
        origins |= {pk: ancestors[row.carried_from_id] for pk, row in lost.items()}
    return origins


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
    """The highlight in the new version; it waits for a person when its words changed, or when it waited already.

    What a person gave up comes back only with the very words it had: nobody is asked the same thing twice.
    """
    if row.is_given_up() and way.status not in PLAIN:
        return lost_row(row, origin, version, waits=False)
    if way.start is None or way.end is None:
        return lost_row(row, origin, version, waits=True)
    waited = row.needs_confirmation and row.method != Method.LOST
    return Highlight(
        claim=row.claim,
        version=version,
        method=way.status,
        similarity=way.similarity,
        changes=sorted({*way.changes, *(row.changes if waited else ())}),
        carried_from=row,
        foreign=row.foreign,
        needs_confirmation=waited or way.status not in PLAIN,
        **standing(version, way.start, way.end),
    )


def lost_row(row: Highlight, origin: Highlight, version: ArticleVersion, *, waits: bool) -> Highlight:
    """It stands nowhere in this version; it keeps the words it last stood in."""
    return Highlight(
        claim=row.claim,
        version=version,
        method=Method.LOST,
        carried_from=row,
        foreign=row.foreign,
        needs_confirmation=waits,
        exact=origin.exact,
        prefix=origin.prefix,
        suffix=origin.suffix,
    )


def carry_to_current(highlight: Highlight) -> list[Highlight]:
    """Carry one highlight, marked on an older version, through every later one to the current."""
    rows = []
    marked_on = highlight.version
    later = ArticleVersion.objects.filter(article_id=marked_on.article_id, number__gt=marked_on.number)
    for version in later.order_by("number"):
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
    for row in rows:
        lists.get(Method(row.method), report.changed).append(str(row.claim.uid))
    return report


def tell_of_changes(rows: Iterable[Highlight], version: ArticleVersion, *, by: Any) -> None:
    """One event for each highlight whose words changed or went; a verdict that rests on them becomes stale."""
    told = [row for row in rows if row.method not in PLAIN and not was_lost_before(row)]
    upset = make_stale(reasons_of(row for row in told if is_unsettling(row)))
    stale = {claim.pk for claim, _ in upset}
    happened = [
        Happened(row, row.claim, carried_data(row, stale=is_unsettling(row) and row.claim_id in stale))
        for row in told
    ]
    record_many(Verb.HIGHLIGHT_CARRIED, happened, article=version.article, by=by)
    tell_of_staleness(upset, by=by)


def was_lost_before(row: Highlight) -> bool:
    """Nothing new then: it is lost in this version as in the one before."""
    before = row.carried_from
    return row.method == Method.LOST and before is not None and before.method == Method.LOST


def is_unsettling(row: Highlight) -> bool:
    return row.method == Method.LOST or not set(UNSETTLING).isdisjoint(row.changes)


def carried_data(row: Highlight, *, stale: bool) -> dict[str, Any]:
    after = {"method": str(row.method), "changes": row.changes, "version": row.version.number}
    return {"after": after | ({"stale": True} if stale else {})}


def reason_of(row: Highlight) -> Reason:
    kind = StaleKind.WORDS_LOST if row.method == Method.LOST else StaleKind.WORDS_CHANGED
    return reason(kind, version=row.version.number, changes=list(row.changes))


def reasons_of(rows: Iterable[Highlight]) -> dict[int, list[Reason]]:
    """By claim (key): one reason for each of its places that changed."""
    found: dict[int, list[Reason]] = {}
    for row in rows:
        found.setdefault(row.claim_id, []).append(reason_of(row))
    return found
