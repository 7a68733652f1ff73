"""What takes each deed back: verb → the action that does the opposite, with what the event holds.

What is not in `REVERSALS` is in `undoing.LASTING` or `undoing.PASSED_OVER`, with the reason.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from annotations.actions.comments import remove_comment, reopen_comment, resolve_comment, restore_comment
from annotations.actions.evidence import remove_evidence, restore_evidence
from annotations.actions.proposals import reopen_proposal, withdraw_proposal
from annotations.actions.recording import taking_back
from annotations.actions.reversing.articles import (
    bring_article_back,
    clear_again,
    describe_article_back,
    put_article_away,
    void,
)
from annotations.actions.reversing.attached import (
    decide_again,
    describe_evidence_back,
    describe_proposal_back,
    of_comment,
    of_evidence,
    of_proposal,
)
from annotations.actions.reversing.claims import (
    bring_back,
    decline_again,
    describe_claim_back,
    explain_back,
    give_back,
    hand_in_again,
    link_again,
    put_away,
    put_away_again,
    rate_back,
    reopen_declined,
    take_back_reading,
    unlink,
)
from annotations.actions.reversing.places import (
    answer_again,
    dismiss_sentence_of,
    mark_place_again,
    move_back,
    reopen_sentence_of,
    take_answer_back,
    take_place_away,
)
from annotations.models import Event, Verb


@dataclass(frozen=True)
class Reversal:
    """`words` complete "Undo: …"; `act` takes back events of this verb, the newest first, as the same person."""

    words: str
    act: Callable[[Sequence[Event], Any], None]


def one_by_one(act: Callable[[Event, Any], object]) -> Callable[[Sequence[Event], Any], None]:
    def acted(events: Sequence[Event], by: Any) -> None:
        for event in events:
            with taking_back(event):
                act(event, by)

    return acted


REVERSALS: dict[Verb, Reversal] = {
    Verb.CLAIM_TAKEN: Reversal("take the claim", give_back),
    Verb.CLAIM_ASSIGNED: Reversal("assign the claim", give_back),
    Verb.CLAIM_UNASSIGNED: Reversal("take the assignment back", give_back),
}
"""An event of these that names no inverse is what something else brought about, or changed nothing."""

REVERSALS |= {
    verb: Reversal(words, one_by_one(act))
    for verb, words, act in (
        (Verb.SENTENCE_DISMISSED, "nothing to check", reopen_sentence_of),
        (Verb.SENTENCE_REOPENED, "open the sentence again", dismiss_sentence_of),
        (Verb.CLAIM_MARKED, "mark the claim", put_away),
        (Verb.CLAIM_REMOVED, "remove the claim", bring_back),
        (Verb.CLAIM_RESTORED, "restore the claim", put_away_again),
        (Verb.CLAIM_MERGED, "merge the claims", bring_back),
        (Verb.CLAIM_DESCRIBED, "describe the claim", describe_claim_back),
        (Verb.CLAIM_DECLINED, "decline the claim", reopen_declined),
        (Verb.CLAIM_REOPENED, "reopen the claim", decline_again),
        (Verb.CLAIM_RATED, "rate the claim", rate_back),
        (Verb.CLAIM_SUBMITTED, "hand in the reading", take_back_reading),
        (Verb.CLAIM_SECONDED, "hand in the second reading", take_back_reading),
        (Verb.READING_TAKEN_BACK, "take the reading back", hand_in_again),
        (Verb.CLAIM_EXPLAINED, "write the explanation", explain_back),
        (Verb.CLAIM_LINKED, "link the claims", unlink),
        (Verb.CLAIM_UNLINKED, "take the link away", link_again),
        (Verb.HIGHLIGHT_ADDED, "mark another place", take_place_away),
        (Verb.HIGHLIGHT_REMOVED, "remove the place", mark_place_again),
        (Verb.HIGHLIGHT_MOVED, "move the ends", move_back),
        (Verb.HIGHLIGHT_CONFIRMED, "confirm the place", take_answer_back),
        (Verb.HIGHLIGHT_GIVEN_UP, "say that the claim is gone", take_answer_back),
        (Verb.HIGHLIGHT_REOPENED, "take the answer back", answer_again),
        (Verb.EVIDENCE_ADDED, "add the source", of_evidence(remove_evidence)),
        (Verb.EVIDENCE_DESCRIBED, "describe the source's use", describe_evidence_back),
        (Verb.EVIDENCE_REMOVED, "take the source off", of_evidence(restore_evidence)),
        (Verb.EVIDENCE_RESTORED, "put the source back", of_evidence(remove_evidence)),
        (Verb.COMMENTED, "comment", of_comment(remove_comment)),
        (Verb.COMMENT_REMOVED, "take the comment away", of_comment(restore_comment)),
        (Verb.COMMENT_RESTORED, "put the comment back", of_comment(remove_comment)),
        (Verb.COMMENT_RESOLVED, "resolve the comment", of_comment(reopen_comment)),
        (Verb.COMMENT_REOPENED, "open the comment again", of_comment(resolve_comment)),
        (Verb.PROPOSED, "propose other words", of_proposal(withdraw_proposal)),
        (Verb.PROPOSAL_DESCRIBED, "change the proposal", describe_proposal_back),
        (Verb.PROPOSAL_ACCEPTED, "accept the proposal", of_proposal(reopen_proposal)),
        (Verb.PROPOSAL_REFUSED, "refuse the proposal", of_proposal(reopen_proposal)),
        (Verb.PROPOSAL_DONE, "call the proposal done", of_proposal(reopen_proposal)),
        (Verb.PROPOSAL_REOPENED, "open the proposal again", decide_again),
        (Verb.ARTICLE_DESCRIBED, "change the article's details", describe_article_back),
        (Verb.ARTICLE_ARCHIVED, "put the article away", bring_article_back),
        (Verb.ARTICLE_RESTORED, "bring the article back", put_article_away),
        (Verb.ARTICLE_CLEARED, "clear the article", void),
        (Verb.CLEARANCE_VOIDED, "end the clearance", clear_again),
    )
}
