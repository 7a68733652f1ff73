"""Making claims stale: the one place where it happens, whatever changed under their verdicts.

Only what a claim rests on directly makes it stale. When the claim itself is then corrected, those that rest on it
follow: a person has looked at each link of a chain, and a circle cannot run.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import F
from django.utils import timezone

from annotations.actions.recording import Happened, record_many
from annotations.actions.rows import change, hold_articles
from annotations.errors import Conflict
from annotations.models import Claim, ClaimLink, Event, Source, Verb
from annotations.models.staleness import Reason, StaleKind, reason

COLUMNS = ("stale_since", "stale_reasons", "row_version", "modified")

REACHING = {
    Verb.CLAIM_CORRECTED: StaleKind.CLAIM_CORRECTED,
    Verb.CLAIM_RETRACTED: StaleKind.CLAIM_RETRACTED,
}
"""What is done to a published claim that makes stale what rests on it."""

Upset = list[tuple[Claim, list[Reason]]]
"""Claims that have become stale, or stale once more, with what is new to each."""


def make_stale(reasons: Mapping[int, Sequence[Reason]]) -> Upset:
    """Write these reasons (by claim key) on those of the claims that carry a judgement. Their articles are held.

    One statement to read and one to write, however many claims and however different their reasons. What it returns
    is for `tell_of_staleness`, which is called when everything else is written.
    """
    claims = Claim.objects.filter(pk__in=reasons).may_go_stale().select_related("article")
    upset = [(claim, list(reasons[claim.pk])) for claim in claims.order_by("article_id", "pk")]
    now = timezone.now()
    for claim, new in upset:
        claim.stale_since = claim.stale_since or now
        claim.stale_reasons = [*claim.stale_reasons, *new]
        claim.modified = now
    write([claim for claim, _ in upset])
    return upset


def write(claims: Sequence[Claim]) -> None:
    """Save what `make_stale` or its opposite has put into these rows, each one row version on."""
    versions = [claim.row_version for claim in claims]
    for claim in claims:
        claim.row_version = F("row_version") + 1
    Claim.objects.bulk_update(claims, COLUMNS)
    for claim, version in zip(claims, versions, strict=True):
        claim.row_version = version + 1


def tell_of_staleness(upset: Upset, *, by: Any) -> None:
    """One event a claim, with what is new: whoever has the claim is told by it."""
    happened = [Happened(claim, claim, {"after": {"stale_reasons": new}}) for claim, new in upset]
    record_by_article(Verb.CLAIM_WENT_STALE, happened, by=by)


def record_by_article(verb: Verb, happened: Iterable[Happened], *, by: Any) -> None:
    """The events of claims that are ordered by article, a few statements an article."""
    for _, group in groupby(happened, key=lambda one: one.claim.article_id):
        together = list(group)
        record_many(verb, together, article=together[0].claim.article, by=by)


def lift_reasons(claim: Claim, kind: StaleKind, **which: Any) -> bool:
    """Take away the reasons of this kind with these values, as when what caused them is taken back.

    Returns whether there were any. The claim's article is held.
    """
    left = [entry for entry in claim.stale_reasons if not matches(entry, kind, which)]
    if len(left) == len(claim.stale_reasons):
        return False
    change(claim, claim.row_version, stale_since=claim.stale_since if left else None, stale_reasons=left)
    return True


def upset_by_edit(claim: Claim, entry: Reason, row: Any, verb: Verb, column: str, now: str) -> Upset:
    """Make stale by an edit of `column` of `row`, which `verb` records; what stood there when it was judged lifts it.

    `now` is what stands there from now on. The log knows what stood there, so that the claim need not tell.
    """
    kind, own = StaleKind(entry["kind"]), {"evidence": entry["evidence"]}
    if not any(matches(known, kind, own) for known in claim.stale_reasons):
        return make_stale({claim.pk: [entry]})
    edits = Event.objects.filter(object_uid=row.uid, verb=verb, at__gte=claim.stale_since)
    stood = (event.data["before"].get(column, "") for event in edits.order_by("number"))
    if now == next(filter(None, stood), ""):
        lift_reasons(claim, kind, **own)
    return []


def matches(entry: Reason, kind: StaleKind, which: Mapping[str, Any]) -> bool:
    return entry["kind"] == kind and all(entry.get(name) == value for name, value in which.items())


def dependants(claim: Claim) -> dict[int, int]:
    """Key → article's key of the claims that repeat it or depend on it."""
    rows = ClaimLink.objects.carrying_staleness().filter(to_claim=claim)
    return dict(rows.values_list("from_claim_id", "from_claim__article_id"))


def hold_with_dependants(claim: Claim) -> set[int]:
    """Hold the claim's article and those of the claims that rest on it; returns their keys."""
    return hold_articles({claim.article_id, *dependants(claim).values()})


def upset_dependants(claim: Claim, kind: StaleKind, held: Collection[int]) -> Upset:
    """Make stale what rests on this claim. `held` are the articles that are.

    Linking holds both articles, so only a link made between looking and holding can be of another one; to hold
    that now would break the order in which articles are held, and two such people could wait for each other.
    """
    found = dependants(claim)
    if not set(found.values()) <= set(held):
        raise Conflict("Somebody linked a claim to this one just now. Try again.")
    entry = reason(kind, claim=claim)
    return make_stale({key: [entry] for key in found})


def catch_up(claim: Claim, since: datetime) -> Upset:
    """Make stale by what happened while the claim was put away, when nothing reached it. Its article is held."""
    used = claim.evidence.living().order_by().values("source")
    withdrawn = Source.objects.filter(pk__in=used, withdrawn_at__gte=since).order_by("withdrawn_at")
    basis = ClaimLink.objects.carrying_staleness().filter(from_claim=claim).values("to_claim")
    said = Event.objects.filter(claim__in=basis, verb__in=REACHING, at__gte=since).select_related("claim")
    entries = [reason(StaleKind.SOURCE_WITHDRAWN, source=source) for source in withdrawn]
    entries += [reason(REACHING[Verb(event.verb)], claim=event.claim) for event in said.order_by("number")]
    return make_stale({claim.pk: entries}) if entries else []
