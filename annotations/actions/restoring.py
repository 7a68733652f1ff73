"""What comes back when a merged claim is restored, and what that does to the claims that stood for it."""

from django.db.models import QuerySet

from annotations.actions.links import bring_links_back
from annotations.actions.staling import Upset, make_stale
from annotations.models import Claim, Event, Evidence, Highlight, Proposal, Verb, Verdict
from annotations.models.staleness import Reason, StaleKind, reason

JUDGING = (
    Verb.CLAIM_SUBMITTED,
    Verb.CLAIM_SECONDED,
    Verb.CLAIM_ADJUDICATED,
    Verb.CLAIM_PUBLISHED,
    Verb.CLAIM_CORRECTED,
)
"""What makes a verdict, or what readers are told, rest on the evidence that is there."""


def bring_back(claim: Claim) -> tuple[Event, Upset]:
    """Undo what merging moved, wherever that has moved on to since; returns the merge and whom it made stale.

    What was merged into this one and has been restored already is somebody else's again, and stays there.
    """
    merge = claim.events.filter(verb=Verb.CLAIM_MERGED, object_uid=claim.uid).latest("number")
    moved, holders = merge.data["moved"], standing_for(claim)
    evidence = Evidence.objects.filter(uid__in=moved["evidence"], claim__in=holders)
    upset = upset_by_parting(evidence, merge)
    evidence.update(claim=claim)
    Highlight.objects.filter(uid__in=moved["highlights"], claim__in=holders).update(claim=claim)
    Proposal.objects.filter(uid__in=moved["proposals"], claim__in=holders).update(claim=claim)
    bring_links_back(moved["links"], claim, holders)
    return merge, upset


def standing_for(claim: Claim) -> list[Claim]:
    """The claim it was merged into, the one that this was merged into, and so on."""
    holders = []
    while claim.merged_into:
        claim = claim.merged_into
        holders.append(claim)
    return holders


def upset_by_parting(evidence: QuerySet[Evidence], merge: Event) -> Upset:
    """Verdicts given or published since the merge rest on the evidence that now leaves; earlier ones never did."""
    reasons: dict[int, list[Reason]] = {}
    for row in evidence.filter(removed_at=None).select_related("source").order_by("pk"):
        entry = reason(StaleKind.EVIDENCE_REMOVED, evidence=row, source=row.source)
        reasons.setdefault(row.claim_id, []).append(entry)
    judged = Event.objects.filter(claim__in=reasons, verb__in=JUDGING, number__gt=merge.number)
    standing = Verdict.objects.filter(claim__in=judged.values("claim"), superseded_at=None)
    return make_stale({pk: reasons[pk] for pk in standing.values_list("claim", flat=True)})
