"""Who may come in to the newsroom's pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django_htmx.http import HttpResponseClientRedirect

from annotations.actions.recording import together
from annotations.errors import Forbidden, NotFound
from annotations.models.base import is_inside

View = Callable[..., Any]


def by_htmx(request: HttpRequest) -> bool:
    """Whether a part is asked for, to be put into the page that is there."""
    return bool(getattr(request, "htmx", False))


def signed_in(view: View) -> View:
    """Strangers are sent to the log-in and come back; what is answered is for this person alone."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_login(request)
        if request.method == "POST" and request.POST.get("signed_as", str(request.user.uid)) != str(
            request.user.uid
        ):
            raise Forbidden(
                "Somebody else is logged in in this browser now. Nothing was done: load the page again."
            )
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True)
        return response

    return entered


def inside(view: View) -> View:
    """As `signed_in`; for people without a role there is nothing here. What one press does is one deed."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_inside(request.user):
            raise NotFound()
        with together():
            response: HttpResponse = view(request, *args, **kwargs)
            return response

    return signed_in(entered)


def to_login(request: HttpRequest) -> HttpResponse:
    """The log-in page in place of the whole page, also when htmx asked for a part of it."""
    htmx = getattr(request, "htmx", None)
    if htmx:
        back = redirect_to_login(htmx.current_url_abs_path or reverse("desk"))
        return HttpResponseClientRedirect(back.url)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("desk"))
