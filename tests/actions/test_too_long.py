"""Words that do not fit are refused by name, at every door: none is cut, and nothing is half done."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from annotations.actions.access import make_token, rename_person
from annotations.actions.articles import describe_article, import_article
from annotations.actions.claims import describe_claim, name_claimant
from annotations.actions.clearing import clear_article, void_clearance
from annotations.actions.importing_claims import Fate, import_claims, plan_claims, read_file
from annotations.actions.sentences import dismiss_sentence
from annotations.actions.sources import add_source, name_by_page, store_snapshot
from annotations.actions.webhooks import make_webhook
from annotations.errors import InvalidInput
from annotations.models import Agent, Article, Claim, Event, Scope, Tag
from tests.api.calling import Caller
from tests.make import alice, bob, make_article, make_claim, make_policy, make_source
from tests.pages.visiting import get, post, words_of

pytestmark = pytest.mark.django_db

TOO_LONG = "long " * 120


def imported(**details: str) -> None:
    make_policy()
    import_article(b"The bridge was built in 1911.", by=bob(), content_type="text/plain", **details)


def tagged() -> None:
    claim = make_claim()
    describe_claim(claim, by=bob(), row_version=claim.row_version, tags=["bridge", TOO_LONG])


def described() -> None:
    article = make_article()
    describe_article(article, by=alice(), row_version=article.row_version, publisher=TOO_LONG)


def taken_back() -> None:
    article = make_article("Hello there.")
    dismiss_sentence(article.current_version().sentences.get(), by=bob())
    clear_article(article, by=alice(), version=article.current_version())
    void_clearance(article, by=alice(), why=TOO_LONG)


DOORS: dict[str, tuple[str, Callable[[], Any]]] = {
    "a tag": ("tags", tagged),
    "a claimant": ("name", lambda: name_claimant(by=bob(), name=TOO_LONG)),
    "what a claimant is": ("role", lambda: name_claimant(by=bob(), name="The mayor", role=TOO_LONG)),
    "a publisher": ("publisher", lambda: imported(publisher=TOO_LONG)),
    "a headline": ("headline", lambda: imported(headline=TOO_LONG)),
    "another publisher": ("publisher", described),
    "a source's publisher": ("publisher", lambda: add_source(by=bob(), title="A", publisher=TOO_LONG)),
    "a source's title": ("title", lambda: add_source(by=bob(), title=TOO_LONG)),
    "one's name": (
        "name",
        lambda: rename_person(bob(), by=bob(), row_version=bob().row_version, name=TOO_LONG),
    ),
    "a token's name": ("name", lambda: make_token(bob(), by=bob(), scopes=[Scope.READ], name=TOO_LONG)),
    "why there is nothing to check": (
        "reason",
        lambda: dismiss_sentence(
            make_article().current_version().sentences.all()[0], by=bob(), reason=TOO_LONG
        ),
    ),
    "why a clearance ends": ("why", taken_back),
    "a webhook's tag": (
        "tag",
        lambda: make_webhook(by=bob(), address="https://hook.example/", tag=TOO_LONG, verbs=[]),
    ),
    "a webhook's name": (
        "name",
        lambda: make_webhook(by=bob(), address="https://hook.example/", name=TOO_LONG),
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_an_action_refuses_what_does_not_fit_and_says_which(door: str) -> None:
    field, act = DOORS[door]
    with pytest.raises(InvalidInput) as refused:
        act()
    assert refused.value.field == field
    assert "characters" in refused.value.sentence


def test_the_api_names_the_field_and_writes_nothing() -> None:
    claim, api = make_claim(), Caller(bob())
    path, before = f"claims/{claim.uid}/", Event.objects.count()
    # The small dotted I is two characters.
    for tag in ("a" * 61, "İ" * 31):
        answer = api.change(path, {"tags": ["bridge", tag], "text": "Anew."})
        assert (answer.status_code, answer.json()["field"].split(".")[0]) == (422, "tags")
    for name in ("a" * 201, "   "):
        answer = api.post("agents/", {"name": name})
        assert (answer.status_code, answer.json()["field"]) == (422, "name")
    article = api.post("articles/", {"text": "A bridge.", "publisher": "a" * 201})
    assert (article.status_code, article.json()["field"]) == (422, "publisher")
    assert (Tag.objects.count(), Agent.objects.count(), Article.objects.count()) == (0, 0, 1)
    assert Event.objects.count() == before


def test_a_page_says_it_and_has_no_field_at_which_a_browser_cuts() -> None:
    claim = make_claim()
    typed = {"row_version": claim.row_version, "text": "Anew.", "materiality": "central"}
    for field, value in (("tags", "bridge, " + "a" * 61), ("claimant", "a" * 201)):
        answer = post(bob(), "claim_describe", claim.uid, **typed, **{field: value})
        assert answer.status_code == 422
        assert "characters" in words_of(answer)
    assert Claim.objects.get().text == claim.text
    for name in ("article_import", "source_add", "account_detail", "webhook_list"):
        assert "maxlength" not in words_of(get(bob(), name)).replace('id="find"', "").split("<main")[1]
    shown = words_of(get(bob(), "article_import", address=f"https://example.org/{'a' * 2_000}"))
    assert "a" * 2_000 in shown


def test_a_row_of_a_file_says_what_is_too_long_in_it_and_a_command_in_which_file(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    article = make_article()
    head = "quotation,claimant,tags\n"
    rows = f"It cost 12 million euros,{'a' * 201},\nNobody was hurt,,{'a' * 61}\n"
    data = (head + rows).encode()
    for act in (plan_claims, import_claims):
        found = list(act(read_file(data, format="csv").rows, by=bob(), article=article))
        assert [row.fate for row in found] == [Fate.FAULTY] * 2
        assert all("characters" in row.why for row in found)
    paste = tmp_path / "a.txt"
    paste.write_text("The bridge was built in 1911.")
    with pytest.raises((CommandError, SystemExit)):
        call_command("import_article", str(paste), "--publisher", "a" * 201, "--json")
    assert "at most 200 characters" in json.loads(capsys.readouterr().out)["error"]


def test_what_a_page_calls_itself_is_shortened_where_one_sees_it() -> None:
    make_policy()
    page = f"<html><head><title>{'Bridge ' * 200}</title></head><body><h1>{'Bridge ' * 200}</h1>"
    page += f"<p>{'The bridge was built in 1911. ' * 20}</p></body></html>"
    article = import_article(page.encode(), by=bob(), content_type="text/html").article
    assert len(article.headline) <= 500
    assert article.headline.endswith("Bridge…")
    source = make_source(url="https://example.org/a", title="")
    named = name_by_page(source, headline="Bridge " * 200)
    assert len(named.title) <= 500
    assert named.title.endswith("Bridge…")
    far = f"https://example.org/{'a' * 2_000}"
    copy = store_snapshot(
        source, by=bob(), body=b"", final_url=far, http_status=200, media_type="text/html", text=""
    )
    assert copy.final_url == source.url
