"""What foreign annotations say, as people read it."""

from annotations.exports.foreign_words import ForeignWords, came_from, foreign_words


def test_words_are_told_with_their_kind_and_who_wrote_them() -> None:
    jo = {"type": "Person", "name": "Jo"}
    bodies = [
        {
            "type": "TextualBody",
            "purpose": "commenting",
            "value": "<b>1 < 2</b>",
            "creator": [jo, {"nickname": "al"}],
        },
        {"type": "SpecificResource", "purpose": ["linking"], "source": "https://a.example/x"},
        "https://a.example/voice",
        {"type": "Choice", "items": []},
        {"type": "Dataset", "value": 3},
    ]
    assert foreign_words({"bodies": bodies}) == [
        ForeignWords("Comment", "Jo, al", text="<b>1 < 2</b>"),
        ForeignWords("Link", address="https://a.example/x"),
        ForeignWords("Link", address="https://a.example/voice"),
    ]
    assert foreign_words({}) == []


def test_markup_is_cleaned_and_addresses_that_are_not_safe_lead_nowhere() -> None:
    def html(value: str) -> ForeignWords:
        [words] = foreign_words({"bodies": [{"type": "TextualBody", "value": value, "format": "text/html"}]})
        return words

    assert html("<p>So <b onclick=x>it</b> is<script>alert(1)</script></p>").html == "So <b>it</b> isalert(1)"
    assert "javascript" not in html('<a href="javascript:alert(1)">x</a>').html
    nested = "<b>" * 100
    assert (html(nested).html, html(nested).text) == ("", nested)
    unsafe = ["javascript:alert(1)", {"id": "data:text/html,x"}, {"source": "https://a.example/ x"}]
    assert foreign_words({"bodies": unsafe}) == []
    assert came_from({"via": ["urn:uuid:1", "https://a.example/1", "javascript:x"]}) == [
        "https://a.example/1"
    ]
