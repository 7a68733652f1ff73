"""Where one is logged in, and ending it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotations.models import Event, Session, Verb
from annotations.pages.browsers import browser_words
from tests.make import alice, bob
from tests.pages.visiting import browser_of, words_of

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1 Version/18.5 Mobile Safari/604.1"


def logged_in(user_agent: str, **sent: Any) -> Client:
    browser = Client(headers={"User-Agent": user_agent})
    browser.post(
        reverse("login"),
        {"username": bob().username, "password": "long enough to pass", "stay": "on"},
        **sent,
    )
    return browser


def account(browser: Client) -> str:
    return words_of(browser.get(reverse("account_detail")))


def test_one_sees_ones_browsers_and_ends_one() -> None:
    here, elsewhere, other = logged_in(FIREFOX), logged_in(CHROME), logged_in(SAFARI)
    page = account(here)
    assert page.index("Firefox on Linux") < page.index("This browser") < page.index("Safari on iPhone")
    assert "Chrome on Windows" in page
    assert "from 127.0.0.1" in page
    for key in Session.objects.values_list("session_key", flat=True):
        assert key not in page
    row = Session.objects.get(browser=CHROME)
    assert here.post(reverse("session_end", args=[row.uid])).status_code == 302
    assert elsewhere.get(reverse("account_detail")).status_code == 302
    assert "Chrome on Windows" not in re.sub("(?s)<div class=.notice.*?</div>", "", account(here))
    assert other.get(reverse("account_detail")).status_code == 200
    event = Event.objects.get(verb=Verb.SESSION_ENDED)
    assert (event.by, event.object_uid) == (bob(), bob().uid)
    assert here.post(reverse("session_end", args=[row.uid])).status_code == 404


def test_all_others_are_ended_at_once_and_this_one_goes_on() -> None:
    here, elsewhere = logged_in(FIREFOX), logged_in(CHROME)
    stranger = browser_of(alice())
    here.post(reverse("sessions_end"))
    assert elsewhere.get(reverse("account_detail")).status_code == 302
    assert [browser.get(reverse("account_detail")).status_code for browser in (here, stranger)] == [200, 200]
    here.post(reverse("sessions_end"))
    assert Event.objects.filter(verb=Verb.SESSION_ENDED).count() == 1


def test_nobody_ends_or_sees_a_colleagues_browser() -> None:
    logged_in(FIREFOX)
    assert "Firefox" not in account(browser_of(alice()))
    uid = Session.objects.get(browser=FIREFOX).uid
    assert browser_of(alice()).post(reverse("session_end", args=[uid])).status_code == 404
    assert Client().post(reverse("session_end", args=[uid])).status_code == 302
    assert Session.objects.filter(uid=uid).exists()


def test_a_new_password_leaves_no_dead_browser_in_the_list() -> None:
    here = logged_in(FIREFOX)
    logged_in(CHROME)
    new = "another long one to pass"
    here.post(reverse("account_password"), {"old": "long enough to pass", "new": new, "again": new})
    assert Session.objects.filter(person=bob()).count() == 1
    assert "Firefox on Linux" in account(here)


def test_rows_that_have_run_out_go_when_somebody_logs_in() -> None:
    logged_in(FIREFOX)
    Session.objects.update(expire_date=timezone.now())
    logged_in(CHROME)
    assert [row.browser for row in Session.objects.all()] == [CHROME]


@pytest.mark.filterwarnings("error::django.core.cache.CacheKeyWarning")
@pytest.mark.parametrize(
    ("proxies", "forwarded", "noted"),
    [
        (0, "198.51.100.7", "127.0.0.1"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (1, "not an address", None),
        (1, "fe80::1%eth0", "fe80::1"),
    ],
)
def test_the_address_is_the_one_the_brake_believes(
    proxies: int, forwarded: str, noted: str | None, settings: Any
) -> None:
    settings.NUM_PROXIES = proxies
    logged_in("x" * 400, headers={"X-Forwarded-For": forwarded})
    row = Session.objects.get()
    assert row.address == noted
    assert row.browser == "x" * 300


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (CHROME, "Chrome on Windows"),
        (SAFARI, "Safari on iPhone"),
        (f"{CHROME} Edg/140.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit Chrome/140.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_5) AppleWebKit Safari/605.1", "Safari on macOS"),
        ("<script>Linux", "A browser on Linux"),
        ("", "An unknown browser"),
    ],
)
def test_a_browser_is_named_by_family_and_system(user_agent: str, words: str) -> None:
    assert browser_words(user_agent) == words
