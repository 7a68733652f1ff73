"""Forms about articles: bringing one in, and its details."""

from typing import Any, Self

from django import forms
from django.utils import timezone

from annotations.models import Article, ArticleKind, CheckPolicy, Direction, PublicText
from annotations.pages.forms.base import PageForm

MAX_UPLOAD_BYTES = 20 * 1024 * 1024
NOT_A_TIME = "Write day and time as 2024-11-29 16:30."

LANGUAGES = (
    ("", "As the text says"),
    ("ar", "Arabic"),
    ("zh", "Chinese"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("nl", "Dutch"),
    ("en", "English"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("de", "German"),
    ("el", "Greek"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hu", "Hungarian"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("no", "Norwegian"),
    ("fa", "Persian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("es", "Spanish"),
    ("sv", "Swedish"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
)


class Moment(forms.DateTimeField):
    """A day and a time by the newsroom's clock, from the browser's own picker where it has one."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        errors = {"invalid": NOT_A_TIME}
        super().__init__(required=False, widget=widget, error_messages=errors, **options)


class PolicyField(forms.ModelChoiceField):
    """The check policies this person may see."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=CheckPolicy.objects.none(), to_field_name="uid", **options)


def offer_policies(form: PageForm, person: Any) -> None:
    field: Any = form.fields["policy"]
    field.queryset = CheckPolicy.objects.visible_to(person)


class SourceTextForm(PageForm):
    """The text itself, in one of three ways; what belongs to the others is not looked at."""

    by = forms.ChoiceField(
        choices=[("paste", "Paste"), ("file", "File"), ("address", "Address")], widget=forms.HiddenInput
    )
    text = forms.CharField(
        label="Text of the article",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto", "spellcheck": "false"}),
        help_text="As copied from the page. Share buttons, clocks and doubled lines are left out.",
    )
    file = forms.FileField(
        label="Saved page or text",
        required=False,
        allow_empty_file=True,
        help_text="HTML, plain text or Markdown, up to 20 MB.",
    )
    address = forms.CharField(
        label="Address of the article",
        required=False,
        widget=forms.URLInput(attrs={"inputmode": "url", "autocapitalize": "off", "spellcheck": "false"}),
        help_text="http or https. The page itself, not a search result.",
    )

    EMPTY = {
        "paste": ("text", "Paste the text first."),
        "file": ("file", "Choose a file first."),
        "address": ("address", "Give the address first."),
    }

    def show_fault(self, error: Any) -> None:
        """A text that cannot be read or fetched is a fault of the field it came from."""
        if not error.field or error.field == "url":
            error.field = self.EMPTY[self.cleaned_data["by"]][0]
        super().show_fault(error)

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload and upload.size > MAX_UPLOAD_BYTES:
            raise forms.ValidationError("The file is larger than 20 MB. Save the page without its pictures.")
        return upload

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        name, sentence = self.EMPTY.get(data.get("by", ""), ("", ""))
        if name and not self.errors.get(name) and not data.get(name):
            self.add_error(name, sentence)
        return data

    def taken(self) -> tuple[bytes, str]:
        """The bytes, and what kind of text they are said to be."""
        data = self.cleaned_data
        if data["by"] == "paste":
            return data["text"].encode("utf-8", "replace"), "text/plain; charset=utf-8"
        return data["file"].read(), data["file"].content_type or ""


class ImportForm(SourceTextForm):
    """An article to bring in, with what is known of it."""

    kind = forms.ChoiceField(
        label="Kind", choices=ArticleKind, required=False, initial=ArticleKind.THIRD_PARTY
    )
    policy = PolicyField(label="How it is checked", required=False, empty_label="As the desk always does")
    headline = forms.CharField(
        label="Headline",
        required=False,
        max_length=500,
        help_text="Where the text's own is not the right one.",
    )
    publisher = forms.CharField(label="Publisher", required=False, max_length=200)
    url = forms.CharField(
        label="Address of the original", required=False, widget=forms.URLInput(attrs={"inputmode": "url"})
    )
    language = forms.ChoiceField(label="Language", required=False, choices=LANGUAGES)
    published_at = Moment(label="Published")
    due = Moment(label="Due")
    anyway = forms.BooleanField(label="Import it even if the same text is here already", required=False)

    OPTIONS = ("kind", "policy", "headline", "publisher", "url", "language", "published_at", "due", "anyway")

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_policies(self, person)

    def details(self) -> dict[str, Any]:
        """The arguments of `import_article` besides the text. What stands in the field of the kind says nothing."""
        names = ("kind", "policy", "headline", "publisher", "language", "published_at", "due", "anyway")
        details = {name: self.cleaned_data[name] for name in names}
        return details if "kind" in self.changed_data else {**details, "kind": ""}

    def options_shown(self) -> bool:
        """Whether the fold with the options has to be open: something is filled in or wrong there."""
        return any(self.errors.get(name) or self.data.get(name) for name in self.OPTIONS if name != "kind")


class DescribeArticleForm(PageForm):
    """What is known of an article. Values are those of `describe_article`."""

    row_version = forms.IntegerField(widget=forms.HiddenInput)
    headline = forms.CharField(label="Headline", required=False, max_length=500)
    publisher = forms.CharField(label="Publisher", required=False, max_length=200)
    byline = forms.CharField(label="By", required=False, help_text="Names, with commas between them.")
    published_at = Moment(label="Published")
    due = Moment(label="Due")
    embargo_until = Moment(label="Embargo until", help_text="Until then nothing of it can be published.")
    policy = PolicyField(
        label="How it is checked",
        empty_label=None,
        help_text="Claims in work keep the policy they began with.",
    )
    public_text = forms.ChoiceField(
        label="Readers see", choices=PublicText, help_text="Of the article, beside our checks."
    )
    direction = forms.ChoiceField(label="The text runs", choices=Direction)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_policies(self, person)

    @classmethod
    def showing(cls, article: Article, person: Any) -> Self:
        """The form filled with what the article says now."""
        initial = {name: getattr(article, name) for name in cls.base_fields}
        for name in ("published_at", "due", "embargo_until"):
            initial[name] = initial[name] and timezone.localtime(initial[name])
        return cls(
            initial={**initial, "byline": ", ".join(article.byline), "policy": article.policy.uid},
            person=person,
        )

    def clean_byline(self) -> list[str]:
        return [name for name in map(str.strip, self.cleaned_data["byline"].split(",")) if name]
