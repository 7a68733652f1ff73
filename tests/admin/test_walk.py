"""Every page of the administration opens, for those it is for and for nobody else, with few queries."""

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import Group
from django.core.exceptions import FieldError, SuspiciousOperation, ValidationError
from django.db import connection, transaction
from django.forms import DateField
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django_tasks_db.models import DBTaskResult

from annotations.admin.site import GROUPS, site
from annotations.models import (
    Agent,
    ApiToken,
    Article,
    CheckPolicy,
    Claim,
    Event,
    IdempotencyKey,
    Person,
    Rating,
    RatingScale,
    Role,
    Session,
    Source,
    Webhook,
)
from tests.admin.browsing import address
from tests.admin.newsroom import MODELS, make_everything, make_many
from tests.make import alice, bob, carol, deputy, make_person, root
from tests.pages.visiting import browser_of

MOST_QUERIES = 20
MANY = MOST_QUERIES + 5
"""So many rows that one query for each is noticed."""

FOR_ADMINISTRATORS = {Person, ApiToken, Webhook, RatingScale, Rating, CheckPolicy, Event, DBTaskResult}

AMERICAN = re.compile(r"\b[ap]\.m\.|\b[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}")
"""Nov. 26, 2026, 7:20 a.m."""

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker):
    """Something in every table, and much in those that grow: made once, around the transactions of the tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_everything()
        make_many(MANY)
        yield
        transaction.set_rollback(True)


def asked_by(person: Person, where: str = "/") -> HttpRequest:
    request = RequestFactory().get(where)
    request.user = person
    return request


def seen_by(person: Person, model: Any) -> Any:
    """The rows that the administration shows this person, whether the table is or not."""
    return site._registry[model].get_queryset(asked_by(person))


def reader() -> Person:
    return make_person("rita", Role.READER)


def test_every_table_is_there_and_in_one_group():
    names = sorted(model.__name__ for model in MODELS)
    assert sorted(model.__name__ for model in site._registry) == names
    assert sorted(name for group in GROUPS.values() for name in group) == names


def test_what_packages_bring_is_not_there():
    assert not site.is_registered(Group)
    assert not site.is_registered(Session)


def test_every_table_can_be_searched_and_has_columns():
    bare = [
        model.__name__
        for model, table in site._registry.items()
        if not table.search_fields or len(table.list_display) < 2
    ]
    assert bare == []


def pages_of(model: Any, person: Person) -> list[str]:
    """List, search, and a record's page."""
    there = address(model, "changelist")
    row = seen_by(person, model).first()
    assert row is not None, model
    return [there, f"{there}?q=harbour+bridge", address(model, "change", row.pk)]


def tables_of(person: Person) -> list[Any]:
    return [model for model in MODELS if person.is_superuser or model is not DBTaskResult]


@pytest.mark.parametrize("who", [alice, deputy])
def test_every_page_needs_few_queries_and_writes_days_and_times_that_nobody_misreads(newsroom, who):
    person = who()
    client = browser_of(person)
    wrong = []
    for page in (page for model in tables_of(person) for page in pages_of(model, person)):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page)
        if answer.status_code != 200 or len(queries) > MOST_QUERIES:
            wrong.append(f"{page}: {answer.status_code}, {len(queries)} queries")
        wrong += [f"{page}: {date}" for date in AMERICAN.findall(answer.content.decode())]
    assert wrong == []


def test_a_time_says_its_zone_and_a_day_typed_with_slashes_is_refused():
    moment = datetime(2026, 11, 26, 7, 20, tzinfo=UTC)
    with timezone.override("Europe/Berlin"):
        assert localize(timezone.localtime(moment)) == "26 Nov 2026, 08:20 CET"
    assert localize(moment.date()) == "26 November 2026"
    assert DateField().to_python("2026-11-12") == date(2026, 11, 12)
    with pytest.raises(ValidationError):
        DateField().to_python("11/12/2026")


def test_every_filter_and_every_column_to_sort_by_works(newsroom):
    person = deputy()
    client = browser_of(person)
    wrong = []
    for model in tables_of(person):
        html = client.get(address(model, "changelist")).content.decode()
        offered = {unescape(piece.split('"')[0]) for piece in html.split('href="')[1:]}
        links = sorted(link for link in offered if link.startswith("?"))
        wrong += [f"{model.__name__}{link}" for link in links if not is_answered(model, person, link)]
    assert wrong == []


def is_answered(model: Any, person: Person, link: str) -> bool:
    """Whether the list asks its database what this link says; the page around it is not drawn each time."""
    request = asked_by(person, f"/{link}")
    try:
        list(site._registry[model].get_changelist_instance(request).result_list)
    except (IncorrectLookupParameters, SuspiciousOperation, FieldError):
        return False
    return True


def test_an_administrator_without_a_role_sees_people_rules_tokens_and_administration(newsroom):
    client = browser_of(root())
    shown = {model for model in MODELS if client.get(address(model, "changelist")).status_code == 200}
    assert shown == FOR_ADMINISTRATORS
    hidden = [
        client.get(address(model, "change", model._base_manager.earliest("pk").pk)).status_code
        for model in MODELS
        if model not in FOR_ADMINISTRATORS
    ]
    assert set(hidden) == {404}
    for model in FOR_ADMINISTRATORS:
        row = seen_by(root(), model).first()
        assert client.get(address(model, "change", row.pk)).status_code == 200


def test_the_index_lists_what_one_may_see():
    everything = browser_of(alice()).get("/admin/").content.decode()
    assert "Claims" in everything
    assert "Db task results" not in everything.title()
    rules = browser_of(root()).get("/admin/").content.decode()
    assert "Check policies" in rules
    assert address(Claim, "changelist") not in rules


@pytest.mark.parametrize("who", [bob, reader, carol])
def test_others_do_not_come_in(newsroom, who):
    client = browser_of(who())
    for model in MODELS:
        answer = client.get(address(model, "changelist"))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("admin:login"))
    answer = client.get(answer["Location"], follow=True)
    assert answer.status_code == 403
    assert "editors and administrators" in answer.content.decode()


def test_strangers_are_sent_to_the_log_in():
    answer = Client().get(address(Article, "changelist"), follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0].startswith(reverse("login"))


@pytest.mark.parametrize("who", [alice, deputy, root])
def test_nothing_can_be_deleted(newsroom, who):
    person = who()
    client = browser_of(person)
    for model, table in site._registry.items():
        row = model._base_manager.earliest("pk")
        before = model._base_manager.count()
        assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code in (403, 404)
        assert "delete_selected" not in table.get_actions(asked_by(person))
        assert model._base_manager.count() >= before


def test_a_list_does_not_know_the_action_that_deletes(newsroom):
    numbers = Claim.objects.count(), Event.objects.count()
    sent = {"action": "delete_selected", "_selected_action": [Claim.objects.earliest("pk").pk], "post": "yes"}
    browser_of(alice()).post(address(Claim, "changelist"), sent)
    assert (Claim.objects.count(), Event.objects.count()) == numbers


@pytest.mark.parametrize("who", [alice, deputy, root])
def test_the_log_is_not_written(newsroom, who):
    client = browser_of(who())
    event = seen_by(who(), Event).first()
    assert client.get(address(Event, "add")).status_code == 403
    assert client.post(address(Event, "add"), {"verb": "exported"}).status_code == 403
    assert client.post(address(Event, "change", event.pk), {"verb": "exported"}).status_code == 403


def test_only_actions_write():
    """No table has a form but those whose actions are called."""
    request = asked_by(make_person("both", Role.EDITOR, is_superuser=True))
    changing = {model for model, table in site._registry.items() if table.has_change_permission(request)}
    adding = {model for model, table in site._registry.items() if table.has_add_permission(request)}
    assert changing == {Article, Claim, Person, Source}
    assert adding == {Article, Agent, Person, ApiToken, RatingScale, CheckPolicy, Source}


def test_what_is_not_there_is_answered_like_what_is_not_seen(newsroom):
    client = browser_of(alice())
    others = IdempotencyKey.objects.exclude(person=alice()).earliest("pk")
    assert client.get(address(IdempotencyKey, "change", others.pk)).status_code == 404
    assert client.get(address(Claim, "change", 999_999)).status_code == 404
    assert client.get(address(Claim, "change", "9" * 40)).status_code == 404
    assert client.get(address(Claim, "change", "nonsense")).status_code == 404
