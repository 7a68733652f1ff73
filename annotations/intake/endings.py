"""Where the article ends in a paste: before its author's biography, the links to other articles, the buttons."""

from collections.abc import Sequence

from annotations.intake.furniture import begins_afterwards, is_chrome, is_share_line
from annotations.intake.lines import Line
from annotations.intake.people import first_name_in, is_biography, is_person, is_role
from annotations.intake.signs import names_alone, sign_in

# Lines before the end among which an author's name and biography are looked for.
TAIL_LINES = 14


def end_of_article(
    lines: Sequence[Line], begin: int, names: Sequence[str], is_page: bool
) -> tuple[int, tuple[str, ...]]:
    """One past the last line of the article, and its authors: a biography may name one that the head does not.

    The article has at least the line at `begin`. `is_page` when other furniture showed that this is a page.
    """
    end = _before_afterwards(lines, begin, is_page)
    start = _start_of_biography(lines, begin, end, frozenset(names))
    told = (name for line in lines[start:end] if (name := _named(line.words)))
    authors = tuple(names) or tuple(dict.fromkeys(told))
    is_page = is_page or start < len(lines)
    return _before_buttons(lines, begin, start, is_page), authors


def _before_afterwards(lines: Sequence[Line], begin: int, is_page: bool) -> int:
    """The first heading over links to other articles after which there is no prose any more."""
    end = len(lines)
    for index in range(len(lines) - 1, begin, -1):
        words = lines[index].words
        if begins_afterwards(words) and (is_page or index < len(lines) - 1):
            end = index
        elif lines[index].is_prose and not is_chrome(words) and not first_name_in(words):
            break
    return end


def _start_of_biography(lines: Sequence[Line], begin: int, end: int, known: frozenset[str]) -> int:
    """Where the lines about the author begin: a name alone, or a paragraph that says what a known author is."""
    for index in range(max(begin + 1, end - TAIL_LINES), end):
        rest = [line.words for line in lines[index:end]]
        about = known or (frozenset({rest[0]}) if is_person(rest[0]) else frozenset())
        begins = rest[0] in about or (bool(known) and is_biography(rest[0], known))
        said = bool(known) or any(is_biography(words, about) for words in rest)
        if begins and said and all(_is_of_biography(words, about) for words in rest):
            return index
    return end


def _named(words: str) -> str:
    """The author that a line of the tail names: alone, after "By", or at the beginning of a biography."""
    if is_person(words):
        return words
    return next(iter(names_alone(words)), "") or first_name_in(words)


def _is_of_biography(words: str, names: frozenset[str]) -> bool:
    surnames = frozenset(name.split()[-1].title() for name in names if " " in name)
    if (
        is_biography(words, names | surnames)
        or is_role(words)
        or _is_button(words)
        or sign_in(words) is not None
    ):
        return True
    return words in names or is_person(words) or _is_address(words)


def _is_address(words: str) -> bool:
    return words.startswith(("@", "http", "www.")) or ("@" in words and len(words.split()) <= 4)


def _is_button(words: str) -> bool:
    return is_chrome(words) or is_share_line(words)


def _before_buttons(lines: Sequence[Line], begin: int, end: int, is_page: bool) -> int:
    """Without other furniture it takes two buttons or a certain one: a single word might be an answer."""
    first = end
    while first > begin + 1 and _is_button(lines[first - 1].words):
        first -= 1
    certain = is_page or any(is_chrome(line.words) for line in lines[first:end])
    return first if end - first >= 2 or certain else end
