"""Undo and redo, as they are asked for and answered."""

from rest_framework import serializers

from annotations.api.serializers.discussion import Event
from annotations.api.serializers.fields import In, Whole


class DeedIn(In):
    """Which deed is meant: refused when another is next by now."""

    deed = Whole(
        required=False, min_value=1, help_text="the number of its first event; without it, whatever is next"
    )


class Reversed(serializers.Serializer):
    words = serializers.CharField(help_text="what was taken back or done again")
    left = serializers.IntegerField(help_text="of several, those left alone: a colleague changed them since")
    events = Event(many=True)
