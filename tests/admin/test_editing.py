"""What can be changed in the administration is changed by actions: with events, against what the person saw."""

import pytest
from django.test import Client

from annotations.actions.articles import describe_article
from annotations.actions.claims import describe_claim
from annotations.models import Agent, CheckPolicy, Claim, Event, Person, RatingScale, Role, Source, Verb
from tests.admin.browsing import address, form_on, page_of, send, text_of
from tests.make import (
    alice,
    bob,
    make_article,
    make_claim,
    make_person,
    make_policy,
    make_published,
    make_source,
    make_submitted,
    root,
)
from tests.pages.visiting import browser_of

pytestmark = pytest.mark.django_db


def last_event() -> Event:
    return Event.objects.latest("number")


def test_an_articles_details_are_changed_with_an_event():
    article = make_article()
    answer = send(browser_of(alice()), page_of(article), publisher="The Courier", byline="Ann Bo, Cy Dee")
    article.refresh_from_db()
    assert answer.status_code == 200
    assert (article.publisher, article.byline) == ("The Courier", ["Ann Bo", "Cy Dee"])
    assert (last_event().verb, last_event().by) == (Verb.ARTICLE_DESCRIBED, alice())
    assert last_event().data["before"] == {"publisher": "", "byline": []}


def test_saving_without_a_change_records_nothing():
    article = make_article()
    number = last_event().number
    send(browser_of(alice()), page_of(article))
    assert last_event().number == number


def test_a_stale_form_is_told_what_stands_there_and_keeps_what_was_typed():
    article = make_article()
    client = browser_of(alice())
    form = form_on(client.get(page_of(article)).content.decode())
    describe_article(article, by=bob(), row_version=article.row_version, publisher="Bob's paper")
    answer = client.post(page_of(article), form | {"publisher": "Alice's paper"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody changed this while you were working" in page
    assert "Bob&#x27;s paper" in page
    assert 'value="Alice&#x27;s paper"' in page
    article.refresh_from_db()
    assert article.publisher == "Bob's paper"


def test_a_stale_form_may_be_sent_again_knowingly():
    article = make_article()
    client = browser_of(alice())
    form = form_on(client.get(page_of(article)).content.decode())
    describe_article(article, by=bob(), row_version=article.row_version, publisher="Bob's paper")
    told = client.post(page_of(article), form | {"publisher": "Alice's paper"})
    client.post(page_of(article), form_on(told.content.decode()))
    article.refresh_from_db()
    assert article.publisher == "Alice's paper"


def test_a_claims_wording_is_changed_with_an_event():
    claim = make_claim()
    agent = Agent.objects.create(name="The mayor")
    typed = {"text": "It dates from 1911.", "claimant": agent.pk, "tags": "Bridges\nHarbour"}
    send(browser_of(alice()), page_of(claim), **typed)
    claim.refresh_from_db()
    assert (claim.text, claim.claimant) == ("It dates from 1911.", agent)
    assert sorted(tag.name for tag in claim.tags.all()) == ["bridges", "harbour"]
    assert last_event().verb == Verb.CLAIM_DESCRIBED


def test_words_in_a_field_of_one_line_stay_apart():
    claim, client = make_claim(tags=["bridges", "harbour"]), browser_of(alice())
    assert form_on(client.get(page_of(claim)).content.decode())["tags"] == "bridges, harbour"
    send(client, page_of(claim), text="It dates from 1911.")
    assert sorted(tag.name for tag in claim.tags.all()) == ["bridges", "harbour"]


def test_a_stale_claim_is_not_overwritten():
    claim = make_claim()
    client = browser_of(alice())
    form = form_on(client.get(page_of(claim)).content.decode())
    describe_claim(claim, by=bob(), row_version=claim.row_version, text="Bob's wording.")
    answer = client.post(page_of(claim), form | {"text": "Alice's wording."})
    assert answer.status_code == 409
    claim.refresh_from_db()
    assert claim.text == "Bob's wording."


def test_what_an_action_refuses_is_said_in_the_form():
    claim = make_claim()
    client = browser_of(alice())
    form = form_on(client.get(page_of(claim)).content.decode())
    Claim.objects.filter(pk=claim.pk).update(state="removed")
    answer = client.post(page_of(claim), form | {"text": "Still here?"})
    assert answer.status_code == 409
    assert "The claim is removed. Restore it first." in text_of(answer)
    assert "Still here?" in answer.content.decode()


def test_columns_that_are_only_shown_cannot_be_sent():
    claim = make_claim()
    send(browser_of(alice()), page_of(claim), state="published", text="Other words.", created_by=1, round=9)
    claim.refresh_from_db()
    assert (claim.state, claim.round, claim.text) == ("spotted", 1, "Other words.")


def test_an_administrator_without_say_over_claims_changes_none():
    claim = make_published()
    reading = make_person("rita", Role.READER, is_superuser=True)
    client = browser_of(reading)
    assert client.get(page_of(claim)).status_code == 200
    assert client.post(page_of(claim), {"text": "Mine."}).status_code == 403
    assert client.post(page_of(claim.article), {"headline": "Mine."}).status_code == 403
    assert "input" not in text_of(client.get(page_of(claim)))


def test_a_claimant_is_named_once():
    client = browser_of(alice())
    send(client, address(Agent, "add"), name=" The  mayor ", kind="person")
    assert Agent.objects.get().name == "The mayor"


def test_an_administrator_adds_a_person():
    typed = {"username": "dora", "role": "checker", "password": "a long enough secret"}
    answer = send(browser_of(root()), address(Person, "add"), **typed)
    dora = Person.objects.get(username="dora")
    assert answer.status_code == 200
    assert (dora.role, dora.is_superuser) == ("checker", False)
    assert dora.check_password("a long enough secret")
    assert last_event().verb == Verb.PERSON_ADDED


@pytest.mark.parametrize("password", ["short", "dora dora", "password1234"])
def test_a_weak_password_is_refused(password):
    typed = {"username": "dora-dora", "role": "checker", "password": password}
    send(browser_of(root()), address(Person, "add"), **typed)
    assert not Person.objects.filter(username="dora-dora").exists()


def test_a_person_is_deactivated_not_deleted():
    person, client = bob(), browser_of(root())
    form = form_on(client.get(page_of(person)).content.decode())
    form.pop("is_active")
    client.post(page_of(person), form)
    person.refresh_from_db()
    assert not person.is_active
    assert last_event().data["after"] == {"is_active": False}


def test_the_last_administrator_stays_one():
    person = root()
    client = browser_of(person)
    form = form_on(client.get(page_of(person)).content.decode())
    form.pop("is_superuser")
    answer = client.post(page_of(person), form)
    assert answer.status_code == 409
    assert "This is the last administrator." in text_of(answer)


def test_an_editor_looks_at_people_and_changes_none():
    client = browser_of(alice())
    assert client.get(page_of(bob())).status_code == 200
    assert client.post(page_of(bob()), {"role": "editor"}).status_code == 403
    assert client.get(address(Person, "add")).status_code == 403
    assert client.get(f"/admin/annotations/person/{bob().pk}/password/").status_code == 403


def test_an_administrator_sets_a_forgotten_password_with_an_event():
    new = {"new_password1": "an even longer secret", "new_password2": "an even longer secret"}
    send(browser_of(root()), f"/admin/annotations/person/{bob().pk}/password/", **new)
    assert bob().check_password("an even longer secret")
    assert (last_event().verb, last_event().data) == (
        Verb.PERSON_CHANGED,
        {"after": {"password": "changed"}},
    )


def test_ones_own_password_needs_the_old_one_and_the_session_stays():
    client = browser_of(alice())
    where = client.get("/admin/password_change/", follow=True).redirect_chain[-1][0]
    new = {"new_password1": "an even longer secret", "new_password2": "an even longer secret"}
    send(client, where, old_password="not this one", **new)
    assert alice().check_password("long enough to pass")
    send(client, where, old_password="long enough to pass", **new)
    assert alice().check_password("an even longer secret")
    assert client.get("/admin/").status_code == 200


def test_signing_out_here_is_an_event_too():
    browser_of(alice()).post("/admin/logout/")
    assert last_event().verb == Verb.SIGNED_OUT


def scale_of(name: str) -> dict[str, str]:
    points = [("So", "so", "supported", "It is so."), ("Not so", "not-so", "contradicted", "It is not so.")]
    columns = ("name", "key", "truth_class", "definition")
    rows = {
        f"ratings-{index}-{column}": value
        for index, point in enumerate(points)
        for column, value in zip(columns, point, strict=True)
    }
    return {"name": name, "kind": "public", **rows}


def test_an_administrator_adds_a_scale_with_its_ratings():
    answer = send(browser_of(root()), address(RatingScale, "add"), **scale_of("Two words"))
    assert answer.status_code == 200
    assert [rating.name for rating in RatingScale.objects.get(name="Two words").ratings.all()] == [
        "So",
        "Not so",
    ]
    assert last_event().verb == Verb.SCALE_ADDED


def test_a_scale_that_cannot_be_read_is_told_and_kept_in_the_form():
    typed = scale_of("Two words") | {"ratings-1-name": "So"}
    answer = browser_of(root()).post(
        address(RatingScale, "add"),
        form_on(browser_of(root()).get(address(RatingScale, "add")).content.decode()) | typed,
    )
    assert answer.status_code == 422
    assert "Two ratings have the same name." in text_of(answer)
    assert "It is not so." in answer.content.decode()
    assert not RatingScale.objects.filter(name="Two words").exists()


def test_a_new_version_of_a_scale_starts_from_the_old_one():
    scale = make_policy().scale
    where = f"{address(RatingScale, 'add')}?from={scale.pk}"
    answer = send(browser_of(root()), where, **{"ratings-0-definition": "Without a doubt."})
    assert answer.status_code == 200
    newest = RatingScale.objects.get(name=scale.name, version=2)
    assert [rating.key for rating in newest.ratings.all()] == ["true", "mixed", "false", "unproven"]
    assert newest.ratings.get(key="true").definition == "Without a doubt."
    assert scale.ratings.get(key="true").definition == "It is true."


def test_a_new_version_of_a_policy_starts_from_the_old_one():
    policy = make_policy()
    where = f"{address(CheckPolicy, 'add')}?from={policy.pk}"
    send(browser_of(root()), where, second_read="blind")
    newest = CheckPolicy.objects.get(name=policy.name, version=2)
    assert (newest.second_read, newest.scale, newest.is_default) == ("blind", policy.scale, False)


def test_scales_and_policies_are_never_edited():
    policy, client = make_policy(), browser_of(root())
    assert client.post(page_of(policy), {"name": "Mine"}).status_code == 403
    assert client.post(page_of(policy.scale), {"name": "Mine"}).status_code == 403


def test_an_editor_makes_no_rules():
    policy, client = make_policy(), browser_of(alice())
    assert client.get(page_of(policy)).status_code == 200
    assert client.get(address(CheckPolicy, "add")).status_code == 403
    assert "Make a new version" not in text_of(client.get(page_of(policy)))


def test_what_hangs_on_a_record_is_one_click_away():
    claim = make_published()
    client: Client = browser_of(alice())
    page = client.get(page_of(claim)).content.decode()
    for model in ("evidence", "highlight", "comment", "event", "publication"):
        assert f"/admin/annotations/{model}/?claim__id__exact={claim.pk}" in page
    assert page_of(claim.article) in page
    assert f"/claims/{claim.uid}/" in page
    article = client.get(page_of(claim.article)).content.decode()
    assert f"/admin/annotations/claim/?article__id__exact={claim.article_id}" in article
    assert f"/articles/{claim.article.uid}/" in article


def test_a_claims_page_shows_what_it_rests_on():
    claim = make_submitted(make_claim())
    page = text_of(browser_of(alice()).get(page_of(claim)))
    assert [
        words for words in ("Harbour yearbook 2023", "Supports", "The yearbook says so.") if words not in page
    ] == []


def test_the_history_of_a_record_is_its_events():
    claim = make_claim()
    answer = browser_of(alice()).get(address(Claim, "history", claim.pk), follow=True)
    assert "marked a claim" in text_of(answer)


def test_publishing_is_seen_in_the_list():
    make_published()
    row = text_of(browser_of(alice()).get(address(Claim, "changelist")))
    assert "Published" in row
    assert "True" in row


def test_a_source_is_added_and_described_through_the_actions():
    client = browser_of(alice())
    send(client, address(Source, "add"), title="Harbour yearbook", url="https://example.org/yearbook")
    source = Source.objects.get()
    assert (source.added_by, last_event().verb) == (alice(), Verb.SOURCE_ADDED)
    send(client, page_of(source), tier="primary", terms="background")
    source.refresh_from_db()
    assert (source.tier, source.terms) == ("primary", "background")
    assert last_event().verb == Verb.SOURCE_DESCRIBED


def test_an_address_without_a_scheme_is_taken_for_a_safe_one():
    source = make_source(by=alice())
    send(browser_of(alice()), page_of(source), url="courier.example/bridge")
    source.refresh_from_db()
    assert source.url == "https://courier.example/bridge"


def test_a_source_without_title_and_address_is_refused_in_the_form():
    answer = send(browser_of(alice()), address(Source, "add"), public_description="Somebody")
    assert "a title or an address" in text_of(answer)
    assert not Source.objects.exists()


def test_who_may_not_know_a_source_cannot_change_it():
    source = make_source(title="Jane Roe", terms="background")
    deputy = make_person("deputy", Role.CHECKER, is_superuser=True)
    answer = browser_of(deputy).post(page_of(source), {"title": "Found out", "seen": source.row_version})
    source.refresh_from_db()
    assert answer.status_code in (403, 404)
    assert source.title == "Jane Roe"
