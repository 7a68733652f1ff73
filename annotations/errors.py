"""What can go wrong, in sentences a person can act on.

Every error has a stable `code` for programs, an HTTP `status`, and a sentence. Domain code raises them; pages
and the API each turn them into answers in one place. Anything else is a bug and is left to crash.
"""

from collections.abc import Mapping
from typing import Any


class WorkbenchError(Exception):
    """The base of all expected errors.

    `field` names the input the sentence is about, when there is one; `extra` holds what a program may want
    (the words that do stand there, the steps that are possible) and must be JSON-serialisable.
    """

    code = "error"
    status = 400
    default = "That did not work."

    def __init__(
        self, sentence: str = "", *, field: str = "", extra: Mapping[str, Any] | None = None
    ) -> None:
        self.sentence = sentence or self.default
        self.field = field
        self.extra = dict(extra or {})
        super().__init__(self.sentence)


class InvalidInput(WorkbenchError):
    """A value that cannot be used as given."""

    code, status = "invalid", 422
    default = "One of the values cannot be used."


class Forbidden(WorkbenchError):
    """The person may see the record but may not do this."""

    code, status = "forbidden", 403
    default = "Your role does not allow this."


class NotFound(WorkbenchError):
    """It does not exist, or this person may not know that it does."""

    code, status = "not_found", 404
    default = "There is nothing here."


class Gone(WorkbenchError):
    """It was public and was withdrawn; the sentence is the public notice."""

    code, status = "gone", 410
    default = "This was withdrawn."


class Conflict(WorkbenchError):
    """The record is not in a state in which this can be done."""

    code, status = "conflict", 409
    default = "This cannot be done now."


class StaleEdit(Conflict):
    """Somebody else changed the row first. `extra["current"]` holds their values, by column name; `row` is the row
    as it stands now, so that the log can be asked who it was.
    """

    code = "stale_edit"
    default = "Somebody changed this while you were working. Nothing of yours was saved yet."

    def __init__(
        self,
        sentence: str = "",
        *,
        field: str = "",
        extra: Mapping[str, Any] | None = None,
        row: Any = None,
    ) -> None:
        self.row = row
        super().__init__(sentence, field=field, extra=extra)


class WrittenElsewhere(Conflict):
    """The same person went on with these words in another window. `extra["text"]` is what it says there."""

    code = "written_elsewhere"
    default = "You have gone on with this in another window."


class StepNotAllowed(Conflict):
    """No such step from here, or a guard says why not yet. `extra["steps"]` lists what is possible."""

    code = "step_not_allowed"
    default = "This step is not possible from here."


class TooLarge(WorkbenchError):
    """More bytes, depth or items than are taken."""

    code, status = "too_large", 413
    default = "This is too large."


class TooMany(WorkbenchError):
    """Slow down: `extra["retry_after"]` is the number of seconds to wait."""

    code, status = "too_many", 429
    default = "Too many attempts. Wait a moment and try again."


class CannotRead(WorkbenchError):
    """An imported document that has no article in it, or is not of a kind we read."""

    code, status = "cannot_read", 422
    default = "No article could be read from this. Plain text, HTML and Markdown are accepted."


class CannotFetch(WorkbenchError):
    """An address that may not be fetched, or whose server did not answer well."""

    code, status = "cannot_fetch", 422
    default = "The page could not be fetched. Save it, or copy its text, and import that."


class CannotLocate(WorkbenchError):
    """A selector whose words are not there, stand in two places, or differ from what stands at its offsets."""

    code, status = "cannot_locate", 422
    default = "These words are not in the text."
