"""People, invitations and the dossier in Chromium: no violation, no overflow; the dossier's file without network."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from annotations.actions.claims import take_claim
from annotations.actions.invitations import invite_again
from annotations.exports.dossier import dossier_file
from annotations.models import Claim, Role
from tests.browser.looking import OVERFLOW, look
from tests.browser.test_pages import violations, watched
from tests.make import alice, bob, make_claim, make_evidence, make_person, make_published

__all__ = ["watched"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def checked_article() -> Claim:
    claim = make_published()
    taken = take_claim(make_claim(claim.article, "The old bridge was built"), by=bob())
    make_evidence(taken, quotation="Built in 1911, as every child knows.", locator="p. 3")
    return claim


def test_pages_about_people_have_no_violation_and_fit(watched: Page, sign_in: Callable[[Any], None]) -> None:
    checked_article()
    make_person("old", name="Ottilie Lang-Nachname von Hafenstadt", is_active=False)
    gwen = make_person("gwen", Role.EDITOR, is_superuser=True)
    dave = make_person("dave", is_active=True)
    invitation = reverse("invitation", args=[dave.uid, invite_again(dave, by=gwen)])
    sign_in(gwen)
    pages = (
        reverse("person_list"),
        reverse("person_invite"),
        reverse("person_detail", args=[bob().uid]),
        reverse("account_detail"),
        invitation,
        f"{invitation[:-2]}/",
    )
    assert {address: faults for address in pages if (faults := look(watched, address))} == {}


def test_the_dossier_has_no_violation_and_fits(watched: Page, sign_in: Callable[[Any], None]) -> None:
    claim = checked_article()
    sign_in(alice())
    assert look(watched, reverse("dossier_detail", args=[claim.article.uid])) == []
    watched.click("sup a >> nth=0")
    expect(watched).to_have_url(re.compile("#claim-"))


def test_the_dossiers_file_opens_without_network(browser: Browser, tmp_path: Path) -> None:
    claim = checked_article()
    file = tmp_path / "dossier.html"
    file.write_bytes(dossier_file(claim.article, alice()))
    context = browser.new_context(
        offline=True, viewport={"width": 320, "height": 800}, reduced_motion="reduce"
    )
    page = context.new_page()
    asked, faults = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: faults.append(said.text))
    page.goto(file.as_uri())
    assert (asked, faults) == ([file.as_uri()], [])
    assert page.evaluate(OVERFLOW) <= 0
    assert violations(page) == []
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf().startswith(b"%PDF")
    context.close()
