"""Looking again at pages that claims quote: a new copy when they say something else, and stale claims when what was
quoted is gone. Nobody does it, a clock does; its events name no person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from annotations.actions.fetching import fetch_again
from annotations.actions.recording import move_counters
from annotations.actions.sources import keep_copy
from annotations.actions.staling import lift_reasons, make_stale, tell_of_staleness
from annotations.actions.using import hold_users
from annotations.anchoring.passages import Passages
from annotations.errors import CannotRead, WorkbenchError
from annotations.intake import read
from annotations.models import Claim, Evidence, Snapshot, Source
from annotations.models.staleness import Reason, StaleKind, reason, uid_of
from annotations.net import Fetched


class Seen(StrEnum):
    """What came of looking at a page again. Only the second and third write anything but when it was looked at."""

    SAME = "same"
    FIRST_COPY = "first_copy"
    CHANGED = "changed"
    DOWN = "down"
    UNREADABLE = "unreadable"
    LEFT_ALONE = "left_alone"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one source: the copy that was kept, the claims that went stale or hold again by it, and why not."""

    seen: Seen
    snapshot: Snapshot | None = None
    stale: Sequence[Claim] = ()
    lifted: Sequence[Claim] = ()
    why: str = ""


def watch_source(source: Source) -> Look:
    """Look at its page again. One that is down, gone or unreadable changes nothing: a person says what it means.

    Where the words are the same no copy is kept, however the bytes differ. Nothing is held while it is fetched.
    """
    latest = source.snapshots.first()
    try:
        page = fetch_again(source.url, latest.etag if latest else "")
        text = read(page.body, content_type=page.content_type, url=page.final_url).text if page else None
    except CannotRead as error:
        look = Look(Seen.UNREADABLE, why=error.sentence)
    except WorkbenchError as error:
        look = Look(Seen.DOWN, why=error.sentence)
    else:
        look = Look(Seen.SAME) if page is None or text is None else keep_if_changed(source, page, text)
    note_watched(source)
    return look


def note_watched(source: Source) -> None:
    """No event: nothing was found out that has not its own."""
    Source.objects.filter(pk=source.pk).update(watched_at=timezone.now())


@transaction.atomic
def keep_if_changed(source: Source, page: Fetched, text: str) -> Look:
    """Keep a copy when the words are others, and say of the claims that quote it what that does to them.

    A passage counts as gone when it stood in the copy before: what we never found there, as in a scan, is not missed.
    """
    claims = hold_users(source)
    source.refresh_from_db()
    if source.confidential or source.forgotten_at or source.withdrawn_at:
        return Look(Seen.LEFT_ALONE, why="Somebody changed the source meanwhile.")
    before = source.snapshots.first()
    if before and before.text == text:
        return Look(Seen.SAME)
    gone, back = shifted(quoting(source, claims), before.text if before else "", text)
    # In this order: what goes stale is read anew, and may be what something else was lifted from.
    lifted = [claim for claim in claims if lift(claim, back)]
    upset = make_stale(reasons_of(gone))
    snapshot = keep_copy(
        source,
        claims,
        by=None,
        body=page.body,
        final_url=page.final_url,
        http_status=page.status,
        media_type=page.content_type,
        text=text,
        etag=page.headers.get("etag", ""),
    )
    move_counters(source.changed, *lifted, *(claim.article for claim in lifted))
    tell_of_staleness(upset, by=None)
    seen = Seen.CHANGED if before else Seen.FIRST_COPY
    return Look(seen, snapshot, [claim for claim, _ in upset], lifted)


def quoting(source: Source, claims: Sequence[Claim]) -> list[Evidence]:
    rows = source.evidence.living().filter(claim__in=claims).exclude(quotation="")
    return list(rows.select_related("source").order_by("pk"))


def shifted(rows: Sequence[Evidence], before: str, now: str) -> tuple[list[Evidence], list[Evidence]]:
    """Those whose passage stood before and no longer does, and those whose passage stands again."""
    earlier, later = Passages(before), Passages(now)
    held = [(row, earlier.hold(row.quotation), later.hold(row.quotation)) for row in rows]
    gone = [row for row, stood, stands in held if stood and not stands]
    return gone, [row for row, stood, stands in held if stands and not stood]


def reasons_of(gone: Sequence[Evidence]) -> dict[int, list[Reason]]:
    """By claim key."""
    reasons: dict[int, list[Reason]] = {}
    for row in gone:
        entry = reason(StaleKind.PASSAGE_GONE, evidence=row, source=row.source)
        reasons.setdefault(row.claim_id, []).append(entry)
    return reasons


def lift(claim: Claim, back: Sequence[Evidence]) -> bool:
    """Whether anything was lifted from it: a passage that stands again is as it was judged."""
    rows = [row for row in back if row.claim_id == claim.pk]
    lifted = [lift_reasons(claim, StaleKind.PASSAGE_GONE, evidence=uid_of(row)) for row in rows]
    return any(lifted)
