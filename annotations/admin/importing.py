"""Bringing an article in from the administration: pasted, from a file, or by its address."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from annotations.actions.articles import (
    Imported,
    import_address,
    import_article,
    import_version,
)
from annotations.actions.outcomes import told
from annotations.admin.links import page_of
from annotations.errors import WorkbenchError
from annotations.models import Article, ArticleKind, CheckPolicy

WAYS = ("text", "file", "address")

READ_AT_MOST_BYTES = 25 * 1024 * 1024
"""More than intake takes, so that it is intake that says what is too large."""


class VersionForm(forms.Form):
    """A text in one of two ways."""

    text = forms.CharField(
        label="Paste the text",
        required=False,
        strip=False,
        widget=AdminTextareaWidget,
        help_text="Plain text, Markdown or HTML.",
    )
    file = forms.FileField(label="or choose a file", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if sum(bool(str(data.get(way) or "").strip()) for way in WAYS) != 1:
            raise forms.ValidationError(f"Give one of these: {self.ways()}.")
        return data

    def ways(self) -> str:
        return ", ".join(str(self.fields[way].label).lower() for way in WAYS if way in self.fields)

    def original(self) -> tuple[bytes, str]:
        """The bytes and the media type the browser named for them."""
        upload = self.cleaned_data["file"]
        if upload is not None:
            return upload.read(READ_AT_MOST_BYTES), upload.content_type or ""
        return self.cleaned_data["text"].encode("utf-8", "replace"), ""


class ImportForm(VersionForm):
    """A text in one of three ways, and what is known of it."""

    address = forms.CharField(
        label="or fetch it from an address",
        required=False,
        max_length=2000,
        widget=AdminTextInputWidget(attrs={"type": "url", "placeholder": "https://"}),
    )
    url = forms.CharField(
        label="Where it stands",
        required=False,
        max_length=2000,
        widget=AdminTextInputWidget(attrs={"type": "url", "placeholder": "https://"}),
        help_text="The address of a pasted text or of a file, when it has one.",
    )
    kind = forms.ChoiceField(choices=ArticleKind, initial=ArticleKind.THIRD_PARTY)
    publisher = forms.CharField(required=False, max_length=200, widget=AdminTextInputWidget)
    policy = forms.ModelChoiceField(
        queryset=CheckPolicy.objects.all(), required=False, empty_label="The default policy"
    )
    due = forms.SplitDateTimeField(required=False, widget=AdminSplitDateTime)
    anyway = forms.BooleanField(
        label="Import again anyway",
        required=False,
        help_text="Also when an article with this very text is here already.",
    )

    def details(self) -> dict[str, Any]:
        names = ("kind", "publisher", "policy", "due", "anyway")
        details = {name: self.cleaned_data[name] for name in names}
        # What stands there from the start says nothing of an article that is here already.
        return details if "kind" in self.changed_data else {**details, "kind": ""}


def import_view(table: Any, request: HttpRequest, article: Article | None) -> HttpResponse:
    """The form for a new article, or for the next version of this one; then its page with what became of it."""
    if not table.has_add_permission(request):
        raise PermissionDenied
    made = ImportForm if article is None else VersionForm
    form = made(request.POST, request.FILES) if request.method == "POST" else made()
    status = 200
    if form.is_valid():
        try:
            imported = _import(form, article, by=request.user)
        except WorkbenchError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
            status = refusal.status
        else:
            messages.success(request, told(imported))
            return HttpResponseRedirect(page_of(imported.article))
    context = {
        **table.admin_site.each_context(request),
        "title": "Import an article" if article is None else f"Import a new version of “{article}”",
        "opts": table.opts,
        "form": form,
        "media": table.media + form.media,
        "back": page_of(article) if article else "",
    }
    return TemplateResponse(request, "admin/annotations/article/import.html", context, status=status)


def _import(form: Any, article: Article | None, *, by: Any) -> Imported:
    if article is not None:
        data, content_type = form.original()
        return import_version(article, data, by=by, content_type=content_type)
    if address := form.cleaned_data["address"]:
        return import_address(address, by=by, **form.details())
    data, content_type = form.original()
    url = form.cleaned_data["url"]
    return import_article(data, by=by, content_type=content_type, url=url, **form.details())
