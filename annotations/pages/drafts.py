"""Drafts of what is typed: kept as it is typed, dropped when the form that held it was taken."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from annotations.actions.drafts import drop_drafts, keep_draft
from annotations.errors import Forbidden, InvalidInput, WorkbenchError, WrittenElsewhere
from annotations.models import Article, Claim, Person, Source
from annotations.pages.conflicts import beside, last_change
from annotations.pages.entry import inside
from annotations.pages.finding import found
from annotations.pages.forms.base import taken
from annotations.pages.forms.drafts import BesideForm, DraftForm
from annotations.pages.fragments import person_of

NAMED = re.compile(r"(\w{1,30})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})((?:\.[\w-]{1,60}){0,60})")
"""Kind, uid and fields of the drafts that a form hands in, with points between them."""

REDIRECTS = (301, 302, 303)

OWNERS: dict[str, Any] = {"claim": Claim, "article": Article, "source": Source, "person": Person}
"""What words can be about; what does not exist yet is drafted under the person."""


@require_POST
@inside
def draft_keep(request: HttpRequest) -> HttpResponse:
    """Keep the words of one field. Answers nothing, for the person is typing; 409 with the words of another window.

    A page that is still open when somebody else logs in in the same browser keeps nothing under their name.
    """
    data = taken(DraftForm(request.POST))
    if data.pop("author") != person_of(request).uid:
        raise Forbidden("Somebody else is logged in in this browser now.")
    owner_of(request, data["kind"], data["uid"])
    try:
        keep_draft(by=request.user, **data)
    except WrittenElsewhere as elsewhere:
        return JsonResponse(elsewhere.extra, status=elsewhere.status)
    return HttpResponse(status=204)


@require_POST
@inside
def draft_beside(request: HttpRequest) -> HttpResponse:
    """Words that were kept beside those that stand there now, with what differs, who wrote them, and a choice."""
    data = taken(BesideForm(request.POST))
    owner = owner_of(request, data["kind"], data["uid"])
    elsewhere = data["where"] == "window"
    event = None if elsewhere else last_change(request, [data["name"]], claim_or_row=owner)
    context = {"held": beside(data["name"], data["theirs"], data["mine"]), "elsewhere": elsewhere}
    return render(request, "annotations/_both_texts.html", context | {"event": event})


def owner_of(request: HttpRequest, kind: str, uid: UUID) -> Any:
    """The record the words are about, among what the person may see."""
    if kind not in OWNERS:
        raise InvalidInput(f"Words are about one of: {', '.join(OWNERS)}.", field="kind")
    rows = OWNERS[kind].objects.visible_to(request.user)
    return found(rows, uid=uid)


class DraftsMiddleware:
    """When a form was taken, the drafts of its fields go. The form names them itself, as it is sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or response.status_code >= 400:
            # A body that could not be read was refused: reading it here would refuse it a second time.
            return response
        if found := NAMED.fullmatch(request.POST.get("drafts", "")):
            self.forget(request, found)
            if response.status_code in REDIRECTS:
                response.set_cookie(
                    "taken", found.group(), max_age=60, samesite="Lax", secure=request.is_secure()
                )
        return response

    def forget(self, request: HttpRequest, named: re.Match[str]) -> None:
        kind, uid, fields = named.groups()
        try:
            drop_drafts(by=request.user, kind=kind, uid=UUID(uid), fields=fields.split(".")[1:])
        except WorkbenchError:
            # Logged out meanwhile: what was taken was taken.
            return
