"""The doors of the house, as far as views: an address, somebody who asks, and what they are told.

Around the views stand the session and its middleware, which know nothing of claims; going without them lets a test
knock a thousand times.
"""

from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from django_htmx.middleware import HtmxDetails

from annotations.errors import WorkbenchError

DONE, LOG_IN = "done", "sent to the log-in"


def asked(who: Any, method: str, address: str, data: Any = None, **how: Any) -> HttpResponse:
    request = getattr(RequestFactory(), method)(address, data, **how)
    request.user = who
    request._messages = CookieStorage(request)
    request._dont_enforce_csrf_checks = True
    request.htmx = HtmxDetails(request)
    found = resolve(request.path)
    answer = found.func(request, *found.args, **found.kwargs)
    return answer.render() if hasattr(answer, "render") else answer


def told(who: Any, address: str, data: Any, **how: Any) -> Any:
    """What the answer says of a step: a redirect leads to the log-in, or back to where one was."""
    try:
        answer = asked(who, "post", address, data, **how)
    except WorkbenchError as error:
        return error.status
    if answer.status_code == 302:
        return LOG_IN if "/login/" in answer["Location"] else DONE
    return DONE if answer.status_code in (200, 201) else answer.status_code


def shown(who: Any, address: str, data: Any = None, **how: Any) -> str:
    """What is read there; nothing when it is not shown."""
    try:
        return asked(who, "get", address, data, **how).content.decode()
    except (WorkbenchError, Http404):
        return ""
