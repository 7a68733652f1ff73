"""Giving claims to people, asking for a reading, saying that a verdict holds or a sentence holds nothing."""

from rest_framework import serializers

from annotations.api.serializers.fields import In, Moment, PersonRow, Rows, Text, Whole
from annotations.models import Claim, Sentence

MOST_AT_ONCE = 500


class GiveIn(In):
    """Claims of one article or of several; without `due` each keeps its own."""

    claims = Rows(Claim, "claim", most=MOST_AT_ONCE)
    assignee = PersonRow()
    due = Moment(required=False, allow_null=True)
    seen = Whole(
        required=False,
        min_value=0,
        help_text="the highest `changed` of the claims as you read them; 412 when a colleague has given one of them "
        "to somebody since, and 428 without it when a colleague ever has",
    )


class Given(serializers.Serializer):
    """Those that were given; those that are past checking, or are that person's already, are passed over."""

    claims = serializers.ListField(child=serializers.UUIDField())
    events = serializers.ListField(child=serializers.IntegerField(), help_text="their numbers")


class AskIn(In):
    reader = PersonRow()


class HoldIn(In):
    reason = Text(allow_blank=False)


class SentencesIn(In):
    """Sentences of one version of the article."""

    sentences = Rows(Sentence, "sentence", most=MOST_AT_ONCE, beside=("version",))


class DismissIn(SentencesIn):
    reason = Text(required=False, max_length=200)
