"""What programs read: Atom, ClaimReview, the sitemap; and that all doors follow a correction at once."""

import gzip
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotations.actions.publications import correct_claim, retract_claim
from annotations.exports.claim_review import Publisher
from annotations.exports.feeds import Entry, Feed, atom
from annotations.models import Claim, Publication
from annotations.pages import feeds
from tests.make import alice, make_article, make_claim, make_published, make_submitted
from tests.pages.visiting import browser_of, queries_of

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "http://127.0.0.1:8000"


def read(name: str, *args: Any) -> bytes:
    answer = Client().get(reverse(name, args=args))
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content


def entries(name: str = "check_feed") -> list[dict[str, str]]:
    root = ElementTree.fromstring(read(name))
    assert root.tag == f"{ATOM}feed"
    return [
        {
            tag: entry.findtext(f"{ATOM}{tag}", "")
            for tag in ("id", "title", "published", "updated", "summary")
        }
        for entry in root.findall(f"{ATOM}entry")
    ]


def reviews() -> list[dict[str, Any]]:
    feed = json.loads(read("claim_review_feed"))
    return [review for item in feed["dataFeedElement"] for review in item["item"]]


def addresses(name: str = "site_map", *args: Any) -> list[str]:
    root = ElementTree.fromstring(read(name, *args))
    return [place.findtext(f"{MAP}loc", "") for place in root]


def page_of(claim: Claim) -> str:
    return BASE + reverse("check_detail", args=[claim.article.slug, claim.uid])


def test_an_entry_keeps_its_id_and_moves_with_a_correction() -> None:
    first = make_published()
    make_published(make_claim(first.article, "It cost 12 million euros"))
    before = entries()[1]
    assert before["title"] == "True: The old bridge was built in 1911"
    assert before["id"] == f"urn:uuid:{first.uid}"
    correct_claim(first, by=alice(), kind="correction", text="The year was wrong.", summary="It was 1912.")
    after = entries()[0]
    assert (after["id"], after["published"]) == (before["id"], before["published"])
    assert after["updated"] > before["updated"]
    assert "The year was wrong." in after["summary"]


def test_a_withdrawn_check_says_so_in_the_feed_and_is_gone_elsewhere() -> None:
    claim = make_published()
    identity = entries()[0]["id"]
    retract_claim(claim, by=alice(), reason="We mistook one bridge for another.")
    told = entries()[0]
    assert told["id"] == identity
    assert told["title"].startswith("Withdrawn: ")
    assert "We mistook one bridge for another." in told["summary"]
    assert reviews() == []
    assert page_of(claim) not in addresses()


def test_only_what_is_published_is_told_to_programs() -> None:
    draft = make_submitted()
    assert entries() == entries("correction_feed") == reviews() == []
    assert not [address for address in addresses() if str(draft.uid) in address]


def test_the_claim_review_of_the_page_is_that_of_the_feed() -> None:
    claim = make_published()
    page = Client().get(page_of(claim)).content.decode()
    script = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(script) == reviews()[0]
    assert reviews()[0]["url"] == page_of(claim)
    assert reviews()[0]["reviewRating"]["ratingValue"] == 5


def test_the_sitemap_names_every_readers_page() -> None:
    claim = make_published()
    article = BASE + reverse("check_article", args=[claim.article.slug])
    fixed = [BASE + reverse(name) for name in feeds.FIXED_PAGES]
    assert addresses() == [*fixed, article, page_of(claim)]
    assert f"Sitemap: {BASE}/sitemap.xml" in read("robots").decode()


def test_a_sitemap_that_is_too_long_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [make_published(), *addresses()][1:]
    monkeypatch.setattr(feeds, "SITEMAP_ADDRESSES", 2)
    parts = addresses()
    assert parts == [f"{BASE}/sitemap-{number}.xml" for number in (1, 2, 3)]
    assert [address for number in (1, 2, 3) for address in addresses("site_map_part", number)] == whole
    for number in (0, 4):
        assert Client().get(f"/sitemap-{number}.xml").status_code == 404


def test_one_correction_shows_at_every_door_at_once() -> None:
    claim = make_published()
    claim.article.refresh_from_db()
    editor, page, api = browser_of(alice()), page_of(claim), reverse("api:check", args=[claim.uid])
    old_bytes = Client().get(api).content
    told = {"kind": "correction", "text": "The year was wrong.", "summary": "It was 1912."}
    answer = editor.post(reverse("claim_step", args=[claim.uid, "correct"]), told)
    assert answer.status_code in (200, 302)
    doors = {
        "page": Client().get(page).content.decode(),
        "corrections": read("correction_list").decode(),
        "article": Client().get(reverse("check_article", args=[claim.article.slug])).content.decode(),
        "card": Client().get(reverse("embed_card", args=[claim.uid])).content.decode(),
        "api": Client().get(api).content.decode(),
        "api list": Client().get(reverse("api:checks")).content.decode(),
        "feed": entries()[0]["summary"],
        "corrections feed": entries("correction_feed")[0]["summary"] + "1912",
        "reviews": json.dumps(reviews()),
    }
    assert [name for name, content in doors.items() if "1912" not in content] == []
    earlier = Client().get(f"{page}1/")
    assert "It was 1911." in earlier.content.decode()
    assert Client().get(f"{api}1/").content == old_bytes


def test_the_bytes_of_a_record_have_the_hash_that_is_shown() -> None:
    claim = make_published()
    correct_claim(claim, by=alice(), kind="update", text="More is known.", summary="Überprüft: 1912 ✓")
    page = Client().get(page_of(claim)).content.decode()
    for path in ("", "1/", "2/"):
        answer = Client().get(reverse("api:check", args=[claim.uid]) + path)
        digest = hashlib.sha256(answer.content).hexdigest()
        assert answer.headers["ETag"] == f'"{digest}"'
        assert (digest in page) == (path != "1/")
    assert Client().get(reverse("api:check", args=[claim.uid]) + "3/").status_code == 404


STABLE = [
    ("check_list", ()),
    ("check_feed", ()),
    ("correction_feed", ()),
    ("correction_list", ()),
    ("claim_review_feed", ()),
    ("how_we_check", ()),
    ("site_map", ()),
    ("robots", ()),
    ("api:checks", ()),
]


def of_the_claim(claim: Claim) -> list[tuple[str, tuple[Any, ...]]]:
    slug, uid = claim.article.slug, claim.uid
    return [
        ("check_article", (slug,)),
        ("check_detail", (slug, uid)),
        ("check_record", (slug, uid, 1)),
        ("embed_card", (uid,)),
        ("api:check", (uid,)),
        ("api:check-record", (uid, 1)),
    ]


def test_everything_public_may_be_kept_by_any_cache() -> None:
    claim = make_published()
    correct_claim(claim, by=alice(), kind="update", text="More is known.", summary="It was spring 1911.")
    claim.article.refresh_from_db()
    editor = browser_of(alice())
    for name, args in [*STABLE, *of_the_claim(claim)]:
        address = reverse(name, args=args)
        got, head = editor.get(address), Client().head(address)
        assert got.status_code == head.status_code == 200, address
        assert set(got.headers["Cache-Control"].split(", ")) == {"max-age=60", "public"}, address
        assert "Cookie" not in got.headers.get("Vary", ""), address
        assert not {**got.cookies, **head.cookies}, address
        kept = {"ETag", "Last-Modified", "Content-Type", "Cache-Control", "Content-Length", "Vary"}
        assert {k: got.headers.get(k) for k in kept} == {k: head.headers.get(k) for k in kept}, address
        again = Client().get(address, headers={"If-None-Match": got.headers["ETag"]})
        assert (again.status_code, again.headers["ETag"]) == (304, got.headers["ETag"]), address
        if name not in ("robots", "api:checks"):
            modified = {"If-Modified-Since": got.headers["Last-Modified"]}
            assert Client().head(address, headers=modified).status_code == 304, address


def test_the_session_is_not_read() -> None:
    claim = make_published()
    claim.article.refresh_from_db()
    for name, args in of_the_claim(claim)[:2] + of_the_claim(claim)[3:5]:
        assert queries_of(alice(), name, *args) == queries_of(None, name, *args)


def test_pages_are_compressed_for_who_takes_it() -> None:
    address = reverse("how_we_check")
    answer = Client().get(address, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(answer.content) == Client().get(address).content
    etag = answer.headers["ETag"]
    assert Client().get(address, headers={"If-None-Match": etag}).status_code == 304


def test_a_list_that_lost_a_check_is_not_called_unchanged() -> None:
    claim = make_published()
    # The header counts whole seconds.
    Publication.objects.update(at=timezone.now() - timedelta(minutes=1))
    address = reverse("check_list")
    before = Client().get(address).headers["Last-Modified"]
    retract_claim(claim, by=alice(), reason="We mistook one bridge for another.")
    assert Client().get(address, headers={"If-Modified-Since": before}).status_code == 200


def test_no_character_breaks_the_feed() -> None:
    moment = datetime(2024, 5, 9, tzinfo=UTC)
    entry = Entry(
        "urn:uuid:1", "A \x0b B \x00 <i> & \ufffe", "https://a.example/", moment, moment, "<p>\x1b</p>"
    )
    feed = Feed("Checks", "All", "https://a.example/feed", "https://a.example/", None)
    root = ElementTree.fromstring(atom(feed, [entry], Publisher("A", "https://a.example")))
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "A  B  <i> & "
    assert atom(feed, [], Publisher("A", "https://a.example")).count(b"2000-01-01") == 1


def test_the_number_of_queries_of_feeds_does_not_grow() -> None:
    article = make_article()
    names = ["check_feed", "correction_feed", "claim_review_feed", "site_map", "how_we_check"]

    def more(number: int) -> None:
        for _ in range(number):
            correct_claim(make_published(make_claim(article)), by=alice(), kind="update", text="More.")

    more(1)
    before = [queries_of(None, name) for name in names]
    more(3)
    assert [queries_of(None, name) for name in names] == before
    assert max(before) <= 8
