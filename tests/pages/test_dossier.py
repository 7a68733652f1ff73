"""The dossier's page and file: everything behind the check, and nothing this person may not see."""

import pytest
from django.urls import reverse
from django.utils import timezone

from annotations.actions.articles import import_version
from annotations.actions.comments import add_comment
from annotations.actions.proposals import propose_words
from annotations.actions.publications import correct_claim
from annotations.actions.sentences import dismiss_sentence
from annotations.actions.verdicts import adjudicate_claim, second_claim
from annotations.models import Clearance, Event, Role, Verb
from tests.admin.newsroom import SECRET, make_secret
from tests.make import (
    TEXT,
    alice,
    bob,
    carol,
    make_article,
    make_assessment,
    make_claim,
    make_evidence,
    make_person,
    make_policy,
    make_published,
    make_source,
    make_submitted,
    rating,
)
from tests.pages.visiting import get, queries_of, words_of

pytestmark = pytest.mark.django_db


def reader() -> object:
    return make_person("rafi", Role.READER)


def test_everything_behind_a_check_is_in_it() -> None:
    article = make_article(publisher="The Inby Courier")
    claim = make_published(make_claim(article, text="It stands since 1911"))
    version = article.current_version()
    file = make_evidence(
        claim,
        source=make_source(title="Bridge file", archived_url="https://archive.example/1", by=bob()),
        stance="qualifies",
        locator_label="page",
        locator="14",
        quotation="Built in the spring of 1911.",
        note="See the margin.",
    )
    correct_claim(
        claim, by=alice(), kind="correction", text="The year was wrong.", explanation="It was 1912."
    )
    dismiss_sentence(version.sentences.latest("ordinal"), by=bob(), reason="biography")
    add_comment(claim, by=bob(), body="Look at page 3.")
    add_comment(article, by=bob(), body="A fair piece.")
    asked = {"words_proposed": "The old bridge was finished in 1911", "why": "It took years."}
    propose_words(claim, by=bob(), evidence=file, **asked)
    Clearance.objects.create(
        article=article, version=version, by=alice(), at=timezone.now(), figures={"sentences": {"claim": 6}}
    )
    import_version(article, TEXT.replace("1911", "1912").encode(), by=alice())
    page = words_of(get(alice(), "dossier_detail", article.uid))
    second = article.current_version()
    numbers = article.events.exclude(verb=Verb.CLAIM_RATED).values_list("number", flat=True)
    assert len(numbers) > 10
    for said in (
        "The Inby Courier", version.sha256, version.text_sha256, second.text_sha256, "It is true.",
        "Harbour yearbook 2023.", "Bridge file.", "https://archive.example/1", "page 14", "Qualifies",
        "Built in the spring of 1911.", "See the margin.", "The yearbook says so.", "One reader", "It was 1911.",
        "The year was wrong.", "Look at page 3.", "A fair piece.", "was finished in 1911", "Rests on",
        "It took years.",
        "wording: The old bridge was built in 1911 → It stands since 1911", "sentence: 7; reason: biography",
        "state: spotted → approved", "Version 1 was cleared", "Stale",
        "in sentence 5", "waits for a person to confirm it",
        *(row.content_hash for row in claim.publications.all()),
        *(f'<td class="number">{number}</td>' for number in numbers),
    ):  # fmt: skip
        assert said in page, said
    assert page.count('id="claim-1"') == 1
    assert 'href="#claim-1"' in page


def test_dissent_and_both_readings_of_a_dispute_are_in_it() -> None:
    policy = make_policy(name="Second pair of eyes", second_read="open")
    claim = make_submitted(make_claim(make_article(policy=policy)))
    dora = make_person("dora")
    make_assessment(claim, "false", by=dora, rationale="The plaque says 1921.")
    claim = second_claim(claim, by=dora)
    adjudicate_claim(claim, by=alice(), rating=rating("false"), reasons="The plaque is older.")
    page = words_of(get(bob(), "dossier_detail", claim.article.uid))
    for said in (
        "The yearbook says so.",
        "The plaque says 1921.",
        "The plaque is older.",
        "Decided by an editor",
    ):
        assert said in page
    assert "Dissent: bob would say “True”" in page


def test_a_blind_reader_finds_nothing_of_the_first_reading_in_page_or_file() -> None:
    policy = make_policy(name="Blind", second_read="blind")
    claim = make_submitted(make_claim(make_article(policy=policy)), "mixed")
    make_evidence(claim, source=make_source(title="Letters"), stance="refutes", note="It leans.")
    add_comment(claim, by=bob(), body="I am sure it is mixed.")
    dora = make_person("dora")
    for name in ("dossier_detail", "dossier_download"):
        page = words_of(get(dora, name, claim.article.uid))
        assert "Letters." in page
        assert "Read blind" in page
        for kept in ("says so", "Refutes", "It leans", "I am sure", "submitted an assessment", "assessed"):
            assert kept not in page, (name, kept)
        assert page.count(">Mixed<") == 1  # the scale's own definition
        assert '<u data-class="qualified"' not in page
    assert "I am sure" in words_of(get(bob(), "dossier_detail", claim.article.uid))


def test_a_confidential_source_is_named_to_who_may_know_and_in_no_file() -> None:
    claim = make_claim()
    make_evidence(claim, source=make_secret(), locator="p. 4", quotation=f"“Ask {SECRET}.”", note="Late.")
    asked = {
        "editor": words_of(get(alice(), "dossier_detail", claim.article.uid)),
        "reader": words_of(get(reader(), "dossier_detail", claim.article.uid)),
        "file": words_of(get(alice(), "dossier_download", claim.article.uid)),
    }
    assert [SECRET in page for page in asked.values()] == [True, False, False]
    for page in (asked["reader"], asked["file"]):
        assert "Quill" not in page
        assert "quill" not in page
        assert "p. 4" not in page
        assert "a harbour official" in page


def test_the_file_is_an_attachment_and_its_going_out_is_recorded() -> None:
    article = make_article()
    answer = get(bob(), "dossier_download", article.uid)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="dossier-')
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    event = Event.objects.get(verb=Verb.EXPORTED)
    assert (event.by, event.data["format"]) == (bob(), "dossier")
    assert "No claim is marked in this article yet." in words_of(answer)


@pytest.mark.parametrize("name", ["dossier_detail", "dossier_download"])
def test_there_is_no_dossier_outside(name: str) -> None:
    article = make_published().article
    assert get(carol(), name, article.uid).status_code == 404
    assert get(None, name, article.uid).status_code == 302
    assert not Event.objects.filter(verb=Verb.EXPORTED).exists()


def test_it_asks_the_same_number_of_questions_however_many_claims_there_are() -> None:
    article = make_article()
    asked = []
    for words in ("12 million euros", "40 ships a day", "3 May 2024"):
        claim = make_published(make_claim(article, words))
        add_comment(claim, by=bob(), body="Look again.")
        make_evidence(claim, source=make_secret())
        asked.append(queries_of(alice(), "dossier_detail", article.uid))
    assert set(asked) == {asked[0]}
    assert asked[0] <= 40


def test_the_article_leads_to_it() -> None:
    article = make_article()
    address = reverse("dossier_detail", args=[article.uid])
    for name in ("article_detail", "version_list", "article_describe"):
        assert address in words_of(get(bob(), name, article.uid)), name
