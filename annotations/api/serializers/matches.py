"""Earlier claims like a text."""

from rest_framework import serializers

from annotations.api.serializers.links import ClaimBrief
from annotations.workflow import TruthClass


class MatchRating(serializers.Serializer):
    uid = serializers.UUIDField()
    key = serializers.CharField()
    name = serializers.CharField()
    truth_class = serializers.ChoiceField(TruthClass.choices)


class ClaimMatch(serializers.Serializer):
    """A claim, the rating of its verdict if one stands and you may see it, and how alike the two are."""

    claim = ClaimBrief()
    rating = MatchRating(allow_null=True)
    score = serializers.FloatField(help_text="0 to 1: the weight of what both say in what either says")
    shared = serializers.ListField(
        child=serializers.CharField(), help_text="what both say, as in your text, the weightiest first"
    )


class ClaimMatches(serializers.Serializer):
    """Best first, of equals the newest. `state` of each says when one was retracted."""

    results = ClaimMatch(many=True)
