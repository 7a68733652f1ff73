"""On a claim's page stands what was written beside it in another program."""

import pytest

from annotations.actions.annotating import annotate
from annotations.exports.web_annotation import our_site
from annotations.models import Article, Claim
from tests.api.annotating import made_by_a_foreigner
from tests.make import alice, bob, make_article, make_blind_article
from tests.pages.visiting import get

pytestmark = pytest.mark.django_db

BODY = {
    "type": "TextualBody",
    "purpose": "questioning",
    "format": "text/html",
    "value": "Is it <b>final</b>?<img src=x onerror=alert(1)>",
    "creator": {"type": "Person", "name": "Jo <Lund>"},
}


def annotated(article: Article) -> Claim:
    sent = made_by_a_foreigner(article, "Nobody was hurt", body=BODY, id="https://tool.example/7")
    return annotate(article, by=bob(), sent=sent, site=our_site())


def test_it_is_sanitised_and_says_who_wrote_it_and_where() -> None:
    page = get(alice(), "claim_detail", annotated(make_article()).uid).content.decode()
    assert "Written in another program" in page
    assert "Is it <b>final</b>?" in page
    assert "onerror" not in page
    assert "Question, Jo &lt;Lund&gt;" in page
    assert 'href="https://tool.example/7" rel="nofollow noopener ugc"' in page


def test_who_reads_blind_sees_none_but_their_own() -> None:
    claim = annotated(make_blind_article())
    assert "Is it" in get(bob(), "claim_detail", claim.uid).content.decode()
    page = get(alice(), "claim_detail", claim.uid).content.decode()
    assert "another program" not in page
    assert "final" not in page
