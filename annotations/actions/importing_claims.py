"""Claims from a file: what would become of each row, and bringing in those that are new.

Each row is done by itself, all of it or nothing, with the events of the actions it calls. A row that is here already
is left alone, so the same file can be given again: after a mistake was mended, or when somebody stopped half way.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet, TextChoices

from annotations.actions.annotating import annotate, found_each
from annotations.actions.claims import describe_claim, find, mark_claim, name_claimant, one_line
from annotations.actions.completing import in_words
from annotations.actions.evidence import add_evidence
from annotations.actions.highlights import add_highlight, words_between
from annotations.actions.importing_sources import keys_of, said_of
from annotations.actions.rows import hold_article, hold_articles
from annotations.actions.sources import add_source, described, fitting
from annotations.actions.verdicts import assess_claim
from annotations.anchoring.selectors import Selector
from annotations.errors import CannotLocate, InvalidInput, WorkbenchError
from annotations.exports.web_annotation import our_site
from annotations.imports.claims import Cited, ClaimFile, ClaimRow
from annotations.imports.formats import FORMATS, read_claims
from annotations.imports.web_annotation import read_annotation
from annotations.models import Agent, Article, ArticleVersion, Claim, Highlight, Method, Rating, Source
from annotations.permissions import require
from annotations.workflow import Stance, Step

LABELS = {name: row.label for name, row in FORMATS.items()}
"""The formats that are read, for whoever offers them."""

ARTICLES_AT_ONCE = 20
"""So many texts are held: rows of one article usually stand together."""


SOURCES_AT_ONCE = 1_000


class Fate(TextChoices):
    """What becomes of one row."""

    NEW = "new", "Is made"
    THERE = "there", "Here already"
    TWICE = "twice", "Twice in the file"
    NO_PLACE = "no_place", "Words not found"
    AMBIGUOUS = "ambiguous", "Stands in several places"
    FAULTY = "faulty", "Cannot be taken"


Spot = tuple[int, int, float]
"""Start and end in the version that was current (code points), and how alike the words are: 1 when the same."""


@dataclass(frozen=True)
class PlannedClaim:
    """One row, and what would become of it. `why` is a sentence; `claim` is the one there, or that was made."""

    row: ClaimRow
    fate: Fate
    why: str = ""
    article: Article | None = None
    version: ArticleVersion | None = None
    spots: tuple[Spot, ...] = ()
    rating: Rating | None = None
    claim: Claim | None = None


@dataclass
class Shelf:
    """What has to be known of one article: its text, what is marked in it, and how its claims are rated."""

    article: Article
    version: ArticleVersion
    claims: dict[Any, Claim]
    ratings: dict[str, Rating]
    met: dict[Any, int] = field(default_factory=dict)


def read_file(data: bytes, *, name: str = "", format: str = "") -> ClaimFile:
    """The rows of a file. Raises CannotRead for a format that is not known, or a file that is not of it."""
    return read_claims(data, name=name, format=format)


def plan_claims(
    rows: Iterable[ClaimRow],
    *,
    by: Any,
    article: Article | None = None,
    sources: QuerySet[Source] | None = None,
) -> Iterator[PlannedClaim]:
    """What importing each row would do; nothing is written. `article` is that of rows which name none we have.

    What a row cites is looked for among `sources`: where none are given, among all that this person may know.
    """
    require(by, Step.MARK)
    library = Library(by, article, sources)
    for row in rows:
        yield planned(row, library)


def import_claims(
    rows: Iterable[ClaimRow],
    *,
    by: Any,
    article: Article | None = None,
    sources: QuerySet[Source] | None = None,
) -> Iterator[PlannedClaim]:
    """Do it, row by row as they are asked for, with what `plan_claims` takes. What cannot be made keeps nothing else
    out; a source that is here is cited as it is here."""
    require(by, Step.MARK)
    library = Library(by, article, sources)
    if connection.in_atomic_block:
        # All in one transaction: what it waited for behind its first event could be held by who waits for that.
        rows = list(rows)
        hold_articles(library.articles_of(rows))
    for row in rows:
        plan = planned(row, library)
        yield made(plan, by, library.sources) if plan.fate == Fate.NEW else plan


class Library:
    """The articles that rows are about, a few at a time, and the sources they may cite."""

    def __init__(self, by: Any, article: Article | None, sources: QuerySet[Source] | None) -> None:
        self.by = by
        self.given = article
        self.sources = Source.objects.identified_to(by) if sources is None else sources
        self.cited: dict[str, str] = {}
        self.shelves: dict[int, Shelf] = {}
        self.named: dict[tuple[str, str], Article | None] = {}

    def shelf_for(self, row: ClaimRow) -> Shelf:
        """Raises InvalidInput with a sentence when there is no article, or it is another than the one given."""
        named = self.article_named(row.article, row.article_url)
        if self.given and named and named != self.given:
            raise InvalidInput(f"It is of another article: “{named}”.")
        article = named or self.given
        if article is None:
            raise InvalidInput("We do not have its article. Import that first, or name the article.")
        if article.pk not in self.shelves:
            if len(self.shelves) >= ARTICLES_AT_ONCE:
                self.shelves.clear()
            self.shelves[article.pk] = shelf_of(article, self.by)
        return self.shelves[article.pk]

    def articles_of(self, rows: Iterable[ClaimRow]) -> set[int]:
        """The keys of all articles that the rows are of."""
        found = (self.article_named(row.article, row.article_url) or self.given for row in rows)
        return {article.pk for article in found if article}

    def told_of(self, cited: Cited) -> str:
        """What stays otherwise of a source that is here, in a sentence. Asked once of each that a file cites."""
        said = json.dumps(cited.source, sort_keys=True)
        if said not in self.cited:
            if len(self.cited) > SOURCES_AT_ONCE:
                self.cited.clear()
            self.cited[said] = left_of(cited.source, self.sources) if is_named(cited) else ""
        return self.cited[said]

    def article_named(self, uid: str, url: str) -> Article | None:
        if (uid, url) not in self.named:
            if len(self.named) > ARTICLES_AT_ONCE:
                self.named.clear()
            self.named[uid, url] = article_known(uid, url, self.by)
        return self.named[uid, url]


def article_known(uid: str, url: str, by: Any) -> Article | None:
    """By its uid here, or by the address it came from. An address may be one of ours, too."""
    articles = Article.objects.visible_to(by)
    named = uid_in(uid) or uid_in(url.removeprefix(our_site().address))
    found = articles.filter(uid=named).first() if named else None
    return found or (articles.filter(url=url).first() if url else None)


def uid_in(words: str) -> str:
    """The first part of a path that is a uid."""
    parts = words.strip("/").split("/")
    return next((part for part in parts if len(part) == 36 and part.count("-") == 4 and is_hex(part)), "")


def is_hex(part: str) -> bool:
    return all(sign in "0123456789abcdefABCDEF-" for sign in part)


def shelf_of(article: Article, by: Any) -> Shelf:
    version = article.current_version()
    claims: dict[Any, Claim] = {
        claim.uid: claim for claim in Claim.objects.visible_to(by).living().filter(article=article)
    }
    places = Highlight.objects.living().filter(version=version, start__isnull=False).select_related("claim")
    claims |= {(place.start, place.end, place.claim.text): place.claim for place in places}
    ratings = Rating.objects.of_scale(article.policy.scale_id)
    return Shelf(article, version, claims, {word: r for r in ratings for word in (r.key, r.name.lower())})


def planned(row: ClaimRow, library: Library) -> PlannedClaim:
    if row.fault:
        return PlannedClaim(row, Fate.FAULTY, row.fault)
    try:
        shelf = library.shelf_for(row)
    except InvalidInput as error:
        return PlannedClaim(row, Fate.FAULTY, error.sentence)
    if row.uid in shelf.claims:
        return PlannedClaim(row, Fate.THERE, article=shelf.article, claim=shelf.claims[row.uid])
    try:
        plan = placed(row, shelf, library.sources)
        left = dict.fromkeys(map(library.told_of, row.cited)) if plan.fate == Fate.NEW else {}
        return replace(plan, why=" ".join(filter(None, (plan.why, *left))))
    except CannotLocate as error:
        fate = Fate.AMBIGUOUS if "places" in error.extra else Fate.NO_PLACE
        return PlannedClaim(row, fate, error.sentence, shelf.article)
    except WorkbenchError as error:
        return PlannedClaim(row, Fate.FAULTY, error.sentence, shelf.article)


def placed(row: ClaimRow, shelf: Shelf, sources: QuerySet[Source]) -> PlannedClaim:
    """Raises CannotLocate, or InvalidInput for words, a rating or a source that cannot be used."""
    # The same stretch meant twice is one place.
    spots = tuple({spot[:2]: spot for spot in spots_of(row, shelf)}.values())
    start, end, likeness = spots[0]
    key = (start, end, wording(row, shelf.version, start, end))
    if key in shelf.claims:
        return PlannedClaim(row, Fate.THERE, article=shelf.article, claim=shelf.claims[key])
    if key in shelf.met:
        return PlannedClaim(row, Fate.TWICE, f"As line {shelf.met[key]}.", shelf.article)
    rating = rating_in(row, shelf)
    refuse_bad_sources(row, sources)
    shelf.met[key] = row.number
    why = (
        ""
        if likeness == 1
        else f"Words like these stand there ({likeness:.0%}): “{key_words(shelf, start, end)}”"
    )
    return PlannedClaim(row, Fate.NEW, why, shelf.article, shelf.version, spots, rating)


def wording(row: ClaimRow, version: ArticleVersion, start: int, end: int) -> str:
    """Of the claim that would be made there."""
    return str(row.said.get("text", "")).strip() or one_line(version.text[start:end])


def key_words(shelf: Shelf, start: int, end: int) -> str:
    return one_line(shelf.version.text[start:end])[:120]


def spots_of(row: ClaimRow, shelf: Shelf) -> Iterator[Spot]:
    """Where it stands in the current version: first by its words, which outlive a change of the text."""
    if row.annotation is not None:
        read = read_annotation(row.annotation)
        for found in found_each(read.targets, shelf.article, our_site()):
            yield found.start, found.end, found.similarity
        return
    for place in row.places:
        spot = located(shelf.version, place)
        yield (*words_between(shelf.version.text, spot[0], spot[1]), spot[2])


def located(version: ArticleVersion, place: Selector) -> Spot:
    """By the words; where they stand in several places, by the position as well."""
    try:
        found = find(version, Selector(place.quote) if place.quote else place)
    except CannotLocate as error:
        if "places" not in error.extra or place.position is None:
            raise
        try:
            found = find(version, place)
        except CannotLocate:
            raise error from None
    return found.start, found.end, found.similarity


def rating_in(row: ClaimRow, shelf: Shelf) -> Rating | None:
    """By key or name on the scale of the article's policy."""
    word = row.said.get("rating", "").strip()
    if word and word.lower() not in shelf.ratings:
        names = ", ".join(dict.fromkeys(rating.name for rating in shelf.ratings.values()))
        raise InvalidInput(f"There is no rating “{word[:40]}” on the scale of this article ({names}).")
    return shelf.ratings.get(word.lower())


def refuse_bad_sources(row: ClaimRow, sources: QuerySet[Source]) -> None:
    """Also those of which we have one: what is said of a row does not hang on the rows before it. A DOI alone cites
    what is here."""
    for cited in filter(is_named, row.cited):
        found = known_source(cited.source, sources) if is_doi_alone(cited) else None
        (fitting if found else described)(**cited.source)


def made(plan: PlannedClaim, by: Any, sources: QuerySet[Source]) -> PlannedClaim:
    """The claim of one row, with all that hangs on it or nothing."""
    try:
        with transaction.atomic():
            if claim := made_meanwhile(plan, by):
                return replace(plan, fate=Fate.THERE, claim=claim)
            return replace(plan, claim=written(plan, by, sources))
    except WorkbenchError as error:
        return replace(plan, fate=Fate.FAULTY, why=error.sentence)


def made_meanwhile(plan: PlannedClaim, by: Any) -> Claim | None:
    """The claim that somebody made since the row was planned: the same file is often given twice at once."""
    assert plan.article
    assert plan.version
    hold_article(plan.article.pk)
    [(start, end, _), *_] = plan.spots
    claims = Claim.objects.visible_to(by).living().filter(text=wording(plan.row, plan.version, start, end))
    places = Highlight.objects.living().filter(version=plan.version, start=start, end=end)
    return claims.filter(Exists(places.filter(claim=OuterRef("pk")).order_by())).order_by("pk").first()


def written(plan: PlannedClaim, by: Any, sources: QuerySet[Source]) -> Claim:
    assert plan.article
    assert plan.version
    if plan.row.annotation is not None:
        return annotate(plan.article, by=by, sent=plan.row.annotation, site=our_site())
    said, version = plan.row.said, plan.version
    (start, end, likeness), *others = plan.spots
    place: dict[str, Any] = {"start": start, "end": end, "similarity": likeness}
    claim = mark_claim(version, by=by, text=said.get("text", ""), method=Method.LOCATED, **place)
    columns = {name: value for name, value in said.items() if name in DESCRIBED}
    if "claimant" in said:
        columns["claimant"] = claimant_of(said["claimant"], by)
    if columns:
        claim = describe_claim(claim, by=by, row_version=claim.row_version, **columns)
    for start, end, _ in others:
        add_highlight(claim, by=by, version=version, start=start, end=end)
    for cited in plan.row.cited:
        use(cited, claim, by, sources)
    if plan.rating:
        assess_claim(claim, by=by, rating=plan.rating, rationale=said.get("rationale", ""))
    return claim


DESCRIBED = ("claim_date", "assertion_type", "materiality", "due", "tags")


def claimant_of(told: dict[str, str], by: Any) -> Agent:
    """The one of this name, of whatever kind where none is said; else a new one."""
    known = Agent.objects.filter(name=one_line(told["name"])).order_by("pk")
    if told["kind"]:
        known = known.filter(kind=told["kind"])
    kind = {"kind": told["kind"]} if told["kind"] else {}
    return known.first() or name_claimant(by=by, name=told["name"], role=told["role"], **kind)


def use(cited: Cited, claim: Claim, by: Any, sources: QuerySet[Source]) -> None:
    """Evidence from a source that is here, or is added. One that the file does not name is left out."""
    if not is_named(cited):
        return
    source = known_source(cited.source, sources) or add_source(by=by, **cited.source)
    add_evidence(claim, by=by, source=source, **({"stance": Stance.CONTEXT} | cited.use))


def is_named(cited: Cited) -> bool:
    return any(cited.source.get(name, "").strip() for name in ("title", "url", "doi"))


def is_doi_alone(cited: Cited) -> bool:
    return not any(cited.source.get(name, "").strip() for name in ("title", "url"))


def left_of(told: dict[str, Any], sources: QuerySet[Source]) -> str:
    """What a row says of a source that is here and that is not said there, in a sentence."""
    source = known_source(told, sources)
    if source is None:
        return ""
    found = said_of(source, told)
    names = ", ".join(map(in_words, (*found.filled, *found.left)))
    return f"“{source}” is cited as it is here; not taken: {names}." if names else ""


def known_source(told: dict[str, Any], sources: QuerySet[Source]) -> Source | None:
    """By DOI or address, else by its whole title: of those that stand."""
    sources = sources.filter(withdrawn_at=None).order_by("pk")
    doi, url = told.get("doi", ""), told.get("url", "")
    if not keys_of(doi, url):
        return sources.filter(title=told["title"], url="", doi="").first()
    by_doi = sources.filter(doi__iexact=doi).first() if doi else None
    return by_doi or (sources.filter(url=url).first() if url else None)
