"""Whether words that somebody proposed stand now where the old ones stood."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from annotations.anchoring.carrying import carry
from annotations.anchoring.text import Tokens
from annotations.anchoring.wording import words_of

Span = tuple[int, int]

# So many words on either side tell where a stretch was that is gone, when nothing of itself is left.
CONTEXT_TOKENS = 12


class Wish(NamedTuple):
    """Words of the old text (code points, half-open) and what should stand there; "" means nothing.

    `fallback` is where the claim stands in the new text, for when nothing else tells where the words were.
    """

    start: int
    end: int
    proposed: str
    fallback: Span | None = None


def same_but_for_type(words: str, others: str) -> bool:
    """Whether they differ in spaces, quote marks and dashes at most."""
    return words_of(words).keys == words_of(others).keys


def paragraph_around(text: str, start: int, end: int) -> Span:
    """The lines of the text (code points) that `start:end` shares a character with."""
    stop = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if stop < 0 else stop


def place_beside(text: str, words: str, near: Span) -> Span | None:
    """Where `words` stand in the paragraph around `near`, as close to it as they do; None when they do not.

    Spaces and quote marks may differ.
    """
    first, last = paragraph_around(text, *near)
    at = text.find(words, first, last)
    found = []
    while at >= 0:
        found.append((at, at + len(words)))
        at = text.find(words, at + 1, last)
    found = found or _stretches(words_of(text[first:last]), words_of(words).keys, first)
    return min(found, key=lambda span: (_apart(span, near), span), default=None)


def fulfilled(old_text: str, new_text: str, wishes: Sequence[Wish]) -> list[bool]:
    """For each wish whether the new text says what it asks for, at that place, and no longer what it objects to.

    What cannot be found is not fulfilled. Takes the time of two alignments at most.
    """
    old, new = words_of(old_text), words_of(new_text)
    places = _Places(old_text, new_text, old, new).of(wishes)
    return [
        place is not None and _is_fulfilled(_whole(old_text, old, wish), new, place)
        for wish, place in zip(wishes, places, strict=True)
    ]


class _Asked(NamedTuple):
    old: list[str]
    proposed: list[str]


def _whole(text: str, tokens: Tokens, wish: Wish) -> _Asked:
    """The wish in whole words: who proposes another ending of a word means the word."""
    first, last = tokens.covering(wish.start, wish.end)
    start = min(tokens.starts[first], wish.start) if first < last else wish.start
    end = max(tokens.ends[last - 1], wish.end) if first < last else wish.end
    proposed = text[start : wish.start] + wish.proposed + text[wish.end : end]
    return _Asked(tokens.keys[first:last], words_of(proposed).keys)


def _is_fulfilled(asked: _Asked, new: Tokens, place: Span) -> bool:
    first, last = new.covering(*place)
    if not asked.proposed:
        return not any(key[0].isalnum() for key in new.keys[first:last])
    reach = max(len(asked.old), len(asked.proposed))
    near = range(max(first - reach, 0), min(last + reach, len(new.keys)))
    come = [at for at in _found(new.keys, asked.proposed, near) if _touch(at, range(first, last))]
    left = [at for at in _found(new.keys, asked.old, near) if _touch(at, range(first, last))]
    return bool(come) and all(any(_holds(outer, inner) for outer in come) for inner in left)


def _found(keys: Sequence[str], wanted: Sequence[str], within: range) -> list[range]:
    length = len(wanted)
    starts = range(within.start, within.stop - length + 1)
    return [range(at, at + length) for at in starts if keys[at : at + length] == wanted]


def _touch(one: range, other: range) -> bool:
    """Whether they share a token; a place between two tokens is touched by what lies around it or beside it."""
    if other:
        return one.start < other.stop and other.start < one.stop
    return one.start <= other.start <= one.stop


def _holds(outer: range, inner: range) -> bool:
    return outer.start <= inner.start and inner.stop <= outer.stop


def _stretches(tokens: Tokens, wanted: Sequence[str], offset: int) -> list[Span]:
    if not wanted:
        return []
    ranges = _found(tokens.keys, wanted, range(len(tokens.keys)))
    return [(offset + tokens.starts[at.start], offset + tokens.ends[at.stop - 1]) for at in ranges]


def _apart(span: Span, near: Span) -> tuple[int, int]:
    """Characters between the two, and how far the first begins from the other's beginning."""
    return max(span[0] - near[1], near[0] - span[1], 0), abs(span[0] - near[0])


class _Places:
    """Finds where, in the new text, the words of each wish stood or what replaced them stands."""

    def __init__(self, old_text: str, new_text: str, old: Tokens, new: Tokens) -> None:
        self.old_text, self.new_text, self.old, self.new = old_text, new_text, old, new

    def of(self, wishes: Sequence[Wish]) -> list[Span | None]:
        ways = carry(self.old_text, self.new_text, [(wish.start, wish.end) for wish in wishes])
        places = [_placed(way.start, way.end) for way in ways]
        gone = [wish for wish, place in zip(wishes, places, strict=True) if place is None]
        between = iter(self._between(gone)) if gone else iter(())
        return [place or next(between) for place in places]

    def _between(self, wishes: Sequence[Wish]) -> list[Span | None]:
        """The gap between the words that stood before and after; else where the claim stands."""
        sides = [side for wish in wishes for side in self._sides(wish)]
        ways = carry(self.old_text, self.new_text, list(dict.fromkeys(side for side in sides if side)))
        known = dict(zip(dict.fromkeys(side for side in sides if side), ways, strict=True))
        ends = [_placed(known[side].start, known[side].end) if side else None for side in sides]
        return [self._gap(wish, ends[2 * at], ends[2 * at + 1]) for at, wish in enumerate(wishes)]

    def _sides(self, wish: Wish) -> tuple[Span | None, Span | None]:
        first, last = self.old.covering(wish.start, wish.end)
        return self._stretch(first - CONTEXT_TOKENS, first), self._stretch(last, last + CONTEXT_TOKENS)

    def _stretch(self, first: int, last: int) -> Span | None:
        first, last = max(first, 0), min(last, len(self.old.keys))
        return (self.old.starts[first], self.old.ends[last - 1]) if first < last else None

    def _gap(self, wish: Wish, before: Span | None, after: Span | None) -> Span | None:
        first, last = self.old.covering(wish.start, wish.end)
        start = before[1] if before else (0 if first == 0 else None)
        end = after[0] if after else (len(self.new_text) if last == len(self.old.keys) else None)
        if start is not None and end is not None:
            return (start, end) if start <= end else wish.fallback
        if (start is None and end is None) or not wish.proposed:
            # Of a deletion one side alone cannot tell whether anything stands there instead.
            return wish.fallback if wish.proposed else None
        return self._beside(wish, start, end)

    def _beside(self, wish: Wish, start: int | None, end: int | None) -> Span:
        """As many words as are proposed, from the one side that is known."""
        count = len(words_of(wish.proposed).keys)
        if start is not None:
            first = bisect_left(self.new.starts, start)
            return start, self.new.ends[min(first + count, len(self.new.ends)) - 1]
        assert end is not None
        last = bisect_left(self.new.starts, end)
        return self.new.starts[max(last - count, 0)], end


def _placed(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else (start, end)
