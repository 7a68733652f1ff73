"""What pages are looked at with: something of everything, and the fullest of each as the newest."""

import re

from django.test import Client
from django.urls import resolve

from annotations.actions.publications import correct_claim, retract_claim
from annotations.actions.withdrawing import withdraw_source
from annotations.models import Claim, Person
from annotations.workflow import State
from tests.admin.newsroom import WORDS, make_everything
from tests.life import Life, make_life
from tests.make import (
    alice,
    bob,
    make_article,
    make_blind_article,
    make_claim,
    make_evidence,
    make_published,
    make_source,
    make_submitted,
)
from tests.walking import admin, opened, pages

LONG = "https://harbour.example.org/yearbooks/2023/the-harbour-and-its-bridges-in-figures-and-pictures.html"


def who_sees_most() -> Person:
    """Alice, an editor, who is an administrator too."""
    Person.objects.filter(pk=alice().pk).update(is_superuser=True)
    return alice()


def make_newsroom() -> None:
    """Of articles, checks and sources those with most on their pages come last."""
    make_everything()
    article = make_article(
        publisher="The Harbour Courier",
        headline="A bridge for the old harbour, and what it cost",
        url=LONG.replace("yearbooks", "news"),
    )
    make_submitted(make_claim(make_blind_article()), by=alice())
    author = [{"family": "Lind", "given": "Ada"}]
    source = make_source(title="A yearbook", url=LONG, author=author, publisher="Harbour office")
    gone = make_published(make_claim(article, "Nobody was hurt during the works"))
    retract_claim(gone, by=alice(), reason="We mistook one bridge for another.")
    check = make_claim(article, WORDS[0])
    make_evidence(check, source=source, quotation="Twelve million were paid.", locator="14")
    make_published(check)
    correct_claim(check, by=alice(), kind="correction", text="The year was wrong.", summary="It was 1912.")


def make_states() -> tuple[Life, Claim]:
    """A claim in every state, and one to be read blind."""
    return make_life(), make_submitted(make_claim(make_blind_article()), by=bob())


def make_stale(life: Life) -> None:
    """The source of all of them is withdrawn."""
    source = life.read[State.PUBLISHED].evidence.get().source
    withdraw_source(source, by=bob(), row_version=source.row_version, why="It was made up.")


def fullest_pages(client: Client) -> list[str]:
    """The longest answer that each address of the table gives, of each kind (found, gone, refused)."""
    found: dict[tuple[str, int], tuple[int, str]] = {}
    for place in pages(()):
        answer, content = opened(client, place)
        if content.startswith(b"<!doctype html>") and "attachment" not in answer.get(
            "Content-Disposition", ""
        ):
            name = resolve(place.partition("?")[0].partition("#")[0]).view_name
            kind = name, answer.status_code
            found[kind] = max(found.get(kind, (0, "")), (len(content), place))
    return sorted(place for _, place in found.values() if "#" not in place)


def pages_of_administration() -> list[str]:
    """Each list, and one row's page of each table."""
    places = [place for place in admin(()) if "?" not in place]
    return [
        *{
            re.sub(r"/[^/]+/change/$", "/", place) + str(place.endswith("/change/")): place
            for place in places
        }.values()
    ]
