"""Plain text, typed or pasted from a page: paragraphs out of lines, and the article out of its surroundings.

A paste holds what stood around the article too: buttons, dates, the byline more than once, a biography. What is
certainly of that kind goes; whatever is in doubt stays, because a lost sentence is worse than a stray line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from annotations.intake.assembly import Facts, Passage, Reading, passage
from annotations.intake.captions import caption_words, is_caption, is_credit
from annotations.intake.document import canonical
from annotations.intake.furniture import (
    begins_afterwards,
    is_chrome,
    is_clock,
    is_player_clock,
    is_section,
    is_share_line,
)
from annotations.intake.people import first_name_in, is_biography, is_person, is_role
from annotations.intake.signs import Sign, merged, names_alone, sign_in

VERSION = "1"

# A headline, a standfirst and a subheading are no longer than these, in code points.
MAX_HEADLINE = 250
MAX_STANDFIRST = 500
MAX_HEADING = 90

# Lines after the headline among which the furniture of the head is looked for, and how many of them may be prose:
# a standfirst and one paragraph about a picture.
HEAD_LINES = 30
HEAD_PROSE = 2
# Lines before the end among which an author's name and biography are looked for.
TAIL_LINES = 14

_PROSE = 60
_PROSE_WITHOUT_STOP = 140
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»)\]」』]*$")
_ENDS_NO_HEADLINE = re.compile(r"[.,;:。、][\"'”’»)\]」』]*$")
_LIST_SIGN = re.compile(r"(?:[•‣▪◦●·*–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+(?=\S)")
_QUOTE_SIGN = re.compile(r"(?:>\s?)+")

_NARROWEST_WRAP, _WIDEST_WRAP = 50, 100
_WRAP_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the paste; `apart` when a blank line stands before it."""

    words: str
    apart: bool

    @property
    def is_prose(self) -> bool:
        """Whether it reads like a paragraph of sentences."""
        if len(self.words) >= _PROSE_WITHOUT_STOP:
            return True
        return len(self.words) >= _PROSE and bool(_ENDS_SENTENCE.search(self.words))


@dataclass(frozen=True, slots=True)
class Head:
    """The upper part of a paste: its passages, what its furniture says, and the index of the first line after it."""

    passages: tuple[Passage, ...] = ()
    headline: str = ""
    names: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    end: int = 0
    has_furniture: bool = False


def read_plain(text: str) -> Reading:
    """Headline, standfirst, byline and dates where the layout of the lines shows them; everything else is body."""
    lines = lines_of(text)
    head = _head(lines)
    end, names = _tail(lines, head)
    body = list(_body(lines[head.end : end], head))
    if not (head.passages or body):
        body = [passage("paragraph", line.words) for line in lines]
    facts = Facts(byline=names, published_at=head.published_at, modified_at=head.modified_at)
    return Reading((*head.passages, *body), facts, "text/plain", "plain", VERSION)


def lines_of(text: str) -> list[Line]:
    """The lines with words in them; lines that were broken to a width are put together again."""
    groups = [group.split("\n") for group in canonical(text).split("\n\n") if group]
    if _is_wrapped(groups):
        groups = [list(_unwrapped(group)) for group in groups]
    return [Line(words, apart=index == 0) for group in groups for index, words in enumerate(group)]


def _is_wrapped(groups: Sequence[Sequence[str]]) -> bool:
    """Whether most lines end near one right margin and not at the end of a sentence, as in mail and in old files."""
    inner = [line for group in groups for line in group[:-1]]
    if len(inner) < 3:
        return False
    width = max(len(line) for group in groups for line in group)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return False
    full = [line for line in inner if len(line) >= 0.75 * width]
    open_ended = [line for line in full if not _ENDS_SENTENCE.search(line)]
    return len(open_ended) >= _WRAP_SHARE * len(inner)


def _unwrapped(group: Sequence[str]) -> Iterator[str]:
    """Lines joined to paragraphs; a sign of a list or a quotation begins a new one."""
    joined = ""
    for line in group:
        if joined and (_LIST_SIGN.match(line) or is_chrome(line) or sign_in(line) or sign_in(joined)):
            yield joined
            joined = line
        else:
            joined = (
                f"{joined} {_QUOTE_SIGN.sub('', line) if joined.startswith('>') else line}"
                if joined
                else line
            )
    yield joined


# ---- the head ----


def _head(lines: Sequence[Line]) -> Head:
    first = _first_of_article(lines)
    headline = _headline(lines, first)
    begin = first + 1 if headline else first
    end = _end_of_head(lines, begin, headline)
    head = _read_zone(lines[begin:end], headline)
    above = _read_zone([line for line in lines[:first] if sign_in(line.words)], "")
    top = (passage("headline", headline),) if headline else ()
    return replace(
        head,
        passages=(*top, *head.passages),
        headline=headline,
        names=head.names or above.names,
        published_at=head.published_at or above.published_at,
        modified_at=head.modified_at or above.modified_at,
        end=end,
        has_furniture=head.has_furniture or first > 0,
    )


def _first_of_article(lines: Sequence[Line]) -> int:
    """The index of the first line that is no furniture; nought when there would be no article left."""
    top = [line.words for line in lines[:HEAD_LINES]]
    is_page = any(map(_certain, top))
    for index, words in enumerate(top):
        above = is_chrome(words) or is_share_line(words) or _certain(words) or (is_page and is_section(words))
        if not above:
            return index
    return 0


def _headline(lines: Sequence[Line], first: int) -> str:
    if len(lines) < first + 2:
        return ""
    words = lines[first].words
    rest = lines[first + 1 :]
    if len(words) > MAX_HEADLINE or _LIST_SIGN.match(words) or _QUOTE_SIGN.match(words):
        return ""
    if any(_same(line.words, words) for line in rest[:HEAD_LINES]):
        return words
    if _ENDS_NO_HEADLINE.search(words) or sign_in(words) or is_caption(words):
        return ""
    stands_alone = rest[0].apart or not any(line.apart for line in rest) or bool(_certain(rest[0].words))
    return words if stands_alone and any(line.is_prose for line in rest) else ""


def _end_of_head(lines: Sequence[Line], begin: int, headline: str) -> int:
    """One past the last line of head furniture. Prose before it is standfirst or caption, prose after it is body."""
    end, prose = begin, 0
    for index in range(begin, min(len(lines), begin + HEAD_LINES)):
        words = lines[index].words
        loose = index == end and (is_chrome(words) or is_share_line(words) or is_clock(words))
        if _certain(words) or _same(words, headline) or loose:
            end = index + 1
        elif lines[index].is_prose and not is_caption(words):
            prose += 1
        if prose > HEAD_PROSE:
            break
    return end


def _certain(words: str) -> bool:
    """Whether this line alone shows that it and what is above it are the head of a page."""
    return sign_in(words) is not None or is_player_clock(words)


def _read_zone(zone: Sequence[Line], headline: str) -> Head:
    """The passages among the furniture of a head, and what the furniture says."""
    passages: list[Passage] = []
    names: list[str] = []
    signs: list[Sign] = []
    has_standfirst = False
    for index, line in enumerate(zone):
        words = line.words
        if _same(words, headline) or is_credit(words) or _is_small(words):
            continue
        if sign := sign_in(words):
            signs.append(sign)
        elif (alone := names_alone(words)) and _beside_certain(zone, index):
            names += alone
        elif is_role(words) and _beside_certain(zone, index):
            continue
        elif is_caption(words):
            passages.append(passage("caption", caption_words(words)))
        elif not has_standfirst and len(words) <= MAX_STANDFIRST:
            passages.append(passage("standfirst", words))
            has_standfirst = True
        else:
            passages.append(passage("paragraph", words))
    said = merged(signs)
    byline = tuple(dict.fromkeys(said.names or names))
    return Head(tuple(passages), "", byline, said.published_at, said.modified_at, has_furniture=bool(zone))


def _is_small(words: str) -> bool:
    return is_chrome(words) or is_share_line(words) or is_clock(words)


def _beside_certain(zone: Sequence[Line], index: int) -> bool:
    """Whether a byline, a date or a clock stands within two lines."""
    near = [line.words for line in zone[max(0, index - 2) : index + 3]]
    return any(_certain(words) for words in near)


# ---- the tail ----


def _tail(lines: Sequence[Line], head: Head) -> tuple[int, tuple[str, ...]]:
    """One past the last line of the article, and the byline: a biography may name an author the head does not."""
    end = _before_afterwards(lines, head.end)
    begin = _begin_of_biography(lines, head, end)
    names = head.names
    if begin < end:
        names = names or tuple(
            dict.fromkeys(name for line in lines[begin:end] if (name := _named(line.words)))
        )
        end = begin
    if head.has_furniture or end < len(lines):
        while end > head.end + 1 and _is_small(lines[end - 1].words):
            end -= 1
    return _before_share_lines(lines, head.end, end), names


def _before_afterwards(lines: Sequence[Line], begin: int) -> int:
    """Where links to other articles begin: after a heading of that kind there is no prose any more."""
    prose = 0
    for index in range(len(lines) - 1, begin + 1, -1):
        if begins_afterwards(lines[index].words) and index < len(lines) - 1 and not prose:
            return index
        prose += (
            lines[index].is_prose
            and not is_chrome(lines[index].words)
            and not first_name_in(lines[index].words)
        )
        if prose:
            break
    return len(lines)


def _begin_of_biography(lines: Sequence[Line], head: Head, end: int) -> int:
    """Where the lines about the author begin: a name alone, or a paragraph that says what a known author is."""
    known = frozenset(head.names)
    for index in range(max(head.end + 1, end - TAIL_LINES), end):
        rest = [line.words for line in lines[index:end]]
        about = known or frozenset(_alone(rest[0]))
        begins = rest[0] in about or (bool(known) and is_biography(rest[0], known))
        said = bool(known) or any(is_biography(words, about) for words in rest)
        if begins and said and all(_is_of_biography(words, about) for words in rest):
            return index
    return end


def _alone(words: str) -> tuple[str, ...]:
    return (words,) if is_person(words) else ()


def _named(words: str) -> str:
    """The author that a line of the tail names: alone, after "By", or at the beginning of a biography."""
    if is_person(words):
        return words
    return next(iter(names_alone(words)), "") or first_name_in(words)


def _is_of_biography(words: str, names: frozenset[str]) -> bool:
    if is_biography(words, names) or is_role(words) or _is_small(words) or sign_in(words) is not None:
        return True
    return words in names or is_person(words) or words.startswith(("@", "http", "www.")) or _is_address(words)


def _is_address(words: str) -> bool:
    return "@" in words and len(words.split()) <= 4


def _before_share_lines(lines: Sequence[Line], begin: int, end: int) -> int:
    """Two share lines or more at the end go even where nothing else was furniture; one might be an answer."""
    first = end
    while first > begin + 1 and _is_small(lines[first - 1].words):
        first -= 1
    certain = any(is_chrome(line.words) for line in lines[first:end])
    return first if end - first >= 2 or certain else end


# ---- the body ----


def _body(lines: Sequence[Line], head: Head) -> Iterator[Passage]:
    for index in range(len(lines)):
        if _is_lost(lines, index, head):
            continue
        yield _passage(lines, index)


def _is_lost(lines: Sequence[Line], index: int, head: Head) -> bool:
    """Furniture between paragraphs: certain by its words, or a share line beside another one."""
    words = lines[index].words
    if is_chrome(words) or (head.headline and _same(words, head.headline)):
        return True
    if not is_share_line(words):
        return False
    beside = [lines[near].words for near in (index - 1, index + 1) if 0 <= near < len(lines)]
    return any(_is_small(near) for near in beside)


def _passage(lines: Sequence[Line], index: int) -> Passage:
    line = lines[index]
    words = line.words
    if "\t" in words:
        return passage("table_row", words)
    if sign := _LIST_SIGN.match(words):
        return passage("list_item", words[sign.end() :] if not words[0].isalnum() else words)
    if sign := _QUOTE_SIGN.match(words):
        return passage("quote", words[sign.end() :])
    if is_caption(words) or is_credit(words):
        return passage("caption", caption_words(words))
    if _is_heading(lines, index):
        return passage("heading", words, 2)
    return passage("paragraph", words)


def _is_heading(lines: Sequence[Line], index: int) -> bool:
    """A short line without a stop, with prose after it."""
    words = lines[index].words
    if len(words) > MAX_HEADING or index + 1 >= len(lines) or not words[0].isupper():
        return False
    after = lines[index + 1]
    return not re.search(r"[.!…,;:”\"]$", words) and lines[index].apart and after.apart and after.is_prose


def _same(one: str, other: str) -> bool:
    """Alike but for case, quotation marks and spaces."""
    return bool(other) and _folded(one) == _folded(other)


def _folded(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()
