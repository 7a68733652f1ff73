"""How the pages look to one person: kept in cookies, so that the first paint is right without a question."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from annotations.actions.keys import note_hint_read
from annotations.pages.finding import own_address

YEAR_SECONDS = 365 * 24 * 60 * 60
CHOICES = {"theme": ("", "light", "dark"), "lines": ("prose", "rows"), "hint": ("seen",)}


@require_POST
def theme_choose(request: HttpRequest) -> HttpResponse:
    return _remember(request, "theme")


@require_POST
def lines_choose(request: HttpRequest) -> HttpResponse:
    return _remember(request, "lines")


@require_POST
def hint_choose(request: HttpRequest) -> HttpResponse:
    """What somebody new is told in the workbench need not be told again, on whatever machine."""
    if request.user.is_authenticated:
        note_hint_read(request.user)
    return _remember(request, "hint")


def _remember(request: HttpRequest, name: str) -> HttpResponse:
    response = HttpResponseRedirect(back_to(request))
    value = request.POST.get(name, "")
    cookie: dict[str, Any] = {"max_age": YEAR_SECONDS, "samesite": "Lax", "secure": request.is_secure()}
    if value in CHOICES[name]:
        response.set_cookie(name, value, **cookie)
    return response


def back_to(request: HttpRequest) -> str:
    """The page the form came from, if it is one of ours."""
    return own_address(request, request.POST.get("next", ""))
