"""Turns the errors of `errors.py` into pages and fragments, in one place."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from annotations.errors import StaleEdit, TooMany, WorkbenchError
from annotations.pages.conflicts import came_from, conflict_answer


class ErrorPageMiddleware:
    """Answers an expected error with its status and sentence; htmx gets the notice alone.

    An edit that came too late gets the page with both texts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, WorkbenchError):
            return None
        partial = bool(getattr(request, "htmx", False))
        if isinstance(exception, StaleEdit) and not partial:
            return conflict_answer(request, exception, back=came_from(request))
        template = "_error_notice.html" if partial else "error.html"
        response = render(request, template, {"error": exception}, status=exception.status)
        if isinstance(exception, TooMany):
            response["Retry-After"] = str(exception.extra.get("retry_after", 60))
        return response
