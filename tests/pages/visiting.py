"""Going to pages as somebody, and counting what a page asks of the database."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.models import Claim, Person


def browser_of(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def get(person: Person | None, name: str, /, *args: Any, **query: Any) -> Any:
    return browser_of(person).get(reverse(name, args=args), query)


def post(person: Person | None, name: str, /, *args: Any, **data: Any) -> Any:
    return browser_of(person).post(reverse(name, args=args), data)


def words_of(answer: Any) -> str:
    """The page's HTML."""
    return str(answer.content.decode())


def panel_of(person: Person, claim: Claim) -> str:
    """The workbench with this claim opened."""
    return words_of(get(person, "article_detail", claim.article.uid, claim=claim.uid))


def queries_of(person: Person | None, name: str, /, *args: Any, **query: Any) -> int:
    """How many queries the page takes, when everything that is kept for later pages is there."""
    browser, address = browser_of(person), reverse(name, args=args)
    browser.get(address, query)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(address, query).status_code == 200
    return len(asked)
