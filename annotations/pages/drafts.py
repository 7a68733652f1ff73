"""Drafts of what is typed: kept as it is typed, dropped when the form that held it was taken."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from annotations.actions.drafts import drop_drafts, keep_draft
from annotations.errors import InvalidInput, WorkbenchError
from annotations.models import Article, Claim, Person, Source
from annotations.pages.entry import inside
from annotations.pages.finding import found
from annotations.pages.forms.base import taken
from annotations.pages.forms.drafts import DraftForm

NAMED = re.compile(r"(\w{1,30})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})((?:\.[\w-]{1,60}){0,60})")
"""Kind, uid and fields of the drafts that a form hands in, with points between them."""

REDIRECTS = (301, 302, 303)

OWNERS: dict[str, Any] = {"claim": Claim, "article": Article, "source": Source, "person": Person}
"""What words can be about; what does not exist yet is drafted under the person."""


@require_POST
@inside
def draft_keep(request: HttpRequest) -> HttpResponse:
    """Keep the words of one field. Answers nothing: the person is typing."""
    data = taken(DraftForm(request.POST))
    owner = owner_of(request, data["kind"], data["uid"])
    keep_draft(
        by=request.user,
        kind=data["kind"],
        uid=owner.uid,
        field=data["field"],
        text=data["text"],
        base_row_version=data["row_version"] or 0,
    )
    return HttpResponse(status=204)


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
