"""An address that has answered 410 never serves again: a claim that is brought back has another."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from annotations.actions.annotating import annotate
from annotations.actions.claims import merge_claim, remove_claim, restore_claim
from annotations.actions.publications import retract_claim
from annotations.actions.recording import together
from annotations.actions.undoing import redo_last, undo_last
from annotations.exports.annotation_pages import annotation_collection
from annotations.exports.recipients import Recipient
from annotations.exports.web_annotation import our_site
from annotations.models import Claim
from tests.api.annotating import Annotator, address_of, container_of, made_by_a_foreigner
from tests.api.calling import Caller
from tests.make import alice, bob, make_article, make_claim, make_published

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "PUT", "DELETE")


def absolute(path: str) -> str:
    return f"{our_site().address}{path}"


def listed(client: Annotator, claim: Claim) -> list[str]:
    """The addresses that the container names, in whichever way it is asked."""
    container = container_of(claim.article)
    whole = client.get(container).json().get("first", {}).get("items", [])
    named = client.get(f"{container}?iris=1&page=0").json()["items"]
    assert [each["id"] for each in whole] == named
    return [str(name) for name in named]


def exported(claim: Claim) -> list[str]:
    claims = Claim.objects.filter(article=claim.article)
    items = json.loads(b"".join(annotation_collection(claims, Recipient(bob()))))["first"]["items"]
    return [str(each["id"]) for each in items]


def hold_gone(client: Annotator, *addresses: str) -> None:
    for address in addresses:
        for method in METHODS:
            assert client.call(method, address, {}, If_Match="*").status_code == 410, (method, address)


def test_a_claim_that_is_restored_has_another_address_each_time() -> None:
    claim, client, api = make_claim(), Annotator(bob()), Caller(bob())
    first = address_of(claim)
    second, third = f"{first}2/", f"{first}3/"
    assert client.get(second).status_code == 404
    assert client.delete(first).status_code == 204
    hold_gone(client, first)
    assert client.get(second).status_code == 404
    assert api.post(f"claims/{claim.uid}/steps/", {"step": "restore"}).status_code == 200
    hold_gone(client, first)
    assert client.get(first).json()["now_at"] == absolute(second)
    assert client.get(second).json()["id"] == absolute(second)
    assert listed(client, claim) == exported(claim) == [absolute(second)]
    changed = client.change(second, label="Another wording")
    assert (changed.status_code, changed.json()["id"]) == (200, absolute(second))
    assert client.delete(second).status_code == 204
    hold_gone(client, first, second)
    restore_claim(Claim.objects.get(), by=bob())
    hold_gone(client, first, second)
    assert client.get(second).json()["now_at"] == absolute(third)
    assert listed(client, claim) == [absolute(third)]
    shown = api.get(f"claims/{claim.uid}/")
    assert shown["Link"] == f'<{absolute(third)}>; rel="alternate"; type="application/ld+json"'
    for units in ("codepoints", "utf16"):
        [listed_claim] = api.get(f"claims/?offsets={units}").json()["results"]
        assert shown.json()["annotation_url"] == listed_claim["annotation_url"] == absolute(third)
        assert "life" not in listed_claim
    for other in ("1/", "0/", "03/", "4/", "9999999999/", "x/"):
        assert client.get(f"{first}{other}").status_code == 404, other


def test_undo_and_redo_lead_to_no_address_that_was_gone() -> None:
    claim, client = make_claim(), Annotator(bob())
    first = address_of(claim)
    with together():
        remove_claim(claim, by=bob())
    deeds = [
        (undo_last, f"{first}2/"),
        (redo_last, ""),
        (undo_last, f"{first}3/"),
        (redo_last, ""),
        (undo_last, f"{first}4/"),
    ]
    gone = [first]
    for act, living in deeds:
        act(claim.article, by=bob())
        assert listed(client, claim) == ([absolute(living)] if living else [])
        hold_gone(client, *gone)
        gone += [living] if living else []
        assert Caller(bob()).get(f"claims/{claim.uid}/").status_code == (200 if living else 410)


def test_one_that_was_merged_and_is_parted_again_lives_anew_with_what_it_said_of_itself() -> None:
    article = make_article()
    said = {"id": "https://tool.example/7", "canonical": "urn:uuid:5e0ad5ff-18d4-4da1-b4b5-d8fbf7b4cd6b"}
    sent = made_by_a_foreigner(article, "It cost 12 million euros", **said)
    claim = annotate(article, by=bob(), sent=sent, site=our_site())
    merge_claim(claim, by=alice(), into=make_claim(article, "Nobody was hurt"))
    client = Annotator(bob())
    hold_gone(client, address_of(claim))
    restore_claim(claim, by=alice())
    hold_gone(client, address_of(claim))
    now = client.get(f"{address_of(claim)}2/").json()
    assert (now["via"], now["canonical"]) == (said["id"], said["canonical"])


def test_outside_a_check_has_the_address_of_the_life_in_which_it_was_published() -> None:
    claim = make_claim()
    remove_claim(claim, by=bob())
    published = make_published(restore_claim(claim, by=bob()))
    client, first = Annotator(), address_of(claim)
    living = f"{first}2/"
    assert client.get(first).status_code == 404
    assert client.get(living).json()["id"] == absolute(living)
    assert listed(client, claim) == [absolute(living)]
    page = Client().get(reverse("check_detail", args=[published.article.slug, claim.uid])).content.decode()
    assert f'href="{absolute(living)}"' in page
    retract_claim(published, by=alice(), reason="We mistook one bridge for another.")
    assert client.get(living).status_code == 410
    assert client.get(first).status_code == 404
