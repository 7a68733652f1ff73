"""The corrected text of the demo has something of everything to show."""

import json
from pathlib import Path

from annotations.anchoring.carrying import Status, carry
from annotations.anchoring.changes import ChangeKind
from annotations.anchoring.comparing import RowKind, compare
from annotations.intake import read
from annotations.intake.document import Document
from annotations.intake.sentences import sentences

SEEDS = Path(__file__).parents[2] / "seeds"
ARTICLES = {row["slug"]: row for row in json.loads((SEEDS / "articles.json").read_text(encoding="utf-8"))}
SLUG = "kyiv-nato-cover"


def document(name: str) -> Document:
    return read((SEEDS / name).read_bytes(), "text/plain", "")


def first_and_later() -> tuple[Document, Document]:
    (later,) = ARTICLES[SLUG]["versions"]
    return document(ARTICLES[SLUG]["file"]), document(later)


def claims() -> list[dict]:
    rows = map(json.loads, (SEEDS / "claims.jsonl").read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["article"] == SLUG]


def test_claims_change_in_every_way_that_matters() -> None:
    old, new = first_and_later()
    starts = [old.text.index(claim["quote"]) for claim in claims()]
    spans = [(start, start + len(claim["quote"])) for start, claim in zip(starts, claims(), strict=True)]
    carried = carry(old.text, new.text, spans)
    decided = [way for way, claim in zip(carried, claims(), strict=True) if claim["assessments"]]
    assert {Status.LOST, Status.EDITED} <= {way.status for way in decided}
    changes = {kind for way in decided for kind in way.changes}
    assert {ChangeKind.NUMBER, ChangeKind.DATE, ChangeKind.NAME, ChangeKind.NEGATION} <= changes
    assert sum(way.status not in (Status.LOST, Status.EDITED) for way in carried) > len(carried) / 3


def test_sentences_change_move_come_and_go_and_type_alone_is_no_change() -> None:
    old, new = first_and_later()
    spans = [sentences(found.text, found.blocks, found.language) for found in (old, new)]
    rows = compare(old.text, spans[0], new.text, spans[1])
    assert {row.kind for row in rows} == set(RowKind)
    same = [row for row in rows if row.kind == RowKind.SAME]
    typed_anew = [
        row
        for row in same
        if old.text[slice(*spans[0][row.old.start])] != new.text[slice(*spans[1][row.new.start])]
    ]
    assert typed_anew


def test_the_later_text_is_read_as_the_same_article() -> None:
    old, new = first_and_later()
    assert new.headline == old.headline
    assert new.byline == old.byline
    assert "Diplomatic Correspondent" not in new.text
