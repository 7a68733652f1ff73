"""Where in a text do words like these stand? Ranks windows of one text by likeness to a few words.

Used when nothing better is known than the words themselves: for a quotation that is not there letter by
letter, and to suggest places for a claim that was lost.
"""

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from annotations.anchoring.subsequences import closest_length, common_pairs, heaviest_stretch, likeness
from annotations.anchoring.text import Tokens

# A window holds half as many words again as were asked for, and a few more for short ones: words are added.
WINDOW_STRETCH = 1.5
WINDOW_SLACK_TOKENS = 4
# Windows looked at closely, for each place wanted. The quick score is a good judge: the best one is nearly
# always among its first three.
WINDOWS_PER_PLACE = 4
# Replaced words at the ends of what was looked for may have become this many.
REPLACED_STRETCH = 2
REPLACED_SLACK_TOKENS = 2


class Place(NamedTuple):
    """`text[start:end]` (code points) and how like the words there are to those looked for, 0 to 1."""

    start: int
    end: int
    similarity: float


def best_places(words: Sequence[str], text: Tokens, limit: int) -> list[Place]:
    """Up to `limit` places that do not overlap, the most similar first. Time is linear in the text."""
    found: list[Place] = []
    for start, end in _promising_windows(words, text.keys, limit * WINDOWS_PER_PLACE):
        first, last = _tighten(words, text, start, end)
        # A second place may stand directly beside the best one, in the same window.
        for part in ((first, last), _tighten(words, text, start, first), _tighten(words, text, last, end)):
            if part[0] < part[1]:
                similarity = likeness(words, text.keys[part[0] : part[1]])
                found.append(Place(text.starts[part[0]], text.ends[part[1] - 1], similarity))
    found.sort(key=lambda place: (-place.similarity, place.start))
    return without_overlaps(found)[:limit]


def without_overlaps(places: Sequence[Place]) -> list[Place]:
    """The places in the order given, less those that overlap an earlier one."""
    kept: list[Place] = []
    for place in places:
        if all(place.end <= other.start or other.end <= place.start for other in kept):
            kept.append(place)
    return kept


def _promising_windows(words: Sequence[str], keys: Sequence[str], limit: int) -> list[tuple[int, int]]:
    """Windows (token ranges) that hold the most of `words`, rare ones counting more; the best first."""
    wanted = Counter(words)
    hits = [index for index, key in enumerate(keys) if key in wanted]
    width = int(len(words) * WINDOW_STRETCH) + WINDOW_SLACK_TOKENS
    scores = _window_scores(hits, keys, wanted, width)
    windows: list[tuple[int, int]] = []
    for _, last in sorted(scores)[: 2 * limit * width]:
        if len(windows) == limit:
            break
        if all(abs(last + 1 - end) >= len(words) for _, end in windows):
            windows.append((max(0, last - width + 1), last + 1))
    return [
        (max(0, start - WINDOW_SLACK_TOKENS), min(len(keys), end + WINDOW_SLACK_TOKENS))
        for start, end in windows
    ]


def _window_scores(
    hits: Sequence[int], keys: Sequence[str], wanted: Counter[str], width: int
) -> list[tuple[float, int]]:
    """For each hit: the weight, negative, of the wanted words in the `width` tokens that end with it."""
    frequency = Counter(keys[hit] for hit in hits)
    weight = {key: _weight(key, frequency[key] / len(keys)) for key in frequency}
    held: Counter[str] = Counter()
    score, oldest = 0.0, 0
    scores: list[tuple[float, int]] = []
    for hit in hits:
        key = keys[hit]
        held[key] += 1
        score += weight[key] if held[key] <= wanted[key] else 0
        while hits[oldest] <= hit - width:
            gone = keys[hits[oldest]]
            score -= weight[gone] if held[gone] <= wanted[gone] else 0
            held[gone] -= 1
            oldest += 1
        scores.append((-score, hit))
    return scores


def _weight(key: str, share: float) -> float:
    """A long rare word says most; a mark next to nothing, however rare."""
    return (len(key) if key.isalnum() else 0.1) * log(1 + 1 / share)


def _tighten(words: Sequence[str], text: Tokens, start: int, end: int) -> tuple[int, int]:
    """The token range within `start:end` that corresponds to `words`; empty when nothing does."""
    window = text.keys[start:end]
    pairs = heaviest_stretch(common_pairs(words, window), words, window)
    if not pairs:
        return start, start
    (first_word, first), (last_word, last) = pairs[0], pairs[-1]
    left = _replaced(words[:first_word][::-1], window[:first][::-1])
    right = _replaced(words[last_word + 1 :], window[last + 1 :])
    return start + first - left, start + last + 1 + right


def _replaced(lost: Sequence[str], near: Sequence[str]) -> int:
    return closest_length(lost, near[: REPLACED_STRETCH * len(lost) + REPLACED_SLACK_TOKENS])
