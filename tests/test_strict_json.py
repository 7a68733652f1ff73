"""JSON that one program would read otherwise than another."""

import pytest

from annotations.strict_json import MAX_DEPTH, NotStrict, read_json


def test_what_is_plain_is_read() -> None:
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert read_json('{"a": [1, 2.5, null, "👩 \\ud83d\\udc69"]}') == {"a": [1, 2.5, None, "👩 👩"]}
    assert read_json(deep)


@pytest.mark.parametrize(
    ("given", "sentence", "path"),
    [
        ("{", "It is not JSON", ""),
        ('{"a": NaN}', "NaN is not JSON", ""),
        ('{"a": 1e999}', "1e999 is too large a number", ""),
        ("1" * 5000, "It is not JSON", ""),
        ('{"a": 1, "a": 2}', "“a” stands twice", ""),
        ('{"\\ud800": 1, "\\ud800": 2}', "“?” stands twice", ""),
        ('{"a": [{"b": "x\\u0000"}]}', "a NUL or half a character", "a.0.b"),
        ('{"a": {"\\ud800": 1}}', "a NUL or half a character", "a"),
        ('{"a": "\\udc69\\ud83d"}', "a NUL or half a character", "a"),
        ("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2), "nested too deep", ""),
        ("[" * 100_000, "nested too deep", ""),
    ],
)
def test_what_is_not_is_refused_in_a_sentence_that_says_where(given: str, sentence: str, path: str) -> None:
    with pytest.raises(NotStrict) as refused:
        read_json(given)
    assert sentence in refused.value.sentence
    assert refused.value.path == path
