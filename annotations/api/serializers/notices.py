"""What one is told."""

from rest_framework import serializers

from annotations.api.serializers.fields import In, Just
from annotations.api.serializers.people import PersonBrief
from annotations.models import Verb, Why


class Notice(serializers.Serializer):
    """That something happened which concerns you, and why. What a blind reading keeps comes when yours is in."""

    uid = serializers.UUIDField()
    why = serializers.ChoiceField(Why.choices)
    said = serializers.CharField(help_text="in words, after the name of who did it")
    event = serializers.IntegerField(help_text="the number of the event")
    at = serializers.DateTimeField()
    by = PersonBrief(allow_null=True)
    verb = serializers.ChoiceField(Verb.choices)
    article = serializers.UUIDField(allow_null=True)
    claim = serializers.UUIDField(allow_null=True)
    object_kind = serializers.CharField()
    object_uid = serializers.UUIDField()
    seen_at = serializers.DateTimeField(allow_null=True)


class NoticeChangeIn(In):
    """Only true: what was seen stays so."""

    seen = Just()
