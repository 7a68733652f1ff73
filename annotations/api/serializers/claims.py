"""Claims with their highlights and verdict, and how they are marked and described."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotations.anchoring.changes import ChangeKind
from annotations.api.serializers.evidence import Evidence
from annotations.api.serializers.fields import Choice, Day, In, Many, Moment, Row, Text, Whole
from annotations.api.serializers.people import Agent, PersonBrief
from annotations.api.serializers.verdicts import Verdict
from annotations.models import Agent as AgentModel
from annotations.models import Article as ArticleModel
from annotations.models import Materiality, Method
from annotations.models.staleness import StaleKind
from annotations.workflow import DeclineReason, SecondRead, State


class ClaimPolicy(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    second_read = serializers.ChoiceField(SecondRead.choices)
    scale = serializers.UUIDField(help_text="uid of the scale by which the claim is judged")


class Highlight(serializers.Serializer):
    """Where a claim stands in the article's current version; without positions when it was lost on the way."""

    uid = serializers.UUIDField()
    version = serializers.IntegerField()
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)
    exact = serializers.CharField()
    prefix = serializers.CharField()
    suffix = serializers.CharField()
    method = serializers.ChoiceField(Method.choices)
    similarity = serializers.FloatField(allow_null=True)
    changes = serializers.ListField(child=serializers.CharField())
    needs_confirmation = serializers.BooleanField()
    confirmed_at = serializers.DateTimeField(allow_null=True)
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    row_version = serializers.IntegerField()


class StaleReason(serializers.Serializer):
    """What changed under the verdict. Of `version`, `evidence`, `source` and `claim` those are given that it is
    about."""

    kind = serializers.ChoiceField(StaleKind.choices)
    version = serializers.IntegerField(allow_null=True, help_text="the number of the one whose words differ")
    changes = serializers.ListField(child=serializers.ChoiceField([(k.value, k.value) for k in ChangeKind]))
    evidence = serializers.UUIDField(allow_null=True)
    source = serializers.UUIDField(allow_null=True)
    claim = serializers.UUIDField(allow_null=True, help_text="the published one that it rests on")


class Claim(serializers.Serializer):
    """One checkable assertion. `changed` is the number of the last event on it or on what hangs on it."""

    uid = serializers.UUIDField()
    article = serializers.UUIDField()
    article_headline = serializers.CharField()
    article_url = serializers.CharField()
    annotation_url = serializers.CharField(
        help_text="where the claim is a W3C Web Annotation; another one each time it is brought back"
    )
    text = serializers.CharField(help_text="our wording")
    quotation = serializers.CharField(help_text="the words as printed")
    claimant = Agent(allow_null=True)
    claim_date = serializers.DateField(allow_null=True)
    assertion_type = serializers.CharField()
    materiality = serializers.ChoiceField(Materiality.choices)
    state = serializers.ChoiceField(State.choices)
    round = serializers.IntegerField()
    policy = ClaimPolicy()
    assignee = PersonBrief(allow_null=True)
    due = serializers.DateTimeField(allow_null=True)
    declined_reason = serializers.ChoiceField([("", "none"), *DeclineReason.choices])
    merged_into = serializers.UUIDField(allow_null=True)
    stale_since = serializers.DateTimeField(allow_null=True)
    stale_reasons = StaleReason(many=True)
    created_by = PersonBrief()
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    row_version = serializers.IntegerField()
    changed = serializers.IntegerField()
    tags = serializers.ListField(child=serializers.CharField())
    highlights = Highlight(many=True)
    verdict = Verdict(allow_null=True)
    evidence = Evidence(many=True)


TEXT = {"type": "string"}
QUOTE_SELECTOR = {
    "type": "object",
    "properties": {
        "type": {"const": "TextQuoteSelector"},
        "exact": TEXT | {"minLength": 1},
        "prefix": TEXT,
        "suffix": TEXT,
    },
    "required": ["type", "exact"],
}
POSITION_SELECTOR = {
    "type": "object",
    "properties": {
        "type": {"const": "TextPositionSelector"},
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 1},
    },
    "required": ["type", "start", "end"],
}
EITHER_SELECTOR = {"oneOf": [QUOTE_SELECTOR, POSITION_SELECTOR]}


@extend_schema_field({"oneOf": [EITHER_SELECTOR, {"type": "array", "items": EITHER_SELECTOR, "minItems": 1}]})
class Selectors(serializers.JSONField):
    """Selectors of the W3C Web Annotation Data Model: one, or several for the same words."""


class TargetIn(In):
    """The words meant."""

    selector = Selectors()


class PlaceIn(In):
    """Words of a text: a `target` with selectors, or `start` and `end` in `version`."""

    version = Whole(required=False, min_value=1, help_text="needed with positions; else the current one")
    target = TargetIn(required=False)
    start = Whole(required=False, min_value=0)
    end = Whole(required=False, min_value=1)


def refuse_no_place(values: dict[str, Any]) -> dict[str, Any]:
    """Raises ValidationError unless the words are named in exactly one of the two ways."""
    positions = {"start", "end"} & set(values)
    if ("target" in values) == bool(positions) or len(positions) == 1:
        raise serializers.ValidationError("Say where: either target, or start and end.")
    return values


class ClaimIn(PlaceIn):
    """Where the claim stands: a `target` with selectors, or `start` and `end` in `version`."""

    article = Row(ArticleModel, "article")
    text = Text(required=False, help_text="our wording; begins as the words marked")

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        return refuse_no_place(values)


class ClaimChangeIn(In):
    """What is not given stays."""

    text = Text(required=False, allow_blank=False)
    claimant = Row(AgentModel, "agent", required=False, allow_null=True)
    claim_date = Day(required=False, allow_null=True)
    assertion_type = Text(required=False, max_length=40)
    materiality = Choice(Materiality.choices, required=False)
    due = Moment(required=False, allow_null=True)
    tags = Many(child=Text(max_length=60), required=False, max_length=50)


class Tag(serializers.Serializer):
    name = serializers.CharField(help_text="in lower case")
