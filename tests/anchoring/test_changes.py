"""The kinds of change between two wordings."""

import pytest

from annotations.anchoring.changes import ChangeKind, ChangeReader, same_words
from annotations.anchoring.text import tokenize

NUMBER, DATE, NAME = ChangeKind.NUMBER, ChangeKind.DATE, ChangeKind.NAME
NEGATION, QUOTATION, WORDING = ChangeKind.NEGATION, ChangeKind.QUOTATION, ChangeKind.WORDING


def kinds(old: str, new: str) -> tuple[ChangeKind, ...]:
    before, after = tokenize(old), tokenize(new)
    return ChangeReader(before, after).kinds(range(len(before.keys)), range(len(after.keys)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("It cost 12 million.", "It cost 15 million.", (NUMBER,)),
        ("It cost 12 million.", "It cost 12 billion.", (NUMBER,)),
        ("It cost 3.5 million.", "It cost 35 million.", (NUMBER,)),
        ("Two people died.", "Four people died.", (NUMBER,)),
        ("The vote was 9 to 2.", "The vote was 2 to 9.", (NUMBER,)),
        ("He finished in 10² seconds.", "He finished in 102 seconds.", (NUMBER,)),
        ("during a Nov. 29 interview", "during a Nov. 30 interview", (NUMBER, DATE)),
        ("on 29th of November", "on 30th of November", (NUMBER, DATE)),
        ("since 1997", "since 1999", (NUMBER, DATE)),
        ("signed in May last year", "signed in June last year", (DATE,)),
        ("They met on Monday.", "They met on Tuesday.", (DATE,)),
        ("He resigned yesterday.", "He resigned today.", (DATE,)),
        ("Il arrive le 3 mars.", "Il arrive le 3 avril.", (DATE,)),
        ("said Zelesnkyy in Kyiv", "said Zelenskyy in Kyiv", (NAME,)),
        ("Zelesnkyy spoke.", "Zelenskyy spoke.", (NAME,)),
        ("retired Gen. Keith Kellogg", "retired Lt. Gen. Keith Kellogg", (NAME,)),
        ("the U.S. government", "the U.K. government", (NAME,)),
        ("then Biden beat Trump", "then Trump beat Biden", (NAME,)),
        ("Ukraine has sought membership.", "Ukraine has not sought membership.", (NEGATION,)),
        ("He never paid.", "He always paid.", (NEGATION, WORDING)),
        ("It is likely to fail.", "It is unlikely to fail.", (NEGATION, WORDING)),
        ("They didn’t pay.", "They did pay.", (NEGATION, WORDING)),
        ("Er ist nicht gekommen.", "Er ist gekommen.", (NEGATION,)),
        ("She said “we need it now” today.", "She said “we want it now” today.", (QUOTATION, WORDING)),
        ("She said “we need it” today.", "She said we need it today.", (QUOTATION,)),
        ("a tall order for all", "hard to reach for all", (WORDING,)),
        ("It is, he said, over.", "It is he said, over.", (WORDING,)),
    ],
)
def test_what_changed_is_named(old, new, expected):
    assert kinds(old, new) == expected
    assert set(kinds(new, old)) == set(expected)


@pytest.mark.parametrize(
    ("old", "new", "unchanged"),
    [
        ("It cost 1,000 euros.", "It cost 1000 euros.", NUMBER),
        ("Four people were badly hurt.", "4 people were badly hurt.", NUMBER),
        ("on Nov. 29, he said", "on November 29, he said", DATE),
        ("It may rain a lot.", "It might rain a lot.", DATE),
        ("Admission is free. Entry is not.", "Entry is free. The entry and admission fees are not.", NAME),
        ("He left. Nobody knew.", "He left. The family knew.", NAME),
        ("Getting Started With Maps", "Getting started with maps", NAME),
        ("I think so.", "We think so.", NAME),
        ("don't go", "do n't go there", NUMBER),
    ],
)
def test_what_is_the_same_in_another_dress_is_not_named(old, new, unchanged):
    assert unchanged not in kinds(old, new)


def test_every_change_has_a_kind():
    assert kinds("It is over", "It is over.") == (WORDING,)


def test_a_quotation_over_several_paragraphs_is_one_in_each():
    old = "“We came early.\n\n“We left late,” he said. He smiled."
    assert QUOTATION in kinds(old, old.replace("late", "early"))
    assert QUOTATION not in kinds(old, old.replace("smiled", "laughed"))


def test_the_day_of_a_month_outside_the_claim_is_still_a_day():
    before, after = tokenize("It was on May 3 in Paris"), tokenize("It was on May 4 in Paris")
    assert ChangeReader(before, after).kinds(range(4, 7), range(4, 7)) == (NUMBER, DATE)


def test_the_kind_of_quote_marks_is_no_difference():
    assert same_words(tokenize("‘No,’ he said").keys, tokenize("“No,” he said").keys)
    assert not same_words(tokenize("“No,” he said").keys, tokenize("No, he said").keys)
