"""Comments on articles, claims and evidence."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.actions.recording import record
from annotations.actions.rows import change, hold_article
from annotations.actions.sealing import SPOKEN, sealed
from annotations.errors import Conflict, InvalidInput
from annotations.models import Article, Claim, Comment, Evidence, Person, Verb
from annotations.permissions import Permission, require
from annotations.sanitize import comment_html, mentioned_names


@transaction.atomic
def add_comment(on: Article | Claim | Evidence, *, by: Any, body: str) -> Comment:
    """Say something (Markdown) about an article, a claim or a piece of evidence.

    `@username` of a colleague mentions them: they are told, and the name is marked in `body_html`.
    """
    require(by, Permission.COMMENT)
    if not body.strip():
        raise InvalidInput("Write the comment first.", field="body")
    mentioned = people_mentioned(body)
    comment = Comment(by=by, body=body, body_html=comment_html(body, mentioned))
    setattr(comment, on._meta.model_name or "", on)
    article, claim = whereabouts(comment)
    hold_article(article.pk)
    comment.save()
    data: dict[str, Any] = {"body": body, **({"mentions": sorted(mentioned)} if mentioned else {})}
    if comment.evidence:
        data = sealed(comment.evidence.source, data, SPOKEN)
    record(
        Verb.COMMENTED,
        by=by,
        row=comment,
        article=article,
        claim=claim,
        data={"after": data},
        inverse=Verb.COMMENT_REMOVED,
    )
    return comment


def people_mentioned(body: str) -> dict[str, str]:
    """The colleagues whom the text mentions: the name shown, by user name."""
    names = mentioned_names(body)
    people = Person.objects.colleagues().filter(username__in=names) if names else ()
    return {person.username: str(person) for person in people}


@transaction.atomic
def resolve_comment(comment: Comment, *, by: Any, row_version: int) -> Comment:
    """Say that it is dealt with."""
    require(by, Permission.RESOLVE_COMMENT)
    if comment.resolved_at:
        raise Conflict("It is resolved already.")
    now = timezone.now()
    return changed(Verb.COMMENT_RESOLVED, comment, by, row_version, resolved_at=now, resolved_by=by)


@transaction.atomic
def reopen_comment(comment: Comment, *, by: Any, row_version: int) -> Comment:
    """Take back that it is dealt with."""
    require(by, Permission.RESOLVE_COMMENT)
    if comment.resolved_at is None:
        raise Conflict("It is open already.")
    return changed(Verb.COMMENT_REOPENED, comment, by, row_version, resolved_at=None, resolved_by=None)


@transaction.atomic
def remove_comment(comment: Comment, *, by: Any, row_version: int) -> Comment:
    """Take it away; the row stays."""
    require(by, Permission.REMOVE_COMMENT, comment)
    if comment.removed_at:
        raise Conflict("It is taken away already.")
    now = timezone.now()
    return changed(Verb.COMMENT_REMOVED, comment, by, row_version, removed_at=now, removed_by=by)


@transaction.atomic
def restore_comment(comment: Comment, *, by: Any, row_version: int) -> Comment:
    """Bring back what was taken away: whoever may take it away may."""
    require(by, Permission.REMOVE_COMMENT, comment)
    if comment.removed_at is None:
        raise Conflict("It is there already.")
    return changed(Verb.COMMENT_RESTORED, comment, by, row_version, removed_at=None, removed_by=None)


def changed(verb: Verb, comment: Comment, by: Any, row_version: int, **columns: Any) -> Comment:
    """The comment with these columns, and the event of it."""
    article, claim = whereabouts(comment)
    hold_article(article.pk)
    change(comment, row_version, **columns)
    record(verb, by=by, row=comment, article=article, claim=claim, inverse=INVERSES[verb])
    return comment


INVERSES = {
    Verb.COMMENT_RESOLVED: Verb.COMMENT_REOPENED,
    Verb.COMMENT_REOPENED: Verb.COMMENT_RESOLVED,
    Verb.COMMENT_REMOVED: Verb.COMMENT_RESTORED,
    Verb.COMMENT_RESTORED: Verb.COMMENT_REMOVED,
}


def whereabouts(comment: Comment) -> tuple[Article, Claim | None]:
    """The article and, when it is about one, the claim."""
    claim = comment.claim or (comment.evidence.claim if comment.evidence else None)
    article = claim.article if claim else comment.article
    assert article is not None
    return article, claim
