"""Where the words of one claim may have gone: windows of the new text, read off the links."""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from rapidfuzz.distance import Levenshtein

from annotations.anchoring.links import FREE, Links
from annotations.anchoring.subsequences import (
    MOST_COMPARED_TOKENS,
    closest_length,
    common_pairs,
    heaviest_beginning,
    likeness,
)

# Two linked words of a claim belong to one run when the way between them grew no more than this, or by half the
# length of the claim: a new paragraph may have come into a long one.
RUN_STRETCH = 3
RUN_SLACK_TOKENS = 30
# A claim torn to pieces: the heaviest of them is nearly always the right one.
MOST_RUNS = 3
# How far outside the claim its nearest linked neighbour is looked for.
NEIGHBOUR_REACH_TOKENS = 5
# Replaced words of a claim may have become this many.
REPLACED_STRETCH = 2
REPLACED_SLACK_TOKENS = 2
# A window beside a neighbour is read this far, in times the length of the claim.
BESIDE_STRETCH = 1.5
BESIDE_SLACK_TOKENS = 4
# A claim of which no word was kept can only be recognised by its letters: another spelling of a few words.
MOST_RESPELLED_TOKENS = 6
RESPELLED_SIMILARITY = 0.6
RESPELLED_GAP_TOKENS = 28


def windows(links: Links, claim: range) -> list[range]:
    """Ranges of new tokens where `claim` (a range of old tokens) may be, the likeliest first."""
    runs = _forward_runs(links, claim)
    if not runs:
        return _respelled(links, claim)
    runs.sort(key=lambda run: -sum(len(links.old.keys[old]) for old, _ in run))
    return [_extended(links, claim, run) for run in runs[:MOST_RUNS]]


def _forward_runs(links: Links, claim: range) -> list[list[tuple[int, int]]]:
    """The linked words of the claim, cut where the way leads back or jumps."""
    slack = max(RUN_SLACK_TOKENS, len(claim) // 2)
    runs: list[list[tuple[int, int]]] = []
    for old in claim:
        new = links.forward[old]
        if new == FREE:
            continue
        if runs and _goes_on(runs[-1][-1], (old, new), slack):
            runs[-1].append((old, new))
        else:
            runs.append([(old, new)])
    return runs


def _goes_on(before: tuple[int, int], here: tuple[int, int], slack: int) -> bool:
    return 0 < here[1] - before[1] <= RUN_STRETCH * (here[0] - before[0]) + slack


def _extended(links: Links, claim: range, run: Sequence[tuple[int, int]]) -> range:
    """From the first to the last word of the run, and over the words that replaced those of the claim's ends."""
    (first_old, first_new), (last_old, last_new) = run[0], run[-1]
    start = first_new - _replaced_length(links, range(first_old - 1, claim.start - 1, -1), first_new - 1)
    end = last_new + 1 + _replaced_length(links, range(last_old + 1, claim.stop), last_new + 1)
    return range(start, end)


def _replaced_length(links: Links, lost: range, beside: int) -> int:
    """How many free new tokens, read from `beside` on away from the claim, stand for its `lost` ones.

    The words lost beside the claim share the same gap; taking all of it would steal the neighbour's full
    stop.
    """
    if not lost:
        return 0
    near = _free_from(links.backward, beside, lost.step, _most_replacing(len(lost)))
    outer = _free_from(links.forward, lost.stop, lost.step, MOST_COMPARED_TOKENS)
    if not _breaks_line(links.old.breaks, lost, lost.step):
        # What replaced words amid a line stands on that line, and so does what was lost beside them.
        near = _within_line(links.new.breaks, near, lost.step)
        outer = _within_line(links.old.breaks, outer, lost.step)
    if not near:
        return 0
    bounded = _is_bounded(links, lost, near[-1])
    if bounded and not outer and len(near) < _most_replacing(len(lost)):
        return len(near)
    lost_keys = [links.old.keys[old] for old in lost]
    near_keys = [links.new.keys[new] for new in near]
    if bounded and outer and len(lost) <= MOST_COMPARED_TOKENS:
        return _best_split(lost_keys, [links.old.keys[old] for old in outer], near_keys)
    return closest_length(lost_keys, near_keys)


def _most_replacing(lost: int) -> int:
    return REPLACED_STRETCH * lost + REPLACED_SLACK_TOKENS


def _free_from(linked: Sequence[int], start: int, step: int, most: int) -> list[int]:
    stop = min(len(linked), start + most) if step > 0 else max(-1, start - most)
    return list(takewhile(lambda index: linked[index] == FREE, range(start, stop, step)))


def _breaks_line(breaks: bytearray, tokens: Iterable[int], step: int) -> bool:
    return any(breaks[token if step > 0 else token + 1] for token in tokens)


def _within_line(breaks: bytearray, tokens: Iterable[int], step: int) -> list[int]:
    """The tokens before the first that lies on another line than the one they were read from."""
    return list(takewhile(lambda token: not breaks[token if step > 0 else token + 1], tokens))


def _is_bounded(links: Links, lost: range, last: int) -> bool:
    """Do the free new tokens end where something known begins: linked text, or a line that ends in both?"""
    following = last + lost.step
    if not 0 <= following < len(links.backward) or links.backward[following] != FREE:
        return True
    if lost.step > 0:
        return bool(links.new.breaks[following] and links.old.breaks[lost.stop])
    return bool(links.new.breaks[last] and links.old.breaks[lost.stop + 1])


def _best_split(lost: Sequence[str], outer: Sequence[str], near: Sequence[str]) -> int:
    """How many of `near` stand for `lost`, when the rest of them stands for `outer`."""
    inner, rest = " ".join(lost), " ".join(outer)

    def cost(count: int) -> int:
        own = Levenshtein.distance(inner, " ".join(near[:count]))
        return own + Levenshtein.distance(rest, " ".join(near[count:]))

    return min(range(len(near) + 1), key=cost)


def beside_neighbours(links: Links, claim: range) -> list[range]:
    """Windows that touch where the neighbours of the claim went, of text that no other old text accounts for."""
    reach = int(BESIDE_STRETCH * len(claim)) + BESIDE_SLACK_TOKENS
    before, after = _neighbours(links, claim)
    found: list[range] = []
    if before != FREE:
        found += _beginning_at(links, claim, range(before + 1, min(before + 1 + reach, len(links.backward))))
    if after != FREE:
        found += _beginning_at(links, claim[::-1], range(after - 1, max(after - 1 - reach, -1), -1))
    return found


def _neighbours(links: Links, claim: range) -> tuple[int, int]:
    """Where the nearest linked tokens before and after the claim went; FREE where none is near."""
    before = range(claim.start - 1, max(-1, claim.start - 1 - NEIGHBOUR_REACH_TOKENS), -1)
    after = range(claim.stop, min(len(links.forward), claim.stop + NEIGHBOUR_REACH_TOKENS))
    return _first_linked(links, before), _first_linked(links, after)


def _first_linked(links: Links, tokens: range) -> int:
    return next((links.forward[old] for old in tokens if links.forward[old] != FREE), FREE)


def _beginning_at(links: Links, claim: range, stretch: range) -> list[range]:
    """The window from the start of `stretch` to where the claim's words end, both read in the same direction."""
    own = list(takewhile(lambda new: links.backward[new] == FREE or links.backward[new] in claim, stretch))
    old_keys = [links.old.keys[old] for old in claim]
    new_keys = [links.new.keys[new] for new in own]
    pairs, _ = heaviest_beginning(common_pairs(old_keys, new_keys), old_keys, new_keys)
    if not pairs:
        return []
    last_old, last_new = pairs[-1]
    lost = old_keys[last_old + 1 :]
    near = new_keys[last_new + 1 :][: _most_replacing(len(lost))]
    end = last_new + closest_length(lost, near)
    return [range(min(own[0], own[end]), max(own[0], own[end]) + 1)]


def _respelled(links: Links, claim: range) -> list[range]:
    """The window between the neighbours whose letters are most like a claim of which no word was kept."""
    before, after = _neighbours(links, claim)
    known = before != FREE and after != FREE and len(claim) <= MOST_RESPELLED_TOKENS
    if not known or not 0 < after - before - 1 <= RESPELLED_GAP_TOKENS:
        return []
    goal = links.old.keys[claim.start : claim.stop]
    longest = _most_replacing(len(claim))
    scored = [
        (likeness(goal, links.new.keys[start:end]), -start, end)
        for start in range(before + 1, after)
        for end in range(start + 1, min(after, start + longest) + 1)
    ]
    similarity, start, end = max(scored)
    return [range(-start, end)] if similarity >= RESPELLED_SIMILARITY else []
