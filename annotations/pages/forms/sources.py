"""The form of a source: the columns of `describe_source`, as people write them."""

from typing import Any, Self

from django import forms

from annotations.models import Source, SourceType, Terms, Tier
from annotations.pages.forms.base import PageForm, RowVersionForm


class SourceForm(PageForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    type = forms.ChoiceField(label="Type", choices=SourceType)
    title = forms.CharField(label="Title", required=False, max_length=500)
    url = forms.CharField(
        label="Address", required=False, max_length=2000, widget=forms.URLInput(attrs={"inputmode": "url"})
    )
    author = forms.CharField(
        label="Authors",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One a line, as “Family, Given”; organisations and single names as they are.",
    )
    container_title = forms.CharField(
        label="Part of", required=False, max_length=300, help_text="The newspaper, journal, site or series."
    )
    publisher = forms.CharField(label="Publisher", required=False, max_length=300)
    issued = forms.CharField(
        label="Issued", required=False, max_length=20, help_text="2024, 2024-11 or 2024-11-29."
    )
    doi = forms.CharField(label="DOI", required=False, max_length=200)
    archived_url = forms.CharField(
        label="Archived at",
        required=False,
        max_length=2000,
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )
    tier = forms.ChoiceField(
        label="How near it is",
        choices=Tier,
        help_text="Primary: the document, the data, the person. Secondary: who reports on them.",
    )
    terms = forms.ChoiceField(label="Terms", choices=Terms)
    confidential = forms.BooleanField(
        label="Confidential: only who added it, who checks the claim, and editors know who it is",
        required=False,
    )
    public_description = forms.CharField(
        label="What readers are told",
        required=False,
        max_length=300,
        help_text="For a source that is not named, such as “an official of the ministry”.",
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    @classmethod
    def showing(cls, source: Source) -> Self:
        """The form filled with what is known now."""
        initial = {name: getattr(source, name) for name in cls.base_fields}
        return cls(initial={**initial, "author": "\n".join(map(written_name, source.author))})

    def clean_author(self) -> list[dict[str, str]]:
        lines = map(str.strip, self.cleaned_data["author"].splitlines())
        return [read_name(line) for line in lines if line]

    def clean_archived_url(self) -> str:
        return web_address(self.cleaned_data["archived_url"])

    def described(self) -> dict[str, Any]:
        """The columns, without the version of the row."""
        return {name: value for name, value in self.cleaned_data.items() if name != "row_version"}


class ForgetForm(RowVersionForm):
    """There is no way back, so it is said twice."""

    sure = forms.BooleanField(
        error_messages={"required": "Say that you know it cannot be taken back. Nothing was deleted."}
    )


def web_address(url: str) -> str:
    if url and not url.startswith(("http://", "https://")):
        raise forms.ValidationError("An address begins with http:// or https:// and has no spaces.")
    return url


def read_name(line: str) -> dict[str, str]:
    """A CSL name. "Family, Given" has two parts; anything else is one name."""
    family, comma, given = line.partition(",")
    if comma and family.strip() and given.strip():
        return {"family": family.strip(), "given": given.strip()}
    return {"literal": line}


def written_name(name: dict[str, Any]) -> str:
    """A CSL name as it is written in the form; the inverse of `read_name`."""
    if name.get("literal"):
        return str(name["literal"])
    particle = name.get("non-dropping-particle", "")
    family = " ".join(filter(None, [particle, name.get("family", "")]))
    return ", ".join(filter(None, [family, name.get("given", "")]))


class WithdrawalForm(PageForm):
    """Why a source was withdrawn, or stands again."""

    row_version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why, and where it can be read."},
    )
