"""Files of claims: what is sent, and what became of each row."""

from typing import Any

from rest_framework import serializers

from annotations.actions.importing_claims import LABELS, Fate
from annotations.api.serializers.fields import Choice, In, Row, Text
from annotations.models import Article


class ClaimFileIn(In):
    """The file as text, in a `format`."""

    text = Text(required=False, help_text="what the file holds")
    format = Choice([*LABELS.items()], required=False, help_text="else by the file's name or content")
    article = Row(Article, "article", required=False, help_text="of rows that name no article we have")
    dry_run = Choice(
        [("true", "say what would become of each row"), ("false", "do it")],
        required=False,
        help_text="false unless said",
    )

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if len({"text", "file"} & set(values)) != 1:
            raise serializers.ValidationError("Send the claims as exactly one of: text, file.")
        return values


class ClaimFileUploadIn(ClaimFileIn):
    """The same as a file, beside form fields."""

    file = serializers.FileField(required=False, allow_empty_file=True)


class ImportedRow(serializers.Serializer):
    """What became of one row, or would."""

    line = serializers.IntegerField(help_text="from 1; of a list of annotations the place in it")
    outcome = serializers.ChoiceField(Fate.choices)
    why = serializers.CharField(help_text="a sentence, where there is something to say")
    article = serializers.UUIDField(allow_null=True)
    claim = serializers.UUIDField(allow_null=True, help_text="the claim that was made, or is here already")
    text = serializers.CharField(help_text="by which the row is known")


class ClaimImport(serializers.Serializer):
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="outcome → number of rows")
    unread = serializers.ListField(
        child=serializers.CharField(), help_text="columns that were not read, where there are such"
    )
    results = ImportedRow(many=True)
