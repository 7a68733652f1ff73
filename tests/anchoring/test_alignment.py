"""Which word became which."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.alignment import align
from annotations.anchoring.chains import heaviest_chain
from annotations.anchoring.cuts import doubtful
from annotations.anchoring.links import FREE, Block, Links
from annotations.anchoring.text import tokenize

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", ".", "\n"]), max_size=60).map(" ".join)


def links(old: str, new: str) -> Links:
    return align(tokenize(old), tokenize(new))


def linked(old: str, new: str) -> list[tuple[str, str]]:
    """Each old word with the new word it became, as `word@position`."""
    found = links(old, new)
    return [
        (f"{key}@{index}", "-" if found.forward[index] == FREE else f"@{found.forward[index]}")
        for index, key in enumerate(found.old.keys)
    ]


def test_words_around_a_replaced_one_stay_linked():
    found = links("the bridge was opened by the king", "the bridge was closed by the king")
    assert found.forward == [0, 1, 2, FREE, 4, 5, 6]


def test_a_full_stop_goes_with_its_sentence():
    old = "Most of them carry grain.\n\nThe mayor was not there."
    new = "Most of them carry grain.\n\nA new paragraph came in.\n\nThe mayor was not there."
    assert links(old, new).forward[:6] == [0, 1, 2, 3, 4, 5]


def test_a_cut_is_placed_at_the_edges_of_sentences():
    old = "It rained. He left. He came back at noon. He slept."
    new = "It rained. He came back at noon. He slept."
    found = links(old, new)
    gone = [key for key, link in zip(found.old.keys, found.forward, strict=True) if link == FREE]
    assert gone == ["He", "left", "."]


def test_words_that_could_as_well_be_their_neighbours_are_doubtful():
    found = links("start again and again end", "start again and again and again end")
    doubts = [key for key, doubt in zip(found.old.keys, doubtful(found), strict=True) if doubt]
    assert set(doubts) == {"again", "and"}


@given(WORDS, WORDS)
def test_links_are_one_to_one_and_between_equal_words(old, new):
    found = links(old, new)
    pairs = [(here, there) for here, there in enumerate(found.forward) if there != FREE]
    assert all(found.backward[there] == here for here, there in pairs)
    assert sum(link != FREE for link in found.backward) == len(pairs)
    assert all(found.old.keys[here] == found.new.keys[there] for here, there in pairs)


@given(WORDS)
def test_a_text_is_linked_to_itself_word_by_word(text):
    found = links(text, text)
    assert found.forward == list(range(len(found.forward)))


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 5)), max_size=7), st.randoms(use_true_random=False)
)
def test_no_chain_is_heavier_than_the_heaviest(lengths, rng):
    places = list(range(len(lengths)))
    rng.shuffle(places)
    matches = [
        (index, place, weight) for index, (place, (_, weight)) in enumerate(zip(places, lengths, strict=True))
    ]
    chain = heaviest_chain(matches)
    new = [matches[index][1] for index in chain]
    assert new == sorted(new)
    weights = [
        sum(match[2] for match in part)
        for size in range(len(matches) + 1)
        for part in itertools.combinations(matches, size)
        if [match[1] for match in part] == sorted(match[1] for match in part)
    ]
    assert sum(matches[index][2] for index in chain) == max(weights)


def test_blocks_are_the_longest_runs():
    found = Links(tokenize("a b c d"), tokenize("c d a b"))
    found.link(Block(0, 2, 2))
    found.link(Block(2, 0, 2))
    assert found.blocks() == [Block(0, 2, 2), Block(2, 0, 2)]
    found.unlink(Block(1, 3, 1))
    assert found.blocks() == [Block(0, 2, 1), Block(2, 0, 2)]
