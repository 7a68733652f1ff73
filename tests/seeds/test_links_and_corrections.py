"""What the demo shows of claims that hang together, and of one that is stale because another was corrected."""

from pathlib import Path

import pytest

from annotations.management.seeds import Seeds
from annotations.models import Claim, ClaimLink, CorrectionKind, LinkKind, Person, Publication
from annotations.pages.dependencies import rests_on
from annotations.workflow import State
from tests.seeds.test_seed_files import CLAIMS, PEOPLE, lines

SEEDS = Path(__file__).parents[2] / "seeds"


def test_links_name_claims_and_people_that_are_there() -> None:
    claims = {(row["article"], row["quote"]) for row in CLAIMS}
    for row in lines("links.jsonl"):
        assert {(row["article"], row[end]) for end in ("from", "to")} <= claims
        assert row["kind"] in LinkKind
        assert row["by"] in PEOPLE


def test_only_published_checks_are_corrected_and_none_is_retracted() -> None:
    for row in CLAIMS:
        assert row["state"] == State.PUBLISHED or "corrections" not in row
        kinds = {said["kind"] for said in row.get("corrections", ())}
        assert kinds <= set(CorrectionKind) - {CorrectionKind.RETRACTION}


@pytest.mark.django_db
def test_the_demo_shows_a_clarification_and_what_became_stale_by_it() -> None:
    Seeds(SEEDS, "long enough to pass").load()
    [stale] = [
        claim
        for claim in Claim.objects.stale()
        if "claim_corrected" in [entry["kind"] for entry in claim.stale_reasons]
    ]
    clarified = Publication.objects.get(number=2, claim__links_in__from_claim=stale)
    behind = ClaimLink.objects.get(to_claim=stale).from_claim
    [basis] = rests_on(behind, Person.objects.get(username="editor"))
    assert [node.claim for node in (basis, *basis.children)] == [stale, clarified.claim]
