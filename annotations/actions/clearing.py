"""Clearing an article, line by line, and what ends a clearance."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.actions.accounting import account_for, missing_in_words
from annotations.actions.recording import record
from annotations.actions.rows import change, hold_article
from annotations.anchoring.text import shortened
from annotations.errors import Conflict, InvalidInput
from annotations.models import Article, ArticleStatus, ArticleVersion, Clearance, Event, Verb
from annotations.models.discussion import WHY_CHARACTERS
from annotations.permissions import Permission, require


@transaction.atomic
def clear_article(article: Article, *, by: Any, version: ArticleVersion) -> Clearance:
    """Say that every line of `version`, the current one, is accounted for.

    Raises Conflict with everything that is missing, in words and as `extra["missing"]` (key → count), but for what
    blind reading keeps from this person.
    """
    require(by, Permission.CLEAR_ARTICLE, article)
    article = hold_article(article.pk)
    refuse_unclearable(article, version)
    account = account_for(version)
    if not account.is_complete:
        seen = account_for(version, by).missing
        missing = {key: count for key, count in seen.items() if count}
        raise Conflict(f"It cannot be cleared yet: {missing_in_words(seen)}.", extra={"missing": missing})
    clearance = Clearance.objects.create(
        article=article, version=version, by=by, at=timezone.now(), figures=account.figures
    )
    change(article, article.row_version, status=ArticleStatus.CLEARED)
    record(
        Verb.ARTICLE_CLEARED,
        by=by,
        row=clearance,
        article=article,
        data={"after": {"version": version.number, "sha256": version.text_sha256, **account.figures}},
        inverse=Verb.CLEARANCE_VOIDED,
    )
    return clearance


def refuse_unclearable(article: Article, version: ArticleVersion) -> None:
    """The article is held."""
    if article.status == ArticleStatus.ARCHIVED:
        raise Conflict("The article is put away. Bring it back first.")
    if version.article_id != article.pk or not version.is_current():
        raise Conflict("A newer version has come in. Only the current one can be cleared.")
    if article.clearances.standing().exists():
        raise Conflict("The article is cleared already.")


@transaction.atomic
def void_clearance(article: Article, *, by: Any, why: str = "") -> Clearance:
    """Take the clearance back by hand. Raises Conflict when there is none, InvalidInput for a long reason."""
    require(by, Permission.CLEAR_ARTICLE, article)
    article = hold_article(article.pk)
    clearance = article.clearances.standing().first()
    if clearance is None:
        raise Conflict("The article is not cleared.")
    why = " ".join(why.split()) or "Taken back."
    if len(why) > WHY_CHARACTERS:
        raise InvalidInput(
            f"A reason has up to {WHY_CHARACTERS} characters. This one has {len(why):,}.", field="why"
        )
    return end(clearance, article, by=by, why=why, inverse=Verb.ARTICLE_CLEARED)


def end(clearance: Clearance, article: Article, *, by: Any, why: str, inverse: str = "") -> Clearance:
    """Void it and open the article again. The article is held. `inverse` is there when somebody wanted this."""
    clearance.void_at, clearance.void_why = timezone.now(), shortened(why, WHY_CHARACTERS)
    clearance.save()
    if article.status == ArticleStatus.CLEARED:
        change(article, article.row_version, status=ArticleStatus.OPEN)
    record(
        Verb.CLEARANCE_VOIDED,
        by=by,
        row=clearance,
        article=article,
        data={"before": {"version": clearance.version.number}, "after": {"why": clearance.void_why}},
        inverse=inverse,
    )
    return clearance


def end_if_broken(event: Event) -> None:
    """End the clearance of the event's article when it no longer holds. The article is held by who acts."""
    clearance = (
        Clearance.objects.standing()
        .filter(article=event.article_id)
        .select_related("article", "version")
        .first()
    )
    if clearance is None:
        return
    article = clearance.article
    if why := broken_by(event, clearance, article):
        end(clearance, article, by=event.by, why=why)


def broken_by(event: Event, clearance: Clearance, article: Article) -> str:
    """Why the clearance does not stand any more, or ""."""
    if event.verb == Verb.VERSION_IMPORTED:
        return f"Version {article.current_version().number} came in."
    if event.verb == Verb.ARTICLE_ARCHIVED:
        return "The article was put away."
    missing = account_for(clearance.version).missing
    return f"Taken up again: {missing_in_words(missing)}." if any(missing.values()) else ""
