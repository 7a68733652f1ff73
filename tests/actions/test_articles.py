"""Bringing articles in: once each, whole or not at all."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connections

from annotations.actions.articles import (
    Outcome,
    archive_article,
    describe_article,
    import_article,
    import_version,
    restore_article,
)
from annotations.errors import (
    CannotRead,
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    StaleEdit,
    WorkbenchError,
)
from annotations.models import Article, ArticleVersion, CheckPolicy, Event, Sentence
from tests.make import TEXT, alice, bob, carol, make_article, make_person, make_policy

pytestmark = pytest.mark.django_db
ADDRESS = "https://news.example.org/bridge"


def bring(text: str = TEXT, **details):
    details.setdefault("policy", make_policy())
    return import_article(text.encode(), by=alice(), content_type="text/plain", **details)


def test_an_article_comes_with_its_first_version_and_its_sentences():
    imported = bring()
    version = imported.version
    assert (imported.outcome, version.number) == (Outcome.NEW_ARTICLE, 1)
    assert version.text.startswith("A bridge for the old harbour")
    covered = "".join(version.text[s.start : s.end] for s in version.sentences.all())
    assert "".join(covered.split()) == "".join(version.text.split())


def test_an_article_without_a_headline_is_called_by_its_first_words():
    words = "The minister said on Monday that the budget had grown by 4 per cent since January."
    article = bring(words).article
    called = "The minister said on Monday that the budget had grown by 4…"
    assert str(article) == str(Article.objects.get()) == called
    import_version(article, b"A different beginning. " + words.encode(), by=alice())
    assert str(Article.objects.get()) == "A different beginning. The minister said on Monday that the…"


def test_the_original_bytes_are_kept_and_not_read_by_the_way():
    bring()
    version = ArticleVersion.objects.get()
    assert "original" in version.get_deferred_fields()
    assert bytes(version.original) == TEXT.encode()


def test_a_version_is_never_changed():
    version = bring().version
    with pytest.raises(TypeError):
        version.save()


def test_the_same_paste_answers_with_the_article_that_is_there():
    first = bring()
    second = bring()
    assert (second.outcome, second.article) == (Outcome.SAME_TEXT, first.article)
    assert Article.objects.count() == 1


def test_the_same_paste_can_be_imported_again_anyway():
    bring()
    assert bring(anyway=True).outcome == Outcome.NEW_ARTICLE


def test_an_address_we_have_gets_a_new_version_or_says_that_the_text_is_the_same():
    bring(url=ADDRESS)
    assert bring(url=ADDRESS).outcome == Outcome.SAME_TEXT
    changed = bring(TEXT.replace("1911", "1912"), url=ADDRESS)
    assert (changed.outcome, changed.version.number) == (Outcome.NEW_VERSION, 2)
    assert Article.objects.count() == 1


def test_details_sent_with_an_address_we_have_fill_what_is_empty_and_the_rest_is_named():
    article = bring(url=ADDRESS, headline="The quay")
    moment = datetime(2024, 5, 3, tzinfo=UTC)
    said = {
        "headline": "The harbour",
        "publisher": "The Courier",
        "published_at": moment,
        "kind": "own_draft",
    }
    again = import_article(b"The quay closed for repairs.", by=bob(), url=ADDRESS, **said)
    assert again.outcome == Outcome.NEW_VERSION
    assert (dict(again.completion.filled), again.completion.left) == (
        {"publisher": "The Courier", "published_at": moment},
        ("kind", "headline"),
    )
    assert again.completion.told() == (
        "Filled in: publisher, published at. What is here stays: kind, headline."
    )
    article = Article.objects.get()
    assert (article.headline, article.publisher, article.kind) == ("The quay", "The Courier", "third_party")
    once_more = import_article(
        b"The quay closed for repairs.", by=bob(), url=ADDRESS, publisher="The Courier"
    )
    assert (once_more.outcome, once_more.completion.told()) == (Outcome.SAME_TEXT, "")


def test_details_sent_with_a_text_we_have_change_nothing_for_another_article_may_be_meant():
    bring(headline="The quay")
    twin = bring(headline="The harbour", publisher="The Courier").completion
    assert (dict(twin.filled), twin.left) == ({}, ("publisher", "headline"))
    article = Article.objects.get()
    assert (article.headline, article.publisher) == ("The quay", "")


def test_a_restored_text_is_a_version_of_its_own():
    article = bring(url=ADDRESS).article
    import_version(article, TEXT.replace("1911", "1912").encode(), by=alice())
    assert import_version(article, TEXT.encode(), by=alice()).version.number == 3


@pytest.mark.parametrize(
    "data", [b"", b"   \n ", b"%PDF-1.7 \x00\x01", b"\x7fELF\x02\x01\x01", b"\x00" * 500]
)
def test_what_holds_no_article_is_refused_and_leaves_nothing(data):
    with pytest.raises(CannotRead):
        import_article(data, by=alice(), policy=make_policy())
    assert not Article.objects.exists()
    assert not Event.objects.exists()


def test_more_than_we_take_is_refused_in_a_sentence():
    with pytest.raises(WorkbenchError) as caught:
        import_article(b"word " * 10_000_000, by=alice(), policy=make_policy())
    assert caught.value.sentence
    assert not Article.objects.exists()


def test_half_an_import_never_stays(monkeypatch):
    make_policy()
    monkeypatch.setattr(Sentence.objects, "bulk_create", lambda rows: list(rows)[10**6])
    with pytest.raises(IndexError):
        bring()
    assert not Article.objects.exists()
    assert not Event.objects.exists()


def test_a_reader_may_not_import_and_a_stranger_is_told_nothing():
    for person, error in ((make_person("rita", "reader"), Forbidden), (carol(), NotFound)):
        with pytest.raises(error):
            import_article(TEXT.encode(), by=person, policy=make_policy())


def test_without_any_policy_the_sentence_says_who_can_help():
    CheckPolicy.objects.all().delete()
    with pytest.raises(Conflict, match="administrator"):
        import_article(TEXT.encode(), by=alice())


def test_a_kind_that_is_none_is_refused():
    with pytest.raises(InvalidInput):
        bring(kind="novel")


def test_own_drafts_are_shown_in_full_others_in_excerpts():
    assert bring(kind="own_draft").article.public_text == "full"
    assert make_article().public_text == "excerpts"


def test_details_are_changed_against_the_version_the_person_saw():
    article = make_article()
    seen = article.row_version
    describe_article(article, by=bob(), row_version=seen, publisher="The Harbour Courier")
    with pytest.raises(StaleEdit):
        describe_article(article, by=alice(), row_version=seen, publisher="Another")


def test_an_article_is_put_away_and_brought_back_by_an_editor():
    article = make_article()
    with pytest.raises(Forbidden):
        archive_article(article, by=bob(), row_version=article.row_version)
    archive_article(article, by=alice(), row_version=article.row_version)
    assert not Article.objects.current().exists()
    restore_article(article, by=alice(), row_version=article.row_version)
    assert Article.objects.current().exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_importing_one_address_at_once_make_one_article():
    policy, outcomes = make_policy(), []
    alice()

    def run(text):
        try:
            outcomes.append(bring(text, url=ADDRESS, policy=policy).version.number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(TEXT.replace("1911", year),)) for year in ("1911", "1912")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [1, 2]
    assert Article.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_four_presses_on_import_make_one_article():
    policy, outcomes, together = make_policy(), [], threading.Barrier(4)
    alice()

    def run():
        try:
            together.wait()
            outcomes.append(bring(policy=policy).outcome)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [Outcome.NEW_ARTICLE, *[Outcome.SAME_TEXT] * 3]
    assert Article.objects.count() == 1
