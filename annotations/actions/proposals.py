"""Proposals: other words for a claim, what becomes of them, and that a new version says them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from annotations.actions.claims import UNSET, Unset
from annotations.actions.highlights import refuse_hidden
from annotations.actions.recording import Happened, record, record_many
from annotations.actions.rows import before_and_after, change, edit, hold_claim
from annotations.anchoring.proposed import Wish, fulfilled, place_beside, same_but_for_type
from annotations.errors import Conflict, InvalidInput
from annotations.models import (
    ArticleVersion,
    Claim,
    Evidence,
    Highlight,
    Proposal,
    ProposalState,
    Verb,
)
from annotations.permissions import Permission, require

MOST_CHARACTERS = 10_000
TAKEN_BACK = "Taken back."


@transaction.atomic
def propose_words(
    claim: Claim,
    *,
    by: Any,
    words_proposed: str,
    words_now: str = "",
    why: str = "",
    evidence: Evidence | None = None,
) -> Proposal:
    """Ask for other words where the claim stands in the current version; "" asks that the present ones go.

    `words_now` are the claim's own unless others of its paragraph are given. Raises InvalidInput when they do not
    stand there or nothing would change, Conflict when the claim stands nowhere.
    """
    require(by, Permission.PROPOSE)
    claim = hold_claim(claim)
    refuse_hidden(claim)
    highlight = place_in_text(claim)
    words_now = found_beside(highlight, words_now)
    words_proposed = checked_words(words_now, words_proposed)
    proposal = Proposal.objects.create(
        claim=claim,
        highlight=highlight,
        version=highlight.version,
        evidence=checked_evidence(claim, evidence),
        words_now=words_now,
        words_proposed=words_proposed,
        why=why.strip(),
        by=by,
    )
    record(
        Verb.PROPOSED,
        by=by,
        row=proposal,
        claim=claim,
        data={"after": {"words_now": words_now, "words_proposed": words_proposed, "why": proposal.why}},
        inverse=Verb.PROPOSAL_REFUSED,
    )
    return proposal


def place_in_text(claim: Claim) -> Highlight:
    """Its first place in the current version. Raises Conflict when there is none."""
    current = claim.article.current_version()
    rows = claim.highlights.filter(version=current, removed_at=None).placed().select_related("version")
    highlight = rows.order_by("start", "pk").first()
    if highlight is None:
        raise Conflict("The claim stands nowhere in the current version. Say first where it stands.")
    return highlight


def found_beside(highlight: Highlight, words: str) -> str:
    """The words as they stand in the text."""
    near = highlight.start or 0, highlight.end or 0
    place = place_beside(highlight.version.text, words.strip(), near) if words.strip() else near
    if place is None:
        raise InvalidInput(
            "These words do not stand beside the claim. Give words of its own paragraph.", field="words_now"
        )
    return highlight.version.text[place[0] : place[1]]


def checked_words(words_now: str, words_proposed: str) -> str:
    words_proposed = words_proposed.strip()
    if len(words_proposed) > MOST_CHARACTERS:
        raise InvalidInput(f"Propose at most {MOST_CHARACTERS} characters.", field="words_proposed")
    if same_but_for_type(words_now, words_proposed):
        raise InvalidInput("These words stand there already. Propose others.", field="words_proposed")
    return words_proposed


def checked_evidence(claim: Claim, evidence: Evidence | None) -> Evidence | None:
    if evidence and (evidence.claim_id != claim.pk or evidence.removed_at):
        raise InvalidInput("The proposal can rest on evidence of its own claim only.", field="evidence")
    return evidence


def hold_shown_claim(proposal: Proposal) -> Claim:
    """Its claim, held, while it is shown."""
    claim = hold_claim(proposal.claim)
    refuse_hidden(claim)
    return claim


@transaction.atomic
def describe_proposal(
    proposal: Proposal,
    *,
    by: Any,
    row_version: int,
    words_proposed: str | Unset = UNSET,
    why: str | Unset = UNSET,
    evidence: Evidence | None | Unset = UNSET,
) -> Proposal:
    """Change it while it is open; what is not given stays. Raises StaleEdit when somebody was quicker."""
    require(by, Permission.DESCRIBE_PROPOSAL, proposal)
    claim = hold_shown_claim(proposal)
    refuse_decided(proposal)
    columns: dict[str, Any] = {}
    if not isinstance(words_proposed, Unset):
        columns["words_proposed"] = checked_words(proposal.words_now, words_proposed)
    if not isinstance(why, Unset):
        columns["why"] = why.strip()
    if not isinstance(evidence, Unset):
        columns["evidence"] = checked_evidence(claim, evidence)
    data = before_and_after(proposal, {name: columns[name] for name in columns if name != "evidence"})
    verb = Verb.PROPOSAL_DESCRIBED
    if edit(proposal, row_version, **columns):
        record(verb, by=by, row=proposal, claim=claim, data=data, inverse=verb)
    return proposal


def refuse_decided(proposal: Proposal) -> None:
    state = Proposal.objects.values_list("state", flat=True).get(pk=proposal.pk)
    if state != ProposalState.OPEN:
        raise Conflict(f"The proposal is {ProposalState(state).label.lower()} already. Open it again first.")


@transaction.atomic
def accept_proposal(proposal: Proposal, *, by: Any, row_version: int, why: str = "") -> Proposal:
    """Agree: the text is to follow. It stays on the list until a version says so."""
    require(by, Permission.DECIDE_PROPOSAL, proposal)
    claim = hold_shown_claim(proposal)
    refuse_decided(proposal)
    return decide(proposal, claim, by, row_version, ProposalState.ACCEPTED, why)


@transaction.atomic
def refuse_proposal(proposal: Proposal, *, by: Any, row_version: int, why: str) -> Proposal:
    """Say no, and why."""
    require(by, Permission.DECIDE_PROPOSAL, proposal)
    if not why.strip():
        raise InvalidInput("Say why the words are refused.", field="why")
    claim = hold_shown_claim(proposal)
    if proposal.state != ProposalState.ACCEPTED:
        refuse_decided(proposal)
    return decide(proposal, claim, by, row_version, ProposalState.REFUSED, why)


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: Any, row_version: int) -> Proposal:
    """Take one's own proposal back while it is open; an editor may for others. It is kept, as refused."""
    require(by, Permission.DESCRIBE_PROPOSAL, proposal)
    claim = hold_shown_claim(proposal)
    refuse_decided(proposal)
    return decide(proposal, claim, by, row_version, ProposalState.REFUSED, TAKEN_BACK)


@transaction.atomic
def finish_proposal(proposal: Proposal, *, by: Any, row_version: int, why: str = "") -> Proposal:
    """Say that the current version does what was asked, in words that were not found by themselves."""
    require(by, Permission.DECIDE_PROPOSAL, proposal)
    claim = hold_shown_claim(proposal)
    if not proposal.waits():
        refuse_decided(proposal)
    version = claim.article.current_version()
    return decide(proposal, claim, by, row_version, ProposalState.DONE, why, done_in=version)


@transaction.atomic
def reopen_proposal(proposal: Proposal, *, by: Any, row_version: int) -> Proposal:
    """Take the decision back. Who withdrew a proposal may open it again; decisions only editors."""
    own = proposal.decided_by_id == by.pk == proposal.by_id
    require(by, Permission.DESCRIBE_PROPOSAL if own else Permission.DECIDE_PROPOSAL, proposal)
    claim = hold_shown_claim(proposal)
    if proposal.state == ProposalState.OPEN:
        raise Conflict("The proposal is open.")
    before = str(proposal.state)
    nothing = {"decided_by": None, "decided_at": None, "decided_why": "", "done_in": None}
    change(proposal, row_version, state=ProposalState.OPEN, **nothing)
    data = {"before": {"state": before}, "after": {"state": "open"}}
    record(Verb.PROPOSAL_REOPENED, by=by, row=proposal, claim=claim, data=data, inverse=DECISIONS[before])
    return proposal


DECISIONS: Mapping[str, Verb] = {
    ProposalState.ACCEPTED: Verb.PROPOSAL_ACCEPTED,
    ProposalState.REFUSED: Verb.PROPOSAL_REFUSED,
    ProposalState.DONE: Verb.PROPOSAL_DONE,
}


def decide(
    proposal: Proposal,
    claim: Claim,
    by: Any,
    row_version: int,
    state: ProposalState,
    why: str,
    **columns: Any,
) -> Proposal:
    before = str(proposal.state)
    columns |= {"decided_by": by, "decided_at": timezone.now(), "decided_why": why.strip()}
    change(proposal, row_version, state=state, **columns)
    data = {"before": {"state": before}, "after": {"state": str(state), "why": proposal.decided_why}}
    verb = DECISIONS[state]
    record(verb, by=by, row=proposal, claim=claim, data=data, inverse=Verb.PROPOSAL_REOPENED)
    return proposal


def finish_proposals(version: ArticleVersion, *, by: Any) -> list[Proposal]:
    """Let those that `version`, which has just come in, fulfils be done. The article is held.

    The number of statements does not grow with the proposals.
    """
    rows = Proposal.objects.waiting().of_article(version.article).order_by("pk")
    done = fulfilled_by(version, list(rows.select_related("claim", "highlight").defer("version__text")))
    columns = {"state": ProposalState.DONE, "done_in": version, "modified": timezone.now()}
    written = Proposal.objects.filter(pk__in=[row.pk for row in done])
    written.update(**columns, row_version=F("row_version") + 1)
    happened = [Happened(row, row.claim, done_data(row, version)) for row in done]
    record_many(Verb.PROPOSAL_DONE, happened, article=version.article, by=by)
    return done


def done_data(proposal: Proposal, version: ArticleVersion) -> dict[str, Any]:
    before, after = str(proposal.state), str(ProposalState.DONE)
    return {"before": {"state": before}, "after": {"state": after, "version": version.number}}


def fulfilled_by(version: ArticleVersion, proposals: list[Proposal]) -> list[Proposal]:
    """Those whose words stand where the old ones stood, each measured from the version it was made on."""
    if not proposals:
        return []
    claims = {row.claim_id for row in proposals}
    texts = ArticleVersion.objects.in_bulk({row.version_id for row in proposals})
    stands = {
        row.claim_id: (row.start or 0, row.end or 0)
        for row in Highlight.objects.living().placed().filter(version=version, claim__in=claims)
    }
    done = []
    for key, old in sorted(texts.items()):
        wished = [
            (row, wish)
            for row in proposals
            if row.version_id == key and (wish := wish_of(row, old.text, stands.get(row.claim_id)))
        ]
        answers = fulfilled(old.text, version.text, [wish for _, wish in wished])
        done += [row for (row, _), answer in zip(wished, answers, strict=True) if answer]
    return done


def wish_of(proposal: Proposal, text: str, stands: tuple[int, int] | None) -> Wish | None:
    """What it asks of its own version's text, or None when its words cannot be found there."""
    highlight = proposal.highlight
    if highlight is None or highlight.start is None or highlight.end is None:
        return None
    place = place_beside(text, proposal.words_now, (highlight.start, highlight.end))
    return Wish(*place, proposal.words_proposed, stands) if place else None
