"""Webhooks in Chromium: made by hand, tested, and answered while one looks; no violation, no overflow."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from annotations.actions.delivering import deliver_due
from annotations.models import Webhook
from tests.browser.looking import look
from tests.browser.test_pages import watched
from tests.make import alice, make_article
from tests.net.misbehaving import Site, answer
from tests.receiving import receiving, webhook_at

__all__ = ["watched"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site() -> Iterator[Site]:
    with receiving() as site:
        yield site


def test_a_webhook_is_made_and_tested_by_keyboard(
    watched: Page, sign_in: Callable[[Any], None], site: Site
) -> None:
    sign_in(alice())
    watched.goto(reverse("webhook_make"))
    watched.get_by_label("Address").fill(f"http://127.0.0.1:{site.port}/hook")
    watched.get_by_text("Published checks").press("Enter")
    watched.get_by_label("corrected the published check").press("Space")
    watched.get_by_label("Address").press("Enter")
    expect(watched.get_by_label("Secret")).to_be_focused()
    assert watched.get_by_label("Secret").input_value().startswith("whsec_")
    assert Webhook.objects.get().verbs == ["claim_corrected"]
    watched.get_by_role("button", name="Send a test").press("Enter")
    expect(watched.locator("#delivery .chip")).to_have_text("Waiting")
    deliver_due()
    expect(watched.locator("#delivery .chip")).to_have_text("Delivered")
    expect(watched.get_by_role("status").get_by_text("Delivered")).to_be_attached()
    expect(watched.get_by_text("thanks")).to_be_visible()


def test_its_pages_have_no_violation_and_fit(
    watched: Page, sign_in: Callable[[Any], None], site: Site
) -> None:
    webhook = webhook_at(site, by=alice(), name="Newsletter of the harbour office")
    webhook_at(site, "/bad", by=alice(), says=answer(status="500 Oh", body=b"x" * 400))
    for _ in range(3):
        make_article()
    deliver_due()
    failing = Webhook.objects.get(name="")
    pages = (
        reverse("webhook_list"),
        reverse("webhook_make"),
        reverse("webhook_detail", args=[webhook.uid]),
        reverse("webhook_detail", args=[failing.uid]),
        reverse("delivery_detail", args=[failing.uid, failing.deliveries.latest("pk").uid]),
    )
    sign_in(alice())
    assert {address: faults for address in pages if (faults := look(watched, address))} == {}
