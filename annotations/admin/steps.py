"""The steps of a claim's life that can be taken from here: those that need no more than a choice.

Where they start and who may take them is in `workflow.STEPS` and `permissions`; rating, second reading, explaining
and correcting are done in the workbench, beside the text.
"""

from collections.abc import Callable
from typing import Any

from django import forms

from annotations.actions.claims import assign_claim, decline_claim, remove_claim, restore_claim, take_claim
from annotations.actions.publications import publish_claim
from annotations.actions.steps import allow
from annotations.actions.verdicts import reopen_claim
from annotations.admin.deeds import Deed
from annotations.models import Claim, Person
from annotations.permissions import checks, edits
from annotations.workflow import STEPS, DeclineReason, Step, Who

OFFERED: dict[Who, Callable[[Any, Any], bool]] = {
    Who.CHECKERS: checks,
    Who.EDITORS: edits,
    Who.MARKER_OR_EDITOR: checks,
}
"""Who is shown the step in a list at all; for which claims it is possible, `allow` says of each."""


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(choices=[("", "Choose…"), *DeclineReason.choices])


class AssignForm(forms.Form):
    assignee = forms.ModelChoiceField(queryset=Person.objects.checkers(), empty_label="Choose…")


def step(
    name: Step,
    said: str,
    act: Callable[[Claim, Any, dict[str, Any]], Any],
    form: type[forms.Form] = forms.Form,
) -> Deed:
    """The deed that is this step."""
    may = OFFERED[STEPS[name].who]
    return Deed(
        name=name.value,
        label=str(name.label),
        said=said,
        offered=lambda person: may(person, None),
        refuse=lambda claim, person: allow(name, claim, person),
        act=act,
        form=form,
    )


DEEDS = (
    step(Step.TAKE, "taken", lambda claim, by, given: take_claim(claim, by=by)),
    step(Step.ASSIGN, "assigned", lambda claim, by, given: assign_claim(claim, by=by, **given), AssignForm),
    step(
        Step.DECLINE, "declined", lambda claim, by, given: decline_claim(claim, by=by, **given), DeclineForm
    ),
    step(Step.PUBLISH, "published", lambda claim, by, given: publish_claim(claim, by=by)),
    step(Step.REOPEN, "reopened", lambda claim, by, given: reopen_claim(claim, by=by)),
    step(Step.REMOVE, "removed", lambda claim, by, given: remove_claim(claim, by=by)),
    step(Step.RESTORE, "restored", lambda claim, by, given: restore_claim(claim, by=by)),
)
