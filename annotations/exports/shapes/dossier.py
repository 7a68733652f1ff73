"""What hangs on the claims of one article, by claim: one query a table, whatever the number of claims.

Each function answers uid of the claim, as text → rows in order; a `…_label` beside a column holds its words.
"""

from collections.abc import Iterable, Iterator, Set
from typing import Any

from django.db.models import Q, QuerySet, TextChoices

from annotations.exports.citations import citation
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import PERSON, Columns, Shape, plain, under
from annotations.exports.shapes.discussion import COMMENT, CORRECTION
from annotations.exports.shapes.links import LINK
from annotations.exports.shapes.proposals import proposal_shapes
from annotations.exports.shapes.sources import SNAPSHOT
from annotations.exports.shapes.verdicts import VERDICT, assessment_shapes
from annotations.models import (
    Article,
    Assessment,
    Claim,
    ClaimLink,
    Confidence,
    Correction,
    CorrectionKind,
    DecidedHow,
    LinkKind,
    Proposal,
    ProposalState,
    Publication,
    Snapshot,
    Verdict,
)

ByClaim = dict[str | None, list[Shape]]

PUBLICATION_BRIEF: Columns = {
    "claim": "claim__uid",
    "number": "number",
    "at": "at",
    "by": under("by", PERSON),
    "content_hash": "content_hash",
}


def numbers_of(article: Article) -> dict[str, int]:
    """Every claim's number: its place in the order of marking, for good, as the workbench counts."""
    uids = Claim.objects.filter(article=article).order_by("pk").values_list("uid", flat=True)
    return {str(uid): number for number, uid in enumerate(uids, 1)}


def readings_of(article: Article, recipient: Recipient) -> ByClaim:
    """What single people handed in, in whatever round, without what is read blind."""
    rows = Assessment.objects.submitted().filter(claim__article=article)
    shapes = assessment_shapes(rows, recipient)
    ordered = sorted(shapes, key=lambda row: (row["round"], row["submitted_at"]))
    return by_claim(labelled(ordered, "confidence", Confidence))


def earlier_verdicts_of(article: Article, blind: Set[str]) -> ByClaim:
    """Verdicts that stand no more, the newest first. Of a claim that is read blind they are kept back too."""
    rows = Verdict.objects.filter(claim__article=article).exclude(superseded_at=None)
    columns = {**VERDICT, "claim": "claim__uid", "superseded_at": "superseded_at"}
    shapes = plain(rows.order_by("-decided_at", "-pk"), columns)
    shown = (row for row in shapes if str(row["claim"]) not in blind)
    return by_claim(labelled(shown, "decided_how", DecidedHow))


def comments_of(article: Article, recipient: Recipient) -> ByClaim:
    """Living comments, resolved ones too; those on evidence with their claim, the article's under None."""
    mine = Q(article=article) | Q(claim__article=article) | Q(evidence__claim__article=article)
    comments: Any = recipient.comments()
    rows = comments.living().filter(mine)
    columns = {**COMMENT, "evidence_claim": "evidence__claim__uid"}
    shapes = list(plain(rows.order_by("created", "pk"), columns))
    for row in shapes:
        row["claim"] = row["claim"] or row["evidence_claim"]
    return by_claim(shapes)


def proposals_of(article: Article, recipient: Recipient) -> ByClaim:
    """With the evidence each rests on, cited, or None."""
    rows = Proposal.objects.filter(claim__article=article).order_by("created", "pk")
    shapes = list(labelled(proposal_shapes(rows, recipient), "state", ProposalState))
    for row in shapes:
        row["source"] = citation(row["evidence"]["source"]) if row["evidence"] else ""
    return by_claim(shapes)


def publications_of(article: Article) -> ByClaim:
    """The numbered records by their hashes, each with the corrections that it brought."""
    rows = Publication.objects.filter(claim__article=article).order_by("number")
    corrections = Correction.objects.filter(publication__claim__article=article).order_by("created", "pk")
    columns = {**CORRECTION, "claim": "publication__claim__uid", "number": "publication__number"}
    brought: dict[Any, list[Shape]] = {}
    for row in labelled(plain(corrections, columns), "kind", CorrectionKind):
        brought.setdefault((row["claim"], row["number"]), []).append(row)
    shapes = plain(rows, PUBLICATION_BRIEF)
    return by_claim(row | {"corrections": brought.get((row["claim"], row["number"]), [])} for row in shapes)


def links_of(article: Article, recipient: Recipient) -> ByClaim:
    """What each claim says of others: `to_claim` is the other."""
    rows = ClaimLink.objects.living().visible_to(recipient.person).filter(from_claim__article=article)
    shapes = list(labelled(plain(rows.order_by("pk"), LINK), "kind", LinkKind))
    return by_claim(row | {"claim": row["from_claim"]["uid"]} for row in shapes)


def copies_of(sources: Iterable[Any], recipient: Recipient) -> ByClaim:
    """By source (uid), the newest first, our copies of those whose identity the recipient may know."""
    known = recipient.known_sources().filter(uid__in=list(sources)).order_by().values("pk")
    rows: QuerySet[Snapshot] = Snapshot.objects.filter(source__in=known)
    shapes = plain(rows.order_by("-retrieved_at", "-pk"), {**SNAPSHOT, "claim": "source__uid"})
    return by_claim(shapes)


def labelled(rows: Iterable[Shape], column: str, choices: type[TextChoices]) -> Iterator[Shape]:
    labels = {str(value): str(label) for value, label in choices.choices}
    for row in rows:
        yield row | {f"{column}_label": labels.get(row[column], "")}


def by_claim(rows: Iterable[Shape]) -> ByClaim:
    found: ByClaim = {}
    for row in rows:
        found.setdefault(row["claim"] and str(row["claim"]), []).append(row)
    return found
