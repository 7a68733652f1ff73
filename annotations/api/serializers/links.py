"""Links between claims."""

from rest_framework import serializers

from annotations.api.serializers.claims import Claim as ClaimInFull
from annotations.api.serializers.fields import Choice, In, Row
from annotations.api.serializers.people import PersonBrief
from annotations.models import Claim, LinkKind
from annotations.workflow import State


class ClaimBrief(serializers.Serializer):
    uid = serializers.UUIDField()
    article = serializers.UUIDField()
    text = serializers.CharField(help_text="our wording")
    state = serializers.ChoiceField(State.choices)
    stale_since = serializers.DateTimeField(allow_null=True)


class ClaimLink(serializers.Serializer):
    """`from_claim` repeats, depends on or contradicts `to_claim`. When a published `to_claim` is corrected or
    retracted, a `from_claim` that repeats it or depends on it becomes stale."""

    uid = serializers.UUIDField()
    kind = serializers.ChoiceField(LinkKind.choices)
    from_claim = ClaimBrief()
    to_claim = ClaimBrief()
    by = PersonBrief()
    created = serializers.DateTimeField()
    removed_at = serializers.DateTimeField(allow_null=True)


class ClaimLinkIn(In):
    to_claim = Row(Claim, "claim", help_text="uid of the other claim, of this article or of another")
    kind = Choice(LinkKind.choices)


class RepeatIn(In):
    to = Row(Claim, "claim", help_text="uid of the earlier claim, of this article or of another")


class Repetition(serializers.Serializer):
    link = serializers.UUIDField(allow_null=True, help_text="null when both are of one article")
    copied = serializers.IntegerField(help_text="sources taken from the earlier claim")
    left_out = serializers.IntegerField(help_text="those withdrawn, forgotten, or kept from you")


class RepeatedClaim(ClaimInFull):
    """The claim to go on with, and what became of the repetition."""

    repeated = Repetition()
