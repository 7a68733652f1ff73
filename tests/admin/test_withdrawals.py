"""Sources that were withdrawn, as the administration notes them."""

import pytest

from annotations.models import Claim, Source
from tests.admin.browsing import address, page_of, text_of
from tests.make import alice, make_claim, make_evidence, make_person, make_source, make_submitted
from tests.pages.visiting import browser_of

pytestmark = pytest.mark.django_db


def do(client, name: str, source: Source, why: str = "Its publisher took it back."):
    sent = {"pk": [source.pk], "why": why}
    return client.post(address(Source, "deed", name), sent, follow=True)


def test_a_source_is_withdrawn_and_stands_again() -> None:
    source, claim = make_source(), make_claim()
    make_evidence(claim, source=source)
    make_submitted(claim)
    client = browser_of(alice())
    assert "Note that it was withdrawn" in text_of(client.get(page_of(source)))
    assert "1 source noted as withdrawn." in text_of(do(client, "withdraw", source))
    assert Claim.objects.stale().get() == claim
    assert "already" in text_of(do(client, "withdraw", source))
    shown = text_of(client.get(page_of(source)))
    assert "Its publisher took it back." in shown
    assert "Note that it stands again" in shown
    assert "1 source noted as standing again." in text_of(do(client, "reinstate", source))
    assert not Claim.objects.stale().exists()


def test_why_a_confidential_source_withdrew_is_shown_to_who_may_know_it() -> None:
    source = make_source(title="Jane Roe", terms="background")
    do(browser_of(alice()), "withdraw", source, why="She fears for her post.")
    deputy = browser_of(make_person("deputy", is_superuser=True))
    assert "fears" not in text_of(deputy.get(page_of(source)))
    assert "fears" in text_of(browser_of(alice()).get(page_of(source)))
    do(deputy, "reinstate", source)
    source.refresh_from_db()
    assert source.withdrawn_at
