"""One claim through the links: choose among its windows, then verify the choice or give the claim up."""

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from annotations.anchoring.cuts import doubtful
from annotations.anchoring.links import FREE, Links
from annotations.anchoring.subsequences import differing_stretches, likeness
from annotations.anchoring.surroundings import NEAR_TOKENS, Support, Surroundings
from annotations.anchoring.windows import beside_neighbours, windows

# Choosing: a side where an old neighbour touches the window is worth as much as three words in ten, since a
# copy elsewhere has the words but not the neighbours.
TOUCHING_SIDE = 0.3
# The window of the heaviest run is left for another only when that is clearly better.
CHOICE_MARGIN = 0.15

# A side is supported when a neighbour touches, or when this share of its surroundings came along.
CONTEXT_SHARE = 0.4
# In place, supported on both sides, much may have changed. Letters of any two English sentences agree by a
# half, so a long claim must agree by more than that.
BOTH_SIDES_SIMILARITY = 0.5
BOTH_SIDES_SIMILARITY_LONG = 0.58
LONG_LETTERS = 25
ONE_SIDE_SIMILARITY = 0.6
NO_SIDE_SIMILARITY = 0.8
# The words alone, without marks, must agree this far in any case: rules of dashes agree everywhere.
WORDS_SIMILARITY = 0.4
# Moved together with half of the surroundings of one side at least, and more than a word or two.
MOVED_SIMILARITY = 0.6
MOVED_CONTEXT_SHARE = 0.5
MOVED_LETTERS = 12
# Moved without its context: whole lines that are much alike; verbatim and the only such words; or misspelled.
WHOLE_LINES_SIMILARITY = 0.7
ALONE_LETTERS = 20
ALONE_TOKENS = 4
SPELLING_SIMILARITY = 0.92
SPELLING_WORD_SIMILARITY = 0.6
# What is not verbatim must be long to be proof.
PROOF_LETTERS = 40


class Found(NamedTuple):
    """New tokens of a claim, how like its words they are (0 to 1), and whether they kept their order."""

    window: range
    similarity: float
    in_order: bool


class Course:
    """Follows claims (ranges of old tokens) through the links of two versions."""

    def __init__(self, links: Links, old_text: str, new_text: str) -> None:
        self.links = links
        self._old_text, self._new_text = old_text, new_text
        self._surroundings = Surroundings(links)
        self._doubts = doubtful(links)

    def follow(self, claim: range) -> Found | None:
        """Where `claim` went; None when that is not certain enough."""
        if self._is_doubtful(claim):
            return None
        unbroken = self._unbroken(claim)
        if unbroken:
            return Found(unbroken, 1.0, self._surroundings.is_in_order(claim, unbroken))
        options = windows(self.links, claim)
        if not options or not all(self._surroundings.touching(claim, options[0])):
            options += beside_neighbours(self.links, claim)
        if not options:
            return None
        window = self._choose(claim, options)
        support = self._surroundings.support(claim, window)
        found = Found(window, self._similarity(claim, window), support.in_order)
        return found if self._is_certain(claim, found, support) else None

    def _is_doubtful(self, claim: range) -> bool:
        """Could each linked word of the claim as well be linked elsewhere?"""
        linked = [old for old in claim if self.links.forward[old] != FREE]
        return bool(linked) and (all(self._doubts[old] for old in linked) or self._has_lost_twin(claim))

    def _has_lost_twin(self, claim: range) -> bool:
        """Do the same words stand right beside the claim, linked to nothing? Either could be the one that is left."""
        before, after = claim.start - len(claim), claim.stop + len(claim)
        twins = [range(before, claim.start)] if before >= 0 else []
        twins += [range(claim.stop, after)] if after <= len(self.links.forward) else []
        free = [FREE] * len(claim)
        return any(
            self._old_keys(twin) == self._old_keys(claim)
            and self.links.forward[twin.start : twin.stop] == free
            for twin in twins
        )

    def _unbroken(self, claim: range) -> range | None:
        """The window of a claim that is linked without a step aside, and its neighbours with it."""
        forward = self.links.forward
        first, last = max(0, claim.start - NEAR_TOKENS), min(len(forward), claim.stop + NEAR_TOKENS)
        start = forward[first]
        if start == FREE or forward[first:last] != list(range(start, start + last - first)):
            return None
        return range(forward[claim.start], forward[claim.stop - 1] + 1)

    def _choose(self, claim: range, options: Sequence[range]) -> range:
        if len(options) == 1:
            return options[0]
        chosen, best = options[0], self._score(claim, options[0])
        for window in options[1:]:
            score = self._score(claim, window)
            if score > best + CHOICE_MARGIN:
                chosen, best = window, score
        return chosen

    def _score(self, claim: range, window: range) -> float:
        sides = sum(self._surroundings.touching(claim, window))
        return self._similarity(claim, window) + TOUCHING_SIDE * sides

    def _similarity(self, claim: range, window: range) -> float:
        return likeness(self._old_keys(claim), self._new_keys(window))

    def _old_keys(self, claim: range) -> list[str]:
        return self.links.old.keys[claim.start : claim.stop]

    def _new_keys(self, window: range) -> list[str]:
        return self.links.new.keys[window.start : window.stop]

    def _is_certain(self, claim: range, found: Found, support: Support) -> bool:
        if words_likeness(self._old_keys(claim), self._new_keys(found.window)) < WORDS_SIMILARITY:
            return False
        letters = len(" ".join(self._old_keys(claim)))
        return (
            (support.in_order and _is_certain_in_place(found.similarity, letters, support))
            or _came_with_context(found.similarity, letters, support)
            or (letters >= PROOF_LETTERS and _is_whole(found.similarity, support))
            or self._is_proof(claim, found, letters)
        )

    def _is_proof(self, claim: range, found: Found, letters: int) -> bool:
        """Are the words enough to go by: verbatim and the only such words, or long and merely misspelled?"""
        if found.similarity == 1:
            return (
                letters >= ALONE_LETTERS
                and len(claim) >= ALONE_TOKENS
                and self._stands_once(claim, found.window)
            )
        similar = found.similarity >= SPELLING_SIMILARITY and letters >= PROOF_LETTERS
        return similar and differs_in_spelling_only(self._old_keys(claim), self._new_keys(found.window))

    def _stands_once(self, claim: range, window: range) -> bool:
        old, new = self.links.old, self.links.new
        old_words = self._old_text[old.starts[claim.start] : old.ends[claim.stop - 1]]
        new_words = self._new_text[new.starts[window.start] : new.ends[window.stop - 1]]
        return self._old_text.count(old_words) == 1 and self._new_text.count(new_words) == 1


def _is_certain_in_place(similarity: float, letters: int, support: Support) -> bool:
    left, right = _supported_sides(support)
    if left and right:
        long = letters >= LONG_LETTERS
        return similarity >= (BOTH_SIDES_SIMILARITY_LONG if long else BOTH_SIDES_SIMILARITY)
    if any(support.touching) or ((left or right) and support.same_edges):
        return similarity >= ONE_SIDE_SIMILARITY
    return similarity >= NO_SIDE_SIMILARITY and letters >= LONG_LETTERS and support.same_edges


def _supported_sides(support: Support) -> tuple[bool, bool]:
    (near_left, near_right), (left, right) = support.touching, support.context
    return near_left or left >= CONTEXT_SHARE, near_right or right >= CONTEXT_SHARE


def _came_with_context(similarity: float, letters: int, support: Support) -> bool:
    if similarity < MOVED_SIMILARITY:
        return False
    if all(_supported_sides(support)):
        return True
    # A lookalike pasted into another paragraph stands near words of its original's surroundings now and
    # then, but amid a line where the original stood at its edge.
    close = any(support.touching) or support.same_edges
    return close and max(support.context) >= MOVED_CONTEXT_SHARE and letters >= MOVED_LETTERS


def _is_whole(similarity: float, support: Support) -> bool:
    """A paragraph that moved on its own, edited on the way."""
    return support.whole_lines and similarity >= WHOLE_LINES_SIMILARITY


def words_likeness(old: Sequence[str], new: Sequence[str]) -> float:
    """Likeness of the words alone; 1 when the old side has none."""
    words = [key for key in old if key[0].isalnum()]
    return likeness(words, [key for key in new if key[0].isalnum()]) if words else 1.0


def differs_in_spelling_only(old: Sequence[str], new: Sequence[str]) -> bool:
    """Is every changed stretch still like itself, or marks alone, with no digit in it?"""
    return all(
        _is_respelled("".join(lost), "".join(gained)) for lost, gained in differing_stretches(old, new)
    )


def _is_respelled(lost: str, gained: str) -> bool:
    letters = lost + gained
    if any(map(str.isdigit, letters)):
        return False
    is_word = any(map(str.isalnum, letters))
    return not is_word or Levenshtein.normalized_similarity(lost, gained) >= SPELLING_WORD_SIMILARITY
