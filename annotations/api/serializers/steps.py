"""Steps of a claim's life: those that may be taken, and what each needs."""

from rest_framework import serializers

from annotations.api.serializers.fields import Choice, In, Moment, PersonRow, RatingRow, Row, Text
from annotations.models import Claim, CorrectionKind
from annotations.workflow import DeclineReason, Guard, State, Step


class Missing(serializers.Serializer):
    guard = serializers.ChoiceField(Guard.choices)
    sentence = serializers.CharField()


class Offer(serializers.Serializer):
    """A step that your role allows from here; with nothing `missing` it can be taken now."""

    step = serializers.ChoiceField(Step.choices)
    label = serializers.CharField()
    leads_to = serializers.ListField(child=serializers.ChoiceField(State.choices))
    missing = Missing(many=True)


class Offers(serializers.Serializer):
    """What you can do with the claim now."""

    state = serializers.ChoiceField(State.choices)
    steps = Offer(many=True)


class StepIn(In):
    """A step that needs nothing more."""

    step = Text()


class AssignIn(StepIn):
    assignee = PersonRow()
    due = Moment(required=False, allow_null=True)


class DeclineIn(StepIn):
    reason = Choice(DeclineReason.choices)


class SendBackIn(StepIn):
    comment = Text(allow_blank=False, help_text="Markdown")


class AdjudicateIn(StepIn):
    rating = RatingRow(help_text="uid, or key on the claim's scale")
    reasons = Text(allow_blank=False, help_text="Markdown; becomes the explanation")


class ExplainIn(StepIn):
    explanation = Text(allow_blank=False, help_text="Markdown, for readers")
    summary = Text(required=False)


class CorrectIn(StepIn):
    kind = Choice([choice for choice in CorrectionKind.choices if choice[0] != CorrectionKind.RETRACTION])
    text = Text(allow_blank=False, help_text="what was wrong, in public")
    rating = RatingRow(required=False)
    explanation = Text(required=False, help_text="Markdown")
    summary = Text(required=False)


class RetractIn(StepIn):
    reason = Text(allow_blank=False, help_text="in public")


class MergeIn(StepIn):
    into = Row(Claim, "claim", help_text="uid of another claim of the same article")


def for_step(step: Step, body: type[StepIn]) -> type[StepIn]:
    """The body with `step` fixed to this one: in the schema each step has its own."""
    name = f"{step.name.title().replace('_', '')}StepIn"
    fields = {"step": Choice([(step.value, step.label)]), "__doc__": body.__doc__, "__module__": __name__}
    return type(name, (body,), fields)
