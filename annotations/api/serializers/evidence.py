"""Sources, our copies of them, and their use as evidence."""

from typing import Any

from rest_framework import serializers

from annotations.api.serializers.fields import Choice, Day, In, Row, Text, Truth
from annotations.api.serializers.people import PersonBrief
from annotations.models import Source as SourceModel
from annotations.models import SourceType, Terms, Tier
from annotations.workflow import Stance


class Source(serializers.Serializer):
    """A CSL item. Without `identity_shown` you may not know who or what it is: these fields are empty then."""

    uid = serializers.UUIDField()
    type = serializers.ChoiceField(SourceType.choices)
    title = serializers.CharField()
    author = serializers.ListField(child=serializers.DictField(), help_text="CSL names")
    container_title = serializers.CharField()
    publisher = serializers.CharField()
    issued = serializers.CharField()
    url = serializers.CharField()
    doi = serializers.CharField()
    tier = serializers.ChoiceField(Tier.choices)
    terms = serializers.ChoiceField(Terms.choices)
    confidential = serializers.BooleanField()
    identity_shown = serializers.BooleanField()
    public_description = serializers.CharField()
    archived_url = serializers.CharField()
    note = serializers.CharField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_why = serializers.CharField()
    forgotten_at = serializers.DateTimeField(
        allow_null=True, help_text="since then nobody can know who or what it is"
    )
    added_by = PersonBrief()
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    row_version = serializers.IntegerField()
    changed = serializers.IntegerField()


class WithdrawalIn(In):
    why = Text(allow_blank=False, max_length=300, help_text="why, and where it can be read")


class Snapshot(serializers.Serializer):
    """Our copy of what the source said."""

    uid = serializers.UUIDField()
    retrieved_at = serializers.DateTimeField()
    final_url = serializers.CharField()
    http_status = serializers.IntegerField(allow_null=True)
    media_type = serializers.CharField()
    sha256 = serializers.CharField()


class Copy(serializers.Serializer):
    """One of our copies of a source, by name; `sources/{uid}/snapshots/` tells more of it."""

    uid = serializers.UUIDField()
    retrieved_at = serializers.DateTimeField()
    sha256 = serializers.CharField()


class Evidence(serializers.Serializer):
    """A source used on a claim. `stance` is null while a first reading is kept from you."""

    uid = serializers.UUIDField()
    claim = serializers.UUIDField()
    source = Source()
    snapshot = Copy(
        allow_null=True,
        help_text="the copy of the source it rests on; null without one, or where you may not know the source",
    )
    stance = serializers.ChoiceField(Stance.choices, allow_null=True)
    locator_label = serializers.CharField()
    locator = serializers.CharField()
    quotation = serializers.CharField()
    note = serializers.CharField(help_text="Markdown")
    note_html = serializers.CharField()
    accessed_on = serializers.DateField(allow_null=True)
    added_by = PersonBrief()
    removed_at = serializers.DateTimeField(allow_null=True)
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    row_version = serializers.IntegerField()


class CslNameIn(In):
    """A person by parts, or anybody by `literal`."""

    family = Text(required=False, max_length=200)
    given = Text(required=False, max_length=200)
    literal = Text(required=False, max_length=300)


class SourceChangeIn(In):
    """What is not given stays."""

    type = Choice(SourceType.choices, required=False)
    title = Text(required=False, max_length=500)
    author = CslNameIn(many=True, required=False)
    container_title = Text(required=False, max_length=300)
    publisher = Text(required=False, max_length=300)
    issued = Text(required=False, max_length=20)
    url = Text(required=False, max_length=2000)
    doi = Text(required=False, max_length=200)
    tier = Choice(Tier.choices, required=False)
    terms = Choice(Terms.choices, required=False)
    confidential = Truth(required=False, help_text="true for all but on_record when nothing is said")
    public_description = Text(required=False, max_length=300)
    archived_url = Text(required=False, max_length=2000)
    note = Text(required=False)


class ForgetIn(In):
    """Nothing to say: what is deleted cannot be chosen."""


class SourceIn(SourceChangeIn):
    """A title or an address at least."""


class EvidenceChangeIn(In):
    """What is not given stays. `removed` takes it off the claim or puts it back, and comes alone."""

    stance = Choice(Stance.choices, required=False)
    locator_label = Text(required=False, max_length=20)
    locator = Text(required=False, max_length=200)
    quotation = Text(required=False)
    note = Text(required=False, help_text="Markdown")
    accessed_on = Day(required=False, allow_null=True)
    removed = Truth(required=False)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if "removed" in values and len(values) > 1:
            raise serializers.ValidationError({"removed": ["Remove or restore it by itself."]})
        return values


class EvidenceIn(In):
    source = Row(SourceModel, "source")
    stance = Choice(Stance.choices, default=Stance.CONTEXT)
    locator_label = Text(required=False, max_length=20, help_text="page, paragraph, section, timestamp …")
    locator = Text(required=False, max_length=200)
    quotation = Text(required=False)
    note = Text(required=False, help_text="Markdown")
    accessed_on = Day(required=False, allow_null=True)
