"""Who comes in where: strangers to the log-in, people without a role nowhere, the public to what is public."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotations.models import Role
from tests.make import alice, bob, carol, make_article, make_claim, make_person, make_source
from tests.pages.visiting import browser_of, get, words_of

pytestmark = pytest.mark.django_db

LISTS = ("article_list", "article_import", "source_list", "source_add", "search")
RECORDS = ("article_describe", "version_list", "claim_detail", "source_detail", "source_describe")


def record_of(name: str) -> Any:
    made = {"article": make_article, "version": make_article, "claim": make_claim, "source": make_source}
    return made[name.split("_")[0]]().uid


@pytest.mark.parametrize("name", ["desk", "account_detail", *LISTS])
def test_strangers_are_sent_to_the_log_in_and_come_back(name: str) -> None:
    answer = get(None, name)
    assert answer.status_code == 302
    assert answer.url == f"{reverse('login')}?next={reverse(name)}"


@pytest.mark.parametrize("name", RECORDS)
def test_strangers_do_not_learn_which_records_there_are(name: str) -> None:
    assert get(None, name, record_of(name)).status_code == 302
    assert get(None, name, uuid.uuid4()).status_code == 302


@pytest.mark.parametrize("name", LISTS)
def test_without_a_role_there_is_nothing(name: str) -> None:
    assert get(carol(), name).status_code == 404


@pytest.mark.parametrize("name", RECORDS)
def test_without_a_role_no_record_is_there(name: str) -> None:
    assert get(carol(), name, record_of(name)).status_code == 404


def test_without_a_role_the_desk_says_whom_to_ask() -> None:
    answer = get(carol(), "desk")
    assert answer.status_code == 403
    assert "Ask an administrator" in words_of(answer)


def test_an_administrator_without_a_role_is_shown_the_way_to_the_administration() -> None:
    administrator = make_person("greta", role="none", is_superuser=True)
    assert reverse("admin:index") in words_of(get(administrator, "desk"))


def test_htmx_leaves_the_page_for_the_log_in() -> None:
    """A log-in page inside a list would be of no use."""
    answer = Client().get(
        reverse("article_list"),
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/articles/?q=bridge"},
    )
    assert answer.headers["HX-Redirect"] == f"{reverse('login')}?next=/articles/%3Fq%3Dbridge"


def test_inside_pages_are_kept_by_nobody_but_the_person() -> None:
    assert "private" in browser_of(alice()).get(reverse("article_list")).headers["Cache-Control"]


def test_a_page_that_is_not_there_says_so() -> None:
    answer = get(alice(), "claim_detail", uuid.uuid4())
    assert answer.status_code == 404
    assert "There is nothing here." in words_of(answer)


def test_only_who_may_import_is_offered_it() -> None:
    assert f'href="{reverse("article_import")}"' in words_of(get(alice(), "source_list"))
    reader = make_person("rafi", role=Role.READER)
    assert reverse("article_import") not in words_of(get(reader, "source_list"))
    assert 'aria-label="Main"' not in words_of(get(carol(), "desk"))


def test_a_nul_in_an_address_finds_nothing_in_either_database() -> None:
    claim = make_claim()
    browser = browser_of(bob())
    assert browser.get("/checks/%00/").status_code == 404
    assert browser.get(reverse("article_list") + "?publisher=%00").status_code == 200
    assert browser.get(reverse("source_offers", args=[claim.uid]) + "?source=%00").status_code == 200


@pytest.mark.parametrize("name", ["article_detail", "source_offers"])
def test_what_can_be_read_answers_head_too(name: str) -> None:
    record = make_article() if name == "article_detail" else make_claim()
    assert browser_of(bob()).head(reverse(name, args=[record.uid])).status_code == 200


def test_that_nothing_was_changed_is_said_of_what_would_have_changed_something() -> None:
    reader, claim = browser_of(make_person("rita", "reader")), make_claim()
    looked = reader.get(reverse("clearance_detail", args=[uuid.uuid4()]))
    assert looked.status_code == 404
    assert "Nothing was changed" not in words_of(looked)
    pressed = reader.post(
        reverse("claim_describe", args=[claim.uid]), {"text": "x", "row_version": 1, "version": 1}
    )
    assert pressed.status_code == 403
    assert "Nothing was changed" in words_of(pressed)
