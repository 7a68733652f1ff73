"""Two versions beside one another."""

from rest_framework import serializers

from annotations.anchoring.changes import ChangeKind
from annotations.anchoring.comparing import RowKind
from annotations.exports.fates import Outcome


class Range(serializers.Serializer):
    """Half-open, in the units asked for."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()


class ComparedSentence(Range):
    ordinal = serializers.IntegerField()


class ComparedRow(serializers.Serializer):
    """Sentences that belong together. What moved has two rows, each naming the other by its index in `rows`."""

    kind = serializers.ChoiceField([(kind.value, kind.value) for kind in RowKind])
    old = ComparedSentence(many=True)
    new = ComparedSentence(many=True)
    struck = Range(many=True, help_text="words that only the older text has")
    fresh = Range(many=True, help_text="words that only the newer text has")
    other = serializers.IntegerField(allow_null=True)


class RowCounts(serializers.Serializer):
    same = serializers.IntegerField()
    changed = serializers.IntegerField()
    added = serializers.IntegerField()
    removed = serializers.IntegerField()
    moved = serializers.IntegerField(help_text="two rows for each stretch that moved")


class ComparedPlace(Range):
    exact = serializers.CharField()


class ComparedClaim(serializers.Serializer):
    """What became of one place of a claim. `old` is null for a new claim, `new` for a lost one."""

    claim = serializers.UUIDField()
    outcome = serializers.ChoiceField([(outcome.value, outcome.value) for outcome in Outcome])
    changes = serializers.ListField(
        child=serializers.ChoiceField([(kind.value, kind.value) for kind in ChangeKind])
    )
    needs_confirmation = serializers.BooleanField(help_text="in the newer version")
    stale = serializers.BooleanField()
    old = ComparedPlace(allow_null=True)
    new = ComparedPlace(allow_null=True)


class Comparison(serializers.Serializer):
    """Every sentence of both versions, once and in order, and the claims."""

    article = serializers.UUIDField()
    old = serializers.IntegerField()
    new = serializers.IntegerField()
    counts = RowCounts()
    rows = ComparedRow(many=True)
    claims = ComparedClaim(many=True)
