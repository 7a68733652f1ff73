"""The steps of a claim's life: one table from step to action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request

from annotations.actions.assigning import given_by_others
from annotations.actions.claims import (
    assign_claim,
    decline_claim,
    merge_claim,
    remove_claim,
    restore_claim,
    take_claim,
)
from annotations.actions.publications import correct_claim, publish_claim, retract_claim
from annotations.actions.steps import allow
from annotations.actions.verdicts import (
    adjudicate_claim,
    explain_claim,
    reopen_claim,
    second_claim,
    send_back_claim,
    submit_claim,
)
from annotations.api.endpoint import Endpoint, Shape, found
from annotations.api.errors import PreconditionRequired
from annotations.api.negotiation import tagged
from annotations.api.schema import UNITS
from annotations.api.serializers.claims import Claim
from annotations.api.serializers.steps import (
    AdjudicateIn,
    AssignIn,
    CorrectIn,
    DeclineIn,
    ExplainIn,
    MergeIn,
    Offers,
    RetractIn,
    SendBackIn,
    StepIn,
    for_step,
)
from annotations.api.views.claims import shape_of
from annotations.errors import InvalidInput
from annotations.models import Claim as ClaimRow
from annotations.models import Event, Verb
from annotations.permissions import guard_in_words, steps_for, unmet
from annotations.workflow import STEPS, Step


@dataclass(frozen=True)
class Door:
    """The action that takes the step, and the body it needs."""

    action: Callable[..., Any]
    body: type[StepIn] = StepIn


DOORS: dict[Step, Door] = {
    Step.TAKE: Door(take_claim),
    Step.ASSIGN: Door(assign_claim, AssignIn),
    Step.DECLINE: Door(decline_claim, DeclineIn),
    Step.SUBMIT: Door(submit_claim),
    Step.SECOND: Door(second_claim),
    Step.SEND_BACK: Door(send_back_claim, SendBackIn),
    Step.ADJUDICATE: Door(adjudicate_claim, AdjudicateIn),
    Step.EXPLAIN: Door(explain_claim, ExplainIn),
    Step.PUBLISH: Door(publish_claim),
    Step.CORRECT: Door(correct_claim, CorrectIn),
    Step.RETRACT: Door(retract_claim, RetractIn),
    Step.REOPEN: Door(reopen_claim),
    Step.MERGE: Door(merge_claim, MergeIn),
    Step.REMOVE: Door(remove_claim),
    Step.RESTORE: Door(restore_claim),
}
"""Every step but `mark`, which is `POST claims/`."""

NEWLY_SAID = {Step.EXPLAIN: Verb.CLAIM_EXPLAINED, Step.CORRECT: Verb.CLAIM_CORRECTED}
"""Steps that put other words in the place of those that stand, and what is recorded of them."""

BODIES: dict[Step, type[StepIn]] = {step: for_step(step, door.body) for step, door in DOORS.items()}


class Steps(Endpoint):
    parameters = (UNITS,)
    honours_if_match = True
    may_also_answer = (428,)

    @extend_schema(responses=Offers)
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """The steps that you may take from the claim's state, and what each is still missing."""
        claim = found(ClaimRow.objects.visible_to(request.user), uid=uid)
        return tagged(request, offers(claim, request.user))

    @extend_schema(
        request=PolymorphicProxySerializer(
            "StepIn", {step.value: body for step, body in BODIES.items()}, resource_type_field_name="step"
        ),
        responses=Claim,
    )
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Take a step. The answer is the claim as it is then."""
        claim = found(ClaimRow.objects.visible_to(request.user), uid=uid)
        step = step_named(request.data)
        arguments = self.taken(BODIES[step], claim=claim)
        arguments.pop("step")
        recipient = self.recipient

        def act() -> None:
            if step in OVERWRITES and "If-Match" not in request.headers:
                allow(step, claim, request.user)
                OVERWRITES[step](claim, step, request.user)
            DOORS[step].action(claim, by=request.user, **arguments)

        return self.act_on(claim, lambda: shape_of(claim, recipient), act)


def refuse_others_words(claim: ClaimRow, step: Step, by: Any) -> None:
    """Raises PreconditionRequired when the words that stand are a colleague's, said by the same step."""
    saying = Event.objects.filter(claim=claim, verb=NEWLY_SAID[step]).order_by("-number").first()
    standing = (claim.current_verdict(), claim.publications.order_by("number").last())
    if saying and saying.by_id != by.pk and saying.object_uid in {row.uid for row in standing if row}:
        raise PreconditionRequired(
            "A colleague has written these words since. Read them, and send If-Match with the ETag of what you read."
        )


def refuse_others_choice(claim: ClaimRow, step: Step, by: Any) -> None:
    """Raises PreconditionRequired when somebody has the claim because a colleague gave or took it."""
    if given_by_others([claim], by=by):
        raise PreconditionRequired(
            "A colleague has given or taken this claim. See who has it, then send If-Match with its ETag."
        )


OVERWRITES: dict[Step, Callable[[ClaimRow, Step, Any], None]] = {
    Step.TAKE: refuse_others_choice,
    Step.ASSIGN: refuse_others_choice,
    Step.EXPLAIN: refuse_others_words,
    Step.CORRECT: refuse_others_words,
}
"""Steps that lead back to their own state: of two who take one at once nothing else would tell the second."""


def offers(claim: ClaimRow, person: Any) -> Shape:
    return {
        "state": claim.state,
        "steps": [
            {
                "step": step.value,
                "label": step.label,
                "leads_to": [state.value for state in STEPS[step].to],
                "missing": [
                    {"guard": guard.value, "sentence": guard_in_words(guard, claim)}
                    for guard in unmet(person, step, claim)
                ],
            }
            for step in steps_for(person, claim)
        ],
    }


def step_named(body: Any) -> Step:
    name = body.get("step") if isinstance(body, dict) else None
    if not isinstance(name, str) or name not in DOORS:
        raise InvalidInput(f"step is one of: {', '.join(DOORS)}.", field="step")
    return Step(name)
