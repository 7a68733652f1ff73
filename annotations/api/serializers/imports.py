"""Files of claims: what is sent, and what became of each row."""

from typing import Any

from rest_framework import serializers

from annotations.actions.importing_claims import LABELS, Fate
from annotations.actions.importing_sources import Fate as SourceFate
from annotations.api.serializers.fields import Choice, File, In, Item, Many, Row, Text, Truth
from annotations.models import Article


class DryRun(Truth):
    def __init__(self) -> None:
        super().__init__(required=False, help_text="true: say what would become of each row, and do nothing")


class DryRunInWords(Choice):
    """The same in a form, whose fields are text."""

    def __init__(self) -> None:
        words = [("true", "say what would become of each row"), ("false", "do it")]
        super().__init__(words, required=False, help_text="false unless said")


class ClaimFileIn(In):
    """The file as text, in a `format`."""

    text = Text(required=False, help_text="what the file holds")
    format = Choice([*LABELS.items()], required=False, help_text="else by the file's name or content")
    article = Row(Article, "article", required=False, help_text="of rows that name no article we have")
    dry_run = DryRun()

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if len({"text", "file"} & set(values)) != 1:
            raise serializers.ValidationError("Send the claims as exactly one of: text, file.")
        return values


class ClaimFileUploadIn(ClaimFileIn):
    """The same as a file, beside form fields."""

    file = File(required=False)
    dry_run = DryRunInWords()


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


class SourceItemsIn(In):
    """CSL-JSON: its items, or all of it as text."""

    items = Many(child=Item(), required=False, allow_empty=False, help_text="CSL items")
    text = Text(required=False, help_text="what the file holds")
    dry_run = DryRun()

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if len({"items", "text"} & set(values)) != 1:
            raise serializers.ValidationError("Send the sources as exactly one of: items, text.")
        return values


class SourceFileIn(In):
    """The same as a file, beside form fields."""

    file = File()
    dry_run = DryRunInWords()


class ImportedSource(serializers.Serializer):
    """What became of one item, or would."""

    item = serializers.IntegerField(help_text="its place in the file, from 1")
    outcome = serializers.ChoiceField(SourceFate.choices)
    why = serializers.CharField(help_text="a sentence, where there is something to say")
    source = serializers.UUIDField(allow_null=True, help_text="the source that was made, or is here already")
    title = serializers.CharField(help_text="by which the item is known")
    kept = serializers.ListField(
        child=serializers.CharField(), help_text="fields that have no column here; they come back unchanged"
    )
    filled = serializers.ListField(
        child=serializers.CharField(), help_text="of a source that is here: what was empty, and is filled in"
    )
    left = serializers.ListField(
        child=serializers.CharField(), help_text="of a source that is here: what was sent and is not taken"
    )


class SourceImport(serializers.Serializer):
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="outcome → number of items")
    results = ImportedSource(many=True)
