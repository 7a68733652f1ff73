"""Reading JSON strictly: what one program would read otherwise than another is refused."""

from typing import Any

from rest_framework.parsers import BaseParser

from annotations.api.errors import BadRequest
from annotations.errors import TooLarge
from annotations.strict_json import NotStrict, read_json

MAX_BODY_BYTES = 1024 * 1024
MAX_DOCUMENT_BYTES = 24 * 1024 * 1024
"""A whole article may come inside the JSON."""
MOST_FIELD_CHARACTERS = 200


class StrictJSONParser(BaseParser):
    """UTF-8, no NaN, no repeated names, no NUL, no half characters, not too deep and not too long."""

    media_type = "application/json"
    max_bytes = MAX_BODY_BYTES

    def parse(self, stream: Any, media_type: str = "", parser_context: Any = None) -> Any:
        """Raises BadRequest or TooLarge."""
        body = stream.read(self.max_bytes + 1)
        if len(body) > self.max_bytes:
            raise TooLarge(f"At most {self.max_bytes // 1024 // 1024} MB are taken.")
        return decoded(body)


class DocumentJSONParser(StrictJSONParser):
    """The same, for bodies that carry an article."""

    max_bytes = MAX_DOCUMENT_BYTES


def decoded(body: bytes) -> Any:
    try:
        return read_json(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadRequest("The body is not UTF-8.") from error
    except NotStrict as error:
        raise BadRequest(
            f"The body cannot be read. {error.sentence}", field=error.path[:MOST_FIELD_CHARACTERS]
        ) from error
