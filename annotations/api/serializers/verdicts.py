"""Ratings, assessments, verdicts."""

from rest_framework import serializers

from annotations.api.serializers.fields import Choice, In, RatingRow, Text
from annotations.api.serializers.people import PersonBrief
from annotations.models import Confidence, DecidedHow, ScaleKind
from annotations.workflow import SecondRead, TruthClass


class ScaleBrief(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    kind = serializers.ChoiceField(ScaleKind.choices)
    ordered = serializers.BooleanField()


class RatingBrief(serializers.Serializer):
    uid = serializers.UUIDField()
    key = serializers.CharField()
    name = serializers.CharField()
    truth_class = serializers.ChoiceField(TruthClass.choices)
    number = serializers.FloatField(allow_null=True, help_text="more is truer; null off the truth axis")
    scale = ScaleBrief()


class Rating(RatingBrief):
    """One point of a scale."""

    position = serializers.IntegerField()
    definition = serializers.CharField()
    shortcut = serializers.CharField()


class Policy(serializers.Serializer):
    """What is asked of a check before it stands."""

    uid = serializers.UUIDField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    scale = serializers.UUIDField(help_text="uid of the scale by which its claims are rated")
    second_read = serializers.ChoiceField(SecondRead.choices)
    min_evidence = serializers.IntegerField(help_text="sources at least")
    locator_required = serializers.BooleanField(help_text="each source says where in it")
    publisher_must_differ = serializers.BooleanField(help_text="from its only assessor")
    is_default = serializers.BooleanField()


class Verdict(serializers.Serializer):
    """What the newsroom decided."""

    uid = serializers.UUIDField()
    rating = RatingBrief()
    summary = serializers.CharField()
    explanation = serializers.CharField(help_text="Markdown")
    explanation_html = serializers.CharField()
    decided_how = serializers.ChoiceField(DecidedHow.choices)
    decided_by = PersonBrief()
    decided_at = serializers.DateTimeField()


class Assessment(serializers.Serializer):
    """One person's reading in one round. Not submitted, only its author sees it."""

    uid = serializers.UUIDField()
    claim = serializers.UUIDField()
    person = PersonBrief()
    round = serializers.IntegerField()
    rating = RatingBrief(allow_null=True)
    confidence = serializers.ChoiceField([("", "none"), *Confidence.choices])
    rationale = serializers.CharField(help_text="Markdown")
    rationale_html = serializers.CharField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()


class AssessmentIn(In):
    """Your own reading of the running round; what is not given stays."""

    rating = RatingRow(required=False, allow_null=True, help_text="uid, or key on the claim's scale")
    confidence = Choice([("", "none"), *Confidence.choices], required=False)
    rationale = Text(required=False, help_text="Markdown")
