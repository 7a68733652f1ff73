"""What the workbench asks of the database and sends, whatever the claim in its panel has gone through."""

import gzip
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from annotations.actions.comments import add_comment
from annotations.actions.links import link_claims
from annotations.actions.proposals import propose_words
from annotations.actions.sentences import dismiss_sentences
from annotations.actions.withdrawing import withdraw_source
from annotations.models import Article, Claim, Notification, Sentence
from annotations.pages.reading import read
from annotations.workflow import HIDDEN_STATES
from tests.life import Life, make_life
from tests.make import alice, bob, make_article, make_claim, make_evidence
from tests.pages.visiting import browser_of

pytestmark = pytest.mark.django_db

MOST_QUERIES = 25
MOST_BYTES = 30_000
MOST_COMPRESSED = 15_000
MARK = re.compile(r'data-mark="([\w-]+)"')
MANY = 40


@pytest.fixture(scope="module")
def life(django_db_setup: None, django_db_blocker: Any) -> Iterator[Life]:
    """As below: made once, around the transactions of the tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_busy_life()
        transaction.set_rollback(True)


def make_busy_life() -> Life:
    """Every claim is linked, talked about and proposed for; what was judged is stale."""
    life = make_life()
    claims = [*life.read.values(), *life.judged.values()]
    for claim in claims:
        add_comment(claim, by=bob(), body="Is it so?")
        if claim.state not in HIDDEN_STATES:
            link_claims(claim, by=bob(), to_claim=life.other, kind="repeats")
            propose_words(claim, by=bob(), words_proposed="The old bridge was built in 1921", why="So.")
    source = claims[0].evidence.get().source
    withdraw_source(source, by=alice(), row_version=source.row_version, why="It was a forgery.")
    return life


def asked_for(client: Client, article: Article, query: str) -> int:
    address = reverse("article_detail", args=[article.uid]) + query
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_page_asks_the_database_few_questions_in_every_state(life: Life) -> None:
    article = life.other.article
    claims = [*life.read.values(), *life.judged.values()]
    assert any(claim.stale_since for claim in Claim.objects.all())
    queries = {f"{claim.state} {claim.pk}": f"?claim={claim.uid}" for claim in claims}
    queries |= {"article": "?about=article", "sentence": "?sentence=1"}
    for person in (alice(), life.people["second"]):
        browser = browser_of(person)
        # As at the second visit: what is kept for later pages is there, and what one is told was seen.
        asked_for(browser, article, "")
        Notification.objects.update(seen_at=timezone.now())
        counts = {name: asked_for(browser, article, query) for name, query in queries.items()}
        assert max(counts.values()) <= MOST_QUERIES, (person, counts)


def test_an_action_sends_little_however_much_was_said_of_the_claim() -> None:
    sentences = [f"In the year {1000 + n} there came {n} ships to the harbour." for n in range(MANY)]
    article = make_article(
        "Ships\n\n" + "\n\n".join(" ".join(sentences[n : n + 5]) for n in range(0, MANY, 5))
    )
    claim = make_claim(article, sentences[0])
    for words in sentences[1:]:
        make_claim(article, words)
    for number in range(MANY):
        add_comment(claim, by=bob(), body=f"This is remark no. {number}.")
    for _ in range(4):
        make_evidence(claim, quotation="Many ships came.")
    browser, by_htmx = browser_of(bob()), {"HX-Request": "true", "Accept-Encoding": "gzip"}
    shown = browser.get(reverse("article_detail", args=[article.uid]), {"claim": claim.uid}).content.decode()
    for held, most in (("", MOST_COMPRESSED), (" ".join(MARK.findall(shown)), MOST_COMPRESSED / 2)):
        answer = browser.post(
            reverse("comment_add", args=[claim.uid]),
            {"body": "One more."},
            headers=by_htmx | {"Panel-Holds": held},
        )
        assert answer["Content-Encoding"] == "gzip"
        assert len(answer.content) < most
    assert len(gzip.decompress(answer.content)) < MOST_BYTES


def test_the_panel_shows_the_newest_of_a_long_thread_and_leads_to_the_rest() -> None:
    claim = make_claim()
    for number in range(12):
        add_comment(claim, by=bob(), body=f"Remark {number}.")
    address = reverse("article_detail", args=[claim.article.uid])
    panel = browser_of(bob()).get(address, {"claim": claim.uid}).content.decode()
    assert "Remark 2." in panel
    assert "Remark 1." not in panel
    assert "2 earlier comments" in panel
    assert f'{reverse("claim_detail", args=[claim.uid])}#thread"' in panel


def test_what_kind_a_sentence_is_is_said_as_the_database_says_it(life: Life) -> None:
    article = make_article()
    make_claim(article, "new bridge on 3 May 2024. It cost 12 million")
    version = article.current_version()
    dismiss_sentences([version.sentences.order_by("start").last()], by=bob(), reason="opinion")
    for each in (article, life.other.article):
        rows: Any = Sentence.objects.filter(version=each.current_version()).with_kind().order_by("start")
        reading = read(each, each.current_version(), bob())
        assert [line.kind for line in reading.lines] == list(rows.values_list("state", flat=True))
