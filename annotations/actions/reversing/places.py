"""What takes back what was said of words in the text: of sentences, and of where a claim stands."""

from typing import Any

from annotations.actions.answers import give_up_highlight, part_claims_again, reopen_highlight
from annotations.actions.highlights import add_highlight, confirm_highlight, move_highlight, remove_highlight
from annotations.actions.reversing.logged import before
from annotations.actions.sentences import dismiss_sentence, reopen_sentence
from annotations.errors import Conflict
from annotations.models import Claim, Disposition, Event, Highlight, Verb


def reopen_sentence_of(event: Event, by: Any) -> None:
    reopen_sentence(Disposition.objects.get(uid=event.object_uid).sentence, by=by)


def dismiss_sentence_of(event: Event, by: Any) -> None:
    said = Disposition.objects.get(uid=event.object_uid)
    dismiss_sentence(said.sentence, by=by, reason=said.reason)


def highlight_of(event: Event) -> Highlight:
    return Highlight.objects.select_related("claim", "version", "carried_from").get(uid=event.object_uid)


def take_place_away(event: Event, by: Any) -> None:
    highlight = highlight_of(event)
    remove_highlight(highlight, by=by, row_version=highlight.row_version)


def mark_place_again(event: Event, by: Any) -> None:
    row = highlight_of(event)
    if row.start is None or row.end is None:
        raise Conflict("It stood nowhere in this version, so there is no place to bring back.")
    add_highlight(row.claim, by=by, version=row.version, start=row.start, end=row.end)


def move_back(event: Event, by: Any) -> None:
    highlight, stood = highlight_of(event), before(event)
    if stood["waits"]:
        return take_answer_back(event, by)
    if stood["start"] is None:
        raise Conflict("It stood nowhere before. Move it where it belongs.")
    version = highlight.row_version
    move_highlight(highlight, by=by, row_version=version, start=stood["start"], end=stood["end"])
    return None


def take_answer_back(event: Event, by: Any) -> None:
    highlight = highlight_of(event)
    reopen_highlight(highlight, by=by, row_version=highlight.row_version)


def answer_again(event: Event, by: Any) -> None:
    highlight, answer = highlight_of(event), Event.objects.get(number=event.data["answer"])
    version, told = highlight.row_version, answer.data.get("after", {})
    if answer.verb == Verb.HIGHLIGHT_CONFIRMED:
        confirm_highlight(highlight, by=by, row_version=version)
    elif answer.verb == Verb.HIGHLIGHT_MOVED:
        move_highlight(highlight, by=by, row_version=version, start=told["start"], end=told["end"])
    elif other := told.get("other"):
        part_claims_again(highlight, Claim.objects.get(uid=other), by=by, row_version=version)
    else:
        give_up_highlight(highlight, by=by, row_version=version)
