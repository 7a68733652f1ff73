"""That a claim has been met before: as another place of an earlier one, or as one that repeats it."""

from typing import Any, NamedTuple

from django.db import transaction

from annotations.actions.claims import describe_claim, put_into
from annotations.actions.evidence import add_evidence
from annotations.actions.links import hold_both, link_claims, refuse_put_away
from annotations.actions.rows import hold_claim
from annotations.actions.steps import allow
from annotations.errors import Conflict, InvalidInput
from annotations.models import Claim, ClaimLink, Evidence, LinkKind, Source
from annotations.permissions import permits
from annotations.workflow import IN_WORK, Stance, Step


class Repeated(NamedTuple):
    """What became of it: `claim` is the one to go on with, `link` is there when it is one of another article.

    `left_out` counts the evidence that was not copied: the source was withdrawn or forgotten, or is confidential
    and not known to this person.
    """

    claim: Claim
    link: ClaimLink | None = None
    copied: int = 0
    left_out: int = 0


@transaction.atomic
def repeat_claim(claim: Claim, *, by: Any, earlier: Claim) -> Repeated:
    """Say that `claim` is the same as `earlier`.

    Of the same article it is put away, and its places become places of the earlier one; whoever may remove it may
    do this. Of another it stays, repeats the earlier one, and takes its wording, claimant and evidence from it:
    the rating never. Raises Conflict when one of them is put away, the claim has been handed in, or it repeats
    that one already; InvalidInput for a claim and itself.
    """
    hold_both(claim, earlier)
    if claim.pk == earlier.pk:
        raise InvalidInput("This is the claim itself.", field="to")
    refuse_put_away(claim, earlier)
    claim = hold_claim(claim)
    if claim.article_id == earlier.article_id:
        allow(Step.MERGE if permits(by, Step.MERGE, claim) else Step.REMOVE, claim, by)
        put_into(claim, earlier, by=by)
        return Repeated(hold_claim(earlier))
    return repeat_of_another_article(claim, earlier, by=by)


def repeat_of_another_article(claim: Claim, earlier: Claim, *, by: Any) -> Repeated:
    if claim.state not in IN_WORK:
        raise Conflict("This claim has been handed in already. Link the two instead.")
    link = link_claims(claim, by=by, to_claim=earlier, kind=LinkKind.REPEATS)
    columns: dict[str, Any] = (
        {"claimant": earlier.claimant} if earlier.claimant_id and not claim.claimant_id else {}
    )
    describe_claim(claim, by=by, row_version=claim.row_version, text=earlier.text, **columns)
    there = {(row.source_id, row.locator, row.quotation) for row in claim.living_evidence()}
    wanted = [
        row for row in evidence_of(earlier, by) if (row.source_id, row.locator, row.quotation) not in there
    ]
    usable = usable_sources(wanted, by)
    copied = [copy_evidence(row, claim, by=by) for row in wanted if row.source_id in usable]
    return Repeated(hold_claim(claim), link, len(copied), len(wanted) - len(copied))


def evidence_of(earlier: Claim, person: Any) -> list[Any]:
    rows = Evidence.objects.visible_to(person).living().with_reading_for(person).filter(claim=earlier)
    return list(rows.select_related("source").order_by("pk"))


def usable_sources(rows: list[Any], person: Any) -> set[int]:
    """The keys of those that stand, and that this person may know."""
    known = Source.objects.identified_to(person).filter(pk__in=[row.source_id for row in rows])
    return set(known.filter(withdrawn_at=None).values_list("pk", flat=True))


def copy_evidence(row: Any, claim: Claim, *, by: Any) -> Evidence:
    """What colleagues make of the source comes along only where this person may know it."""
    return add_evidence(
        claim,
        by=by,
        source=row.source,
        stance=row.stance if row.reading_shown else Stance.CONTEXT,
        locator_label=row.locator_label,
        locator=row.locator,
        quotation=row.quotation,
        note=row.note if row.reading_shown else "",
        accessed_on=row.accessed_on,
    )
