"""What one may not know is not in the administration either: not shown, not found, not guessed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from annotations.models import (
    ApiToken,
    Assessment,
    Claim,
    Draft,
    Event,
    Evidence,
    IdempotencyKey,
    Person,
    Snapshot,
    Source,
    Webhook,
)
from tests.admin.browsing import address, page_of
from tests.admin.newsroom import KEY, MODELS, SECRET, make_everything, make_secret
from tests.make import (
    alice,
    bob,
    deputy,
    make_source,
    root,
)
from tests.pages.visiting import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker):
    """Something in every table, made once, around the transactions of the tests; the claim most of it hangs on."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_everything()
        transaction.set_rollback(True)


def whole(client: Client, person: Person) -> Iterator[tuple[str, str]]:
    """Every list, and the page of every record that there is, whoever may see it."""
    for model in MODELS:
        for where in (
            address(model, "changelist"),
            *(address(model, "change", key) for key in model._base_manager.values_list("pk", flat=True)),
        ):
            yield where, client.get(where).content.decode()


def test_who_may_know_a_confidential_source_sees_it(newsroom):
    source = Source.objects.get(confidential=True)
    assert SECRET in browser_of(alice()).get(page_of(source)).content.decode()


def test_who_added_a_confidential_source_knows_it():
    source = make_source(by=deputy(), title=SECRET, terms="background")
    assert SECRET in browser_of(deputy()).get(page_of(source)).content.decode()


def test_words_are_completed_from_visible_records_only(newsroom):
    asked = {"app_label": "annotations", "model_name": "evidence", "field_name": "source", "term": "yearbook"}
    assert browser_of(alice()).get("/admin/autocomplete/", asked).json()["results"]
    assert browser_of(root()).get("/admin/autocomplete/", asked).status_code == 403
    drafts = asked | {"model_name": "apitoken", "field_name": "person", "term": "long enough"}
    assert browser_of(root()).get("/admin/autocomplete/", drafts).json()["results"] == []


GUESSES = [
    (Source, "title__startswith", "Conversation"),
    (Source, "note__icontains", "Quill"),
    (Source, "seal_key", "x"),
    (Evidence, "source__title__startswith", "Conversation"),
    (Evidence, "stance__exact", "supports"),
    (Evidence, "note__icontains", "late"),
    (Evidence, "claim__assessments__rating__key", "true"),
    (Claim, "assessments__rating", "1"),
    (Claim, "evidence__source__title__icontains", "Quill"),
    (Claim, "assignee__password__startswith", "md5"),
    (Person, "password__startswith", "md5"),
    (Person, "drafts__text__icontains", "a"),
    (ApiToken, "digest__startswith", "a"),
    (ApiToken, "person__password__startswith", "md5"),
    (Webhook, "salt__startswith", "a"),
    (Webhook, "address__icontains", "hook"),
    (Event, "data__icontains", "Quill"),
    (Event, "by__password__startswith", "md5"),
    (Assessment, "claim__assessments__rating", "1"),
]


def test_a_list_answers_no_guess_about_what_it_does_not_show(newsroom):
    client = browser_of(deputy())
    answered = [
        (model, lookup)
        for model, lookup, value in GUESSES
        if client.get(address(model, "changelist"), {lookup: value}).status_code != 400
    ]
    assert answered == []


def test_drafts_and_kept_answers_are_their_owners_alone(newsroom):
    for person in (alice(), deputy(), root()):
        client = browser_of(person)
        for model in (Draft, IdempotencyKey):
            for row in model.objects.exclude(person=person):
                assert client.get(page_of(row)).status_code == 404
            page = client.get(address(model, "changelist")).content.decode()
            told = [other for other in (alice(), bob(), deputy()) if f"key of {other.username}" in page]
            assert told in ([], [person])


def test_stored_bytes_secrets_and_digests_are_never_rendered(newsroom):
    person = Person.objects.get(username="alice")
    Person.objects.filter(pk=person.pk).update(is_superuser=True)
    digests = list(ApiToken.objects.values_list("digest", flat=True))
    seals = [bytes(source.seal_key).hex() for source in Source.objects.all()]
    salts = list(Webhook.objects.values_list("salt", flat=True))
    hidden = ["RAW BYTES", KEY, *salts, person.password, "hidden&quot;: &quot;answer", *digests, *seals]
    told = [where for where, page in whole(browser_of(person), person) for word in hidden if word in page]
    assert told == []


def test_a_copy_of_a_confidential_source_is_hidden_with_it(newsroom):
    copy: Any = Snapshot.objects.get()
    assert browser_of(deputy()).get(page_of(copy)).status_code == 200
    Source.objects.filter(pk=copy.source_id).update(confidential=True)
    assert browser_of(deputy()).get(page_of(copy)).status_code == 404
    assert browser_of(alice()).get(page_of(copy)).status_code == 200


def test_an_administrator_without_a_role_learns_nothing_of_the_work(newsroom):
    make_secret()
    person = root()
    words = ("The old bridge was built", "harbour official", newsroom.article.headline, "yearbook")
    pages = whole(browser_of(person), person)
    told = [(where, word) for where, page in pages for word in words if word in page]
    assert told == []
