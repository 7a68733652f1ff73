"""The comparison of two versions on a page."""

from html import unescape
from typing import Any

import pytest
from django.template import Context, Template

from annotations.actions.articles import import_version
from annotations.actions.highlights import confirm_highlight
from annotations.anchoring.comparing import RowKind, compare
from annotations.models import Article, Claim, Highlight, Role
from annotations.pages.side_by_side import Beside, Fold, Text, laid_out
from tests.make import TEXT, alice, bob, carol, make_article, make_claim, make_person, make_submitted
from tests.pages.visiting import get, queries_of

pytestmark = pytest.mark.django_db

COST = ("12 million", "14 million")
AGE = ("1911", "1921")
CUT = (" The old bridge was built in 1911.", "")


def correct(article: Article, *changes: tuple[str, str], text: str = "") -> None:
    text = text or article.current_version().text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    import_version(article, text.encode(), by=alice())


def page(article: Article, older: int = 1, newer: int = 2, person: Any = None) -> str:
    answer = get(person or bob(), "article_compare", article.uid, older, newer)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_changed_words_are_marked_on_both_sides() -> None:
    article = make_article()
    correct(article, COST)
    shown = page(article)
    assert "It cost <del>12</del> million euros" in shown
    assert "It cost <ins>14</ins> million euros" in shown


def test_what_is_the_same_is_folded_but_for_the_paragraph_around_a_difference() -> None:
    article = make_article()
    correct(article, COST)
    folded, shown = "", page(article)
    for part in shown.split('<details class="compare-same">')[1:]:
        folded += part[: part.index("</details>")]
    assert "Nobody was hurt during the works." in folded
    assert "The council opened the new bridge on 3 May 2024." not in folded
    assert "The council opened the new bridge on 3 May 2024." in shown


def test_a_lost_claim_stands_beside_the_sentence_that_went() -> None:
    claim = make_submitted(make_claim())
    correct(claim.article, CUT)
    shown = page(claim.article)
    assert "<del>The old bridge was built in 1911.</del>" in shown
    row = shown[shown.index("<del>The old") : shown.index("compare-same", shown.index("<del>The old"))]
    for words in (
        "Not in version 2",
        "Claim 1",
        "Lost",
        "No place found in version 2.",
        "Stale",
        "still hold",
    ):
        assert words in row


def test_an_affected_claim_says_what_changed_and_leads_to_its_answer() -> None:
    claim = make_submitted(make_claim())
    correct(claim.article, AGE)
    waiting = Highlight.objects.waiting().get()
    shown = page(claim.article)
    for words in ("Number", "Stale", f"?waiting={waiting.uid}#panel", "Answer 1 change"):
        assert words in shown
    confirm_highlight(waiting, by=alice(), row_version=waiting.row_version)
    assert "Still the same claim, says alice." in page(claim.article)
    assert "?waiting=" not in page(claim.article)


def test_readers_are_offered_no_answers() -> None:
    claim = make_claim()
    correct(claim.article, AGE)
    shown = page(claim.article, person=make_person("rita", Role.READER))
    assert "Claim 1" in shown
    assert "?waiting=" not in shown


def test_a_moved_paragraph_is_shown_where_it_was_and_where_it_is() -> None:
    article = make_article()
    moved = "Nobody was hurt during the works. The harbour handles 40 ships a day."
    head, rest = TEXT.replace(f"\n\n{moved}", "").split("\n\n", 1)
    correct(article, text=f"{head}\n\n{moved}\n\n{rest}")
    shown = page(article)
    assert shown.count("Moved up") >= 2
    assert "It stood here" in shown
    assert "It stands here" in shown


def test_no_difference_is_said_in_words() -> None:
    article = make_article()
    shown = page(article, 1, 1)
    assert "No word differs." in shown


def test_the_newer_first_leads_to_the_older_first() -> None:
    article = make_article()
    correct(article, COST)
    answer = get(bob(), "article_compare", article.uid, 2, 1)
    assert (answer.status_code, answer.url) == (302, f"/articles/{article.uid}/compare/1/2/")


def test_strangers_and_missing_versions_find_nothing() -> None:
    article = make_article()
    correct(article, COST)
    assert get(carol(), "article_compare", article.uid, 1, 2).status_code == 404
    assert get(bob(), "article_compare", article.uid, 1, 3).status_code == 404
    assert get(None, "article_compare", article.uid, 1, 2).status_code == 302


def test_versions_and_their_list_lead_to_the_comparison() -> None:
    article = make_article()
    correct(article, COST)
    address = f"/articles/{article.uid}/compare/1/2/"
    assert address in get(bob(), "version_list", article.uid).content.decode()
    assert address in get(bob(), "version_detail", article.uid, 2).content.decode()


def test_a_page_with_many_claims_asks_as_little_as_one_with_few() -> None:
    article = make_article()
    make_claim(article)
    correct(article, AGE)
    few = queries_of(bob(), "article_compare", article.uid, 1, 2)
    for _ in range(20):
        make_claim(article, "in 1921")
    assert queries_of(bob(), "article_compare", article.uid, 1, 2) == few <= 24


def test_markup_in_a_text_is_shown_as_text() -> None:
    article = make_article("A headline\n\nThe <b>mayor</b> said <script>alert(1)</script> in 2019.")
    correct(article, ("2019", "2020 <i>"))
    answer = get(bob(), "article_compare", article.uid, 1, 2).content.decode()
    assert "<script>alert" not in answer
    assert "<b>mayor" not in answer
    assert "<ins>2020 &lt;i&gt;</ins>" in answer


def parts(old: list[str], new: list[str], **options: Any) -> list[Beside | Fold]:
    """One sentence a block."""
    texts = []
    for sentences in (old, new):
        spans, at = [], 0
        for sentence in sentences:
            spans.append((at, at + len(sentence)))
            at += len(sentence) + 2
        blocks = [{"kind": "paragraph", "start": start, "end": end} for start, end in spans]
        texts.append(Text("\n\n".join(sentences), spans, blocks))
    rows = compare(texts[0].text, texts[0].sentences, texts[1].text, texts[1].sentences)
    return laid_out(rows, *texts, options.get("notes", {}), options.get("unfolded", ()))


def test_differences_are_numbered_and_halves_of_what_moved_know_one_another() -> None:
    one, two, three = "The bridge was built in 1911.", "Ships pass it every day.", "It cost twelve million."
    shown = [part for part in parts([one, two, three], [three, one, two]) if isinstance(part, Beside)]
    assert [(part.kind, part.number, part.other, part.moved) for part in shown] == [
        (RowKind.MOVED, 1, 2, "up"),
        (RowKind.MOVED, 2, 1, "up"),
    ]


def test_a_row_with_something_to_say_is_not_folded_away() -> None:
    sentences = ["The bridge was built in 1911.", "Ships pass it every day."]
    (folded,) = parts(sentences, sentences)
    assert isinstance(folded, Fold)
    assert (folded.sentences, folded.opening) == (2, "The bridge was built in 1911. Ships…")
    first, last = parts(sentences, sentences, unfolded=[1])
    assert (type(first), type(last)) == (Fold, Beside)


def test_reasons_of_staleness_are_sentences() -> None:
    template = Template("{% load corrections %}{{ reason|stale_reason }}")
    for reason, sentence in (
        ({"kind": "words_lost", "changes": [], "version": 3}, "Its words are gone from version 3."),
        (
            {"kind": "words_changed", "changes": ["negation", "number"], "version": 2},
            "Its words changed in version 2: number, negation.",
        ),
        ({"kind": "source_withdrawn"}, "A source that it rests on was withdrawn."),
        ({"kind": "from elsewhere"}, "Something that it rests on has changed."),
    ):
        assert template.render(Context({"reason": reason})) == sentence


def test_a_claim_that_was_marked_since_is_shown_where_something_changed() -> None:
    article = make_article()
    correct(article, COST)
    claim: Claim = make_claim(article, "It cost 14 million euros")
    shown = page(article)
    assert "Marked since." in shown
    assert f"?claim={claim.uid}#panel" in shown
