"""Turns the errors of `errors.py` into pages and fragments, in one place."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.views import defaults

from annotations.errors import StaleEdit, TooMany, WorkbenchError
from annotations.pages.conflicts import both_texts, came_from, conflict_answer
from annotations.pages.entry import by_htmx


class ErrorPageMiddleware:
    """Answers an expected error with its status and sentence; htmx gets the notice alone.

    An edit that came too late gets the page with both texts, or the notice that leads to it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            # No record is named so, and PostgreSQL refuses even to look.
            raise Http404()
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, WorkbenchError):
            return None
        partial = by_htmx(request)
        if isinstance(exception, StaleEdit) and not partial:
            return conflict_answer(request, exception, back=came_from(request))
        if isinstance(exception, StaleEdit):
            return conflict_notice(request, exception)
        template = "_error_notice.html" if partial else "error.html"
        response = render(request, template, {"error": exception}, status=exception.status)
        if isinstance(exception, TooMany):
            response["Retry-After"] = str(exception.extra.get("retry_after", 60))
        return response


def conflict_notice(request: HttpRequest, error: StaleEdit) -> HttpResponse:
    """What stands there now beside what was sent, and a choice."""
    return render(request, "_conflict_notice.html", both_texts(request, error), status=error.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A form that is too large says so: Django calls it a bad request like any other."""
    if not isinstance(exception, RequestDataTooBig):
        return defaults.bad_request(request, exception)
    limit = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return HttpResponse(render_to_string("413.html", {"limit": limit}), status=413)
