"""Who may do what: one literal table of predicates, and the two functions that ask it.

Who may *see* is a question and lives on the querysets (`visible_to`); `sees()` asks them, so there is one truth.
An administrator's rights stand beside the role: they give no say over claims.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from annotations.errors import Forbidden, NotFound
from annotations.models import Claim, Person, Role
from annotations.models.base import is_inside
from annotations.workflow import STEPS, Guard, State, Step, Who, steps_from


class Permission(StrEnum):
    """What may be allowed or refused, besides the steps of a claim's life."""

    IMPORT_ARTICLE = "import an article"
    DESCRIBE_ARTICLE = "change an article's details"
    ARCHIVE_ARTICLE = "put an article away"
    DISMISS_SENTENCE = "say that a sentence has nothing to check"
    DESCRIBE_CLAIM = "describe a claim"
    PLACE_HIGHLIGHT = "place a highlight"
    ADD_EVIDENCE = "add evidence"
    RATE = "rate a claim"
    HOLD = "say that a verdict still holds"
    LINK_CLAIMS = "link claims"
    PROPOSE = "propose other words"
    DESCRIBE_PROPOSAL = "change a proposal"
    DECIDE_PROPOSAL = "decide a proposal"
    CLEAR_ARTICLE = "clear an article"
    ADD_SOURCE = "add a source"
    DESCRIBE_SOURCE = "describe a source"
    WITHDRAW_SOURCE = "say that a source was withdrawn"
    FORGET_SOURCE = "have a source's identity forgotten"
    COMMENT = "comment"
    KEEP_DRAFT = "keep a draft"
    RESOLVE_COMMENT = "resolve a comment"
    REMOVE_COMMENT = "take a comment away"
    MANAGE_PEOPLE = "manage people"
    MANAGE_RULES = "manage scales and policies"
    MAKE_TOKEN = "make an API token"
    REVOKE_TOKEN = "revoke an API token"
    END_SESSION = "end a session"
    EXPORT = "take an export"
    MAKE_WEBHOOK = "make a webhook"
    CHANGE_WEBHOOK = "change a webhook"
    PAUSE_WEBHOOK = "pause a webhook"
    REMOVE_WEBHOOK = "remove a webhook"


Predicate = Callable[[Any, Any], bool]


def inside(person: Any, row: Any) -> bool:
    return is_inside(person)


def checks(person: Any, row: Any) -> bool:
    return is_inside(person) and person.role in (Role.CHECKER, Role.EDITOR)


def edits(person: Any, row: Any) -> bool:
    return is_inside(person) and person.role == Role.EDITOR


def administers(person: Any, row: Any) -> bool:
    return bool(getattr(person, "is_active", False) and getattr(person, "is_superuser", False))


def wrote_or_edits(person: Any, row: Any) -> bool:
    return edits(person, row) or (is_inside(person) and row.by_id == person.pk)


def may_know_and_checks(person: Any, row: Any) -> bool:
    """Checkers, when they may know who the source is."""
    known = type(row).objects.identified_to(person).filter(pk=row.pk).exists()
    return checks(person, row) and known


def is_assigned_or_edits(person: Any, claim: Claim) -> bool:
    return edits(person, claim) or (checks(person, claim) and claim.assignee_id == person.pk)


def owns_or_administers(person: Any, row: Any) -> bool:
    return administers(person, row) or (
        bool(getattr(person, "is_active", False)) and row.person_id == person.pk
    )


def owns(person: Any, row: Any) -> bool:
    """People inside, what is theirs: nobody is made to receive what they did not ask for."""
    return is_inside(person) and row.person_id == person.pk


def has_not_assessed(person: Any, claim: Claim) -> bool:
    return checks(person, claim) and person.pk not in claim.assessors()


def edits_or_reads_second(person: Any, claim: Claim) -> bool:
    """Before the second reading whoever could give it, afterwards whoever gave it."""
    if edits(person, claim):
        return True
    if claim.state == State.IN_REVIEW:
        return has_not_assessed(person, claim)
    return checks(person, claim) and person.pk in [row.person_id for row in claim.assessments_of_round()[1:]]


def edits_without_assessment(person: Any, claim: Claim) -> bool:
    return edits(person, claim) and person.pk not in claim.assessors()


def marked_or_edits(person: Any, claim: Claim) -> bool:
    return edits(person, claim) or (checks(person, claim) and claim.created_by_id == person.pk)


PERMISSIONS: dict[Permission, Predicate] = {
    Permission.IMPORT_ARTICLE: checks,
    Permission.DESCRIBE_ARTICLE: checks,
    Permission.ARCHIVE_ARTICLE: edits,
    Permission.DISMISS_SENTENCE: checks,
    Permission.DESCRIBE_CLAIM: checks,
    Permission.PLACE_HIGHLIGHT: checks,
    Permission.ADD_EVIDENCE: checks,
    Permission.RATE: checks,
    Permission.HOLD: is_assigned_or_edits,
    Permission.LINK_CLAIMS: checks,
    Permission.PROPOSE: checks,
    Permission.DESCRIBE_PROPOSAL: wrote_or_edits,
    Permission.DECIDE_PROPOSAL: edits,
    Permission.CLEAR_ARTICLE: edits,
    Permission.ADD_SOURCE: checks,
    Permission.DESCRIBE_SOURCE: may_know_and_checks,
    Permission.WITHDRAW_SOURCE: may_know_and_checks,
    Permission.FORGET_SOURCE: edits,
    Permission.COMMENT: inside,
    Permission.KEEP_DRAFT: inside,
    Permission.RESOLVE_COMMENT: checks,
    Permission.REMOVE_COMMENT: wrote_or_edits,
    Permission.MANAGE_PEOPLE: administers,
    Permission.MANAGE_RULES: administers,
    Permission.MAKE_TOKEN: owns_or_administers,
    Permission.REVOKE_TOKEN: owns_or_administers,
    Permission.END_SESSION: owns_or_administers,
    Permission.EXPORT: inside,
    Permission.MAKE_WEBHOOK: inside,
    Permission.CHANGE_WEBHOOK: owns,
    Permission.PAUSE_WEBHOOK: owns_or_administers,
    Permission.REMOVE_WEBHOOK: owns_or_administers,
}

WHO: dict[Who, Predicate] = {
    Who.CHECKERS: checks,
    Who.EDITORS: edits,
    Who.ANOTHER_READER: has_not_assessed,
    Who.EDITOR_OR_SECOND_READER: edits_or_reads_second,
    Who.EDITOR_WHO_DID_NOT_ASSESS: edits_without_assessment,
    Who.MARKER_OR_EDITOR: marked_or_edits,
}


def own_assessment(person: Any, claim: Claim) -> Any:
    """This person's assessment of the running round, or None."""
    mine = (row for row in claim.assessments.all() if row.person_id == person.pk and row.round == claim.round)
    return next(mine, None)


def publisher_differs(person: Any, claim: Claim) -> bool:
    return not claim.policy.publisher_must_differ or claim.assessors() != {person.pk}


def is_rated_by(person: Any, claim: Claim) -> bool:
    assessment = own_assessment(person, claim)
    return bool(assessment and assessment.rating_id)


def nobody_else_assessed(person: Any, claim: Claim) -> bool:
    """In no round: work that was handed in is not put away by somebody else as marked by mistake."""
    return all(row.person_id == person.pk for row in claim.assessments.all() if row.submitted_at)


GUARDS: dict[Guard, Predicate] = {
    Guard.NOT_YOURS_YET: lambda person, claim: claim.assignee_id != person.pk,
    Guard.RATED: is_rated_by,
    Guard.ENOUGH_EVIDENCE: lambda person, claim: claim.evidence_is_enough(),
    Guard.LOCATED_EVIDENCE: lambda person, claim: claim.evidence_is_located(),
    Guard.EXPLAINED: lambda person, claim: claim.is_explained(),
    Guard.CLAIMANT_KNOWN: lambda person, claim: claim.claimant_id is not None,
    Guard.NO_EMBARGO: lambda person, claim: not claim.is_embargoed(),
    Guard.NOT_STALE: lambda person, claim: claim.stale_since is None,
    Guard.PUBLISHER_DIFFERS: publisher_differs,
    Guard.NOBODY_ELSE_ASSESSED: nobody_else_assessed,
}


def permits(person: Any, what: Permission | Step, row: Any = None) -> bool:
    """Whether this person may do this to this row, whatever state the row is in."""
    if isinstance(what, Step):
        return WHO[STEPS[what].who](person, row)
    return PERMISSIONS[what](person, row)


def require(person: Any, what: Permission | Step, row: Any = None) -> None:
    """Raises NotFound for outsiders, Forbidden for insiders who may not.

    An administrator without a role is an outsider to all that administration does not let them do.
    """
    if permits(person, what, row):
        return
    if not is_inside(person):
        raise NotFound()
    words = STEPS[what].who.label if isinstance(what, Step) else ""
    raise Forbidden(
        f"Only {words} can do this ({what.label.lower()})."
        if isinstance(what, Step)
        else f"Your role does not let you {what.value}."
    )


def steps_for(person: Any, claim: Claim) -> list[Step]:
    """The steps offered from the claim's state: those whose person fits, guards met or not."""
    return [step for step in steps_from(claim.state) if permits(person, step, claim)]


def unmet(person: Any, step: Step, claim: Claim) -> list[Guard]:
    """The guards that do not hold yet, in the table's order; each label is the sentence to say."""
    return [guard for guard in STEPS[step].guards if not GUARDS[guard](person, claim)]


def guard_in_words(guard: Guard, claim: Claim) -> str:
    """The sentence for a guard that does not hold, with the figures where there are any."""
    if guard != Guard.ENOUGH_EVIDENCE:
        return str(guard.label)
    needed, there = claim.evidence_needed(), len(claim.living_evidence())
    return f"{guard.label} Needed: {needed}, there: {there}."


def sees(person: Person, row: Any) -> bool:
    """Whether the row is in what its queryset shows this person."""
    return type(row).objects.visible_to(person).filter(pk=row.pk).exists()
