"""The places of claims: adding, moving and taking them away, and what is answered where one waits."""

from typing import Any

from django.db.models import TextChoices
from rest_framework import serializers

from annotations.api.serializers.claims import Highlight, PlaceIn, refuse_no_place
from annotations.api.serializers.fields import Choice, Just


class Place(Highlight):
    """Where a claim stands in a version; without positions when it was lost on the way."""

    claim = serializers.UUIDField()
    removed_at = serializers.DateTimeField(allow_null=True)


class NewPlaceIn(PlaceIn):
    """Another place of the claim, in the current version."""

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        return refuse_no_place(values)


class PlaceChangeIn(PlaceIn):
    """Other words in the same version, or `removed`, which comes alone."""

    removed = Just(required=False)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if "removed" not in values:
            return refuse_no_place(values)
        if len(values) > 1:
            raise serializers.ValidationError({"removed": ["It comes alone."]})
        return values


class Answered(TextChoices):
    SAME = "same", "Still the same claim"
    PLACE = "place", "It stands here"
    GONE = "gone", "Gone"
    OTHER = "other", "Another claim now"
    REOPEN = "reopen", "Take the last answer back"


class AnswerIn(PlaceIn):
    """`place` says where, the others only what."""

    answer = Choice(Answered.choices)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if values["answer"] == Answered.PLACE:
            return refuse_no_place(values)
        if len(values) > 1:
            raise serializers.ValidationError({"answer": ["Only “place” says where."]})
        return values
