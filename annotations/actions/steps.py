"""Steps of a claim's life, checked against the one table."""

from typing import Any

from annotations.actions.rows import change
from annotations.errors import StepNotAllowed
from annotations.models import Claim
from annotations.permissions import guard_in_words, require, steps_for, unmet
from annotations.workflow import STEPS, State, Step


def allow(step: Step, claim: Claim, by: Any) -> None:
    """Raises unless this person may take this step from the claim's state now.

    Forbidden (or NotFound) for the wrong person, StepNotAllowed for the wrong state or a fact that is missing.
    """
    require(by, step, claim)
    if claim.state not in STEPS[step].starts:
        raise StepNotAllowed(
            f"The claim is {claim.get_state_display().lower()}: “{step.label}” is not possible from there.",
            extra={"steps": [possible.value for possible in steps_for(by, claim)]},
        )
    if missing := unmet(by, step, claim):
        raise StepNotAllowed(
            guard_in_words(missing[0], claim), extra={"missing": [guard.value for guard in missing]}
        )


def move(claim: Claim, state: State, **columns: Any) -> dict[str, Any]:
    """Bring the claim into `state` with these columns; returns what the event stores of it."""
    before = claim.state
    change(claim, claim.row_version, state=state, **columns)
    return {"before": {"state": before}, "after": {"state": str(state)}}
