"""Articles: bringing one in, describing it, putting it away."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from annotations.actions.carrying import Report
from annotations.actions.claims import UNSET, Unset, given
from annotations.actions.completing import NOTHING_SENT, Completion, compared
from annotations.actions.fetching import fetch
from annotations.actions.recording import record
from annotations.actions.rows import before_and_after, change, edit, hold_article, hold_text
from annotations.actions.sources import checked_url
from annotations.actions.versions import bring_in, digest, write_version
from annotations.anchoring.text import shortened
from annotations.errors import Conflict, InvalidInput
from annotations.intake import chosen_language, read
from annotations.intake.document import Document
from annotations.models import (
    Article,
    ArticleKind,
    ArticleStatus,
    ArticleVersion,
    CheckPolicy,
    Direction,
    PublicText,
    Verb,
)
from annotations.models.articles import HEADLINE_CHARACTERS, PUBLISHER_CHARACTERS
from annotations.permissions import Permission, require


class Outcome(StrEnum):
    """What an import came to."""

    NEW_ARTICLE = "new_article"
    NEW_VERSION = "new_version"
    SAME_TEXT = "same_text"


@dataclass(frozen=True)
class Imported:
    """The article and the version that now hold the text; `report` says what became of the claims, `completion` what
    became of the details that were sent of an article that is here already."""

    article: Article
    version: ArticleVersion
    outcome: Outcome
    report: Report | None = None
    completion: Completion = NOTHING_SENT


def import_address(url: str, *, by: Any, **details: Any) -> Imported:
    """Fetch a page and import it; `details` as in `import_article`.

    Raises CannotFetch or TooLarge when the page cannot be had.
    """
    require(by, Permission.IMPORT_ARTICLE)
    page = fetch(checked_url(url))
    return import_article(page.body, by=by, content_type=page.content_type, url=url, **details)


def import_article(
    data: bytes,
    *,
    by: Any,
    content_type: str = "",
    url: str = "",
    kind: ArticleKind | str = "",
    headline: str = "",
    publisher: str = "",
    language: str = "",
    policy: CheckPolicy | None = None,
    due: datetime | None = None,
    published_at: datetime | None = None,
    anyway: bool = False,
) -> Imported:
    """Read an article out of these bytes and store it as an article with its first version.

    An address we have already gets a new version, and the details that are empty there. Without an address, a text
    that is some article's current text makes nothing and answers with that article, unless `anyway`. Where nothing
    is said of it, it is a third party's. Raises CannotRead, TooLarge, InvalidInput.
    """
    require(by, Permission.IMPORT_ARTICLE)
    url = checked_url(url)
    refuse_unknown_kind(kind)
    language = chosen_language(language)
    document = read(data, content_type=content_type, url=url, language=language)
    said = {
        "kind": kind,
        "headline": headline,
        "publisher": publisher,
        "published_at": published_at,
        "policy": policy,
        "due": due,
        "language": language,
    }
    if url or anyway:
        return store_by_address(data, document, said, by=by, url=url)
    columns = columns_of(said, document)
    return unchanged(store_new_text(data, document, by=by, **columns), said)


def store_by_address(data: bytes, document: Document, said: dict[str, Any], *, by: Any, url: str) -> Imported:
    """A new article, or the next version of the one that has this address."""
    if (known := article_at(url)) is None:
        try:
            return store_article(data, document, by=by, url=url, **columns_of(said, document))
        except IntegrityError:
            # Somebody imported the same address between our look and our write.
            if (known := article_at(url)) is None:
                raise
    return completed(new_version(known, data, document, by=by), said, by=by)


def article_at(url: str) -> Article | None:
    return Article.objects.filter(url=url).first() if url else None


def columns_of(said: dict[str, Any], document: Document) -> dict[str, Any]:
    """Of a new article: what was said of it, else what its document says, else what is usual here."""
    return {
        "kind": said["kind"] or ArticleKind.THIRD_PARTY,
        "headline": said["headline"] or shortened(document.headline, HEADLINE_CHARACTERS),
        "publisher": said["publisher"] or shortened(document.publisher, PUBLISHER_CHARACTERS),
        "published_at": said["published_at"] or document.published_at,
        "policy": said["policy"] or default_policy(),
        "due": said["due"],
    }


@transaction.atomic
def completed(imported: Imported, said: dict[str, Any], *, by: Any) -> Imported:
    """With what was said of an article whose address we know where it had nothing."""
    article = hold_article(imported.article.pk)
    found = compared(article, said)
    if found.filled:
        describe_article(article, by=by, row_version=article.row_version, **found.filled)
    return replace(imported, article=article, completion=found)


def unchanged(imported: Imported, said: dict[str, Any]) -> Imported:
    """Whoever sends a text that we have may mean another article: of that one nothing is filled in."""
    if imported.outcome == Outcome.NEW_ARTICLE:
        return imported
    found = compared(imported.article, said)
    return replace(imported, completion=Completion(left=(*found.filled, *found.left)))


def import_version(article: Article, data: bytes, *, by: Any, content_type: str = "") -> Imported:
    """Bring in the text as the article's next version and carry its claims over.

    The same text as the current version's makes none. Raises CannotRead, TooLarge.
    """
    require(by, Permission.IMPORT_ARTICLE)
    document = read(data, content_type=content_type, url=article.url, language=article.language)
    return new_version(article, data, document, by=by)


def new_version(article: Article, data: bytes, document: Document, *, by: Any) -> Imported:
    version, report = bring_in(article, data, document, by=by)
    article.refresh_from_db()
    outcome = Outcome.NEW_VERSION if report else Outcome.SAME_TEXT
    return Imported(article, version, outcome, report)


@transaction.atomic
def store_new_text(data: bytes, document: Document, *, by: Any, **columns: Any) -> Imported:
    """The rows of a new article, or the one that has this text: of two who paste it at once, one makes it."""
    hold_text(digest(document.text))
    if (twin := article_with_text(document.text)) is not None:
        return Imported(twin, twin.current_version(), Outcome.SAME_TEXT)
    return store_article(data, document, by=by, **columns)


@transaction.atomic
def store_article(data: bytes, document: Document, *, by: Any, **columns: Any) -> Imported:
    """The rows of a new article, its first version and its sentences, with their event."""
    own = columns["kind"] == ArticleKind.OWN_DRAFT
    article = Article.objects.create(
        standfirst=document.standfirst,
        byline=list(document.byline),
        language=document.language,
        direction=document.direction,
        public_text=PublicText.FULL if own else PublicText.EXCERPTS,
        created_by=by,
        **columns,
    )
    version = write_version(article, 1, data, document, by=by)
    record(
        Verb.ARTICLE_IMPORTED,
        by=by,
        row=article,
        article=article,
        data={"after": {"headline": article.headline, "url": article.url, "sha256": version.sha256}},
    )
    return Imported(article, version, Outcome.NEW_ARTICLE)


def article_with_text(text: str) -> Article | None:
    """An article whose current text this is."""
    versions = ArticleVersion.objects.filter(text_sha256=digest(text)).select_related("article")
    return next((version.article for version in versions if version.is_current()), None)


def default_policy() -> CheckPolicy:
    policy = CheckPolicy.objects.filter(is_default=True).first()
    if policy is None:
        raise Conflict("There is no check policy yet. An administrator has to make one the default.")
    return policy


def refuse_unknown_kind(kind: Any) -> None:
    if kind and kind not in ArticleKind:
        raise InvalidInput(f"The kind is one of: {', '.join(ArticleKind.values)}.", field="kind")


@transaction.atomic
def describe_article(
    article: Article,
    *,
    by: Any,
    row_version: int,
    headline: str | Unset = UNSET,
    publisher: str | Unset = UNSET,
    byline: list[str] | Unset = UNSET,
    published_at: datetime | None | Unset = UNSET,
    due: datetime | None | Unset = UNSET,
    embargo_until: datetime | None | Unset = UNSET,
    policy: CheckPolicy | Unset = UNSET,
    public_text: PublicText | str | Unset = UNSET,
    direction: Direction | str | Unset = UNSET,
) -> Article:
    """Change an article's details; what is not given stays. Claims in work keep the policy they began with."""
    require(by, Permission.DESCRIBE_ARTICLE)
    hold_article(article.pk)
    columns = given(
        headline=headline,
        publisher=publisher,
        byline=byline,
        published_at=published_at,
        due=due,
        embargo_until=embargo_until,
        policy=policy,
        public_text=public_text,
        direction=direction,
    )
    data = before_and_after(article, columns)
    if not edit(article, row_version, **columns):
        return article
    event = record(
        Verb.ARTICLE_DESCRIBED,
        by=by,
        row=article,
        article=article,
        data=data,
        inverse=Verb.ARTICLE_DESCRIBED,
    )
    if "headline" in data["after"]:
        # It stands with every claim that is pulled.
        article.claims.update(changed=event.number)
    return article


@transaction.atomic
def archive_article(article: Article, *, by: Any, row_version: int) -> Article:
    """Put it away; nothing is deleted. What is put away already stays as it is."""
    require(by, Permission.ARCHIVE_ARTICLE)
    hold_article(article.pk)
    if edit(article, row_version, status=ArticleStatus.ARCHIVED):
        record(Verb.ARTICLE_ARCHIVED, by=by, row=article, article=article, inverse=Verb.ARTICLE_RESTORED)
    return article


@transaction.atomic
def restore_article(article: Article, *, by: Any, row_version: int) -> Article:
    """Bring it back. What is open already stays as it is; of a cleared one the clearance is taken back instead."""
    require(by, Permission.ARCHIVE_ARTICLE)
    held = hold_article(article.pk)
    if held.status == ArticleStatus.CLEARED:
        raise Conflict("The article is cleared and not put away. To open it, take its clearance back.")
    if edit(article, row_version, status=ArticleStatus.OPEN):
        record(Verb.ARTICLE_RESTORED, by=by, row=article, article=article, inverse=Verb.ARTICLE_ARCHIVED)
    return article


@transaction.atomic
def give_slug(article: Article) -> Article:
    """The public address, made once at the first publication and never changed. Part of publishing: no event."""
    if article.slug:
        return article
    return change(article, article.row_version, slug=free_slug(article))


def free_slug(article: Article) -> str:
    from django.utils.text import slugify

    day = f"{article.published_at or timezone.now():%Y-%m-%d}"
    words = slugify(article.headline, allow_unicode=True)[:60].strip("-") or str(article.uid)[:8]
    slug = f"{day}-{words}"
    taken = Article.objects.filter(slug=slug).exclude(pk=article.pk).exists()
    return f"{slug[:60]}-{str(article.uid)[:8]}" if taken else slug
