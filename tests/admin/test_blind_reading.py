"""What a first reading says of a claim is not in the administration of whoever has to read it blind."""

import pytest

from annotations.actions.evidence import describe_evidence
from annotations.models import Claim, Evidence, Person
from tests.admin.browsing import address, page_of, text_of
from tests.make import alice, bob, make_claim, make_evidence, make_policy, make_submitted
from tests.pages.visiting import browser_of

pytestmark = pytest.mark.django_db


def awaiting_blind_reading() -> Claim:
    """A claim Bob has rated false, with a refuting piece of evidence."""
    claim = make_claim()
    Claim.objects.filter(pk=claim.pk).update(policy=make_policy(name="Blind", second_read="blind"))
    claim.refresh_from_db()
    evidence = make_evidence(
        claim, stance="refutes", note="It was never so.", quotation="It dates from 1920."
    )
    describe_evidence(evidence, by=bob(), row_version=evidence.row_version, note="Never ever.")
    return make_submitted(claim, "false")


def test_a_blind_second_reader_cannot_sort_it_out_by_filters():
    awaiting_blind_reading()
    client = browser_of(alice())
    refuting = text_of(client.get(address(Evidence, "changelist"), {"stance": "refutes"}))
    supporting = text_of(client.get(address(Evidence, "changelist"), {"stance": "supports"}))
    assert "0 evidence" in refuting
    assert "0 evidence" in supporting
    assert "0 claims" in text_of(client.get(address(Claim, "changelist"), {"verdict": "contradicted"}))


def test_the_first_reader_sees_their_own_reading():
    claim = awaiting_blind_reading()
    Person.objects.filter(pk=bob().pk).update(is_superuser=True)
    assert "Refutes" in text_of(browser_of(bob()).get(page_of(claim)))
