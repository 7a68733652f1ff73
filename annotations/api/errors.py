"""Turns every error into `application/problem+json` (RFC 9457), in one place."""

from collections.abc import Iterator
from http import HTTPStatus
from math import ceil
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.log import log_response
from rest_framework import exceptions
from rest_framework.settings import api_settings

from annotations.errors import InvalidInput, NotFound, StaleEdit, TooLarge, WorkbenchError

MEDIA_TYPE = "application/problem+json"
WRITTEN = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


class BadRequest(WorkbenchError):
    """A request that cannot be read: broken JSON, an unknown parameter, a bad value in the address."""

    code, status = "bad_request", 400
    default = "The request cannot be read."


class PreconditionRequired(WorkbenchError):
    code, status = "precondition_required", 428
    default = "Send If-Match with the ETag of what you read, so that nobody's edit is overwritten."


class PreconditionFailed(WorkbenchError):
    code, status = "precondition_failed", 412
    default = "It has changed since you read it. Read it again, and send the new ETag."


CODES: dict[int, str] = {
    400: "bad_request",
    401: "not_authenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many",
}
"""For errors that are not ours."""

SENTENCES: dict[int, str] = {
    400: "The form cannot be read. Send it as multipart/form-data, and its boundary in the Content-Type.",
    404: NotFound.default,
    405: "This address does not take this method; the Allow header names those it takes.",
    406: "Answers are JSON: send Accept: application/json.",
    415: "Send JSON with Content-Type: application/json.",
}


def answer_for(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """REST framework's `EXCEPTION_HANDLER`. None lets the error through to Django, as while debugging."""
    if isinstance(error, WorkbenchError):
        status = 412 if isinstance(error, StaleEdit) else error.status
        return problem(status, error.code, error.sentence, field=error.field, **error.extra)
    if isinstance(error, exceptions.ValidationError):
        return invalid(error)
    if isinstance(error, exceptions.APIException):
        return refused(error)
    if isinstance(error, Http404):
        return problem(404, "not_found", NotFound.default)
    if isinstance(error, RequestDataTooBig):
        return problem(413, TooLarge.code, TooLarge.default)
    if isinstance(error, SuspiciousOperation):
        return problem(400, BadRequest.code, BadRequest.default)
    return None if settings.DEBUG else unexpected(error, context["request"]._request)


def problem(
    status: int, code: str, detail: str, *, field: str = "", errors: Any = None, **extra: Any
) -> HttpResponse:
    """`detail` is the sentence, `code` is for programs and stays, `field` names what in the request it is about,
    `errors` all of them where there are several. What else a program may want stands beside them."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        **({"field": field} if field else {}),
        **({"errors": errors} if errors else {}),
        **extra,
    }
    response = HttpResponse(orjson.dumps(body, option=WRITTEN, default=str), MEDIA_TYPE, status)
    if "retry_after" in extra:
        response["Retry-After"] = str(extra["retry_after"])
    return response


def invalid(error: exceptions.ValidationError) -> HttpResponse:
    """A body that was read but does not fit: every field that is wrong, the first one as *the* sentence."""
    errors = [{"field": field, "detail": str(detail)} for field, detail in flat(error.detail)]
    first = errors[0]
    sentence = f"{first['field']}: {first['detail']}" if first["field"] else first["detail"]
    return problem(422, InvalidInput.code, sentence, field=first["field"], errors=errors)


def flat(detail: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Nested messages as (field, message), the field written as `target.selector.0`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            own = "" if name == api_settings.NON_FIELD_ERRORS_KEY else str(name)
            yield from flat(inner, ".".join(part for part in (path, own) if part))
    elif isinstance(detail, list):
        for inner in detail:
            yield from flat(inner, path)
    else:
        yield path, detail


def refused(error: exceptions.APIException) -> HttpResponse:
    """What REST framework itself refuses: who is asking, the method, the media type, the pace."""
    status = error.status_code
    code = error.get_codes() if isinstance(error, exceptions.PermissionDenied) else CODES.get(status, "error")
    wait = getattr(error, "wait", None)
    extra = {"retry_after": ceil(wait)} if wait else {}
    response = problem(status, str(code), SENTENCES.get(status, str(error.detail)), **extra)
    if challenge := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    return response


def unexpected(error: Exception, request: HttpRequest) -> HttpResponse:
    """A bug: logged with its trace like any other of Django's, told without."""
    got_request_exception.send(sender=None, request=request)
    response = problem(500, "server_error", "Something went wrong here. It has been logged.")
    log_response("%s: %s", "Server error", request.path, response=response, request=request, exception=error)
    return response
