"""Bringing in a text: as a new article, or as the next version of one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from annotations.actions.articles import Imported, Outcome, import_address, import_article
from annotations.actions.outcomes import told
from annotations.pages.entry import inside
from annotations.pages.forms.articles import ImportForm
from annotations.pages.forms.base import attempt
from annotations.pages.lists import chosen
from annotations.permissions import Permission, require

WAYS = ("paste", "file", "address")


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def article_import(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.IMPORT_ARTICLE)
    if request.method != "POST":
        return import_page(request, ImportForm(initial=asked_for(request), person=request.user))
    form = ImportForm(request.POST, request.FILES, person=request.user)
    imported = attempt(form, lambda data: brought_in(form, by=request.user))
    if imported is None:
        return import_page(request, form, status=422)
    if is_twin(form, imported):
        return import_page(request, form, twin=imported, status=409)
    messages.success(request, told(imported))
    return redirect("article_detail", imported.article.uid)


def is_twin(form: ImportForm, imported: Imported) -> bool:
    """Whether the text is some other article's already, and the person may want a second one."""
    named = form.cleaned_data["by"] == "address" or form.cleaned_data["url"]
    return imported.outcome == Outcome.SAME_TEXT and not named


def asked_for(request: HttpRequest) -> dict[str, str]:
    """What a link or a browser's bookmark may fill in: the way, and the address."""
    way = chosen(request, "by", WAYS, "address" if request.GET.get("address") else "paste")
    return {
        "by": way,
        "address": request.GET.get("address", ""),
    }


def brought_in(form: ImportForm, *, by: Any) -> Imported:
    details = form.details()
    if form.cleaned_data["by"] == "address":
        return import_address(form.cleaned_data["address"], by=by, **details)
    body, content_type = form.taken()
    return import_article(body, by=by, content_type=content_type, url=form.cleaned_data["url"], **details)


def import_page(
    request: HttpRequest, form: ImportForm, twin: Imported | None = None, status: int = 200
) -> HttpResponse:
    way = form["by"].value()
    context = {
        "form": form,
        "way": way if way in WAYS else "paste",
        "ways": [("paste", "Paste"), ("file", "File"), ("address", "Address")],
        "twin": twin,
    }
    return render(request, "annotations/article_import.html", context, status=status)
