"""The steps of a claim's life that can be taken from here: those that need no more than a choice or a reason.

Where they start and who may take them is in `workflow.STEPS` and `permissions`; why the others are left to the
workbench is in `IN_THE_WORKBENCH`.
"""

from collections.abc import Callable
from typing import Any

from django import forms

from annotations.actions.claims import assign_claim, decline_claim, remove_claim, restore_claim, take_claim
from annotations.actions.publications import publish_claim, retract_claim
from annotations.actions.steps import allow
from annotations.actions.verdicts import reopen_claim, send_back_claim
from annotations.admin.deeds import Deed
from annotations.models import Claim, Person
from annotations.permissions import checks, edits, guard_in_words, steps_for, unmet
from annotations.workflow import STEPS, DeclineReason, Step, Who

IN_THE_WORKBENCH: dict[Step, str] = {
    Step.MARK: "It begins with words chosen in the text.",
    Step.SUBMIT: "Rating and reasons are given beside the text and the evidence.",
    Step.SECOND: "A reading is one's own: it is given beside the text and the evidence, claim by claim.",
    Step.ADJUDICATE: "Both readings have to be seen, and each claim has its own scale.",
    Step.EXPLAIN: "The words for readers are of one claim.",
    Step.CORRECT: "What is said now is of one claim, beside what was said.",
    Step.MERGE: "Which other claim says the same is seen in the text.",
}
"""The steps that are not offered here, and why."""

OFFERED: dict[Who, Callable[[Any, Any], bool]] = {
    Who.CHECKERS: checks,
    Who.EDITORS: edits,
    Who.EDITOR_OR_SECOND_READER: checks,
    Who.MARKER_OR_EDITOR: checks,
}
"""Who is shown the step in a list at all; for which claims it is possible, `allow` says of each."""


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(choices=[("", "Choose…"), *DeclineReason.choices])


class SendBackForm(forms.Form):
    comment = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), help_text="What has to be looked at again. Markdown."
    )


class RetractForm(forms.Form):
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), help_text="Readers see this for good.")


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
    step(
        Step.SEND_BACK,
        "sent back",
        lambda claim, by, given: send_back_claim(claim, by=by, **given),
        SendBackForm,
    ),
    step(Step.PUBLISH, "published", lambda claim, by, given: publish_claim(claim, by=by)),
    step(
        Step.RETRACT, "retracted", lambda claim, by, given: retract_claim(claim, by=by, **given), RetractForm
    ),
    step(Step.REOPEN, "reopened", lambda claim, by, given: reopen_claim(claim, by=by)),
    step(Step.REMOVE, "removed", lambda claim, by, given: remove_claim(claim, by=by)),
    step(Step.RESTORE, "restored", lambda claim, by, given: restore_claim(claim, by=by)),
)


def steps_told(claim: Claim, person: Any) -> list[str]:
    """The steps this person may take from the claim's state, in words."""
    return [step_told(step, claim, person) for step in steps_for(person, claim)]


def step_told(step: Step, claim: Claim, person: Any) -> str:
    """Its name, that it is taken elsewhere where it is, and the first thing that is missing for it."""
    where = " (in the workbench)" if step in IN_THE_WORKBENCH else ""
    missing = unmet(person, step, claim)
    return f"{step.label}{where}" + (f": {guard_in_words(missing[0], claim)}" if missing else "")
