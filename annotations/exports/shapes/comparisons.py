"""Two versions of an article beside one another: the sentences, and what became of the claims."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from annotations.anchoring.comparing import Row, RowKind, compare
from annotations.exports.fates import Fate, fates
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.columns import Shape
from annotations.exports.shapes.positions import Positions
from annotations.models import ArticleVersion, Highlight, Sentence

Span = tuple[int, int]


def comparison_shape(old: ArticleVersion, new: ArticleVersion, recipient: Recipient) -> Shape:
    """Both versions are of one article, the older one first."""
    old_sentences, new_sentences = (list(version.sentences.order_by("ordinal")) for version in (old, new))
    rows = compare(old.text, spans_of(old_sentences), new.text, spans_of(new_sentences))
    positions = Positions([old.pk, new.pk], recipient)
    kinds = Counter(row.kind for row in rows)
    return {
        "article": str(old.article.uid),
        "old": old.number,
        "new": new.number,
        "counts": {kind.value: kinds[kind] for kind in RowKind},
        "rows": list(_rows(rows, old_sentences, new_sentences, (old.pk, new.pk), positions)),
        "claims": [_claim(fate, positions) for fate in fates(old, new, recipient.person)],
    }


def spans_of(sentences: Iterable[Sentence]) -> list[Span]:
    return [(sentence.start, sentence.end) for sentence in sentences]


def _rows(
    rows: Iterable[Row],
    old: Sequence[Sentence],
    new: Sequence[Sentence],
    versions: tuple[int, int],
    positions: Positions,
) -> Iterator[Shape]:
    for row in rows:
        shape: Shape = {
            "kind": row.kind.value,
            "old": [_sentence(old[index]) for index in row.old],
            "new": [_sentence(new[index]) for index in row.new],
            "struck": [_range(*span) for span in row.struck],
            "fresh": [_range(*span) for span in row.fresh],
            "other": row.other,
        }
        for names, version in zip((("old", "struck"), ("new", "fresh")), versions, strict=True):
            for name in names:
                for place in shape[name]:
                    positions.turn(version, place)
        yield shape


def _sentence(sentence: Sentence) -> Shape:
    return {"ordinal": sentence.ordinal, **_range(sentence.start, sentence.end)}


def _range(start: int | None, end: int | None) -> Shape:
    return {"start": start, "end": end}


def _claim(fate: Fate, positions: Positions) -> Shape:
    return {
        "claim": str(fate.claim.uid),
        "outcome": fate.outcome.value,
        "changes": list(fate.changes),
        "needs_confirmation": fate.waits,
        "stale": fate.claim.stale_since is not None,
        "old": _place(fate.old, positions),
        "new": _place(fate.new, positions),
    }


def _place(row: Highlight | None, positions: Positions) -> Shape | None:
    """Where it stands and in which words; nothing where it stands nowhere."""
    if row is None or row.start is None:
        return None
    place = {**_range(row.start, row.end), "exact": row.exact}
    positions.turn(row.version_id, place)
    return place
