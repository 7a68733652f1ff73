"""One's own keys: what is shown, changed, refused and switched off, and that the workbench follows."""

import json
import re
from html import unescape
from typing import Any

import pytest

from annotations.models import Event, Person, Verb
from annotations.models.keys import COMMANDS, Place, faults_of, table_for
from tests.make import bob, carol, make_article, make_claim
from tests.pages.visiting import get, panel_of, post, words_of

pytestmark = pytest.mark.django_db


def sent(**changes: str) -> dict[str, str]:
    """The form as it stands at first, `on`, with these keys changed."""
    return {command.name: command.key for command in COMMANDS} | {"on": "on", **changes}


def table(person: Person) -> dict[str, Any]:
    page = words_of(get(person, "article_detail", make_article().uid))
    found = re.search(r'data-keys="([^"]*)"', page)
    assert found
    return json.loads(unescape(found[1]))


def test_the_keys_that_come_mean_one_thing_each() -> None:
    assert faults_of({}) == {}
    shown = table_for(None)
    for place in (Place.TEXT, Place.TRAY):
        heard = {command.name for command in COMMANDS if command.is_heard_in(place)}
        assert heard <= set(shown[place].values())


def test_a_key_is_changed_and_the_workbench_shows_and_hears_it() -> None:
    assert post(bob(), "account_keys", **sent(mark="q")).status_code == 302
    assert bob().keys == {"changed": {"mark": "q"}}
    event = bob_events().latest("number")
    assert event.data["after"]["keys"] == {"changed": {"mark": "q"}}
    keys = table(bob())["text"]
    assert (keys["q"], "c" in keys, keys["j"], keys["2"]) == ("mark", False, "next-sentence", "rate:2")
    article = make_article()
    panel = words_of(get(bob(), "article_detail", article.uid, sentence=1))
    assert "Claim <kbd>q</kbd>" in panel
    assert "<kbd>c</kbd>" not in panel
    assert post(bob(), "account_keys", **sent(mark="")).status_code == 302
    assert bob().keys == {}


def bob_events() -> Any:
    return Event.objects.filter(object_uid=bob().uid, verb=Verb.PERSON_CHANGED)


@pytest.mark.parametrize(
    ("name", "key", "fault"),
    [
        ("mark", "x", "“x” means “nothing to check”"),
        ("mark", "4", "1 to 9 choose a rating."),
        ("mark", "ab", "A key is one letter, digit or sign."),
        ("mark", " ", "A key is one letter, digit or sign."),
        ("compare", "y", "“y” means “still the same claim”"),
        ("answer:gone", "?", "“?” means “all keys”"),
    ],
)
def test_a_key_that_cannot_be_is_told_beside_its_field(name: str, key: str, fault: str) -> None:
    answer = post(bob(), "account_keys", **sent(**{name: key}))
    assert answer.status_code == 422
    assert fault in unescape(words_of(answer))
    assert bob().keys == {}


def test_two_keys_change_places_and_the_tray_may_use_a_key_of_the_text() -> None:
    assert post(bob(), "account_keys", **sent(mark="x", dismiss="c")).status_code == 302
    assert post(bob(), "account_keys", **sent(**{"answer:gone": "c"})).status_code == 302


def test_switched_off_no_page_shows_or_hears_a_single_key_and_reset_brings_all_back() -> None:
    data = sent(mark="q")
    del data["on"]
    assert post(bob(), "account_keys", **data).status_code == 302
    assert bob().keys == {"changed": {"mark": "q"}, "off": True}
    assert table(bob()) == {"text": {}, "tray": {}}
    claim = make_claim()
    page = panel_of(bob(), claim)
    for sign in re.findall("<kbd>(.*?)</kbd>", page):
        assert len(unescape(sign)) > 1, sign
    assert "Single keys are switched off." in page
    assert 'value="q"' in words_of(get(bob(), "account_keys"))
    assert post(bob(), "account_keys", reset="1").status_code == 302
    assert bob().keys == {}


def test_everybody_with_an_account_has_the_page_and_nobody_else() -> None:
    assert get(carol(), "account_keys").status_code == 200
    assert get(None, "account_keys").status_code == 302
    assert "/account/keys/" in words_of(get(bob(), "account_detail"))
