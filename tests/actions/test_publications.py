"""Publishing freezes; correcting numbers on; retracting withdraws."""

import hashlib

import orjson
import pytest

from annotations.actions.claims import describe_claim
from annotations.actions.publications import correct_claim, publish_claim, retract_claim
from annotations.errors import Forbidden, InvalidInput, StepNotAllowed
from annotations.models import Publication
from annotations.workflow import State
from tests.make import (
    alice,
    bob,
    make_article,
    make_claim,
    make_evidence,
    make_policy,
    make_published,
    make_source,
    make_submitted,
    rating,
)

pytestmark = pytest.mark.django_db


def test_a_published_record_holds_everything_readers_are_shown():
    claim = make_published()
    record = claim.publications.get().record
    assert record["verdict"]["rating"]["name"] == "True"
    assert record["verdict"]["explanation_html"] == "<p>The <strong>yearbook</strong> gives 1911.</p>"
    assert record["evidence"][0]["source"]["title"] == "Harbour yearbook 2023"
    assert record["claimant"]["name"] == "The Harbour Courier"
    [highlight] = record["highlights"]
    text = claim.article.current_version().text
    assert text[highlight["start"] : highlight["end"]] == highlight["exact"]
    assert highlight["exact"] in highlight["excerpt"]


def test_the_hash_is_of_the_record_with_sorted_keys():
    publication = make_published().publications.get()
    content = orjson.dumps(publication.record, option=orjson.OPT_SORT_KEYS)
    assert publication.content_hash == hashlib.sha256(content).hexdigest()


def test_a_record_does_not_change_with_the_claim():
    claim = make_published()
    describe_claim(claim, by=alice(), row_version=claim.row_version, text="Something else.")
    assert claim.publications.get().record["text"] == "The old bridge was built in 1911"


def test_a_publication_is_written_once():
    publication = make_published().publications.get()
    with pytest.raises(TypeError):
        publication.save()


def test_publishing_says_what_is_missing():
    claim = make_submitted()
    with pytest.raises(StepNotAllowed) as caught:
        publish_claim(claim, by=alice())
    assert caught.value.extra["missing"] == ["claimant_known"]


def test_a_checker_does_not_publish():
    with pytest.raises(Forbidden):
        publish_claim(make_submitted(), by=bob())


def test_its_only_assessor_does_not_publish_where_the_policy_says_so():
    policy = make_policy(name="Somebody else", publisher_must_differ=True)
    claim = make_submitted(make_claim(make_article(policy=policy)), by=alice())
    with pytest.raises(StepNotAllowed) as caught:
        publish_claim(claim, by=alice())
    assert "publisher_differs" in caught.value.extra["missing"]


def test_the_second_of_two_who_publish_is_told():
    claim = make_published()
    with pytest.raises(StepNotAllowed):
        publish_claim(claim, by=alice())
    assert claim.publications.count() == 1


def test_the_public_address_is_made_once():
    claim = make_published()
    article = claim.article
    slug = article.slug
    assert slug.endswith("a-bridge-for-the-old-harbour")
    make_published(make_claim(article, "It cost 12 million euros"))
    article.refresh_from_db()
    assert article.slug == slug


def test_two_articles_of_one_name_get_two_addresses():
    one, other = make_published(), make_published(make_claim(make_article()))
    one.article.refresh_from_db()
    other.article.refresh_from_db()
    assert one.article.slug != other.article.slug


def test_a_correction_is_the_next_number_and_stays_in_every_later_record():
    claim = make_published()
    correct_claim(claim, by=alice(), kind="correction", text="It was 1912.", rating=rating("false"))
    correct_claim(claim, by=alice(), kind="clarification", text="Said more clearly.")
    first, second, third = Publication.objects.filter(claim=claim).order_by("number")
    assert first.record["corrections"] == []
    assert [c["text"] for c in third.record["corrections"]] == ["Said more clearly.", "It was 1912."]
    assert second.record["verdict"]["rating"]["key"] == "false"
    assert second.corrections.get().before == "True: It was 1911."


def test_a_retraction_needs_a_public_reason_and_ends_the_claim():
    claim = make_published()
    with pytest.raises(InvalidInput):
        retract_claim(claim, by=alice(), reason="")
    retract_claim(claim, by=alice(), reason="The yearbook was a forgery.")
    claim.refresh_from_db()
    assert claim.state == State.RETRACTED
    assert not Publication.objects.standing().exists()
    assert Publication.objects.retracted().get().corrections.get().text == "The yearbook was a forgery."


def test_background_sources_appear_by_description_and_off_the_record_nowhere():
    claim = make_claim()
    described = "An official of the harbour"
    hidden = make_source(title="Jane Roe", terms="background", public_description=described)
    make_evidence(claim, source=hidden, quotation="she said so")
    make_evidence(claim, source=make_source(title="John Doe", terms="off_record"))
    published = make_published(claim).publications.get()
    raw = orjson.dumps(published.record).decode()
    assert described in raw
    for word in ("Jane Roe", "John Doe", "she said so"):
        assert word not in raw
