"""What the seeds say of claims that hang together, and of published checks that are corrected."""

from annotations.models import CorrectionKind, LinkKind
from annotations.workflow import State
from tests.seeds.test_seed_files import CLAIMS, PEOPLE, lines


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
