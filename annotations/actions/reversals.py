"""What takes each deed back: verb → the action that does the opposite, with what the event holds.

What is not in `REVERSALS` is in `undoing.LASTING` or `undoing.PASSED_OVER`, with the reason.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

from annotations.actions.answers import give_up_highlight, part_claims_again, reopen_highlight
from annotations.actions.articles import archive_article, describe_article, restore_article
from annotations.actions.assigning import take_back_assignments
from annotations.actions.claims import (
    decline_claim,
    describe_claim,
    merge_claim,
    remove_claim,
    restore_claim,
    take_decline_back,
)
from annotations.actions.clearing import clear_article, void_clearance
from annotations.actions.comments import remove_comment, reopen_comment, resolve_comment, restore_comment
from annotations.actions.evidence import describe_evidence, remove_evidence, restore_evidence
from annotations.actions.highlights import add_highlight, confirm_highlight, move_highlight, remove_highlight
from annotations.actions.links import restore_link, unlink_claims
from annotations.actions.proposals import (
    TAKEN_BACK,
    accept_proposal,
    describe_proposal,
    finish_proposal,
    refuse_proposal,
    reopen_proposal,
    withdraw_proposal,
)
from annotations.actions.readings import take_reading_back
from annotations.actions.recording import taking_back
from annotations.actions.sealing import SEAL
from annotations.actions.sentences import dismiss_sentence, reopen_sentence
from annotations.actions.verdicts import assess_claim, explain_claim, second_claim, submit_claim
from annotations.errors import Conflict
from annotations.models import (
    Agent,
    CheckPolicy,
    Claim,
    ClaimLink,
    Clearance,
    Comment,
    Disposition,
    Event,
    Evidence,
    Highlight,
    Proposal,
    ProposalState,
    Verb,
)
from annotations.workflow import State


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


def before(event: Event) -> dict[str, Any]:
    """The values an edit replaced. Raises Conflict for those that the log knows as seals alone."""
    values: dict[str, Any] = dict(event.data.get("before") or {})
    if any(isinstance(value, str) and SEAL.fullmatch(value) for value in values.values()):
        raise Conflict(
            "The log keeps no words about a confidential source, so they cannot come back. Write them again."
        )
    return values


def earlier(event: Event, verb: str) -> Event:
    """The newest event of this verb about the same record before this one."""
    same = Event.objects.filter(object_kind=event.object_kind, object_uid=event.object_uid)
    found = same.filter(verb=verb, number__lt=event.number).order_by("-number").first()
    if found is None:
        raise Conflict("The log does not tell what there was before.")
    return found


def claim_of(event: Event) -> Claim:
    return Claim.objects.get(uid=event.object_uid)


def put_away(event: Event, by: Any) -> None:
    claim = claim_of(event)
    # Taking back that words became another claim has put that one away already.
    if claim.state != State.REMOVED:
        remove_claim(claim, by=by)


def bring_back(event: Event, by: Any) -> None:
    restore_claim(claim_of(event), by=by)


def put_away_again(event: Event, by: Any) -> None:
    """As it was put away before it was restored: removed, or merged into the same claim."""
    if event.inverse != Verb.CLAIM_MERGED:
        return put_away(event, by)
    into = earlier(event, Verb.CLAIM_MERGED).data["moved"]["into"]
    merge_claim(claim_of(event), by=by, into=Claim.objects.get(uid=into))
    return None


def describe_claim_back(event: Event, by: Any) -> None:
    claim, values = claim_of(event), before(event)
    if name := values.get("claimant"):
        values["claimant"] = claimant_named(name)
    if "claim_date" in values:
        values["claim_date"] = parse_date(values["claim_date"] or "")
    if "due" in values:
        values["due"] = parse_datetime(values["due"] or "")
    describe_claim(claim, by=by, row_version=claim.row_version, **values)


def claimant_named(name: str) -> Agent:
    agents = list(Agent.objects.filter(name=name)[:2])
    if len(agents) != 1:
        raise Conflict(f"It is not clear which “{name}” is meant. Name the claimant again.")
    return agents[0]


def decline_again(event: Event, by: Any) -> None:
    reason = event.data["before"].get("reason")
    if not reason:
        raise Conflict("With reopening a new round has begun, and the verdict before it has ended.")
    decline_claim(claim_of(event), by=by, reason=reason)


def reopen_declined(event: Event, by: Any) -> None:
    take_decline_back(claim_of(event), by=by, state=event.data["before"]["state"])


def take_back_reading(event: Event, by: Any) -> None:
    assert event.claim is not None
    take_reading_back(event.claim, by=by, state=event.data["before"]["state"], verb=Verb(event.verb))


def hand_in_again(event: Event, by: Any) -> None:
    assert event.claim is not None
    hand_in = second_claim if event.inverse == Verb.CLAIM_SECONDED else submit_claim
    hand_in(event.claim, by=by)


def rate_back(event: Event, by: Any) -> None:
    assert event.claim is not None
    values = before(event)
    if "rating" in values:
        values["rating"] = event.claim.policy.scale.ratings.filter(name=values["rating"]).first()
    assess_claim(event.claim, by=by, **values)


def explain_back(event: Event, by: Any) -> None:
    assert event.claim is not None
    claim, values = event.claim, before(event)
    verdict = claim.current_verdict()
    if verdict is None or verdict.uid != event.object_uid:
        raise Conflict("The verdict was written anew since.")
    if not values["explanation"].strip():
        raise Conflict("There was no explanation before this one, and one for readers is needed. Change it.")
    explain_claim(claim, by=by, explanation=values["explanation"], summary=values["summary"])


def reopen_sentence_of(event: Event, by: Any) -> None:
    reopen_sentence(Disposition.objects.get(uid=event.object_uid).sentence, by=by)


def dismiss_sentence_of(event: Event, by: Any) -> None:
    said = Disposition.objects.get(uid=event.object_uid)
    dismiss_sentence(said.sentence, by=by, reason=said.reason)


def highlight_of(event: Event) -> Highlight:
    return Highlight.objects.select_related("claim", "version", "carried_from").get(uid=event.object_uid)


def take_place_away(event: Event, by: Any) -> None:
    highlight = highlight_of(event)
    remove_highlight(highlight, by=by, row_version=highlight.row_version)


def mark_place_again(event: Event, by: Any) -> None:
    row = highlight_of(event)
    if row.start is None or row.end is None:
        raise Conflict("It stood nowhere in this version, so there is no place to bring back.")
    add_highlight(row.claim, by=by, version=row.version, start=row.start, end=row.end)


def move_back(event: Event, by: Any) -> None:
    highlight, stood = highlight_of(event), before(event)
    if stood["waits"]:
        return take_answer_back(event, by)
    if stood["start"] is None:
        raise Conflict("It stood nowhere before. Move it where it belongs.")
    version = highlight.row_version
    move_highlight(highlight, by=by, row_version=version, start=stood["start"], end=stood["end"])
    return None


def take_answer_back(event: Event, by: Any) -> None:
    highlight = highlight_of(event)
    reopen_highlight(highlight, by=by, row_version=highlight.row_version)


def answer_again(event: Event, by: Any) -> None:
    highlight, answer = highlight_of(event), Event.objects.get(number=event.data["answer"])
    version, told = highlight.row_version, answer.data.get("after", {})
    if answer.verb == Verb.HIGHLIGHT_CONFIRMED:
        confirm_highlight(highlight, by=by, row_version=version)
    elif answer.verb == Verb.HIGHLIGHT_MOVED:
        move_highlight(highlight, by=by, row_version=version, start=told["start"], end=told["end"])
    elif other := told.get("other"):
        part_claims_again(highlight, Claim.objects.get(uid=other), by=by, row_version=version)
    else:
        give_up_highlight(highlight, by=by, row_version=version)


def link_of(event: Event) -> ClaimLink:
    return ClaimLink.objects.select_related("from_claim", "to_claim").get(uid=event.object_uid)


def unlink(event: Event, by: Any) -> None:
    unlink_claims(link_of(event), by=by)


def link_again(event: Event, by: Any) -> None:
    restore_link(link_of(event), by=by)


def evidence_of(event: Event) -> Evidence:
    return Evidence.objects.select_related("claim", "source").get(uid=event.object_uid)


def describe_evidence_back(event: Event, by: Any) -> None:
    evidence, values = evidence_of(event), before(event)
    if "accessed_on" in values:
        values["accessed_on"] = parse_date(values["accessed_on"])
    describe_evidence(evidence, by=by, row_version=evidence.row_version, **values)


Acting = Callable[[Event, Any], object]


def of_evidence(action: Callable[..., Evidence]) -> Acting:
    def act(event: Event, by: Any) -> None:
        evidence = evidence_of(event)
        action(evidence, by=by, row_version=evidence.row_version)

    return act


def of_comment(action: Callable[..., Comment]) -> Acting:
    def act(event: Event, by: Any) -> None:
        comment = Comment.objects.get(uid=event.object_uid)
        action(comment, by=by, row_version=comment.row_version)

    return act


def of_proposal(action: Callable[..., Proposal]) -> Acting:
    def act(event: Event, by: Any) -> None:
        proposal = proposal_of(event)
        action(proposal, by=by, row_version=proposal.row_version)

    return act


def proposal_of(event: Event) -> Proposal:
    return Proposal.objects.select_related("claim").get(uid=event.object_uid)


def describe_proposal_back(event: Event, by: Any) -> None:
    proposal = proposal_of(event)
    describe_proposal(proposal, by=by, row_version=proposal.row_version, **before(event))


DECIDING: dict[str, Callable[..., Proposal]] = {
    ProposalState.ACCEPTED: accept_proposal,
    ProposalState.REFUSED: refuse_proposal,
    ProposalState.DONE: finish_proposal,
}


def decide_again(event: Event, by: Any) -> None:
    proposal, decision = proposal_of(event), earlier(event, event.inverse)
    state, why = decision.data["after"]["state"], decision.data["after"].get("why", "")
    if state == ProposalState.REFUSED and why == TAKEN_BACK:
        withdraw_proposal(proposal, by=by, row_version=proposal.row_version)
    else:
        DECIDING[state](proposal, by=by, row_version=proposal.row_version, why=why)


def give_back(events: Sequence[Event], by: Any) -> None:
    with taking_back(*events):
        take_back_assignments(events, by=by)


def describe_article_back(event: Event, by: Any) -> None:
    assert event.article is not None
    values = before(event)
    for name in ("published_at", "due", "embargo_until"):
        if name in values:
            values[name] = parse_datetime(values[name] or "")
    if "policy" in values:
        values["policy"] = next(row for row in CheckPolicy.objects.all() if str(row) == values["policy"])
    describe_article(event.article, by=by, row_version=event.article.row_version, **values)


def put_article_away(event: Event, by: Any) -> None:
    assert event.article is not None
    archive_article(event.article, by=by, row_version=event.article.row_version)


def bring_article_back(event: Event, by: Any) -> None:
    assert event.article is not None
    restore_article(event.article, by=by, row_version=event.article.row_version)


def void(event: Event, by: Any) -> None:
    assert event.article is not None
    void_clearance(event.article, by=by)


def clear_again(event: Event, by: Any) -> None:
    clearance = Clearance.objects.select_related("article", "version").get(uid=event.object_uid)
    clear_article(clearance.article, by=by, version=clearance.version)


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
