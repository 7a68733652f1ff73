"""Of a panel only the pieces are sent that the page does not hold already."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotations.actions.comments import add_comment
from annotations.models import Claim
from tests.make import bob, make_claim, make_evidence
from tests.pages.visiting import browser_of

pytestmark = pytest.mark.django_db

MARK = re.compile(r'data-mark="([\w-]{8})"')
SAME = re.compile(r'<(\w+) data-same="([\w-]{8})"></\1>')


@pytest.fixture
def claim() -> Claim:
    claim = make_claim()
    make_evidence(claim)
    add_comment(claim, by=bob(), body="Who counted?")
    return claim


def panel(client: Client, claim: Claim, held: list[str], **headers: str) -> str:
    address = reverse("article_detail", args=[claim.article.uid])
    told = {"HX-Request": "true", "Panel-Holds": " ".join(held), **headers}
    return str(client.get(address, {"claim": claim.uid}, headers=told).content.decode())


def said(client: Client, claim: Claim, held: list[str]) -> str:
    told: Any = {"HX-Request": "true", "Panel-Holds": " ".join(held)}
    answer = client.post(reverse("comment_add", args=[claim.uid]), {"body": "I did."}, headers=told)
    return str(answer.content.decode())


def test_what_a_page_holds_is_named_and_not_sent_again(claim: Claim) -> None:
    client = browser_of(bob())
    whole = panel(client, claim, [])
    marks = MARK.findall(whole)
    assert len(set(marks)) == len(marks) > 5
    spared = panel(client, claim, marks)
    assert [mark for _, mark in SAME.findall(spared)] == marks
    assert MARK.findall(spared) == []
    assert "Who counted?" in whole
    assert "Who counted?" not in spared


def test_what_has_changed_is_sent_among_what_is_not(claim: Claim) -> None:
    client = browser_of(bob())
    marks = MARK.findall(panel(client, claim, []))
    answer = said(client, claim, marks)
    assert "I did." in answer
    assert "Who counted?" not in answer
    assert len(SAME.findall(answer)) == len(marks) - 1, "the history alone says something else"


def test_a_whole_page_holds_the_same_pieces_as_a_panel_though_its_forms_have_a_token(claim: Claim) -> None:
    client = browser_of(bob())
    address = reverse("article_detail", args=[claim.article.uid])
    page = client.get(address, {"claim": claim.uid}).content.decode()
    assert page.count("csrfmiddlewaretoken") > 10
    bare = panel(client, claim, [])
    assert MARK.findall(page) == MARK.findall(bare)
    assert "csrfmiddlewaretoken" not in bare, "the page sends it with whatever it sends"


def test_marks_that_nobody_gave_are_of_no_use(claim: Claim) -> None:
    client = browser_of(bob())
    whole = panel(client, claim, [])
    assert panel(client, claim, ["", "AAAAAAAA", "<script>", "é"]) == whole
