"""Names that are used already, offered while a field is filled in, so that one thing is called by one name."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from annotations.models import Agent, Tag
from annotations.pages.entry import inside

NAMES_OFFERED = 500
OFFERED_FOR_SECONDS = 60


@require_safe
@inside
@cache_control(private=True, max_age=OFFERED_FOR_SECONDS)
def claimant_names(request: HttpRequest) -> HttpResponse:
    """Who has made claims, with what they are."""
    return offered(request, Agent.objects.visible_to(request.user))


@require_safe
@inside
@cache_control(private=True, max_age=OFFERED_FOR_SECONDS)
def tag_names(request: HttpRequest) -> HttpResponse:
    return offered(request, Tag.objects.visible_to(request.user))


def offered(request: HttpRequest, rows: Any) -> HttpResponse:
    """The most used of them as the options of a list. One query."""
    names = rows.annotate(uses=Count("claims")).order_by("-uses", "name")[:NAMES_OFFERED]
    return render(request, "annotations/_names.html", {"names": names})
