"""Comments on claims, evidence and articles: adding, resolving, taking away, and each of it back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from annotations.actions.comments import (
    add_comment,
    remove_comment,
    reopen_comment,
    resolve_comment,
    restore_comment,
)
from annotations.models import Article, Comment, Evidence, Person
from annotations.pages.entry import by_htmx, inside
from annotations.pages.finding import find_article, find_claim_alone, found, own_address
from annotations.pages.forms.base import RowVersionForm, taken
from annotations.pages.forms.claims import CommentForm
from annotations.pages.fragments import (
    claim_answer,
    page_again,
    partial,
    person_of,
    shown_version,
    workbench_address,
)
from annotations.pages.lists import asked_words
from annotations.pages.reading import read
from annotations.pages.thread import article_context

COLLEAGUES_OFFERED = 8

DEEDS: dict[str, tuple[Callable[..., Comment], str]] = {
    "resolve": (resolve_comment, "Comment resolved."),
    "reopen": (reopen_comment, "Comment opened again."),
    "remove": (remove_comment, "Comment removed."),
    "restore": (restore_comment, "Comment restored."),
}
"""What is done to a comment: the action, and what is said afterwards."""


@require_POST
@inside
def comment_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    return said_on(request, find_claim_alone(request, uid))


@require_POST
@inside
def evidence_comment_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    rows = Evidence.objects.visible_to(request.user).living()
    return said_on(request, found(rows.select_related("claim__article"), uid=uid))


@require_POST
@inside
def article_comment_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    return said_on(request, find_article(request, uid))


def said_on(request: HttpRequest, record: Any) -> HttpResponse:
    comment = add_comment(record, by=person_of(request), **taken(CommentForm(request.POST)))
    return comment_answer(request, comment, "Comment added.")


@require_POST
@inside
def comment_change(request: HttpRequest, uid: UUID, deed: str) -> HttpResponse:
    act, said = DEEDS[deed]
    rows = Comment.objects.visible_to(request.user)
    comment = found(rows.select_related("claim__article", "evidence__claim__article", "article"), uid=uid)
    comment = act(comment, by=person_of(request), **taken(RowVersionForm(request.POST)))
    return comment_answer(request, comment, said)


def comment_answer(request: HttpRequest, comment: Comment, said: str) -> HttpResponse:
    """The panel it was done in, or the page that a plain form names."""
    if back := request.POST.get("next"):
        return page_again(request, own_address(request, back), said)
    claim = comment.claim or (comment.evidence and comment.evidence.claim)
    if claim:
        return claim_answer(request, find_claim_alone(request, claim.uid), said)
    assert comment.article is not None
    return article_answer(request, comment.article, said)


def article_answer(request: HttpRequest, article: Article, said: str) -> HttpResponse:
    version = shown_version(request, article)
    if not by_htmx(request):
        return page_again(request, workbench_address(article, version, about="article"), said)
    reading = read(article, version, person_of(request))
    context = article_context(reading) | {"panel": "annotations/_article_panel.html", "blocks": []}
    return partial(request, reading, context, said)


@require_safe
@inside
def colleague_offers(request: HttpRequest) -> HttpResponse:
    """Whom one may mean by what was typed after an @."""
    people = Person.objects.visible_to(request.user).colleagues().exclude(pk=request.user.pk)
    words = asked_words(request)
    offered = people.beginning(words) if words else people
    return render(request, "annotations/_colleague_offers.html", {"people": offered[:COLLEAGUES_OFFERED]})
