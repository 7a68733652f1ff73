"""A claim's life, as one table.

`STEPS` says for each step from which states it starts, where it leads, who may take it and which facts must
hold. Pages, API, admin, actions and the matrix test read this table; nothing else decides what comes next.
People and guards are named here by enum; what the names mean is in `permissions.py` and on the claim.
"""

from dataclasses import dataclass

from django.db.models import TextChoices


class State(TextChoices):
    SPOTTED = "spotted", "Spotted"
    CHECKING = "checking", "Checking"
    IN_REVIEW = "in_review", "In review"
    DISPUTED = "disputed", "Disputed"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    RETRACTED = "retracted", "Retracted"
    DECLINED = "declined", "Declined"
    MERGED = "merged", "Merged"
    REMOVED = "removed", "Removed"


class Step(TextChoices):
    MARK = "mark", "Mark"
    TAKE = "take", "Take"
    ASSIGN = "assign", "Assign"
    DECLINE = "decline", "Decline"
    SUBMIT = "submit", "Submit"
    SECOND = "second", "Second read"
    SEND_BACK = "send_back", "Send back"
    ADJUDICATE = "adjudicate", "Decide the dispute"
    EXPLAIN = "explain", "Explain"
    PUBLISH = "publish", "Publish"
    CORRECT = "correct", "Correct"
    RETRACT = "retract", "Retract"
    REOPEN = "reopen", "Reopen"
    MERGE = "merge", "Merge"
    REMOVE = "remove", "Remove"
    RESTORE = "restore", "Restore"


class Who(TextChoices):
    """Who may take a step; the predicates are in `permissions.WHO`."""

    CHECKERS = "checkers", "a checker or an editor"
    EDITORS = "editors", "an editor"
    ANOTHER_READER = "another_reader", "a checker or editor who has not assessed it this round"
    EDITOR_OR_SECOND_READER = "editor_or_second_reader", "an editor or the second reader"
    EDITOR_WHO_DID_NOT_ASSESS = "editor_who_did_not_assess", "an editor who has not assessed it this round"
    MARKER_OR_EDITOR = "marker_or_editor", "who marked it, or an editor"


class Guard(TextChoices):
    """A fact that must hold; the value names the fact, the label is the sentence said when it does not."""

    NOT_YOURS_YET = "not_yours_yet", "You check it already."
    RATED = "rated", "Choose a rating first."
    ENOUGH_EVIDENCE = "enough_evidence", "The desk's policy asks for more evidence."
    LOCATED_EVIDENCE = "located_evidence", "The desk's policy asks where in each source the passage stands."
    EXPLAINED = "explained", "Write the explanation for readers first."
    CLAIMANT_KNOWN = "claimant_known", "Say who made the claim first."
    NO_EMBARGO = "no_embargo", "The article is under embargo."
    NOT_STALE = "not_stale", "Something this verdict rests on has changed. Check it again first."
    PUBLISHER_DIFFERS = "publisher_differs", "Somebody other than its only assessor has to publish it."
    NOBODY_ELSE_ASSESSED = "nobody_else_assessed", "Somebody else has assessed it already."


class Stance(TextChoices):
    SUPPORTS = "supports", "Supports"
    REFUTES = "refutes", "Refutes"
    QUALIFIES = "qualifies", "Qualifies"
    CONTEXT = "context", "Context"


class TruthClass(TextChoices):
    SUPPORTED = "supported", "Supported"
    QUALIFIED = "qualified", "Qualified"
    CONTRADICTED = "contradicted", "Contradicted"
    UNSETTLED = "unsettled", "Unsettled"


class SecondRead(TextChoices):
    NONE = "none", "None"
    OPEN = "open", "Open"
    BLIND = "blind", "Blind"


class DeclineReason(TextChoices):
    OPINION = "opinion", "Opinion"
    PREDICTION = "prediction", "Prediction"
    NOT_CHECKABLE = "not_checkable", "Not checkable"
    TRIVIAL = "trivial", "Trivial"
    DUPLICATE = "duplicate", "Duplicate"


S = State


@dataclass(frozen=True)
class Rule:
    """One row of the table. `to` holds every state the step can lead to; the action picks among them."""

    starts: tuple[State, ...]
    to: tuple[State, ...]
    who: Who
    guards: tuple[Guard, ...] = ()


STEPS: dict[Step, Rule] = {
    Step.MARK: Rule((), (S.SPOTTED,), Who.CHECKERS),
    Step.TAKE: Rule((S.SPOTTED, S.CHECKING), (S.CHECKING,), Who.CHECKERS, (Guard.NOT_YOURS_YET,)),
    Step.ASSIGN: Rule((S.SPOTTED, S.CHECKING), (S.CHECKING,), Who.EDITORS),
    Step.DECLINE: Rule((S.SPOTTED, S.CHECKING), (S.DECLINED,), Who.CHECKERS),
    Step.SUBMIT: Rule(
        (S.SPOTTED, S.CHECKING),
        (S.IN_REVIEW, S.APPROVED),
        Who.CHECKERS,
        (Guard.RATED, Guard.ENOUGH_EVIDENCE, Guard.LOCATED_EVIDENCE),
    ),
    Step.SECOND: Rule(
        (S.IN_REVIEW,),
        (S.APPROVED, S.DISPUTED),
        Who.ANOTHER_READER,
        (Guard.RATED, Guard.ENOUGH_EVIDENCE, Guard.LOCATED_EVIDENCE),
    ),
    Step.SEND_BACK: Rule((S.IN_REVIEW, S.DISPUTED, S.APPROVED), (S.CHECKING,), Who.EDITOR_OR_SECOND_READER),
    Step.ADJUDICATE: Rule((S.DISPUTED,), (S.APPROVED,), Who.EDITOR_WHO_DID_NOT_ASSESS),
    Step.EXPLAIN: Rule((S.APPROVED,), (S.APPROVED,), Who.CHECKERS),
    Step.PUBLISH: Rule(
        (S.APPROVED,),
        (S.PUBLISHED,),
        Who.EDITORS,
        (Guard.EXPLAINED, Guard.CLAIMANT_KNOWN, Guard.NO_EMBARGO, Guard.NOT_STALE, Guard.PUBLISHER_DIFFERS),
    ),
    Step.CORRECT: Rule((S.PUBLISHED,), (S.PUBLISHED,), Who.EDITORS),
    Step.RETRACT: Rule((S.PUBLISHED,), (S.RETRACTED,), Who.EDITORS),
    Step.REOPEN: Rule((S.DECLINED, S.APPROVED), (S.CHECKING,), Who.EDITORS),
    Step.MERGE: Rule(
        (S.SPOTTED, S.CHECKING, S.IN_REVIEW, S.DISPUTED, S.APPROVED, S.DECLINED),
        (S.MERGED,),
        Who.EDITORS,
    ),
    Step.REMOVE: Rule(
        (S.SPOTTED, S.CHECKING, S.DECLINED), (S.REMOVED,), Who.MARKER_OR_EDITOR, (Guard.NOBODY_ELSE_ASSESSED,)
    ),
    Step.RESTORE: Rule(
        (S.REMOVED, S.MERGED),
        (S.SPOTTED, S.CHECKING, S.IN_REVIEW, S.DISPUTED, S.APPROVED, S.DECLINED),
        Who.MARKER_OR_EDITOR,
    ),
}

IN_WORK = (S.SPOTTED, S.CHECKING)
BLIND_STATES = (S.SPOTTED, S.CHECKING, S.IN_REVIEW)
"""While one of these lasts under a blind policy, nobody learns what another reader thinks of the claim."""
UNSETTLED_STATES = (S.SPOTTED, S.CHECKING, S.IN_REVIEW, S.DISPUTED)
HIDDEN_STATES = (S.REMOVED, S.MERGED)


def steps_from(state: State | str) -> list[Step]:
    """The steps that start in this state, in the table's order, whoever asks."""
    return [step for step, rule in STEPS.items() if state in rule.starts]
