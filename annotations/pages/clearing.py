"""Clearance: the list of what is still missing, who cleared which version, and the certificate."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from annotations.actions.accounting import CONDITIONS, Account, account_for, comments_on
from annotations.actions.clearing import clear_article, void_clearance
from annotations.anchoring.text import shortened
from annotations.errors import Conflict
from annotations.models import (
    Article,
    ArticleStatus,
    ArticleVersion,
    Claim,
    Clearance,
    Comment,
    Highlight,
    Sentence,
    SentenceKind,
)
from annotations.pages.addresses import article_address
from annotations.pages.entry import inside
from annotations.pages.finding import find_article, found, whole_number
from annotations.pages.forms.base import taken
from annotations.pages.forms.proposals import TakeBackForm
from annotations.pages.fragments import person_of
from annotations.permissions import Permission, permits
from annotations.workflow import UNSETTLED_STATES, State

EXAMPLES_SHOWN = 12
CHARACTERS_SHOWN = 60

Link = tuple[str, str]
"""What a link says, and its address."""


@dataclass(frozen=True)
class Item:
    """One condition: how many stand in its way, where to go about them, and the first of them."""

    words: str
    missing: int
    address: str
    examples: list[Link]

    @property
    def left_out(self) -> int:
        """How many more there are than examples, where there are examples."""
        return self.missing - len(self.examples) if self.examples else 0


@inside
@require_safe
def clearance_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    article = find_article(request, uid)
    version = article.current_version()
    account = account_for(version, person_of(request))
    rows = Clearance.objects.visible_to(request.user).filter(article=article)
    history = list(rows.select_related("version", "by").defer("version__text", "version__blocks"))
    items = items_of(version, account, person_of(request))
    editor = permits(request.user, Permission.CLEAR_ARTICLE, article)
    context = {
        "article": article,
        "version": version,
        "items": items,
        "left": sum(1 for item in items if item.missing),
        "figures": figures_told(account.figures),
        "standing": next((row for row in history if row.void_at is None), None),
        "history": history,
        "may_clear": editor and article.status != ArticleStatus.ARCHIVED,
    }
    return render(request, "annotations/clearance_detail.html", context)


def items_of(version: ArticleVersion, account: Account, person: Any) -> list[Item]:
    """The conditions in order; of those that are met, only that they are."""
    return [
        Item(condition.said(count), count, *(ways_to(key, version, person) if count else ("", [])))
        for key, condition in CONDITIONS.items()
        for count in [account.missing[key]]
    ]


def ways_to(key: str, version: ArticleVersion, person: Any) -> tuple[str, list[Link]]:
    """The address where all that is missing is shown, if there is one, and the first of it."""
    text = reverse("article_detail", args=[version.article.uid])
    claims = Claim.objects.visible_to(person).filter(article=version.article).living().order_by("pk")
    waiting = Highlight.objects.visible_to(person).waiting().filter(version=version).order_by("pk")
    comments = comments_on(Comment.objects.visible_to(person), version.article).unresolved()
    ways: dict[str, tuple[str, Any]] = {
        "sentences": (f"{text}?show=open", open_sentences(version)),
        "claims": ("", claims.filter(state__in=UNSETTLED_STATES).exclude(state=State.DISPUTED)),
        "disputed": ("", claims.disputed()),
        "stale": (f"{text}?show=stale", claims.stale()),
        "highlights": (article_address(version.article.uid, waiting=1), waiting),
        "comments": ("", comments.select_related("claim", "evidence__claim")),
        "proposals": (
            f"{reverse('change_sheet', args=[version.article.uid])}?state=waiting",
            Claim.objects.none(),
        ),
    }
    address, rows = ways[key]
    return address, [link_to(row, version.article) for row in rows[:EXAMPLES_SHOWN]]


def open_sentences(version: ArticleVersion) -> Any:
    rows: Any = version.sentences.with_kind()
    return rows.filter(state=SentenceKind.OPEN).order_by("ordinal")


def link_to(row: Any, article: Article) -> Link:
    """What stands in the way, in a few words, and where in the workbench it is dealt with."""
    if isinstance(row, Sentence):
        return f"Sentence {row.ordinal}", article_address(article.uid, sentence=row.ordinal)
    if isinstance(row, Highlight):
        return shortened(row.exact, CHARACTERS_SHOWN), article_address(article.uid, waiting=row.uid)
    if isinstance(row, Comment):
        claim = row.claim or (row.evidence and row.evidence.claim)
        return shortened(row.body, CHARACTERS_SHOWN), article_address(
            article.uid, claim=claim.uid if claim else ""
        )
    return shortened(row.text, CHARACTERS_SHOWN), article_address(article.uid, claim=row.uid)


def figures_told(figures: dict[str, Any]) -> list[tuple[str, str]]:
    """The figures in words: label, value."""
    sentences, claims = figures["sentences"], figures["claims"]
    proposals = figures.get("proposals", {})
    told = [
        ("Sentences", str(sum(sentences.values()))),
        ("With claims", str(sentences[SentenceKind.CLAIM])),
        ("Nothing to check", str(sentences[SentenceKind.NOTHING])),
        ("Claims", str(sum(claims.values())) + in_states(claims)),
        ("Sources", str(figures["sources"])),
    ]
    done = proposals.get("done", 0)
    return [*told, ("Changes made", str(done))] if done else told


def in_states(claims: dict[str, int]) -> str:
    named = ", ".join(f"{claims[state]} {state.label.lower()}" for state in State if claims.get(state))
    return f": {named}" if named else ""


@require_POST
@inside
def article_clear(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Clear the version that the person looked at."""
    article = find_article(request, uid)
    versions = ArticleVersion.objects.visible_to(request.user).filter(article=article)
    version = found(versions, number=whole_number(request.POST.get("version", "")) or 0)
    return done(
        request, article, "Cleared.", lambda: clear_article(article, by=request.user, version=version)
    )


@require_POST
@inside
def clearance_void(request: HttpRequest, uid: UUID) -> HttpResponse:
    article = find_article(request, uid)
    why = taken(TakeBackForm(request.POST))["why"]
    return done(request, article, "Taken back.", lambda: void_clearance(article, by=request.user, why=why))


def done(request: HttpRequest, article: Article, said: str, act: Any) -> HttpResponse:
    """The page again: it says itself what is in the way."""
    try:
        act()
    except Conflict as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, said)
    return redirect("clearance_detail", article.uid)


@inside
@require_safe
def clearance_certificate(request: HttpRequest, uid: UUID, clearance_uid: UUID) -> HttpResponse:
    """One clearance to be printed and filed, void or not."""
    article = find_article(request, uid)
    rows = Clearance.objects.visible_to(request.user).filter(article=article)
    clearance = found(rows.select_related("version", "by"), uid=clearance_uid)
    context = {"article": article, "clearance": clearance, "figures": figures_told(clearance.figures)}
    return render(request, "annotations/clearance_certificate.html", context)
