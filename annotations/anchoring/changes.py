"""What changed in the words of a claim: the kinds of change by which a person, or a rule, decides what to do."""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cached_property

from annotations.anchoring.subsequences import common_pairs
from annotations.anchoring.text import Tokens, tokenize
from annotations.anchoring.vocabulary import (
    MONTHS,
    NEGATED_VERBS,
    NEGATIONS,
    NEGATIVE_PREFIXES,
    NUMBER_WORDS,
    RELATIVE_DAYS,
    SENTENCE_OPENERS,
    WEEKDAYS,
)

# Four digits in this range are a year unless something else is said; a larger number is a quantity.
YEARS = range(1500, 2200)
DAYS = range(1, 32)
# How many tokens may stand between a month and its day or year: "Nov. 29", "29th of November", "May 3, 2024".
DATE_REACH_TOKENS = 3

QUOTE = '"'
SENTENCE_ENDS = frozenset(".?!:")
# What may stand between the end of a sentence and the first word of the next.
OPENING_MARKS = frozenset("\"'([-*•")


class ChangeKind(StrEnum):
    """What kind of words differ. A changed day of a month is a number and a date."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    QUOTATION = "quotation"
    WORDING = "wording"


def kinds_between(old: str, new: str) -> tuple[ChangeKind, ...]:
    """What differs between two passages, in the order of ChangeKind; nothing when the words are the same."""
    before, after = tokenize(old), tokenize(new)
    if same_words(before.keys, after.keys):
        return ()
    return ChangeReader(before, after).kinds(range(len(before.keys)), range(len(after.keys)))


def same_words(old: Sequence[str], new: Sequence[str]) -> bool:
    """Are two runs of token keys the same but for the kind of their quote marks?"""
    return old == new or [_plain_quote(key) for key in old] == [_plain_quote(key) for key in new]


def _plain_quote(key: str) -> str:
    return QUOTE if key == "'" else key


class ChangeReader:
    """Reads the kinds of change between ranges of tokens of two texts."""

    def __init__(self, old: Tokens, new: Tokens) -> None:
        self._old, self._new = old, new

    @cached_property
    def known_words(self) -> frozenset[str]:
        """Words written small somewhere: no names, where a sentence begins with them."""
        return frozenset(key for tokens in (self._old, self._new) for key in tokens.keys if key.islower())

    @cached_property
    def _quoted(self) -> tuple[bytearray, bytearray]:
        return _quoted(self._old), _quoted(self._new)

    def kinds(self, claim: range, window: range) -> tuple[ChangeKind, ...]:
        """What differs between the old tokens `claim` and the new tokens `window`, in the order of ChangeKind."""
        before, after = _Passage(self, self._old, claim), _Passage(self, self._new, window)
        lost, gained = _changed(before, after)
        changed = [self._old.keys[index] for index in lost] + [self._new.keys[index] for index in gained]
        # Whole passages are read only for what a changed word may have touched.
        found = {
            ChangeKind.NUMBER: any(map(_is_numeric, changed)) and before.numbers() != after.numbers(),
            ChangeKind.DATE: any(map(_may_be_date, changed)) and before.dates() != after.dates(),
            ChangeKind.NAME: any(map(_is_capital, changed)) and _names_differ(before, after),
            ChangeKind.NEGATION: _negation_differs(before, lost, after, gained),
            ChangeKind.QUOTATION: any(self._quoted[0][index] for index in lost)
            or any(self._quoted[1][index] for index in gained),
        }
        # A word that only changed its place is no other wording.
        unexplained = before.wording(lost) != after.wording(gained)
        found[ChangeKind.WORDING] = unexplained or not any(found.values())
        return tuple(kind for kind in ChangeKind if found[kind])


def _quoted(text: Tokens) -> bytearray:
    """1 for quote marks and what stands between them, counted anew on each line: a quotation of several paragraphs
    opens each of them again.
    """
    quoted = bytearray(len(text.keys))
    inside = False
    for index, key in enumerate(text.keys):
        is_mark = key == QUOTE
        inside = (inside and not text.breaks[index]) != is_mark
        quoted[index] = inside or is_mark
    return quoted


def _changed(before: "_Passage", after: "_Passage") -> tuple[list[int], list[int]]:
    """Indexes of the tokens that only one of the two has."""
    pairs = common_pairs(before.keys, after.keys)
    kept, still = {here for here, _ in pairs}, {there for _, there in pairs}
    lost = [index for step, index in enumerate(before.tokens) if step not in kept]
    gained = [index for step, index in enumerate(after.tokens) if step not in still]
    return lost, gained


def _names_differ(before: "_Passage", after: "_Passage") -> bool:
    """Do the names differ, in their words or their order? A heading set in capitals brings no new names."""
    old, new = before.names(), after.names()
    small_old, small_new = before.words_written_small(), after.words_written_small()
    return [name for name in old if name not in small_new] != [name for name in new if name not in small_old]


def _negation_differs(
    before: "_Passage", lost: Sequence[int], after: "_Passage", gained: Sequence[int]
) -> bool:
    if any(map(before.is_negation, lost)) or any(map(after.is_negation, gained)):
        return True
    lost_words = {before.word(index) for index in lost}
    gained_words = {after.word(index) for index in gained}
    return _negates(lost_words, gained_words) or _negates(gained_words, lost_words)


def _negates(plain: set[str], others: set[str]) -> bool:
    """Is one of the others a plain word with a negative prefix: likely, unlikely?"""
    return any(prefix + word in others for word in plain if len(word) > 2 for prefix in NEGATIVE_PREFIXES)


class _Passage:
    """A range of tokens, read for what matters in it."""

    def __init__(self, reader: ChangeReader, text: Tokens, tokens: range) -> None:
        self.tokens = tokens
        self.keys = text.keys[tokens.start : tokens.stop]
        self._text = text
        self._reader = reader

    def word(self, index: int) -> str:
        return self._text.keys[index].lower()

    def _word_or_nothing(self, index: int) -> str:
        return self.word(index) if 0 <= index < len(self._text.keys) else ""

    def numbers(self) -> list[str]:
        """The numbers in order, in digits; commas between groups of digits say nothing."""
        found: list[str] = []
        grouped = False
        for index in self.tokens:
            word = self.word(index)
            if word[0].isdigit():
                found.append(found.pop() + word if grouped else word)
            elif word in NUMBER_WORDS:
                found.append(NUMBER_WORDS[word])
            grouped = word == "," and self._is_group_mark(index)
        return found

    def _is_group_mark(self, comma: int) -> bool:
        """Is it the comma of 1,000, with the thousands in the passage?"""
        if comma == self.tokens.start or self._text.ends[comma - 1] != self._text.starts[comma]:
            return False
        after = self._word_or_nothing(comma + 1)
        return self.word(comma - 1).isdigit() and after.isdigit() and len(after) == 3

    def dates(self) -> list[tuple[str, int]]:
        """Parts of dates in order: months and weekdays by number, days and years."""
        return [part for part in map(self._date_part, self.tokens) if part]

    def _date_part(self, index: int) -> tuple[str, int] | None:
        word = self.word(index)
        if not _may_be_date(word):
            return None
        if word in RELATIVE_DAYS:
            return word, 0
        if self._is_month(index):
            return "month", MONTHS[word]
        if word in WEEKDAYS and _is_capital(self._text.keys[index]):
            return "weekday", WEEKDAYS[word]
        number = _leading_number(word)
        if number in YEARS and word.isdigit():
            return "year", number
        if number in DAYS and self._is_beside_month(index):
            return "day", number
        return None

    def _is_month(self, index: int) -> bool:
        """A month is written with a capital or stands beside a number: "mars 2024", but not "it may"."""
        if self.word(index) not in MONTHS:
            return False
        beside = (self._word_or_nothing(near) for near in self._near(index))
        numbered = any(_leading_number(word) for word in beside)
        return numbered or (_is_capital(self._text.keys[index]) and not self._begins_sentence(index))

    def _is_beside_month(self, index: int) -> bool:
        return any(self._word_or_nothing(near) in MONTHS for near in self._near(index))

    def _near(self, index: int) -> Iterator[int]:
        yield from range(index - DATE_REACH_TOKENS, index)
        yield from range(index + 1, index + 1 + DATE_REACH_TOKENS)

    def names(self) -> list[str]:
        """Words written with a capital that no sentence gave them, in order and in small letters."""
        return [self.word(index) for index in self.tokens if self._is_name(index)]

    def _is_name(self, index: int) -> bool:
        word = self.word(index)
        if not _is_capital(self._text.keys[index]) or word in NUMBER_WORDS or word in NEGATIONS:
            return False
        if self._date_part(index):
            return False
        if len(word) == 1:
            return self._word_or_nothing(index + 1) == "."
        if not self._begins_sentence(index):
            return True
        return word not in SENTENCE_OPENERS and word not in self._reader.known_words

    def words_written_small(self) -> set[str]:
        return {key for key in self.keys if key.islower()}

    def _begins_sentence(self, index: int) -> bool:
        while not self._text.breaks[index]:
            index -= 1
            if self._text.keys[index] not in OPENING_MARKS:
                return self._text.keys[index] in SENTENCE_ENDS
        return True

    def is_negation(self, index: int) -> bool:
        word = self.word(index)
        if word == "t":
            return (
                self._word_or_nothing(index - 1) == "'" and self._word_or_nothing(index - 2) in NEGATED_VERBS
            )
        if word in NEGATED_VERBS:
            return self._word_or_nothing(index + 1) == "'" and self._word_or_nothing(index + 2) == "t"
        return word in NEGATIONS

    def wording(self, indexes: Sequence[int]) -> Counter[str]:
        """Those of the words whose change no other kind explains."""
        return Counter(self._text.keys[index] for index in indexes if self._is_wording(index))

    def _is_wording(self, index: int) -> bool:
        word = self.word(index)
        if not word[0].isalnum() or _is_numeric(word):
            return False
        return not (self._date_part(index) or self._is_name(index) or self.is_negation(index))


def _is_capital(key: str) -> bool:
    return key[0].isupper()


def _is_numeric(key: str) -> bool:
    return key[0].isdigit() or key.lower() in NUMBER_WORDS


def _may_be_date(key: str) -> bool:
    word = key.lower()
    return word[0].isdigit() or word in MONTHS or word in WEEKDAYS or word in RELATIVE_DAYS


def _leading_number(word: str) -> int:
    """29 of "29th", 0 of a word that begins with no digit."""
    digits = ""
    for character in word:
        if not character.isdecimal():
            break
        digits += character
    return int(digits[:9]) if digits else 0
