"""The seed files hang together: what one names, another holds, and every quotation stands in its article."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotations.intake import read
from annotations.intake.document import Document
from annotations.intake.sentences import sentences
from annotations.models import (
    AgentKind,
    ArticleKind,
    Confidence,
    Materiality,
    Role,
    ScaleKind,
    SourceType,
    Terms,
    Tier,
)
from annotations.sanitize import mentioned_names
from annotations.workflow import DeclineReason, SecondRead, Stance, State, TruthClass

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
REAL_ARTICLES = ROOT.parent / "shared" / "articles"
MEDIA_TYPES = {".txt": "text/plain", ".html": "text/html", ".md": "text/markdown"}
EDTF_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
QUOTED = re.compile(r"“[^”]*”")
LONGEST_SHARED_RUN = 7
LONGEST_QUOTATION = 12

Row = dict[str, Any]


def table(name: str) -> list[Row]:
    return json.loads((SEEDS / name).read_text(encoding="utf-8"))


def lines(name: str) -> list[Row]:
    return [json.loads(line) for line in (SEEDS / name).read_text(encoding="utf-8").splitlines()]


ARTICLES = {row["slug"]: row for row in table("articles.json")}
CLAIMS = lines("claims.jsonl")
SOURCES = {row["key"]: row for row in lines("sources.jsonl")}
SCALES = {row["name"]: row for row in table("scales.json")}
POLICIES = {row["name"]: row for row in table("policies.json")}
PEOPLE = {row["username"]: row for row in table("people.json")}

every_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda row: row["quote"][:30])
every_article = pytest.mark.parametrize("slug", ARTICLES)


def document(slug: str) -> Document:
    path = SEEDS / ARTICLES[slug]["file"]
    return read(path.read_bytes(), MEDIA_TYPES[path.suffix], ARTICLES[slug]["url"] or "")


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {slug: document(slug) for slug in ARTICLES}


def place(claim: Row, text: str) -> tuple[int, int]:
    """Start and end of the words marked, in code points; fails unless they stand there exactly once."""
    prefix, quote, suffix = claim.get("prefix", ""), claim["quote"], claim.get("suffix", "")
    assert text.count(prefix + quote + suffix) == 1
    start = text.index(prefix + quote + suffix) + len(prefix)
    return start, start + len(quote)


def sentences_of(found: Document) -> list[tuple[int, int]]:
    return sentences(found.text, found.blocks, found.language)


def policy_of(claim: Row) -> Row:
    return POLICIES[claim.get("policy") or ARTICLES[claim["article"]]["policy"]]


def ratings_of(claim: Row) -> dict[str, Row]:
    return {rating["key"]: rating for rating in SCALES[policy_of(claim)["scale"]]["ratings"]}


def rated(claim: Row) -> list[str]:
    return [assessment["rating"] for assessment in claim["assessments"]]


def test_every_word_from_a_fixed_list_is_on_that_list() -> None:
    assert {row["role"] for row in PEOPLE.values()} <= set(Role)
    assert {row["kind"] for row in ARTICLES.values()} <= set(ArticleKind)
    assert {row["kind"] for row in SCALES.values()} <= set(ScaleKind)
    assert {row["second_read"] for row in POLICIES.values()} <= set(SecondRead)
    assert {row["state"] for row in CLAIMS} <= set(State)
    assert {row["materiality"] for row in CLAIMS} <= set(Materiality)
    assert {row["claimant"]["kind"] for row in CLAIMS} <= set(AgentKind)
    assert {e["stance"] for row in CLAIMS for e in row["evidence"]} <= set(Stance)
    assert {a["confidence"] for row in CLAIMS for a in row["assessments"]} <= set(Confidence)


def test_every_source_is_described_in_full() -> None:
    for source in SOURCES.values():
        assert source["type"] in set(SourceType)
        assert source["tier"] in set(Tier)
        assert source["terms"] in set(Terms)
        assert source["title"]
        assert source["publisher"]
        assert source["URL"].startswith(("https://", "http://"))
        assert source["issued"] is None or EDTF_DAY.fullmatch(source["issued"])


def test_keys_and_addresses_of_sources_are_unique() -> None:
    assert len(SOURCES) == len(lines("sources.jsonl"))
    assert max(Counter(source["URL"] for source in SOURCES.values()).values()) == 1


def test_every_source_is_used_and_every_source_used_exists() -> None:
    assert {e["source"] for claim in CLAIMS for e in claim["evidence"]} == set(SOURCES)


def test_the_readme_names_every_source_with_its_address() -> None:
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    assert [
        s["key"] for s in SOURCES.values() if f"`{s['key']}`" not in readme or s["URL"] not in readme
    ] == []


def test_something_is_late_something_is_due_and_colleagues_are_mentioned() -> None:
    due = [row["due_in_hours"] for row in (*CLAIMS, *ARTICLES.values()) if "due_in_hours" in row]
    assert min(due) < 0 < max(due)
    said = [comment["body"] for row in (*CLAIMS, *ARTICLES.values()) for comment in row.get("comments", ())]
    mentioned = {name.rstrip(".") for body in said for name in mentioned_names(body)}
    assert {"checker", "editor"} <= mentioned <= set(PEOPLE)


def test_the_readme_names_every_claim() -> None:
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    assert [claim["text"] for claim in CLAIMS if claim["text"] not in readme] == []


def test_every_scale_has_keys_shortcuts_and_definitions_of_its_own() -> None:
    for scale in SCALES.values():
        ratings = scale["ratings"]
        assert len({rating["key"] for rating in ratings}) == len(ratings)
        assert [rating["shortcut"] for rating in ratings] == [str(n + 1) for n in range(len(ratings))]
        assert {rating["truth_class"] for rating in ratings} == set(TruthClass)
        assert all(rating["definition"].endswith(".") for rating in ratings)


def test_an_ordered_scale_runs_from_the_truest_down() -> None:
    for scale in SCALES.values():
        numbers = [rating["number"] for rating in scale["ratings"] if rating["number"] is not None]
        assert numbers == sorted(numbers, reverse=True)
        assert bool(numbers) == scale["ordered"]


def test_every_policy_names_a_scale_and_one_is_the_default() -> None:
    assert {policy["scale"] for policy in POLICIES.values()} == set(SCALES)
    assert [policy["name"] for policy in POLICIES.values() if policy["is_default"]] == ["Desk of one"]


def test_there_is_an_account_for_every_role() -> None:
    assert set(PEOPLE) == {"checker", "second", "editor", "reader", "admin"}
    assert [p["username"] for p in PEOPLE.values() if p["is_superuser"]] == ["admin"]
    assert all(person["email"].endswith("@example.org") for person in PEOPLE.values())


@every_claim
def test_the_words_marked_stand_in_the_article_once(claim: Row, documents: dict[str, Document]) -> None:
    place(claim, documents[claim["article"]].text)


@every_claim
def test_every_rating_is_of_the_scale_in_force(claim: Row) -> None:
    assert set(rated(claim)) <= set(ratings_of(claim))


@every_claim
def test_whoever_assesses_may_and_does_so_once(claim: Row) -> None:
    authors = [assessment["by"] for assessment in claim["assessments"]]
    assert len(set(authors)) == len(authors)
    assert {PEOPLE[name]["role"] for name in authors} <= {Role.CHECKER, Role.EDITOR}
    assert {comment["by"] for comment in claim.get("comments", [])} <= set(PEOPLE)


@every_claim
def test_the_state_is_one_that_the_policy_leads_to(claim: Row) -> None:
    needed = 1 if policy_of(claim)["second_read"] == SecondRead.NONE else 2
    given, state = rated(claim), claim["state"]
    decided = "decision" in claim
    expected = {
        State.SPOTTED: not given and not claim["evidence"],
        State.CHECKING: not given,
        State.DECLINED: not given,
        State.IN_REVIEW: len(given) == 1 < needed,
        State.DISPUTED: len(set(given)) == 2 and not decided,
        State.APPROVED: len(given) == needed and (len(set(given)) == 1) != decided,
        State.PUBLISHED: len(given) == needed and (len(set(given)) == 1) != decided,
    }
    assert expected[state]


@every_claim
def test_a_dispute_is_decided_by_an_editor_who_did_not_assess(claim: Row) -> None:
    if decision := claim.get("decision"):
        assert PEOPLE[decision["by"]]["role"] == Role.EDITOR
        assert decision["by"] not in {assessment["by"] for assessment in claim["assessments"]}
        assert decision["rating"] in ratings_of(claim)
        assert decision["reasons"]


@every_claim
def test_what_is_assessed_has_the_evidence_the_policy_asks_for(claim: Row) -> None:
    policy = policy_of(claim)
    if rated(claim):
        assert len(claim["evidence"]) >= policy["min_evidence"]
    if policy["locator_required"]:
        assert all(e["locator"] for e in claim["evidence"])


@every_claim
def test_a_reason_is_given_exactly_when_a_claim_is_declined(claim: Row) -> None:
    if claim["state"] == State.DECLINED:
        assert claim["declined_reason"] in set(DeclineReason)
    else:
        assert "declined_reason" not in claim


@every_claim
def test_a_published_claim_has_words_for_readers(claim: Row) -> None:
    if claim["state"] == State.PUBLISHED:
        assert claim["explanation"]
        assert claim["summary"]


@every_claim
def test_passages_from_sources_are_short(claim: Row) -> None:
    assert all(len(e["quotation"].split()) <= LONGEST_QUOTATION for e in claim["evidence"])


def test_every_rating_of_both_scales_is_given_at_least_once() -> None:
    given = {(policy_of(claim)["scale"], key) for claim in CLAIMS for key in rated(claim)}
    assert given == {(name, r["key"]) for name, scale in SCALES.items() for r in scale["ratings"]}


def test_claims_stand_in_the_states_a_newcomer_should_meet() -> None:
    assert {claim["state"] for claim in CLAIMS} == {
        State.SPOTTED,
        State.CHECKING,
        State.IN_REVIEW,
        State.DISPUTED,
        State.APPROVED,
        State.PUBLISHED,
        State.DECLINED,
    }


def test_some_claims_cross_and_some_lie_inside_another(documents: dict[str, Document]) -> None:
    pairs = list(overlapping_pairs(documents))
    assert any(a[0] < b[0] < a[1] < b[1] for a, b in pairs)
    assert any(a[0] <= b[0] and b[1] <= a[1] for a, b in pairs)


def overlapping_pairs(documents: dict[str, Document]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for slug, found in documents.items():
        spans = sorted(place(claim, found.text) for claim in CLAIMS if claim["article"] == slug)
        yield from ((a, b) for i, a in enumerate(spans) for b in spans[i + 1 :] if b[0] < a[1])


@every_article
def test_claims_come_in_the_order_of_the_text(slug: str, documents: dict[str, Document]) -> None:
    """Those under a policy of their own after the others: the article's is changed for them once."""
    own = [claim for claim in CLAIMS if claim["article"] == slug]
    places = [("policy" in claim, place(claim, documents[slug].text)[0]) for claim in own]
    assert places == sorted(places)


@every_article
def test_a_sentence_with_nothing_to_check_is_one_sentence_without_a_claim(
    slug: str, documents: dict[str, Document]
) -> None:
    found = documents[slug]
    spans = [place(claim, found.text) for claim in CLAIMS if claim["article"] == slug]
    for row in ARTICLES[slug]["nothing_to_check"]:
        assert row["reason"]
        (sentence,) = [s for s in sentences_of(found) if found.text[s[0] : s[1]].startswith(row["opening"])]
        assert all(end <= sentence[0] or sentence[1] <= start for start, end in spans)


@every_article
def test_some_sentences_of_every_article_are_left_for_the_visitor(
    slug: str, documents: dict[str, Document]
) -> None:
    touched = len(ARTICLES[slug]["nothing_to_check"]) + sum(c["article"] == slug for c in CLAIMS)
    assert len(sentences_of(documents[slug])) > touched


def test_the_paste_is_laid_out_like_a_page_and_read_as_an_article(documents: dict[str, Document]) -> None:
    found = documents["kyiv-nato-cover"]
    assert found.headline == "Kyiv Ties an End to the Fighting to NATO Cover for the Land It Holds"
    assert found.standfirst.startswith("Ukraine’s president would leave")
    assert found.byline == ("Robin Wexcombe",)
    assert found.text.count(found.headline) == 1
    for furniture in ("Updated:", "0:00", "Diplomatic Correspondent", "invented", "facebook"):
        assert furniture not in found.text
    assert list(found.texts("paragraph"))[-1].startswith("“There can be no just peace")


def test_the_saved_page_is_read_without_its_clutter(documents: dict[str, Document]) -> None:
    found = documents["road-deaths"]
    assert found.headline == "Fewer people die on Europe’s roads, but the fall is slow"
    assert found.byline == ("Ellis Tarrant",)
    for clutter in ("cookies", "Subscribe", "Copy link", "breakfast", "school street", "hedgerow", "12,345"):
        assert clutter not in found.text
    assert "Romania\t77" in found.text
    assert "77 per cent of those who died were men." in list(found.texts("list_item"))
    assert any(link.href == SOURCES["agence-europe-2023"]["URL"] for link in found.links)


def test_no_sentence_is_taken_from_the_real_article() -> None:
    if not REAL_ARTICLES.is_dir():
        pytest.skip("the real article (../shared/articles) is not here")
    real = {run for path in REAL_ARTICLES.glob("*.txt") for run in runs(path.read_text(encoding="utf-8"))}
    for path in [*SEEDS.glob("articles/*"), SEEDS / "claims.jsonl", SEEDS / "README.md"]:
        ours = QUOTED.sub(" … ", path.read_text(encoding="utf-8"))
        assert runs(ours) & real == set(), path.name


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of one word more than may be shared; the mark left for a quotation is in no other text."""
    words = [re.sub(r"[^\w…]", "", word) for word in text.casefold().split()]
    words = [word for word in words if word]
    length = LONGEST_SHARED_RUN + 1
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
