"""Plain text, typed or pasted from a page: the article out of what stood around it.

A paste holds buttons, dates, the byline more than once, a biography. What is certainly of that kind goes; whatever
is in doubt stays, because a lost sentence is worse than a stray line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from annotations.intake.assembly import Facts, Passage, Reading, passage
from annotations.intake.captions import caption_words, is_caption, is_credit
from annotations.intake.document import BlockKind
from annotations.intake.endings import end_of_article
from annotations.intake.furniture import is_chrome, is_clock, is_player_clock, is_section, is_share_line
from annotations.intake.lines import LIST_SIGN, QUOTE_SIGN, Line, lines_of
from annotations.intake.people import is_role
from annotations.intake.signs import Sign, merged, names_alone, sign_in

VERSION = "1"

# A headline, a standfirst and a subheading are no longer than these, in code points.
MAX_HEADLINE = 250
MAX_STANDFIRST = 500
MAX_HEADING = 90
# A headline that comes again, where nothing else shows that this is a page.
LEAST_REPEATED = 25
# Above a headline: the name of its section or subject.
MAX_KICKER = 30

# Lines after the headline among which the furniture of the head is looked for, and how many of them may be anything
# else: a standfirst, and one paragraph that turns out to be about a picture.
HEAD_LINES = 30
HEAD_PROSE = 2

_ENDS_NO_HEADLINE = re.compile(r"[.,;:。、][\"'”’»)\]」』]*$")
_ENDS_NO_HEADING = re.compile(r"[.!…,;:”\"。]$")
_NUMBER = re.compile(r"\d{1,3}(?:[,.]?\d{3})?k?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """The upper part of a paste: its passages, what its furniture says, the index of the first line after it.

    `repeated` is the headline where it comes again, to be left out.
    """

    passages: tuple[Passage, ...] = ()
    names: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    repeated: str = ""
    end: int = 0
    is_page: bool = False


def read_plain(text: str) -> Reading:
    """Headline, standfirst, byline and dates where the layout of the lines shows them; everything else is body."""
    lines = lines_of(text)
    head = _head(lines)
    end, names = end_of_article(lines, head.end, head.names, head.is_page)
    found = _captions_once([*head.passages, *_body(lines[head.end : end], head.repeated)])
    if not found:
        found = [passage("paragraph", line.words) for line in lines]
    facts = Facts(byline=names, published_at=head.published_at, modified_at=head.modified_at)
    return Reading(tuple(found), facts, "text/plain", "plain", VERSION)


def _captions_once(passages: Sequence[Passage]) -> list[Passage]:
    """A caption may come twice: beside a small picture, and under the large one."""
    seen: set[str] = set()
    kept: list[Passage] = []
    for each in passages:
        if each.kind != "caption" or each.words not in seen:
            kept.append(each)
        if each.kind == "caption":
            seen.add(each.words)
    return kept


# ---- the head ----


def _head(lines: Sequence[Line]) -> Head:
    first = _first_of_article(lines)
    headline = _headline(lines, first)
    begin = first + 1 if headline else first
    repeated = headline if headline and _is_repeated(headline, lines[begin:]) else ""
    end = _end_of_head(lines, begin, repeated)
    head = _read_zone(lines[begin:end], repeated)
    above = merged(sign for line in lines[:first] if (sign := sign_in(line.words)))
    top = (passage("headline", headline),) if headline else ()
    return replace(
        head,
        passages=(*top, *head.passages),
        repeated=repeated,
        names=head.names or above.names,
        published_at=head.published_at or above.published_at,
        modified_at=head.modified_at or above.modified_at,
        end=end,
        is_page=end > begin or first > 0,
    )


def _first_of_article(lines: Sequence[Line]) -> int:
    """The index of the first line that is no furniture; nought when there would be no article left."""
    top = lines[:HEAD_LINES]
    is_page = any(_is_certain(line.words) for line in top)
    for index, line in enumerate(top):
        above = is_page and (is_section(line.words) or _is_kicker(top, index))
        if not (above or is_chrome(line.words) or is_share_line(line.words) or _is_certain(line.words)):
            return index
    return 0


def _is_kicker(lines: Sequence[Line], index: int) -> bool:
    """A word or two right above a longer line that can be a headline."""
    if index + 1 >= len(lines) or lines[index + 1].apart:
        return False
    words, below = lines[index].words, lines[index + 1].words
    short = len(words) <= MAX_KICKER and len(words.split()) <= 3 < len(below.split())
    return short and not _ENDS_NO_HEADLINE.search(words + below) and not _is_certain(below)


def _headline(lines: Sequence[Line], first: int) -> str:
    if len(lines) < first + 2:
        return ""
    words, rest = lines[first].words, lines[first + 1 :]
    if len(words) > MAX_HEADLINE or LIST_SIGN.match(words) or QUOTE_SIGN.match(words):
        return ""
    if _is_repeated(words, rest):
        return words
    if _ENDS_NO_HEADLINE.search(words) or _is_certain(words) or is_caption(words):
        return ""
    stands_alone = rest[0].apart or not any(line.apart for line in rest) or _is_certain(rest[0].words)
    return words if (stands_alone or _is_page_below(rest)) and any(line.is_prose for line in rest) else ""


def _is_repeated(words: str, rest: Sequence[Line]) -> bool:
    """Whether the line comes again as pages repeat a headline. A verse and an answer may come again as well."""
    again = sum(_same(line.words, words) for line in rest)
    if any(_is_certain(line.words) for line in rest[:HEAD_LINES]):
        return again > 0
    is_title = len(words) >= LEAST_REPEATED and not _ENDS_NO_HEADLINE.search(words)
    return again == 1 and is_title and sum(line.is_prose for line in rest) > 1


def _is_page_below(rest: Sequence[Line]) -> bool:
    """Whether a byline or a date follows soon: then the lines above it are no verse."""
    return any(_is_certain(line.words) for line in rest[: HEAD_PROSE + 2])


def _end_of_head(lines: Sequence[Line], begin: int, repeated: str) -> int:
    """One past the last line of head furniture. What stands before it is standfirst or caption, after it is body."""
    end, others = begin, 0
    for index in range(begin, min(len(lines), begin + HEAD_LINES)):
        words = lines[index].words
        below = index == end and (_is_small(words) or (end > begin > 0 and _is_author(words)))
        if _is_certain(words) or _same(words, repeated) or below:
            end = index + 1
        elif not (
            _is_small(words) or is_caption(words) or is_credit(words) or names_alone(words) or is_role(words)
        ):
            others += 1
        if others > HEAD_PROSE:
            break
    return end


def _is_certain(words: str) -> bool:
    """Whether this line alone shows that it and what is above it are the head of a page."""
    return sign_in(words) is not None or is_player_clock(words)


def _is_author(words: str) -> bool:
    return bool(names_alone(words)) or is_role(words)


def _is_small(words: str) -> bool:
    return is_chrome(words) or is_share_line(words) or is_clock(words) or bool(_NUMBER.fullmatch(words))


def _read_zone(zone: Sequence[Line], repeated: str) -> Head:
    """The passages among the furniture of a head, and what the furniture says."""
    passages: list[Passage] = []
    names: list[str] = []
    signs: list[Sign] = []
    for index, line in enumerate(zone):
        words = line.words
        if sign := sign_in(words):
            signs.append(sign)
        elif _is_small(words) or is_credit(words) or _same(words, repeated):
            continue
        elif _beside_certain(zone, index) and _is_author(words):
            names += names_alone(words)
        else:
            passages.append(passage(_kind_in_head(words, passages), caption_words(words)))
    said = merged(signs)
    byline = tuple(dict.fromkeys(said.names or names))
    return Head(tuple(passages), byline, said.published_at, said.modified_at)


def _kind_in_head(words: str, before: Sequence[Passage]) -> BlockKind:
    """The first line that is no caption is the standfirst."""
    if is_caption(words):
        return "caption"
    has_standfirst = any(each.kind == "standfirst" for each in before)
    return "paragraph" if has_standfirst or len(words) > MAX_STANDFIRST else "standfirst"


def _beside_certain(zone: Sequence[Line], index: int) -> bool:
    """Whether a byline, a date or a clock stands within two lines."""
    return any(_is_certain(line.words) for line in zone[max(0, index - 2) : index + 3])


# ---- the body ----


def _body(lines: Sequence[Line], repeated: str) -> Iterator[Passage]:
    for index in range(len(lines)):
        if not _is_lost(lines, index, repeated):
            yield _passage(lines, index)


def _is_lost(lines: Sequence[Line], index: int, repeated: str) -> bool:
    """Furniture between paragraphs: certain by its words, or a share line beside another one."""
    words = lines[index].words
    if is_chrome(words) or _same(words, repeated):
        return True
    beside = [lines[near].words for near in (index - 1, index + 1) if 0 <= near < len(lines)]
    return is_share_line(words) and any(is_chrome(near) or is_share_line(near) for near in beside)


def _passage(lines: Sequence[Line], index: int) -> Passage:
    words = lines[index].words
    if "\t" in words:
        return passage("table_row", words)
    if sign := LIST_SIGN.match(words):
        # A number is a word of its item, a bullet is not.
        return passage("list_item", words if words[0].isalnum() else words[sign.end() :])
    if sign := QUOTE_SIGN.match(words):
        return passage("quote", words[sign.end() :])
    if is_caption(words) or is_credit(words):
        return passage("caption", caption_words(words))
    return passage("heading", words, 2) if _is_heading(lines, index) else passage("paragraph", words)


def _is_heading(lines: Sequence[Line], index: int) -> bool:
    """A short line without a stop, with prose after it."""
    words = lines[index].words
    if len(words) > MAX_HEADING or index + 1 >= len(lines) or not words[0].isupper():
        return False
    after = lines[index + 1]
    return not _ENDS_NO_HEADING.search(words) and lines[index].apart and after.apart and after.is_prose


def _same(one: str, other: str) -> bool:
    """Alike but for case, quotation marks and spaces."""
    return bool(other) and _folded(one) == _folded(other)


def _folded(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()
