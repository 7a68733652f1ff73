"""Bringing sources in from a bibliography program, and taking them there."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from annotations.actions.exporting import note_export
from annotations.actions.importing_sources import Fate, Planned, import_sources, plan_sources, read_sources
from annotations.exports.csl import MEDIA_TYPE, csl_list
from annotations.exports.recipients import Recipient
from annotations.models import Source
from annotations.pages.entry import inside
from annotations.pages.files import saved_as
from annotations.pages.forms.base import attempt
from annotations.pages.forms.files import FileForm, carried
from annotations.pages.lists import counted
from annotations.permissions import Permission, require

MOST_SHOWN = 300
WORST_FIRST = (Fate.FAULTY, Fate.TWICE, Fate.THERE, Fate.NEW)


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def source_import(request: HttpRequest) -> HttpResponse:
    """A file, then what would become of each of its sources, then the sources."""
    require(request.user, Permission.ADD_SOURCE)
    if request.method != "POST":
        return import_page(request, FileForm())
    form = FileForm(request.POST, request.FILES)
    plans = attempt(form, lambda data: plan_sources(read_sources(data["content"]), by=request.user))
    if plans is None:
        return import_page(request, form, status=422)
    if not form.is_confirmed():
        return import_page(request, form, plans)
    done = import_sources([plan.item for plan in plans], by=request.user)
    messages.success(request, told(done))
    return redirect("source_list")


def told(done: Sequence[Planned]) -> str:
    """What the import came to, in sentences."""
    added, filled = sum(plan.fate == Fate.NEW for plan in done), count_filled(done)
    sentences = [f"{counted(added, 'source')} added. Their copies arrive one by one."] if added else []
    sentences += [f"{counted(filled, 'source')} filled in."] if filled else []
    return " ".join(sentences) or "Nothing was added: all of it is here."


def count_filled(plans: Sequence[Planned]) -> int:
    return sum(bool(plan.completion.filled) for plan in plans)


def import_page(
    request: HttpRequest, form: FileForm, plans: Sequence[Planned] = (), status: int = 200
) -> HttpResponse:
    counts = Counter(plan.fate for plan in plans)
    context: dict[str, Any] = {
        "form": form,
        "counts": [(fate, counts[fate]) for fate in Fate if counts[fate]],
    }
    if plans:
        worst_first = sorted(plans, key=lambda plan: WORST_FIRST.index(plan.fate))
        context |= {
            "plans": worst_first[:MOST_SHOWN],
            "left": len(plans) - MOST_SHOWN,
            "all": len(plans),
            "new": counts[Fate.NEW],
            "filled": count_filled(plans),
            "there": counts[Fate.THERE],
            "left_out": counts[Fate.FAULTY] + counts[Fate.TWICE],
            "kept": carried(form.cleaned_data["content"]),
            "name": form.cleaned_data["name"],
        }
    return render(request, "annotations/source_import.html", context, status=status)


@inside
@require_safe
def source_export(request: HttpRequest) -> HttpResponseBase:
    """The library as CSL-JSON; confidential sources are not in it."""
    note_export(by=request.user, format="csl", filters={})
    sources = csl_list(Source.objects.visible_to(request.user), Recipient(request.user, identities=False))
    name = f"sources-{timezone.localdate()}.csl.json"
    return saved_as(name, StreamingHttpResponse(sources, content_type=MEDIA_TYPE))
