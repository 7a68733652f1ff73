"""Pastes in the layouts of several newspapers, and what must come out of them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotations.intake import read
from annotations.intake.document import Document

REAL_PASTE = Path(__file__).parents[3] / "shared" / "articles" / "zelenskyy-cease-fire.v1.txt"

BODY = [
    "The harbour of Elsmouth will be closed to ships of over 80 metres from next spring, the council says.",
    "Councillor Ines Okafor said the quay had moved four centimetres since 2019. “We cannot wait. It must be now.”",
    "The port’s owner, Tidewater Ltd., called the decision hasty and said that it would go to court.",
]
HEADLINE = "Elsmouth Closes Its Harbour to Large Ships"
STANDFIRST = (
    "The quay is sinking, the council says; the owner of the port disagrees and wants to go to court."
)


def paragraphs(document: Document) -> list[str]:
    return list(document.texts("paragraph"))


def kinds(document: Document) -> list[str]:
    return [block.kind for block in document.blocks]


def test_a_headline_twice_with_caption_byline_clock_and_biography(read_text):
    document = read_text(
        "\n".join(
            [
                *(HEADLINE, "", STANDFIRST, HEADLINE),
                "A crane stands on the quay of Elsmouth on Oct. 3, 2024. Joan Fairlie/Coastline Pictures",
                *("Tomas Lindqvist", "Updated:", "0:00", ""),
                "\n\n".join(BODY),
                *("", "Tomas Lindqvist", "Tomas Lindqvist", "Senior Maritime Reporter"),
                "Tomas Lindqvist is a senior reporter for the Shore Gazette with a focus on ports. He keeps bees.",
                "facebook",
            ]
        )
    )
    assert document.headline == HEADLINE
    assert document.standfirst == STANDFIRST
    assert document.byline == ("Tomas Lindqvist",)
    assert list(document.texts("caption")) == [
        "A crane stands on the quay of Elsmouth on Oct. 3, 2024. Joan Fairlie/Coastline Pictures"
    ]
    assert paragraphs(document) == BODY
    assert document.text.count(HEADLINE) == 1


def test_two_authors_a_british_date_and_buttons(read_text):
    document = read_text(
        "\n\n".join(
            [
                *(HEADLINE, "By Ada Brook and Samir Haddad", "Published 3 May 2024 14:02 BST"),
                *("Share", "Save", "Listen to this article", "5 min read", BODY[0]),
                "Sign up to our morning briefing newsletter",
                *(BODY[1], "Advertisement", BODY[2], "Related", "Ferry fares to rise in June"),
                "Council leader steps down",
            ]
        )
    )
    assert document.headline == HEADLINE
    assert document.byline == ("Ada Brook", "Samir Haddad")
    assert document.published_at == datetime(2024, 5, 3, 13, 2, tzinfo=UTC)
    assert kinds(document) == ["headline", "paragraph", "paragraph", "paragraph"]
    assert paragraphs(document) == BODY


def test_labels_and_dates_in_lines_of_their_own(read_text):
    document = read_text(
        "\n".join(
            [
                *(
                    HEADLINE,
                    "",
                    STANDFIRST,
                    "",
                    "Ada Brook Europe correspondent",
                    "Thu 29 Nov 2024 18.02 GMT",
                ),
                *("Last modified on Fri 30 Nov 2024 09.00 GMT", "", "\n\n".join(BODY), ""),
                *("Explore more on these topics", "", "Share", "", "Reuse this content"),
            ]
        )
    )
    assert document.standfirst == STANDFIRST
    assert document.byline == ("Ada Brook",)
    assert document.published_at == datetime(2024, 11, 29, 18, 2, tzinfo=UTC)
    assert document.modified_at == datetime(2024, 11, 30, 9, 0, tzinfo=UTC)
    assert paragraphs(document) == BODY


def test_a_date_after_a_label_in_the_line_before(read_text):
    document = read_text(
        f"{HEADLINE}\n\nPublished\nMay 3, 2024\nUpdated\nMay 4, 2024\n\n" + "\n\n".join(BODY)
    )
    assert document.published_at == datetime(2024, 5, 3, tzinfo=UTC)
    assert document.modified_at == datetime(2024, 5, 4, tzinfo=UTC)
    assert paragraphs(document) == BODY


def test_labels_of_pictures(read_text):
    document = read_text(
        "\n\n".join(
            [
                *(
                    HEADLINE,
                    "Image source, Getty Images",
                    "Image caption, The quay has been fenced off since March",
                ),
                *(
                    "Ada Brook",
                    "Maritime reporter",
                    "Published 12 hours ago",
                    *BODY,
                    "View image in fullscreen",
                ),
                "Fishing boats at anchor. Photograph: Joan Fairlie/The Shore Gazette",
            ]
        )
    )
    assert list(document.texts("caption")) == [
        "The quay has been fenced off since March",
        "Fishing boats at anchor. Photograph: Joan Fairlie/The Shore Gazette",
    ]
    assert document.byline == ("Ada Brook",)
    assert paragraphs(document) == BODY


def test_byline_and_date_in_one_line_without_blank_lines(read_text):
    document = read_text("\n".join(["Politics", HEADLINE, "By ADA BROOK | May 3, 2024, 2:05 p.m. ET", *BODY]))
    assert document.byline == ("ADA BROOK",)
    assert document.published_at == datetime(2024, 5, 3, 18, 5, tzinfo=UTC)
    assert document.headline == HEADLINE
    assert paragraphs(document) == BODY


def test_a_german_paste(read_text):
    body = [
        "Der Hafen von Elsmünde wird im Frühjahr für große Schiffe gesperrt, hat der Rat am Montag beschlossen.",
        "Die Mauer habe sich seit 2019 um vier Zentimeter bewegt, sagte Rätin Ines Okafor. „Es eilt. Wir handeln.“",
    ]
    document = read_text(
        "\n\n".join(
            [
                "Elsmünde sperrt den Hafen",
                "Von Max Müller",
                "Stand: 29.11.2024, 17:30 Uhr",
                *body,
                "Teilen",
                "Drucken",
            ]
        )
    )
    assert document.language == "de"
    assert document.byline == ("Max Müller",)
    assert paragraphs(document)[-2:] == body


def test_a_subject_above_the_headline_and_a_newsletter_that_can_be_skipped(read_text):
    document = read_text(
        "\n".join(
            [
                *(
                    "Elsmouth",
                    HEADLINE,
                    STANDFIRST.rstrip("."),
                    "",
                    "Ada Brook in Elsmouth",
                    "Fri 3 May 2024 14.02 BST",
                ),
                *(
                    "Share",
                    "156",
                    BODY[0],
                    "",
                    BODY[1],
                    "",
                    "skip past newsletter promotion",
                    "Sign up to First Light",
                ),
                *(
                    "Our morning letter breaks down the key stories of the day",
                    "",
                    "Enter your email address",
                ),
                *(
                    "after newsletter promotion",
                    BODY[2],
                    "",
                    "Explore more on these topics",
                    "Elsmouth",
                    "Shipping",
                ),
                *("Share", "", "Reuse this content", "Most viewed"),
            ]
        )
    )
    assert (document.headline, document.standfirst) == (HEADLINE, STANDFIRST.rstrip("."))
    assert document.byline == ("Ada Brook",)
    assert paragraphs(document) == BODY


def test_topics_and_dated_links_at_the_end(read_text):
    tail = [
        "Related topics",
        "Shipping",
        "Elsmouth",
        "More on this story",
        "Ferry fares to rise",
        "2 May 2024",
    ]
    head = [HEADLINE, "3 May 2024", "", "Ada Brook", "Maritime correspondent", "", "Share", "", "Save"]
    document = read_text(
        "\n".join([*head, "Getty Images The quay at Elsmouth", "\n\n".join(BODY), "", *tail])
    )
    assert document.byline == ("Ada Brook",)
    assert document.published_at == datetime(2024, 5, 3, tzinfo=UTC)
    assert list(document.texts("caption")) == ["Getty Images The quay at Elsmouth"]
    assert paragraphs(document) == BODY


def test_the_copy_of_an_agency_page(read_text):
    caption = "A crane stands on the quay of Elsmouth, Britain, May 2, 2024. REUTERS/Joan Fairlie"
    head = ["World", HEADLINE, "By Ada Brook and Samir Haddad", "May 3, 20242:05 PM GMT+1Updated a day ago"]
    pictures = [f"Item 1 of 2 {caption}", f"[1/2]{caption} Purchase Licensing Rights, opens new tab"]
    credit = "Reporting by Ada Brook; Editing by Samir Haddad"
    document = read_text(
        "\n".join([*head, *pictures, "", *BODY, credit, "Purchase Licensing Rights", "", "Read Next"])
    )
    assert document.headline == HEADLINE
    assert document.published_at == datetime(2024, 5, 3, 13, 5, tzinfo=UTC)
    assert list(document.texts("caption")) == [caption]
    assert paragraphs(document) == [*BODY, credit]


def test_a_dateline_that_came_out_in_lines_of_its_own(read_text):
    document = read_text(
        "\n".join([HEADLINE, "", "By Ada Brook", "ELSMOUTH", " — ", BODY[0], "", BODY[1], "", "___"])
    )
    assert paragraphs(document) == [f"ELSMOUTH — {BODY[0]}", BODY[1]]


def test_a_biography_that_begins_with_the_surname(read_text):
    tail = ["ADA BROOK", "Brook covers shipping for the Shore Gazette.", "twitter", "mailto"]
    document = read_text(
        "\n".join([HEADLINE, "BY ADA BROOK", "Updated 4:05 PM GMT+1, May 3, 2024", *BODY, "", *tail])
    )
    assert document.modified_at == datetime(2024, 5, 3, 15, 5, tzinfo=UTC)
    assert paragraphs(document) == BODY


def test_a_french_paste(read_text):
    body = [
        "Le port d’Elsmouth sera fermé aux navires de plus de 80 mètres à partir du printemps, a décidé le conseil.",
        "« Nous ne pouvons pas attendre », a déclaré une élue, qui dit que le quai s’enfonce et que le temps presse.",
    ]
    stamp = "Publié le 03 mai 2024 à 14h02, modifié le 04 mai 2024 à 09h00"
    document = read_text(
        "\n\n".join(["Le port fermé", "Par Élodie Durand (Elsmouth, envoyée spéciale)", stamp, *body])
    )
    assert document.language == "fr"
    assert document.byline == ("Élodie Durand",)
    assert document.published_at == datetime(2024, 5, 3, 14, 2, tzinfo=UTC)
    assert document.modified_at == datetime(2024, 5, 4, 9, 0, tzinfo=UTC)
    assert paragraphs(document) == body


def test_biography_of_an_author_that_only_the_tail_names(read_text):
    document = read_text(
        "\n\n".join(
            [HEADLINE, *BODY, "Ada Brook", "Ada Brook is a freelance writer based in Elsmouth.", "@adabrook"]
        )
    )
    assert document.byline == ("Ada Brook",)
    assert paragraphs(document) == BODY


def test_the_real_paste():
    if not REAL_PASTE.exists():
        pytest.skip("the real article (../shared/articles) is not here")
    document = read(REAL_PASTE.read_bytes())
    expected = json.loads((REAL_PASTE.parent / "zelenskyy-cease-fire.expected.json").read_text("utf-8"))["v1"]
    assert document.headline == expected["headline"]
    assert document.standfirst == expected["standfirst"]
    assert list(document.texts("caption")) == [expected["caption"]]
    assert list(document.byline) == expected["byline"]
    body = paragraphs(document)
    assert len(body) == expected["body_paragraphs"]
    assert (body[0], body[-1]) == (expected["first_paragraph"], expected["last_paragraph"])
    assert not [words for words in expected["not_in_the_text"] if words in document.text]
    assert document.text.count(expected["headline"]) == 1
