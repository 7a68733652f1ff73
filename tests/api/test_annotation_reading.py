"""Who sees which annotations: inside claims as they are, outside what is published, and nothing else."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from annotations.actions.annotating import annotate
from annotations.actions.articles import archive_article
from annotations.actions.claims import merge_claim
from annotations.actions.publications import correct_claim, retract_claim
from annotations.exports.web_annotation import (
    annotation_address,
    container_address,
    our_site,
    published_annotation,
)
from annotations.models import Article, Claim, Publication, Role, Terms
from tests.api.annotating import Annotator, address_of, container_of, made_by_a_foreigner
from tests.make import (
    alice,
    bob,
    carol,
    make_article,
    make_blind_article,
    make_claim,
    make_evidence,
    make_person,
    make_published,
    make_source,
    root,
)

pytestmark = pytest.mark.django_db


def outsiders() -> list[Annotator]:
    return [Annotator(), Annotator(carol(), "read"), Annotator(root(), "read"), Annotator(alice(), "public")]


def test_the_addresses_in_annotations_are_those_that_answer() -> None:
    claim, site = make_claim(), our_site()
    container = reverse("wa:container", args=[claim.article.uid])
    annotation = reverse("wa:annotation", args=[claim.article.uid, claim.uid])
    assert container_address(site, claim.article.uid) == f"{site.address}{container}"
    assert annotation_address(site, claim.article.uid, claim.uid, 1) == f"{site.address}{annotation}"
    anew = reverse("wa:annotation", args=[claim.article.uid, claim.uid, 2])
    assert annotation_address(site, claim.article.uid, claim.uid, 2) == f"{site.address}{anew}"
    cached = Annotator(bob()).get(annotation).json()["target"]["state"]["cached"]
    assert cached.endswith(reverse("api:version", args=[claim.article.uid, 1]))


def test_outside_there_is_what_is_published_and_nothing_else() -> None:
    unpublished = make_claim()
    published = make_published()
    waiting = make_claim(published.article, "Nobody was hurt")
    for who in outsiders():
        for address in (container_of(unpublished.article), address_of(unpublished), address_of(waiting)):
            assert who.get(address).status_code == 404
        shown = who.get(container_of(published.article))
        assert (shown.json()["total"], shown["Cache-Control"]) == (1, "public, max-age=60")
        [item] = shown.json()["first"]["items"]
        assert item == who.get(address_of(published)).json()
        assert item == json.loads(
            json.dumps(published_annotation(Publication.objects.get().record, 1, our_site()))
        )
    inside = Annotator(make_person("rita", Role.READER)).get(container_of(published.article))
    assert (inside.json()["total"], inside["Cache-Control"]) == (2, "private, no-cache")


def test_a_token_that_is_not_valid_is_refused_and_not_taken_for_nobody() -> None:
    stranger, claim = Annotator(), make_published()
    stranger.headers["Authorization"] = "Bearer wrong"
    for address in (container_of(claim.article), address_of(claim)):
        refused = stranger.get(address)
        assert (refused.status_code, refused["WWW-Authenticate"]) == (401, 'Bearer realm="api"')


def test_an_annotation_is_found_in_its_own_article_alone() -> None:
    claim, other = make_published(), make_published()
    for who in (Annotator(), Annotator(bob())):
        assert who.get(f"/wa/{other.article.uid}/{claim.uid}/").status_code == 404


def test_a_retracted_check_is_gone_outside_with_the_public_reason() -> None:
    claim = make_published()
    before = Annotator().get(container_of(claim.article)).json()["modified"]
    retract_claim(claim, by=alice(), reason="We mistook one bridge for another.")
    gone = Annotator().get(address_of(claim))
    assert (gone.status_code, gone.json()["detail"]) == (410, "We mistook one bridge for another.")
    container = Annotator().get(container_of(claim.article)).json()
    assert container["total"] == 0
    assert container["modified"] > before
    assert not {"first", "last"} & set(container)
    assert Annotator().get(f"{container_of(claim.article)}?page=0").json()["items"] == []
    inside = Annotator(bob()).get(address_of(claim)).json()
    state = {"id": f"{inside['id']}#state", "type": "TextualBody", "purpose": "tagging", "value": "retracted"}
    assert state in inside["body"]


def test_a_correction_shows_at_once_outside_and_an_unpublished_change_never() -> None:
    claim = make_published()
    make_evidence(claim, source=make_source(title="Not published yet"))
    before = Annotator().get(address_of(claim))
    assert "Not published yet" not in before.content.decode()
    assert "Not published yet" in Annotator(bob()).get(address_of(claim)).content.decode()
    correct_claim(claim, by=alice(), kind="update", text="More is known.", summary="It was 1912.")
    after = Annotator().get(address_of(claim), If_None_Match=before["ETag"])
    assert after.status_code == 200
    assert "It was 1912." in after.content.decode()
    assert after.json()["created"] == before.json()["created"]
    assert after.json()["modified"] > before.json()["modified"]


def test_a_merged_claim_is_gone_and_names_the_one_it_became() -> None:
    claim = make_claim()
    into = make_claim(claim.article, "Nobody was hurt")
    merge_claim(claim, by=alice(), into=into)
    gone = Annotator(bob()).get(address_of(claim))
    assert (gone.status_code, gone.json()["merged_into"]) == (410, str(into.uid))
    assert len(Annotator(bob()).get(container_of(claim.article)).json()["first"]["items"]) == 1


def test_no_confidential_source_is_named_to_anybody() -> None:
    claim = make_claim()
    source = make_source(
        title="Zacharias Quill", terms=Terms.BACKGROUND, public_description="A harbour official"
    )
    make_evidence(claim, source=source, quotation="I, Quill, saw it", locator="at Quill's")
    shown = Annotator(alice()).get(address_of(claim)).content.decode()
    assert "A harbour official" in shown
    assert "Quill" not in shown


def opinion_on(article: Article) -> Claim:
    body = {"type": "TextualBody", "purpose": "assessing", "value": "Rubbish"}
    sent = made_by_a_foreigner(article, "Nobody was hurt", body=body, canonical="urn:uuid:1")
    return annotate(article, by=bob(), sent=sent, site=our_site())


def test_what_a_colleagues_client_thinks_is_kept_from_who_reads_blind() -> None:
    claim = opinion_on(make_blind_article())
    address = address_of(claim)
    assert "Rubbish" in Annotator(bob()).get(address).content.decode()
    blind = Annotator(alice())
    shown = blind.get(address)
    assert "Rubbish" not in shown.content.decode()
    assert shown.json()["canonical"] == "urn:uuid:1"
    changed = blind.change(address, label="Somebody was hurt")
    assert changed.status_code == 200
    refused = blind.change(address, note="x")
    assert (refused.status_code, refused.json()["detail"][:7]) == (409, "Hand in")
    again = Annotator(bob()).get(address).json()
    assert (again["label"], again["body"][-1]["value"]) == ("Somebody was hurt", "Rubbish")
    assert "Rubbish" not in blind.get(address).content.decode()


def test_outside_nothing_is_told_of_what_foreign_clients_write() -> None:
    published = make_published(opinion_on(make_article()))
    assert "Rubbish" not in Annotator().get(address_of(published)).content.decode()


def test_an_archived_article_is_still_read_inside() -> None:
    article = make_claim().article
    article.refresh_from_db()
    archive_article(article, by=alice(), row_version=article.row_version)
    assert Annotator(bob()).get(container_of(article)).json()["total"] == 1
    assert Annotator().get(container_of(article)).status_code == 404


def test_a_client_finds_the_annotations_from_the_page_they_are_about() -> None:
    claim = make_published()
    service = f'<link rel="http://www.w3.org/ns/oa#annotationService" href="{container_of(claim.article)}">'
    address = f"{our_site().address}{address_of(claim)}"
    itself = f'<link rel="alternate" type="application/ld+json" title="Web Annotation" href="{address}">'
    article, check = (
        Client().get(address).content.decode()
        for address in (
            reverse("check_article", args=[claim.article.slug]),
            reverse("check_detail", args=[claim.article.slug, claim.uid]),
        )
    )
    assert service in article
    assert service in check
    assert itself in check
