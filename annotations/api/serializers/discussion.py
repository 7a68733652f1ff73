"""Comments, events, publications and public checks."""

from typing import Any

from rest_framework import serializers

from annotations.api.serializers.fields import In, Row, Text, Truth
from annotations.api.serializers.people import PersonBrief
from annotations.models import (
    ArticleKind,
    CorrectionKind,
    DecidedHow,
    Direction,
    PublicText,
    SourceType,
    Tier,
    Verb,
)
from annotations.models import Evidence as EvidenceModel
from annotations.workflow import Stance, TruthClass


class Comment(serializers.Serializer):
    """On exactly one of: an article, a claim, a piece of evidence."""

    uid = serializers.UUIDField()
    article = serializers.UUIDField(allow_null=True)
    claim = serializers.UUIDField(allow_null=True)
    evidence = serializers.UUIDField(allow_null=True)
    body = serializers.CharField(help_text="Markdown")
    body_html = serializers.CharField()
    by = PersonBrief()
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolved_by = PersonBrief(allow_null=True)
    removed_at = serializers.DateTimeField(allow_null=True)
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    row_version = serializers.IntegerField()


class ArticleCommentIn(In):
    body = Text(allow_blank=False, help_text="Markdown; `@username` mentions a colleague")


class CommentIn(ArticleCommentIn):
    evidence = Row(EvidenceModel, "evidence", required=False, help_text="of this claim")


class CommentChangeIn(In):
    """Exactly one of the two; false takes it back."""

    resolved = Truth(required=False)
    removed = Truth(required=False)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if len(values) != 1:
            raise serializers.ValidationError("Send “resolved” or “removed”, true or false.")
        return values


class Event(serializers.Serializer):
    """Who did what. `data` holds before and after; positions in it are code points, of secrets only the names."""

    number = serializers.IntegerField(help_text="in the order of commits")
    uid = serializers.UUIDField()
    at = serializers.DateTimeField()
    by = PersonBrief(allow_null=True)
    verb = serializers.ChoiceField(Verb.choices)
    said = serializers.CharField(help_text="the verb in words, after a name")
    article = serializers.UUIDField(allow_null=True)
    claim = serializers.UUIDField(allow_null=True)
    object_kind = serializers.CharField()
    object_uid = serializers.UUIDField()
    data = serializers.DictField()
    undoes = serializers.IntegerField(allow_null=True)


class CheckedArticle(serializers.Serializer):
    uid = serializers.UUIDField()
    slug = serializers.CharField()
    headline = serializers.CharField()
    url = serializers.CharField()
    publisher = serializers.CharField()
    byline = serializers.ListField(child=serializers.CharField())
    published_at = serializers.DateTimeField(allow_null=True)
    language = serializers.CharField()
    direction = serializers.ChoiceField(Direction.choices)
    kind = serializers.ChoiceField(ArticleKind.choices)
    public_text = serializers.ChoiceField(PublicText.choices)


class CheckedClaimant(serializers.Serializer):
    name = serializers.CharField()
    kind = serializers.CharField()
    role = serializers.CharField()
    same_as = serializers.CharField()


class CheckedAppearance(serializers.Serializer):
    url = serializers.CharField()
    description = serializers.CharField()
    first_known = serializers.BooleanField()
    published_at = serializers.DateTimeField(allow_null=True, required=False)


class CheckedRating(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()
    truth_class = serializers.ChoiceField(TruthClass.choices)
    definition = serializers.CharField()
    number = serializers.FloatField(allow_null=True)
    worst = serializers.FloatField(allow_null=True)
    best = serializers.FloatField(allow_null=True)
    scale = serializers.CharField()
    scale_version = serializers.IntegerField()


class CheckedVerdict(serializers.Serializer):
    rating = CheckedRating()
    summary = serializers.CharField()
    explanation = serializers.CharField(help_text="Markdown")
    explanation_html = serializers.CharField()
    decided_how = serializers.ChoiceField(DecidedHow.choices)
    decided_at = serializers.DateTimeField()


class CheckedCopy(serializers.Serializer):
    """Our own copy of a source: kept, not given out."""

    retrieved_at = serializers.DateTimeField()
    sha256 = serializers.CharField()


class CheckedSource(serializers.Serializer):
    """Of a source on background only the title: the words chosen for the outside."""

    title = serializers.CharField()
    uid = serializers.UUIDField(required=False)
    type = serializers.ChoiceField(SourceType.choices, required=False)
    author = serializers.ListField(child=serializers.DictField(), required=False)
    container_title = serializers.CharField(required=False)
    publisher = serializers.CharField(required=False)
    issued = serializers.CharField(required=False)
    url = serializers.CharField(required=False)
    doi = serializers.CharField(required=False)
    archived_url = serializers.CharField(required=False)
    tier = serializers.ChoiceField(Tier.choices, required=False)
    stored_copy = CheckedCopy(required=False, allow_null=True)


class CheckedEvidence(serializers.Serializer):
    stance = serializers.ChoiceField(Stance.choices)
    source = CheckedSource()
    locator_label = serializers.CharField(required=False)
    locator = serializers.CharField(required=False)
    quotation = serializers.CharField(required=False)
    note = serializers.CharField(required=False)
    note_html = serializers.CharField(required=False)
    accessed_on = serializers.DateField(required=False, allow_null=True)


class CheckedPlace(serializers.Serializer):
    """Positions are code points of the version's text; `excerpt` is the sentence and its neighbours."""

    version = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    exact = serializers.CharField()
    prefix = serializers.CharField()
    suffix = serializers.CharField()
    excerpt = serializers.CharField(required=False)
    excerpt_start = serializers.IntegerField(required=False)


class PublicCorrection(serializers.Serializer):
    kind = serializers.ChoiceField(CorrectionKind.choices)
    text = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    at = serializers.DateTimeField()


class Check(serializers.Serializer):
    """A published check: the record as it was frozen."""

    format = serializers.IntegerField()
    number = serializers.IntegerField(help_text="1 at first, one more with each correction")
    published_at = serializers.DateTimeField()
    first_published_at = serializers.DateTimeField()
    uid = serializers.UUIDField(help_text="of the claim")
    article = CheckedArticle()
    text = serializers.CharField()
    quotation = serializers.CharField()
    claimant = CheckedClaimant(allow_null=True)
    claim_date = serializers.DateField(allow_null=True)
    appearances = CheckedAppearance(many=True)
    verdict = CheckedVerdict()
    evidence = CheckedEvidence(many=True)
    highlights = CheckedPlace(many=True)
    checked_by = serializers.ListField(child=serializers.CharField())
    tags = serializers.ListField(child=serializers.CharField())
    corrections = PublicCorrection(many=True)


class Correction(serializers.Serializer):
    uid = serializers.UUIDField()
    kind = serializers.ChoiceField(CorrectionKind.choices)
    text = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    by = PersonBrief()
    created = serializers.DateTimeField()


class Publication(serializers.Serializer):
    """One numbered record with its SHA-256."""

    number = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = PersonBrief()
    content_hash = serializers.CharField()
    record = Check()
    corrections = Correction(many=True)
