"""Steps from a list: only those of one's role are offered, and each claim answers for itself."""

import pytest

from annotations.actions.webhooks import make_webhook
from annotations.models import (
    ApiToken,
    Article,
    CheckPolicy,
    Claim,
    Event,
    Person,
    Role,
    Scope,
    Verb,
    Webhook,
)
from tests.admin.browsing import address, page_of, send, text_of
from tests.make import (
    alice,
    bob,
    deputy,
    make_article,
    make_claim,
    make_person,
    make_policy,
    make_published,
    make_submitted,
)
from tests.pages.visiting import browser_of

pytestmark = pytest.mark.django_db


STEPS = ("take", "assign", "decline", "send_back", "publish", "retract", "reopen", "remove", "restore")


def choose(client, name, *rows):
    """Tick these rows in the list and choose the action."""
    sent = {"action": name, "index": 0, "_selected_action": [row.pk for row in rows]}
    return client.post(address(type(rows[0]), "changelist"), sent, follow=True)


def deed(name, *rows):
    keys = "&".join(f"pk={row.pk}" for row in rows)
    return f"{address(type(rows[0]), 'deed', name)}?{keys}"


def test_several_claims_are_declined_at_once_with_a_reason():
    article = make_article()
    claims = [make_claim(article), make_claim(article, "12 million euros")]
    client = browser_of(alice())
    asked = choose(client, "decline", *claims)
    assert "possible" in text_of(asked)
    answer = client.post(
        address(Claim, "deed", "decline"),
        {"pk": [row.pk for row in claims], "reason": "trivial"},
        follow=True,
    )
    assert "2 claims declined." in text_of(answer)
    assert set(Claim.objects.values_list("state", "declined_reason")) == {("declined", "trivial")}
    assert Event.objects.filter(verb=Verb.CLAIM_DECLINED, by=alice()).count() == 2


def test_a_reason_has_to_be_given():
    claim = make_claim()
    answer = send(browser_of(alice()), deed("decline", claim))
    assert "This field is required." in text_of(answer)
    claim.refresh_from_db()
    assert claim.state == "spotted"


def test_each_claim_says_for_itself_why_not():
    article = make_article()
    open_claim, published = make_claim(article), make_published(make_claim(article, "12 million euros"))
    client = browser_of(alice())
    page = text_of(choose(client, "take", open_claim, published))
    assert "The claim is published: “Take” is not possible from there." in page
    answer = client.post(address(Claim, "deed", "take"), {"pk": [open_claim.pk, published.pk]}, follow=True)
    assert "1 claim taken." in text_of(answer)
    assert "“Take” is not possible from there." in text_of(answer)
    open_claim.refresh_from_db()
    assert (open_claim.state, open_claim.assignee) == ("checking", alice())


def test_an_editor_assigns_to_checkers_only():
    claim = make_claim()
    client = browser_of(alice())
    reader = make_person("rita", Role.READER)
    send(client, deed("assign", claim), assignee=reader.pk)
    claim.refresh_from_db()
    assert claim.assignee is None
    send(client, deed("assign", claim), assignee=bob().pk)
    claim.refresh_from_db()
    assert claim.assignee == bob()


def test_what_publishing_still_needs_is_said():
    claim = make_submitted()
    client = browser_of(alice())
    assert "Say who made the claim first." in text_of(client.get(deed("publish", claim)))
    assert "Publish: Say who made the claim first." in text_of(client.get(page_of(claim)))
    client.post(address(Claim, "deed", "publish"), {"pk": claim.pk})
    claim.refresh_from_db()
    assert claim.state == "approved"


def test_a_claim_is_removed_and_restored():
    claim = make_claim()
    client = browser_of(alice())
    send(client, deed("remove", claim))
    claim.refresh_from_db()
    assert claim.state == "removed"
    send(client, deed("restore", claim))
    claim.refresh_from_db()
    assert claim.state == "spotted"


def test_the_buttons_of_a_page_are_what_is_possible_now():
    claim = make_claim()
    client = browser_of(alice())
    page = client.get(page_of(claim)).content.decode()
    assert [name for name in ("take", "assign", "decline", "remove") if f"/deeds/{name}/" not in page] == []
    assert [name for name in ("publish", "reopen", "restore") if f"/deeds/{name}/" in page] == []


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.READER, set()),
        (Role.CHECKER, {"take", "decline", "send_back", "remove", "restore"}),
        (Role.EDITOR, set(STEPS)),
    ],
)
def test_a_list_offers_the_steps_of_ones_role(role, offered):
    claim = make_claim()
    client = browser_of(make_person("ada", role, is_superuser=True))
    page = client.get(address(Claim, "changelist")).content.decode()
    assert {name for name in STEPS if f'<option value="{name}">' in page} == offered
    refused = {name for name in STEPS if client.get(deed(name, claim)).status_code == 403}
    assert refused == set(STEPS) - offered


def test_a_checker_removes_only_what_they_marked():
    claim = make_claim(by=alice())
    client = browser_of(make_person("ada", Role.CHECKER, is_superuser=True))
    assert "Only who marked it, or an editor can do this" in text_of(client.get(deed("remove", claim)))
    client.post(address(Claim, "deed", "remove"), {"pk": claim.pk})
    claim.refresh_from_db()
    assert claim.state == "spotted"


def test_nothing_is_done_by_looking():
    claim = make_claim()
    number = Event.objects.count()
    browser_of(alice()).get(deed("take", claim))
    assert Event.objects.count() == number


def test_rows_that_are_not_there_are_not_found():
    client = browser_of(alice())
    where = address(Claim, "deed", "take")
    for keys in ("", "?pk=1", "?pk=x", f"?pk={'9' * 40}"):
        assert client.get(where + keys).status_code == 404


def test_an_article_is_put_away_and_brought_back():
    article, client = make_article(), browser_of(alice())
    send(client, deed("archive", article))
    article.refresh_from_db()
    assert article.status == "archived"
    send(client, deed("restore", article))
    assert Article.objects.get().status == "open"


def test_an_administrator_makes_a_policy_the_default():
    make_policy()
    strict = make_policy(name="Strict")
    root = make_person("root", Role.NONE, is_superuser=True)
    send(browser_of(root), deed("default", strict))
    assert CheckPolicy.objects.get(is_default=True) == strict
    assert browser_of(alice()).get(deed("default", strict)).status_code == 403


def token_form(person: Person, **given):
    return {"person": person.pk, "name": "for the archive", "scopes": [Scope.READ], **given}


def test_a_token_is_shown_once():
    client = browser_of(alice())
    answer = client.post(address(ApiToken, "add"), token_form(alice()))
    page = answer.content.decode()
    token = ApiToken.objects.get()
    secret = page.split(f'value="{token.prefix}')[1].split('"')[0]
    assert len(secret) > 20
    assert "no-store" in answer["Cache-Control"]
    assert secret not in client.get(page_of(token)).content.decode()
    assert secret not in client.get(address(ApiToken, "changelist")).content.decode()
    assert not answer.cookies.get("messages")


def test_an_editor_makes_and_sees_only_their_own_tokens():
    client = browser_of(alice())
    client.post(address(ApiToken, "add"), token_form(bob()))
    assert not ApiToken.objects.exists()
    root = make_person("root", Role.NONE, is_superuser=True)
    browser_of(root).post(address(ApiToken, "add"), token_form(bob()))
    token = ApiToken.objects.get()
    assert token.person == bob()
    assert client.get(page_of(token)).status_code == 404
    assert client.get(deed("revoke", token)).status_code == 404


def test_a_token_is_revoked_once():
    root = make_person("root", Role.NONE, is_superuser=True)
    client = browser_of(root)
    client.post(address(ApiToken, "add"), token_form(bob()))
    token = ApiToken.objects.get()
    send(client, deed("revoke", token))
    token.refresh_from_db()
    assert token.revoked_at
    assert "It is revoked already." in text_of(client.get(deed("revoke", token)))


def test_a_webhook_is_removed_by_who_administers_and_restored_by_whose_it_is_alone():
    webhook, _ = make_webhook(by=alice(), address="https://example.org/hook")
    assert browser_of(bob()).get(deed("remove", webhook)).status_code != 200
    send(browser_of(deputy()), deed("remove", webhook))
    assert "Restore" not in text_of(browser_of(deputy()).get(page_of(webhook)))
    browser_of(deputy()).post(address(Webhook, "deed", "restore"), {"pk": webhook.pk})
    webhook.refresh_from_db()
    assert webhook.removed_by == deputy()
    page = text_of(browser_of(alice()).get(page_of(webhook)))
    assert "Restore" in page
    send(browser_of(alice()), deed("restore", webhook))
    webhook.refresh_from_db()
    assert (webhook.removed_at, webhook.active) == (None, False)
