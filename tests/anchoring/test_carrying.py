"""Claims from one version to the next: found for certain, or lost."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.carrying import LOST, Carried, Status, carry
from annotations.anchoring.changes import ChangeKind
from annotations.anchoring.text import tokenize
from annotations.errors import InvalidInput

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"

BRIDGE = "The council opened the new bridge on 3 May 2024, a year late."
COST = "It cost 12 million euros, twice as much as planned, and the state paid half of that."
AGE = "The old bridge was built in 1911, when the harbour was small."
MAYOR = "“We need it,” the mayor said, “but not at any price.”"
SHIPS = "The harbour handles 40 ships a day. Most of them carry grain from the east."
PARAGRAPHS = [BRIDGE, COST, AGE, MAYOR, SHIPS]
UNCHANGED = {Status.SAME, Status.SHIFTED, Status.MOVED}


def page(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


OLD = page(*PARAGRAPHS)


def span(words: str, text: str = OLD) -> tuple[int, int]:
    assert text.count(words) == 1, words
    return text.index(words), text.index(words) + len(words)


def carried(words: str, new: str, old: str = OLD) -> Carried:
    return carry(old, new, [span(words, old)])[0]


def standing(result: Carried, new: str) -> str | None:
    return None if result.start is None else new[result.start : result.end]


# ------------------------------------------------------------------------------------ the words are the same


def test_in_the_same_text_everything_is_the_same():
    spans = [span(BRIDGE), span("12 million"), span("grain")]
    assert carry(OLD, OLD, spans) == [Carried(*each, Status.SAME, 1.0, ()) for each in spans]


def test_a_claim_behind_a_new_paragraph_is_shifted():
    new = page("Nobody had expected it.", *PARAGRAPHS)
    assert carried("12 million", new) == Carried(*span("12 million", new), Status.SHIFTED, 1.0, ())


def test_a_claim_before_the_change_is_the_same():
    new = OLD.replace("40 ships", "50 ships")
    assert carried(BRIDGE, new).status is Status.SAME


def test_a_claim_in_a_changed_paragraph_whose_own_words_stayed_is_shifted():
    new = OLD.replace("It cost 12", "In the end it cost the town 12")
    result = carried("the state paid half of that", new)
    assert (standing(result, new), result.status) == ("the state paid half of that", Status.SHIFTED)


def test_a_paragraph_that_changed_places_is_moved():
    new = page(SHIPS, BRIDGE, COST, AGE, MAYOR)
    result = carried("The harbour handles 40 ships a day.", new)
    assert (result.start, result.status) == (0, Status.MOVED)


@pytest.mark.parametrize("marks", ['""', "''", "«»"])
def test_other_quote_marks_are_no_change(marks):
    retyped = MAYOR.replace("“", marks[0]).replace("”", marks[1])
    new = OLD.replace(MAYOR, retyped)
    result = carried(MAYOR, new)
    assert standing(result, new) == retyped
    assert result.status in UNCHANGED
    assert result.changes == ()


def test_other_dashes_spaces_and_hidden_characters_are_no_change():
    old = page(BRIDGE, "The toll – 3 euros – is paid by the ship owners.", AGE)
    new = page(BRIDGE, "The toll -- 3\u00a0euros — is\u200b paid by the ship\u00ad owners.", AGE)
    assert carried("The toll – 3 euros – is paid by the ship owners.", new, old).status in UNCHANGED


# -------------------------------------------------------------------------------------- the words changed


def test_a_changed_number_is_found_in_its_place_and_named():
    new = OLD.replace("12 million", "15 million")
    result = carried("It cost 12 million euros", new)
    assert standing(result, new) == "It cost 15 million euros"
    assert (result.status, result.changes) == (Status.EDITED, (ChangeKind.NUMBER,))
    assert 0.9 < result.similarity < 1


def test_a_moved_and_edited_paragraph_is_both():
    new = page(SHIPS.replace("40", "45"), BRIDGE, COST, AGE, MAYOR)
    result = carried("The harbour handles 40 ships a day.", new)
    assert standing(result, new) == "The harbour handles 45 ships a day."
    assert result.status is Status.MOVED_EDITED


def test_a_claim_over_two_paragraphs_is_carried_whole():
    words = "twice as much as planned, and the state paid half of that.\n\nThe old bridge was built in 1911"
    new = page("News.", *PARAGRAPHS).replace("twice", "three times")
    result = carried(words, new)
    assert standing(result, new) == words.replace("twice", "three times")


def test_a_claim_inside_a_word_stays_inside_it():
    new = OLD.replace("a year late", "two years late")
    old_span = (OLD.index("uncil"), OLD.index("uncil") + 3)
    result = carry(OLD, new, [old_span])[0]
    assert standing(result, new) == "unc"


def test_replaced_words_at_both_ends_belong_to_the_claim():
    new = OLD.replace("when the harbour was small", "while our harbour was tiny")
    result = carried("when the harbour was small", new)
    assert standing(result, new) == "while our harbour was tiny"


def test_the_full_stop_of_the_neighbour_is_not_taken():
    new = OLD.replace("the state paid half of that.", "the state paid half.")
    result = carried("the state paid half of that", new)
    assert standing(result, new) == "the state paid half"


def test_the_opening_quote_mark_stays_when_the_sentence_before_is_cut():
    old = page(BRIDGE, "“No,” he said at noon. “The bridge is closed to all traffic.”", AGE)
    new = page(BRIDGE, "“The bridge is closed to all traffic.”", AGE)
    result = carried("“The bridge is closed to all traffic.”", new, old)
    assert standing(result, new) == "“The bridge is closed to all traffic.”"


# -------------------------------------------------------------------------------------- lookalikes, and loss


def test_an_edited_claim_stays_in_its_place_although_a_verbatim_copy_is_put_elsewhere():
    new = page(BRIDGE, COST.replace("twice", "nearly three times"), AGE, MAYOR, SHIPS, "To recall: " + COST)
    result = carried("twice as much as planned", new)
    assert standing(result, new) == "nearly three times as much as planned"


def test_a_heading_set_in_capitals_is_not_looked_for_elsewhere():
    old = page(BRIDGE, "Learn how to cross the new bridge", AGE, "In short: pay at the gate.", SHIPS)
    new = page(
        BRIDGE,
        "Learn How to Cross the New Bridge",
        AGE,
        "In short: Learn how to cross the new bridge or pay.",
        SHIPS,
    )
    result = carried("Learn how to cross the new bridge", new, old)
    assert standing(result, new) == "Learn How to Cross the New Bridge"


def test_a_deleted_claim_is_not_put_on_a_lookalike_that_was_always_there():
    lookalike = "It cost 13 million euros, twice as much as planned, and the town paid half of that."
    old = page(BRIDGE, COST, AGE, MAYOR, lookalike, SHIPS)
    new = page(BRIDGE, AGE, MAYOR, lookalike, SHIPS)
    assert carried(COST, new, old) == LOST


def test_a_deleted_claim_is_not_put_on_a_lookalike_that_came_in():
    lookalike = (
        "In the south another one was built. It cost 19 million euros, much as planned, and the state paid."
    )
    new = page(BRIDGE, AGE, MAYOR, SHIPS, lookalike)
    assert carried(COST, new) == LOST


def test_each_of_two_like_sentences_keeps_its_own_place():
    old = page(BRIDGE, "Two people were hurt.", AGE, "Two people were hurt.", SHIPS)
    new = page(BRIDGE, "Two people were hurt.", AGE, "Four people were hurt.", SHIPS)
    first, second = old.index("Two people"), old.rindex("Two people")
    results = carry(old, new, [(first, first + 21), (second, second + 21)])
    assert [standing(result, new) for result in results] == [
        "Two people were hurt.",
        "Four people were hurt.",
    ]


def test_of_words_said_twice_and_cut_once_nobody_knows_which_is_left():
    old = page(BRIDGE, "It rained again and again on that day, all over the country.", AGE)
    new = page(BRIDGE, "It rained again and again and again on that day, all over the country.", AGE)
    start = new.index("again")
    assert carry(new, old, [(start, start + 5)]) == [LOST]
    assert carry(new, old, [(start + 10, start + 15)]) == [LOST]


def test_nor_when_other_words_were_cut_along_with_one_of_the_two():
    old = page(BRIDGE, "The ship came late last night last night to the harbour.", AGE)
    new = page(BRIDGE, "The ship last night to the harbour.", AGE)
    start = old.index("last night")
    claims = [(start, start + 10), (start + 11, start + 21)]
    assert carry(old, new, claims) == [LOST, LOST]


def test_a_claim_is_lost_when_its_words_are_gone():
    assert carried(AGE, page(BRIDGE, COST, MAYOR, SHIPS)) == LOST


@pytest.mark.parametrize("new", ["", "\n \n", "Something else entirely was published here by mistake."])
def test_in_another_text_every_claim_is_lost(new):
    assert carry(OLD, new, [span(BRIDGE), span("grain")]) == [LOST, LOST]


# ------------------------------------------------------------------------------------------ what is asked


def test_results_come_in_the_order_of_the_question_and_as_often():
    spans = [span("grain"), span(BRIDGE), span("grain"), span("new bridge")]
    results = carry(OLD, page("News.", OLD), spans)
    assert [(result.start - 7, result.end - 7) for result in results] == spans


def test_no_claims_are_no_work():
    assert carry(OLD, "", []) == []


@pytest.mark.parametrize("wrong", [(-1, 4), (4, 4), (6, 4), (0, len(OLD) + 1)])
def test_a_span_outside_the_text_is_refused(wrong):
    with pytest.raises(InvalidInput) as refusal:
        carry(OLD, OLD + " More.", [wrong])
    assert refusal.value.field == "spans"


def test_a_span_of_blanks_is_lost():
    assert carry(OLD, OLD + " More.", [(len(BRIDGE), len(BRIDGE) + 2)]) == [LOST]


# -------------------------------------------------------------------------------------------- hostile texts

SPANS = [(start, start + 30) for start in range(0, 4_000, 40)]


def shuffled_sentences() -> tuple[str, str]:
    rng = random.Random(3)
    pool = [
        " ".join(rng.choices(["alpha", "beta", "gamma", "delta", "epsilon"], k=12)) + "." for _ in range(40)
    ]
    sentences = [rng.choice(pool) for _ in range(400)]
    return page(*sentences), page(*rng.sample(sentences, len(sentences)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("spam " * 4_000, "spam " * 3_997 + "eggs spam"),
        ("spam eggs " * 2_000, "eggs spam " * 2_000),
        ("ab" * 10_000, "ba" * 10_000),
        ("東京" * 4_000, "京東" * 4_000),
        shuffled_sentences(),
    ],
    ids=["one word", "two words in turn", "one long word", "two characters", "forty sentences shuffled"],
)
def test_in_text_that_repeats_itself_nothing_is_certain(old, new):
    assert set(carry(old, new, SPANS)) == {LOST}


def test_a_paragraph_repeated_a_hundred_times_keeps_its_places():
    paragraph = "The quick brown fox jumps over the lazy dog again and again in the rain."
    old = page(*[paragraph] * 100)
    new = old.replace("lazy", "sleepy", 10)
    spans = [(index * (len(paragraph) + 2), index * (len(paragraph) + 2) + 30) for index in range(100)]
    results = carry(old, new, spans)
    assert [standing(result, new) for result in results] == [paragraph[:30]] * 100
    assert [result.start for result in results] == sorted({result.start for result in results})


# ----------------------------------------------------------------------------------------------- properties

WORDS = st.sampled_from(
    ["the", "bridge", "court", "ruled", "on", "12", "May", "“no”", "never", "Kyiv", "–", "…", "."]
) | st.sampled_from(["é", "e\u0301", "\U0001f642", "\u200d", "\u0645\u0635\u0631", "東京", "x\u00ady"])
SENTENCE = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
TEXT = st.lists(SENTENCE, min_size=1, max_size=7).map("\n\n".join)


def spans_of(text: str) -> list[tuple[int, int]]:
    tokens = tokenize(text)
    pairs = zip(tokens.starts, tokens.ends[2:] or tokens.ends[-1:], strict=False)
    return [(start, end) for start, end in pairs if start < end]


@given(TEXT, TEXT)
def test_whatever_is_carried_lies_in_the_text_and_is_what_its_status_says(old, new):
    for (start, end), result in zip(spans_of(old), carry(old, new, spans_of(old)), strict=True):
        if result is LOST or result.start is None:
            continue
        assert 0 <= result.start < result.end <= len(new)
        same = tokenize(old[start:end]).keys == tokenize(new[result.start : result.end]).keys
        assert same == (result.status in UNCHANGED)
        assert bool(result.changes) == (result.status not in UNCHANGED)


@given(TEXT, st.lists(st.tuples(st.integers(0, 7), SENTENCE), max_size=3))
def test_what_was_carried_there_unchanged_is_never_silently_elsewhere_when_carried_back(old, inserted):
    paragraphs = old.split("\n\n")
    for place, sentence in inserted:
        paragraphs.insert(place, sentence)
    new = page(*paragraphs)
    there = [
        (each, result) for each, result in zip(spans_of(old), carry(old, new, spans_of(old)), strict=True)
    ]
    kept = [(each, (result.start, result.end)) for each, result in there if result.status in UNCHANGED]
    for (each, _), back in zip(kept, carry(new, old, [place for _, place in kept]), strict=True):
        assert back.status not in UNCHANGED or (back.start, back.end) == each


@given(TEXT)
def test_every_claim_is_the_same_in_the_same_text(text):
    assert {result.status for result in carry(text, text, spans_of(text))} <= {Status.SAME}


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the folder ../shared/articles is not beside this checkout")
def test_the_corrected_article_comes_out_claim_by_claim_as_a_fact_checker_says():
    old, new = (ARTICLES / f"zelenskyy-cease-fire.v{number}.txt" for number in (1, 2))
    old, new = old.read_text("utf-8"), new.read_text("utf-8")
    expected = json.loads((ARTICLES / "zelenskyy-cease-fire.expected.json").read_text("utf-8"))["claims"]
    outcomes = {"same": UNCHANGED, "changed": {Status.EDITED, Status.MOVED_EDITED}, "lost": {Status.LOST}}
    results = carry(old, new, [span(claim["quote"], old) for claim in expected])
    for claim, result in zip(expected, results, strict=True):
        assert result.status in outcomes[claim["outcome"]], claim
        assert tokenize(standing(result, new) or "").keys == tokenize(claim["quote_in_v2"] or "").keys
        assert set(claim["flags"]) <= set(result.changes), claim
