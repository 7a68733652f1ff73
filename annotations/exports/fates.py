"""What became of the claims between two versions of an article, however many versions lie between."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from annotations.anchoring.changes import ChangeReader, same_words
from annotations.anchoring.text import Tokens, tokenize
from annotations.models import ArticleVersion, Claim, Highlight, Method


class Outcome(StrEnum):
    """As in a carry-over report; `new` is a claim that had no place in the older version."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    LOST = "lost"
    NEW = "new"


MOVED = {Method.MOVED, Method.MOVED_EDITED}


@dataclass(frozen=True)
class Fate:
    """A place of a claim in the older version and in the newer; `old` is None for a new one.

    A lost one stands nowhere in the newer version; `new` is then None, or the row that says so. `changes` are the
    kinds of change between the two wordings.
    """

    claim: Claim
    outcome: Outcome
    old: Highlight | None
    new: Highlight | None
    changes: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """For a person, in the newer version."""
        return self.new is not None and self.new.needs_confirmation


def fates(old: ArticleVersion, new: ArticleVersion, person: Any) -> list[Fate]:
    """Of the claims that this person may see, in the order of the newer text; lost ones last, as they stood."""
    shown = Highlight.objects.visible_to(person).living().select_related("claim", "confirmed_by")
    before = {row.pk: row for row in shown.filter(version=old).placed()}
    after = list(shown.filter(version=new))
    ways = list(_ways(after, _ancestors(old, new)))
    origins = [next((before[pk] for pk in way if pk in before), None) for way, _ in ways]
    words = _Words(old.text, new.text)
    pairs = zip(after, origins, ways, strict=True)
    found = [
        _fate(origin, row, moved, words)
        for row, origin, (_, moved) in pairs
        if origin or row.start is not None
    ]
    followed = {origin.pk for origin in origins if origin}
    placed_anew = {row.claim_id for row in after if row.start is not None}
    for row in before.values():
        if row.pk not in followed and row.claim_id not in placed_anew:
            found.append(Fate(row.claim, Outcome.LOST, row, None))
    return sorted(found, key=_place)


Ancestors = Mapping[int, tuple[int | None, str]]


def _ancestors(old: ArticleVersion, new: ArticleVersion) -> Ancestors:
    """For highlights of the versions after the older one: what each was carried from, and how."""
    between = Highlight.objects.filter(
        version__article=old.article_id, version__number__gt=old.number, version__number__lte=new.number
    )
    return {
        pk: (before, method) for pk, before, method in between.values_list("pk", "carried_from", "method")
    }


def _ways(rows: list[Highlight], ancestors: Ancestors) -> Iterator[tuple[list[int], bool]]:
    """For each row its own key and those it was carried from, and whether it moved on the way."""
    for row in rows:
        way, moved = [], False
        at: int | None = row.pk
        while at is not None:
            way.append(at)
            at, method = ancestors.get(at, (None, ""))
            moved = moved or method in MOVED
        yield way, moved


class _Words:
    """The words of both texts, cut into tokens when first asked for."""

    def __init__(self, old_text: str, new_text: str) -> None:
        self._texts = old_text, new_text

    @cached_property
    def tokens(self) -> tuple[Tokens, Tokens]:
        return tokenize(self._texts[0]), tokenize(self._texts[1])

    @cached_property
    def _reader(self) -> ChangeReader:
        return ChangeReader(*self.tokens)

    def changes(self, old: Highlight, new: Highlight) -> tuple[str, ...]:
        """Nothing when the words are the same but for type."""
        if old.exact == new.exact:
            return ()
        ranges = [
            range(*tokens.covering(row.start or 0, row.end or 0))
            for tokens, row in zip(self.tokens, (old, new), strict=True)
        ]
        keys = [tokens.keys[r.start : r.stop] for tokens, r in zip(self.tokens, ranges, strict=True)]
        if same_words(*keys):
            return ()
        return tuple(kind.value for kind in self._reader.kinds(*ranges))


def _fate(old: Highlight | None, new: Highlight, moved: bool, words: _Words) -> Fate:
    if old is None:
        return Fate(new.claim, Outcome.NEW, None, new)
    if new.start is None:
        return Fate(new.claim, Outcome.LOST, old, new)
    changes = words.changes(old, new)
    unchanged = Outcome.MOVED if moved else Outcome.SAME
    return Fate(new.claim, Outcome.CHANGED if changes else unchanged, old, new, changes)


def _place(fate: Fate) -> tuple[bool, int]:
    row = fate.old if fate.outcome == Outcome.LOST else fate.new
    return fate.outcome == Outcome.LOST, (row.start if row and row.start is not None else 0)
