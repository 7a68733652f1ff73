"""What is shown of proposals: the differing words, and what this person may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from annotations.anchoring.wording import differences
from annotations.models import Claim, Proposal, ProposalState
from annotations.pages.side_by_side import drawn
from annotations.permissions import Permission, permits


@dataclass(frozen=True)
class Shown:
    """A proposal with the words that differ marked in it, and what this person may do to it."""

    row: Proposal
    old: SafeString
    new: SafeString
    may: dict[str, bool]
    source: str = ""


def marked_words(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Both with the words marked that only one of them has."""
    struck, fresh = differences(old, new)
    return drawn(old, 0, len(old), struck, "del"), drawn(new, 0, len(new), fresh, "ins")


def may_do(person: Any, row: Proposal) -> dict[str, bool]:
    """What is offered from the proposal's state."""
    decides = permits(person, Permission.DECIDE_PROPOSAL, row)
    changes = permits(person, Permission.DESCRIBE_PROPOSAL, row)
    undecided = row.state == ProposalState.OPEN
    own = row.by_id == person.pk == row.decided_by_id
    return {
        "accept": decides and undecided,
        "refuse": decides and row.waits(),
        "finish": decides and row.waits(),
        "withdraw": changes and undecided and not decides,
        "describe": changes and undecided,
        "reopen": not undecided and (decides or (own and changes)),
    }


def proposals_shown(claim: Claim, person: Any, titles: Mapping[int, str]) -> list[Shown]:
    """The claim's proposals, the oldest first; `titles` names the sources of its evidence, by key."""
    rows = Proposal.objects.visible_to(person).filter(claim=claim)
    rows = rows.select_related("by", "decided_by", "done_in").defer("done_in__text").order_by("created", "pk")
    return [
        Shown(
            row,
            *marked_words(row.words_now, row.words_proposed),
            may_do(person, row),
            titles.get(row.evidence_id or 0, ""),
        )
        for row in rows
    ]
