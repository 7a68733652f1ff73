"""Comments on articles, claims and evidence."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.actions.recording import record
from annotations.actions.rows import change, hold_article
from annotations.errors import Conflict, InvalidInput
from annotations.models import Article, Claim, Comment, Evidence, Verb
from annotations.permissions import Permission, require
from annotations.sanitize import explanation_html


@transaction.atomic
def add_comment(on: Article | Claim | Evidence, *, by: Any, body: str) -> Comment:
    """Say something (Markdown) about an article, a claim or a piece of evidence."""
    require(by, Permission.COMMENT)
    if not body.strip():
        raise InvalidInput("Write the comment first.", field="body")
    comment = Comment(by=by, body=body, body_html=explanation_html(body))
    setattr(comment, on._meta.model_name or "", on)
    article, claim = whereabouts(comment)
    hold_article(article.pk)
    comment.save()
    record(
        Verb.COMMENTED,
        by=by,
        row=comment,
        article=article,
        claim=claim,
        data={"after": {"body": body}},
        inverse=Verb.COMMENT_REMOVED,
    )
    return comment


@transaction.atomic
def resolve_comment(comment: Comment, *, by: Any, row_version: int) -> Comment:
    """Say that it is dealt with."""
    require(by, Permission.RESOLVE_COMMENT)
    article, claim = whereabouts(comment)
    hold_article(article.pk)
    if comment.resolved_at:
        raise Conflict("It is resolved already.")
    change(comment, row_version, resolved_at=timezone.now(), resolved_by=by)
    record(Verb.COMMENT_RESOLVED, by=by, row=comment, article=article, claim=claim)
    return comment


@transaction.atomic
def remove_comment(comment: Comment, *, by: Any, row_version: int) -> Comment:
    """Take it away; the row stays."""
    require(by, Permission.REMOVE_COMMENT, comment)
    article, claim = whereabouts(comment)
    hold_article(article.pk)
    change(comment, row_version, removed_at=timezone.now(), removed_by=by)
    record(Verb.COMMENT_REMOVED, by=by, row=comment, article=article, claim=claim)
    return comment


def whereabouts(comment: Comment) -> tuple[Article, Claim | None]:
    """The article and, when it is about one, the claim."""
    claim = comment.claim or (comment.evidence.claim if comment.evidence else None)
    article = claim.article if claim else comment.article
    assert article is not None
    return article, claim
