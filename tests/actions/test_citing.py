"""Which source pasted words mean."""

import pytest

from annotations.actions.citing import doi_in, source_cited
from annotations.errors import InvalidInput
from annotations.models import Source
from tests.make import alice, bob, make_source

pytestmark = pytest.mark.django_db

DOI_SAID = ("10.1000/Port.7", "doi:10.1000/port.7", "DOI: 10.1000/port.7", "https://doi.org/10.1000/port.7")
NO_DOI = ("", "Port", "10.1000", "10.5/2", "see 10.1000/port.7", "https://port.example/10.1000/port.7")


def test_a_doi_is_known_however_it_is_written_and_nothing_else_is_one() -> None:
    assert {doi_in(f" {words} ").lower() for words in DOI_SAID} == {"10.1000/port.7"}
    assert {doi_in(words) for words in NO_DOI} == {""}


def test_a_doi_means_the_source_that_has_it_by_whatever_name_it_came() -> None:
    source = make_source(title="Accounts", doi="10.1000/PORT.7")
    by_address = make_source(title="Tides", url="https://dx.doi.org/10.1000/tides")
    assert {source_cited(words, by=bob()) for words in DOI_SAID} == {source}
    assert source_cited("https://dx.doi.org/10.1000/tides", by=bob()) == by_address
    made = source_cited("doi:10.1000/new.1", by=bob())
    assert (made.doi, made.url, made.title) == ("10.1000/new.1", "https://doi.org/10.1000/new.1", "")
    assert source_cited("10.1000/NEW.1", by=alice()) == made


def test_a_confidential_source_is_not_found_out_by_its_doi() -> None:
    hidden = make_source(by=alice(), title="Leak", doi="10.1000/leak", confidential=True)
    assert source_cited("10.1000/leak", by=bob()) != hidden
    assert source_cited("10.1000/leak", by=alice()) == hidden


def test_an_address_is_one_without_its_scheme_as_well_and_a_title_stays_a_title() -> None:
    known = make_source(url="https://port.example/tides")
    for words in ("https://port.example/tides", "HTTPS://port.example/tides", "port.example/tides"):
        assert source_cited(words, by=bob()).url.lower() == known.url
    assert source_cited("port.example/tides", by=bob()) == known
    assert source_cited("www.port.example", by=bob()).url == "https://www.port.example"
    for title in ("Report 2.1", "port.example", "Tides and/or waves", "12.5/13", "Min. of Ports/Tides"):
        source = source_cited(title, by=bob())
        assert (source.title, source.url, source.doi) == (title, "", "")
    count = Source.objects.count()
    with pytest.raises(InvalidInput):
        source_cited("https://", by=bob())
    assert Source.objects.count() == count
