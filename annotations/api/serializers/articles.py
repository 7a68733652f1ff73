"""Articles, versions, coverage."""

from typing import Any

from rest_framework import serializers

from annotations.actions.articles import Outcome
from annotations.api.serializers.fields import Choice, File, In, Many, Moment, Row, Text, Truth
from annotations.api.serializers.people import PersonBrief
from annotations.models import (
    ArticleKind,
    ArticleStatus,
    CheckPolicy,
    Direction,
    PublicText,
)


class PolicyBrief(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    version = serializers.IntegerField()


class Article(serializers.Serializer):
    """A text under check. `changed` is the number of the last event on it or on anything that hangs on it."""

    uid = serializers.UUIDField()
    url = serializers.CharField()
    kind = serializers.ChoiceField(ArticleKind.choices)
    headline = serializers.CharField()
    standfirst = serializers.CharField()
    byline = serializers.ListField(child=serializers.CharField())
    publisher = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    language = serializers.CharField()
    direction = serializers.ChoiceField(Direction.choices)
    status = serializers.ChoiceField(ArticleStatus.choices)
    embargo_until = serializers.DateTimeField(allow_null=True)
    due = serializers.DateTimeField(allow_null=True)
    policy = PolicyBrief()
    public_text = serializers.ChoiceField(PublicText.choices)
    slug = serializers.CharField()
    created_by = PersonBrief()
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    row_version = serializers.IntegerField()
    changed = serializers.IntegerField()
    current_version = serializers.IntegerField()


class CarryOver(serializers.Serializer):
    """What became of the claims in the new version, by their uids."""

    same = serializers.ListField(child=serializers.UUIDField())
    moved = serializers.ListField(child=serializers.UUIDField())
    changed = serializers.ListField(child=serializers.UUIDField(), help_text="their words differ now: look")
    lost = serializers.ListField(child=serializers.UUIDField(), help_text="they stand nowhere any more")


class Imported(serializers.Serializer):
    """What the import came to; `report` only when a new version took over claims."""

    outcome = serializers.ChoiceField([(outcome.value, outcome.value) for outcome in Outcome])
    version = serializers.IntegerField()
    report = CarryOver(allow_null=True)
    filled = serializers.ListField(
        child=serializers.CharField(), help_text="what was sent and empty here: it is filled in"
    )
    left = serializers.ListField(
        child=serializers.CharField(),
        help_text="what was sent and is another here, which stays: PATCH changes it",
    )


class ImportedArticle(Article):
    """The article, and what was done."""

    imported = Imported()


class Block(serializers.Serializer):
    kind = serializers.CharField()
    level = serializers.IntegerField(allow_null=True)
    start = serializers.IntegerField()
    end = serializers.IntegerField()


class Link(serializers.Serializer):
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    href = serializers.CharField()


class Sentence(serializers.Serializer):
    uid = serializers.UUIDField()
    ordinal = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    check_worthiness = serializers.FloatField(allow_null=True)


class OpenSentence(Sentence):
    text = serializers.CharField()


class Version(serializers.Serializer):
    """One fixed text of an article; the highest number is the current one."""

    number = serializers.IntegerField()
    article = serializers.UUIDField()
    retrieved_at = serializers.DateTimeField()
    imported_by = PersonBrief()
    media_type = serializers.CharField()
    sha256 = serializers.CharField(help_text="of the original bytes")
    text_sha256 = serializers.CharField()
    extractor = serializers.CharField()
    extractor_version = serializers.CharField()


class VersionInFull(Version):
    """Positions are half-open ranges of `text`, in the units asked for."""

    text = serializers.CharField()
    blocks = Block(many=True)
    links = Link(many=True)
    sentences = Sentence(many=True)


class ImportedVersion(VersionInFull):
    """The version that now holds the text, and what was done."""

    imported = Imported()


class Coverage(serializers.Serializer):
    """How many sentences of the current version are accounted for, and those that are not."""

    version = serializers.IntegerField()
    sentences = serializers.IntegerField()
    claim = serializers.IntegerField()
    nothing_to_check = serializers.IntegerField()
    open = serializers.IntegerField()
    open_sentences = OpenSentence(many=True)


class DocumentIn(In):
    """Where the text comes from."""

    url = Text(required=False, max_length=2000)
    text = Text(required=False, help_text="plain text or Markdown")
    html = Text(required=False, help_text="a page's source")


class FileIn(In):
    file = File(required=False)


def one_of(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    given = [name for name in names if name in values]
    if len(given) != 1:
        raise serializers.ValidationError(f"Send the text as exactly one of: {', '.join(names)}.")
    return values


class ArticleIn(DocumentIn):
    kind = Choice(ArticleKind.choices, required=False)
    headline = Text(required=False, max_length=500)
    publisher = Text(required=False, max_length=200)
    language = Text(
        required=False, max_length=20, help_text="a BCP 47 tag like en or pt-BR; found out when not given"
    )
    published_at = Moment(required=False, allow_null=True)
    due = Moment(required=False, allow_null=True)
    policy = Row(CheckPolicy, "policy", required=False)
    anyway = Truth(required=False, help_text="though an article has this very text already")

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        """An address may stand beside a text: it is where the text came from, and is not fetched."""
        beside_a_text = {"text", "html", "file"} & set(values)
        return one_of(values, ("text", "html", "file") if beside_a_text else ("url", "text", "html", "file"))


class ArticleFileIn(ArticleIn, FileIn):
    """A file, with the same details as form fields."""


class VersionIn(DocumentIn):
    """The next text of the article."""

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        return one_of(values, ("url", "text", "html", "file"))


class VersionFileIn(VersionIn, FileIn):
    """The same as a file."""


class ArticleChangeIn(In):
    """What is not given stays. `status` archives and restores, and comes alone."""

    headline = Text(required=False, max_length=500)
    publisher = Text(required=False, max_length=200)
    byline = Many(child=Text(max_length=200), required=False, max_length=50)
    published_at = Moment(required=False, allow_null=True)
    due = Moment(required=False, allow_null=True)
    embargo_until = Moment(required=False, allow_null=True)
    policy = Row(CheckPolicy, "policy", required=False)
    public_text = Choice(PublicText.choices, required=False)
    direction = Choice(Direction.choices, required=False)
    status = Choice(
        [(status.value, status.label) for status in (ArticleStatus.OPEN, ArticleStatus.ARCHIVED)],
        required=False,
    )

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if "status" in values and len(values) > 1:
            raise serializers.ValidationError({"status": ["Change the status by itself."]})
        return values
