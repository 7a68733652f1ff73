"""What hangs on the claims of one article, by claim: one query a table, whatever the number of claims.

Each function answers uid of the claim → rows in order; a `…_label` beside a column holds its words.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet, TextChoices

from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import PERSON, Columns, Shape, plain, under
from annotations.exports.shapes.discussion import COMMENT, CORRECTION
from annotations.exports.shapes.links import LINK
from annotations.exports.shapes.sources import SNAPSHOT
from annotations.exports.shapes.verdicts import VERDICT, assessment_shapes
from annotations.models import (
    Article,
    Assessment,
    Claim,
    ClaimLink,
    Clearance,
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

ByClaim = dict[Any, list[Shape]]

PROPOSAL: Columns = {
    "claim": "claim__uid",
    "version": "version__number",
    "words_now": "words_now",
    "words_proposed": "words_proposed",
    "why": "why",
    "state": "state",
    "by": under("by", PERSON),
    "created": "created",
    "decided_by": under("decided_by", PERSON),
    "decided_at": "decided_at",
    "decided_why": "decided_why",
    "done_in": "done_in__number",
}

PUBLICATION_BRIEF: Columns = {
    "claim": "claim__uid",
    "number": "number",
    "at": "at",
    "by": under("by", PERSON),
    "content_hash": "content_hash",
}

CLEARANCE: Columns = {
    "version": "version__number",
    "text_sha256": "version__text_sha256",
    "by": under("by", PERSON),
    "at": "at",
    "figures": "figures",
    "void_at": "void_at",
    "void_why": "void_why",
}


def numbers_of(article: Article) -> dict[Any, int]:
    """Every claim's number: its place in the order of marking, for good, as the workbench counts."""
    uids = Claim.objects.filter(article=article).order_by("pk").values_list("uid", flat=True)
    return {uid: number for number, uid in enumerate(uids, 1)}


def readings_of(article: Article, recipient: Recipient) -> ByClaim:
    """What single people handed in, in whatever round, without what is read blind."""
    rows = Assessment.objects.submitted().filter(claim__article=article)
    shapes = assessment_shapes(rows, recipient)
    ordered = sorted(shapes, key=lambda row: (row["round"], row["submitted_at"]))
    return by_claim(labelled(ordered, "confidence", Confidence))


def earlier_verdicts_of(article: Article, blind: set[Any]) -> ByClaim:
    """Verdicts that stand no more, the newest first. Of a claim that is read blind they are kept back too."""
    rows = Verdict.objects.filter(claim__article=article).exclude(superseded_at=None)
    columns = {**VERDICT, "claim": "claim__uid", "superseded_at": "superseded_at"}
    shapes = plain(rows.order_by("-decided_at", "-pk"), columns)
    shown = (row for row in shapes if row["claim"] not in blind)
    return by_claim(labelled(shown, "decided_how", DecidedHow))


def comments_of(article: Article, recipient: Recipient) -> ByClaim:
    """Living comments, resolved ones too; those on evidence with their claim, the article's under None."""
    mine = Q(article=article) | Q(claim__article=article) | Q(evidence__claim__article=article)
    rows = recipient.comments().living().filter(mine)
    columns = {**COMMENT, "evidence_claim": "evidence__claim__uid"}
    shapes = list(plain(rows.order_by("created", "pk"), columns))
    for row in shapes:
        row["claim"] = row["claim"] or row["evidence_claim"]
    return by_claim(shapes)


def proposals_of(article: Article, recipient: Recipient) -> ByClaim:
    rows = Proposal.objects.visible_to(recipient.person).filter(claim__article=article)
    return by_claim(labelled(plain(rows.order_by("created", "pk"), PROPOSAL), "state", ProposalState))


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
    rows = ClaimLink.objects.visible_to(recipient.person).living().filter(from_claim__article=article)
    shapes = list(labelled(plain(rows.order_by("pk"), LINK), "kind", LinkKind))
    return by_claim(row | {"claim": row["from_claim"]["uid"]} for row in shapes)


def copies_of(sources: Iterable[Any], recipient: Recipient) -> ByClaim:
    """By source (uid), the newest first, our copies of those whose identity the recipient may know."""
    known = recipient.known_sources().filter(uid__in=list(sources)).order_by().values("pk")
    rows: QuerySet[Snapshot] = Snapshot.objects.filter(source__in=known)
    shapes = plain(rows.order_by("-retrieved_at", "-pk"), {**SNAPSHOT, "claim": "source__uid"})
    return by_claim(shapes)


def clearances_of(article: Article) -> list[Shape]:
    return list(plain(Clearance.objects.filter(article=article).order_by("-at", "-pk"), CLEARANCE))


def labelled(rows: Iterable[Shape], column: str, choices: type[TextChoices]) -> Iterator[Shape]:
    labels = {str(value): str(label) for value, label in choices.choices}
    for row in rows:
        yield row | {f"{column}_label": labels.get(row[column], "")}


def by_claim(rows: Iterable[Shape]) -> ByClaim:
    found: ByClaim = {}
    for row in rows:
        found.setdefault(row["claim"], []).append(row)
    return found
