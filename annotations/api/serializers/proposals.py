"""Proposals and clearances."""

from typing import Any

from rest_framework import serializers

from annotations.api.serializers.evidence import Evidence
from annotations.api.serializers.fields import Choice, In, Row, Text, Whole
from annotations.api.serializers.people import PersonBrief
from annotations.models import Evidence as EvidenceModel
from annotations.models import ProposalState


class Proposal(serializers.Serializer):
    """Other words asked for. `version` is the one that `words_now` stand in, `done_in` the one that follows."""

    uid = serializers.UUIDField()
    claim = serializers.UUIDField()
    version = serializers.IntegerField()
    words_now = serializers.CharField()
    words_proposed = serializers.CharField(help_text="empty: the words are to go")
    why = serializers.CharField()
    evidence = Evidence(allow_null=True, help_text="what it rests on")
    state = serializers.ChoiceField(ProposalState.choices)
    by = PersonBrief()
    decided_by = PersonBrief(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_why = serializers.CharField()
    done_in = serializers.IntegerField(allow_null=True)
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    row_version = serializers.IntegerField()


class ProposalIn(In):
    words_proposed = Text(max_length=10_000, help_text="empty: the words are to go")
    words_now = Text(
        required=False, max_length=10_000, help_text="words of the claim's paragraph; else the claim's own"
    )
    why = Text(required=False)
    evidence = Row(EvidenceModel, "evidence", required=False, help_text="of this claim")


class ProposalChangeIn(In):
    """What is not given stays. `state` decides, or takes the decision back, and comes alone or with its reason."""

    words_proposed = Text(required=False, max_length=10_000)
    why = Text(required=False)
    evidence = Row(EvidenceModel, "evidence", required=False, allow_null=True, help_text="of this claim")
    state = Choice(ProposalState.choices, required=False)
    decided_why = Text(required=False, help_text="asked for when it is refused")

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        decision = {"state", "decided_why"} & set(values)
        if decision and ("state" not in values or set(values) - decision):
            raise serializers.ValidationError(
                {"state": ["Decide by itself, with decided_why as the reason."]}
            )
        return values


class KindsOfSentences(serializers.Serializer):
    claim = serializers.IntegerField()
    nothing_to_check = serializers.IntegerField()
    open = serializers.IntegerField()


class Figures(serializers.Serializer):
    """What there is: sentences by kind, claims and proposals by state, sources."""

    sentences = KindsOfSentences()
    claims = serializers.DictField(child=serializers.IntegerField())
    sources = serializers.IntegerField()
    proposals = serializers.DictField(child=serializers.IntegerField())


class StillMissing(serializers.Serializer):
    """What stands in the way of clearing, by kind; all are 0 when nothing does."""

    sentences = serializers.IntegerField(help_text="not accounted for")
    claims = serializers.IntegerField(help_text="open")
    disputed = serializers.IntegerField(help_text="claims")
    stale = serializers.IntegerField(help_text="claims")
    highlights = serializers.IntegerField(help_text="waiting for an answer")
    comments = serializers.IntegerField(help_text="unresolved")
    proposals = serializers.IntegerField(help_text="open, or accepted and not done")


class Clearance(serializers.Serializer):
    """That every line of a version was accounted for. It ends with a new version, or when work is taken up again."""

    uid = serializers.UUIDField()
    version = serializers.IntegerField()
    text_sha256 = serializers.CharField()
    by = PersonBrief()
    at = serializers.DateTimeField()
    figures = Figures()
    void_at = serializers.DateTimeField(allow_null=True)
    void_why = serializers.CharField()


class ArticleClearance(serializers.Serializer):
    """Whether the article is cleared, and what the current version still lacks."""

    version = serializers.IntegerField(help_text="the current one")
    text_sha256 = serializers.CharField()
    missing = StillMissing()
    figures = Figures()
    clearance = Clearance(allow_null=True, help_text="the one that stands")
    ended = Clearance(many=True, help_text="earlier ones, the newest first")


class ClearIn(In):
    version = Whole(min_value=1, help_text="the one you looked at; only the current one can be cleared")
