"""What is answered to be saved rather than shown."""

from collections.abc import Iterable
from typing import TypeVar

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)


def saved_as(name: str, response: Answer) -> Answer:
    """`name` is ours: letters, digits, dots and hyphens."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def csv_file(name: str, blocks: Iterable[bytes]) -> StreamingHttpResponse:
    return saved_as(f"{name}.csv", StreamingHttpResponse(blocks, content_type="text/csv; charset=utf-8"))
