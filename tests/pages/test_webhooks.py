"""The pages of webhooks: made, changed, paused, tested, and what was sent to them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from annotations.actions.access import change_person
from annotations.actions.delivering import deliver_due
from annotations.actions.webhooks import remove_webhook, send_test
from annotations.models import Delivery, Notification, Person, Role, Webhook
from annotations.pages.plots import columns
from annotations.pages.webhooks import asks_for, sent_in, since
from tests.make import alice, bob, carol, deputy, make_article, make_claim, make_person, root
from tests.net.misbehaving import Site, answer
from tests.pages.visiting import get, post, queries_of, words_of
from tests.receiving import receiving, webhook_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Iterator[Site]:
    with receiving() as site:
        yield site


def test_a_webhook_is_made_with_its_secret_shown_once_and_then_changed(site: Site) -> None:
    article = make_article()
    rita = make_person("rita", Role.READER)
    assert "You have no webhook yet." in words_of(get(rita, "webhook_list"))
    assert "published the check" in words_of(get(rita, "webhook_make"))
    refused = post(rita, "webhook_make", address="http://example.org/", verbs=["claim_published"])
    assert refused.status_code == 422
    assert "Give an address with https://." in words_of(refused)
    assert re.search(r'value="claim_published" checked', words_of(refused))
    address = f"http://127.0.0.1:{site.port}/hook?key=1"
    made = post(rita, "webhook_make", address=address, name="Post", article=article.uid, states=["published"])
    assert (made.status_code, made["Cache-Control"].count("no-store")) == (201, 1)
    secret = re.findall(r"whsec_[\w+/=]+", words_of(made))
    assert len(secret) == 1
    webhook = Webhook.objects.get()
    page = words_of(get(rita, "webhook_detail", webhook.uid))
    assert "whsec_" not in page
    assert "Nothing was sent yet." in page
    assert asks_for(webhook) == ["Every event", f"of “{article}”", "Published"]
    kept = {"address": address, "name": "Post", "row_version": webhook.row_version}
    assert post(rita, "webhook_change", webhook.uid, **kept, tag="Harbour").status_code == 302
    stale = post(rita, "webhook_change", webhook.uid, **kept, verbs=["claim_marked"])
    assert stale.status_code == 409
    assert "in another window" in words_of(stale)
    webhook.refresh_from_db()
    assert (webhook.tag, webhook.article, webhook.verbs) == ("harbour", None, [])
    again = kept | {"row_version": re.findall(r'name="row_version" value="(\d+)"', words_of(stale))[0]}
    assert post(rita, "webhook_change", webhook.uid, **again, verbs=["claim_marked"]).status_code == 302
    renewed = post(rita, "webhook_renew", webhook.uid)
    assert set(re.findall(r"whsec_[\w+/=]+", words_of(renewed))).isdisjoint(secret)
    assert "signed with two secrets until" in words_of(renewed)


def test_a_test_shows_what_was_answered_and_can_be_sent_again(site: Site) -> None:
    webhook = webhook_at(site, by=bob(), says=answer(status="500 Oh", body=b"<b>No disk</b>"))
    sent = post(bob(), "webhook_test", webhook.uid)
    [delivery] = webhook.deliveries.all()
    assert sent["Location"].endswith(f"/deliveries/{delivery.uid}/")
    assert 'hx-trigger="load delay:2s"' in words_of(get(bob(), "delivery_detail", webhook.uid, delivery.uid))
    deliver_due()
    page = words_of(get(bob(), "delivery_detail", webhook.uid, delivery.uid))
    assert "The receiver answered with an error (500)." in page
    assert "&lt;b&gt;No disk&lt;/b&gt;" in page
    assert "&quot;verb&quot;: &quot;webhook_tested&quot;" in page
    assert "hx-trigger" not in page
    site.pages["/hook"] = answer()
    assert post(bob(), "delivery_repeat", webhook.uid, delivery.uid).status_code == 302
    deliver_due()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.fault) == ("delivered", "")
    listed = words_of(get(bob(), "webhook_detail", webhook.uid, state="given_up"))
    assert "None of these." in listed
    assert "1 delivered" in words_of(get(bob(), "webhook_list"))


def test_a_failing_receiver_and_a_paused_webhook_are_told_in_sentences(site: Site) -> None:
    webhook = webhook_at(site, by=alice(), says=answer(status="500 Oh"))
    for _ in range(4):
        make_article()
    deliver_due()
    page = words_of(get(alice(), "webhook_detail", webhook.uid))
    assert "The receiver has failed 3 times in a row." in page
    assert "Failing" in words_of(get(alice(), "webhook_list"))
    assert post(alice(), "webhook_pause", webhook.uid).status_code == 302
    assert post(alice(), "webhook_pause", webhook.uid).status_code == 409
    page = words_of(get(alice(), "webhook_detail", webhook.uid))
    assert "Paused: nothing is sent." in page
    assert "You paused it." in page
    assert "1 is paused." in words_of(get(alice(), "account_detail"))
    assert post(alice(), "webhook_test", webhook.uid).status_code == 409
    assert post(alice(), "webhook_resume", webhook.uid).status_code == 302
    assert Webhook.objects.active().count() == 1


def test_what_is_removed_is_restored_from_the_list_with_a_new_secret(site: Site) -> None:
    webhook = webhook_at(site, by=alice(), name="Post")
    removed = post(alice(), "webhook_remove", webhook.uid)
    assert removed["Location"] == "/account/webhooks/"
    assert get(alice(), "webhook_detail", webhook.uid).status_code == 404
    listed = words_of(get(alice(), "webhook_list"))
    assert "You have no webhook yet." in listed
    assert "30 days after its removal nobody knows any more where it led." in listed
    assert "See what is sent where" not in words_of(get(alice(), "account_detail"))
    restored = post(alice(), "webhook_restore", webhook.uid)
    assert (restored.status_code, restored["Cache-Control"].count("no-store")) == (200, 1)
    assert len(re.findall(r"whsec_[\w+/=]+", words_of(restored))) == 1
    assert "It has a new secret since it was restored." in words_of(restored)
    assert post(alice(), "webhook_restore", webhook.uid).status_code == 404
    assert "Removed" not in words_of(get(alice(), "webhook_list"))


def test_a_webhook_that_stopped_by_itself_stands_among_the_notices_and_says_why_on_the_list(
    site: Site,
) -> None:
    webhook = webhook_at(site, by=alice(), name="Post", says=answer(status="410 Gone"))
    send_test(webhook, by=alice())
    deliver_due()
    gone = "The receiver answered 410 Gone: it wants nothing more."
    told = words_of(get(alice(), "notice_list"))
    assert "The workbench</b> paused a webhook" in told
    assert f"Post: {gone}" in told
    assert gone in words_of(get(alice(), "webhook_list"))
    [notice] = Notification.objects.all()
    opened = get(alice(), "notice_open", notice.uid)
    assert opened["Location"] == f"/account/webhooks/{webhook.uid}/"
    Notification.objects.update(seen_at=None)
    get(alice(), "webhook_detail", webhook.uid)
    assert not Notification.objects.unseen().exists(), "opening what it is about is seeing it"
    remove_webhook(Webhook.objects.get(), by=deputy())
    [notice] = Notification.objects.unseen()
    assert get(alice(), "notice_open", notice.uid)["Location"] == "/account/webhooks/"


def test_a_notice_of_another_persons_webhook_leads_to_the_administration(site: Site) -> None:
    rita, administrator = make_person("rita", Role.READER), deputy()
    webhook = webhook_at(site, by=rita)
    change_person(rita, by=root(), row_version=rita.row_version, role=Role.NONE)
    opened = get(administrator, "notice_open", Notification.objects.get().uid)
    assert opened["Location"] == f"/admin/annotations/webhook/{webhook.pk}/change/"


def test_others_find_nothing_there(site: Site) -> None:
    webhook = webhook_at(site, by=alice())
    delivery = send_test(webhook, by=alice())
    Person.objects.filter(pk=bob().pk).update(is_superuser=True)
    for person in (bob(), carol(), root()):
        assert get(person, "webhook_detail", webhook.uid).status_code == 404
        assert get(person, "delivery_detail", webhook.uid, delivery.uid).status_code == 404
        for name in ("webhook_change", "webhook_pause", "webhook_remove", "webhook_renew", "webhook_test"):
            assert post(person, name, webhook.uid).status_code == 404
    remove_webhook(webhook, by=alice())
    for person in (bob(), carol(), root()):
        assert post(person, "webhook_restore", webhook.uid).status_code == 404
    assert get(None, "webhook_list").status_code == 302
    assert get(carol(), "webhook_list").status_code == 404


def test_an_owner_who_comes_back_finds_out_why_it_stands_still(site: Site) -> None:
    rita = make_person("rita", Role.READER)
    webhook = webhook_at(site, by=rita)
    rita = change_person(rita, by=root(), row_version=rita.row_version, role=Role.NONE)
    change_person(rita, by=root(), row_version=rita.row_version, role=Role.READER)
    assert "Its owner is not in the newsroom any more." in words_of(get(rita, "webhook_detail", webhook.uid))


def test_the_pages_ask_the_same_number_of_questions_however_much_was_sent(site: Site) -> None:
    webhook = webhook_at(site, by=alice())
    make_claim()
    pages = {"webhook_list": (), "webhook_detail": (webhook.uid,)}
    few = {name: queries_of(alice(), name, *args) for name, args in pages.items()}
    for _ in range(3):
        make_claim()
        webhook_at(site, by=alice(), name="another")
    assert {name: queries_of(alice(), name, *args) for name, args in pages.items()} == few
    assert max(few.values()) <= 12


def test_the_plot_shows_hours_and_says_the_same_in_words() -> None:
    now = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        assert since(now, "day") == datetime(2026, 11, 25, 13, tzinfo=UTC)
        hour = now.replace(minute=0)
        hours = {hour: {"delivered": 3, "given_up": 1}, hour - timedelta(hours=23): {"waiting": 2}}
        sent = sent_in("day", hours)
        assert sent.words == "3 delivered, 2 waiting, 1 given up"
        assert [(block.kind, block.x, block.height) for block in sent.blocks] == [
            ("waiting", 0, 24),
            ("delivered", 276, 36),
            ("given_up", 276, 12),
        ]
        assert len(sent_in("week", {hour - timedelta(hours=160): {"waiting": 1}}).blocks) == 1
        assert sent_in("day", {}).blocks == []
    assert columns([{"a": 1_000}, {"a": 1}])[1].height == 2


def test_what_was_sent_long_ago_is_in_no_plot(site: Site) -> None:
    webhook = webhook_at(site, by=alice())
    send_test(webhook, by=alice())
    Delivery.objects.update(created=timezone.now() - timedelta(days=3))
    assert "Nothing was sent: last 24 hours." in words_of(get(alice(), "webhook_detail", webhook.uid))
    assert "1 waiting" in words_of(get(alice(), "webhook_detail", webhook.uid, span="week"))
