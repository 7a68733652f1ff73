"""Copies of sources while people do something else with the source."""

from collections.abc import Callable

import pytest

from annotations.actions.evidence import remove_evidence, restore_evidence
from annotations.actions.sources import describe_source, forget_source
from annotations.models import Event, Snapshot, Source, Verb
from annotations.net import Fetched
from annotations.tasks import copy_source
from tests.make import alice, bob, make_claim, make_evidence, make_source

pytestmark = pytest.mark.django_db

URL = "https://example.org/nightingale"
PAGE = Fetched(
    URL, URL, 200, "text/html", b"<h1>Nightingale</h1><p>He tells of the harbour at length.</p>", {}
)


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Copies a source; `meanwhile` is done with it while its page is on the way. Answers what came of it."""

    def copy(source: Source, meanwhile: Callable[[Source], object] = bool) -> str:
        def fetch(url: str) -> Fetched:
            meanwhile(Source.objects.get(pk=source.pk))
            return PAGE

        monkeypatch.setattr("annotations.tasks.fetch", fetch)
        return copy_source.call(str(source.uid))

    return copy


def test_of_a_source_that_is_forgotten_while_its_page_is_fetched_no_copy_is_kept(
    copied: Callable[..., str],
) -> None:
    source = make_source(title="", url=URL)
    make_evidence(make_claim(), source=source)
    told = copied(source, lambda row: forget_source(row, by=alice(), row_version=row.row_version))
    assert told == "not copied (conflict)"
    assert not Snapshot.objects.exists()
    assert (Source.objects.get().title, Source.objects.get().url) == ("", "")


def test_the_log_seals_a_copy_of_a_source_that_is_made_confidential_while_its_page_is_fetched(
    copied: Callable[..., str],
) -> None:
    source = make_source(title="", url=URL)
    copied(source, lambda row: describe_source(row, by=bob(), row_version=row.row_version, confidential=True))
    assert Source.objects.get().title == "Nightingale"
    for verb in (Verb.SOURCE_COPIED, Verb.SOURCE_DESCRIBED):
        for told in Event.objects.filter(verb=verb).values_list("data__after", flat=True):
            assert Snapshot.objects.get().sha256 not in str(told)
            assert "Nightingale" not in str(told)


def test_evidence_put_back_rests_on_the_copy_that_came_meanwhile(copied: Callable[..., str]) -> None:
    evidence = make_evidence(make_claim(), source=make_source(url=URL))
    remove_evidence(evidence, by=bob(), row_version=evidence.row_version)
    copied(evidence.source)
    restore_evidence(evidence, by=bob(), row_version=evidence.row_version)
    assert evidence.snapshot == Snapshot.objects.get()
