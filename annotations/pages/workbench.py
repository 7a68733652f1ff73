"""The workbench: one article's text, and what is done to its sentences."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from annotations.actions.claims import mark_claim, mark_selector
from annotations.actions.sentences import dismiss_sentences, reopen_sentences
from annotations.actions.undoing import past_of
from annotations.anchoring.selectors import Selector, TextQuote
from annotations.errors import NotFound
from annotations.models import ArticleVersion, Claim, Sentence
from annotations.pages.appearance import CHOICES
from annotations.pages.entry import by_htmx, inside
from annotations.pages.finding import find_article, find_claim
from annotations.pages.forms.base import taken
from annotations.pages.forms.workbench import DismissForm, MarkForm
from annotations.pages.fragments import (
    claim_answer,
    compressed,
    find_shown,
    page_again,
    person_of,
    sentence_answer,
    sentence_context,
    shown_version,
    workbench_address,
)
from annotations.pages.notices import see_what_is_open
from annotations.pages.panel import panel_context
from annotations.pages.prose import article_html
from annotations.pages.reading import Reading, read
from annotations.pages.thread import article_context
from annotations.pages.tray import is_answered_here, tray_context, tray_of
from annotations.permissions import permits
from annotations.workflow import Step

ABOUT_ARTICLE = "annotations/_article_panel.html"


@require_safe
@never_cache
@vary_on_headers("HX-Request")
@inside
def article_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The whole page, or, for htmx, the panel of the claim or sentence that the address names."""
    version = find_shown(request, uid)
    article = version.article
    reading = read(article, version, person_of(request))
    context = subject_context(request, reading)
    if claim := context.get("claim"):
        context["new_notices"] = see_what_is_open(request.user, claim=claim)
    elif context["panel"] == ABOUT_ARTICLE:
        context["new_notices"] = see_what_is_open(request.user, article=article)
    if by_htmx(request):
        return compressed(request, render(request, context["panel"], context))
    context |= {
        "article": article,
        "version": version,
        "coverage": reading.coverage(),
        "past": past_of(article, request.user),
        "prose": article_html(reading.prose(context["line_number"], context.get("number", 0))),
        "show": chosen_show(request, reading),
        "layout": chosen_lines(request),
        "may_mark": permits(request.user, Step.MARK),
    }
    return compressed(request, render(request, "annotations/workbench_detail.html", context))


def chosen_show(request: HttpRequest, reading: Reading) -> str:
    """The filter named in the address, when there is one of that name."""
    named = request.GET.get("show", "")
    return named if named in {show.key for show in reading.shows()} else ""


def chosen_lines(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("lines", "")
    return chosen if chosen in CHOICES["lines"] else "prose"


def subject_context(request: HttpRequest, reading: Reading) -> dict[str, Any]:
    """What the panel is about: a claim, a sentence, what waits for an answer, or the article."""
    if claim_uid := request.GET.get("claim"):
        context = panel_context(claim_of(request, reading, claim_uid), reading)
        first = next(iter(context["lines"]), None)
        return context | {
            "panel": "annotations/_claim_panel.html",
            "line_number": first.number if first else 0,
        }
    number = request.GET.get("sentence", "")
    if number.isdecimal():
        context = sentence_context(reading, reading.line(int(number)))
        return context | {"panel": "annotations/_sentence_panel.html", "line_number": int(number)}
    asked = request.GET.get("waiting", "")
    about_article = request.GET.get("about") == "article"
    if is_answered_here(reading) and (asked or reading.waiting) and not about_article:
        return tray_context(reading, tray_of(reading, chosen=uid_in(asked)), opened=bool(asked))
    return article_context(reading) | {"panel": ABOUT_ARTICLE, "line_number": 0}


def uid_in(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None


def claim_of(request: HttpRequest, reading: Reading, claim_uid: str) -> Claim:
    uid = uid_in(claim_uid)
    if uid is None:
        raise NotFound()
    claim = find_claim(request, uid)
    if claim.article_id != reading.article.pk:
        raise NotFound()
    return claim


@require_POST
@inside
def claim_mark(request: HttpRequest, uid: UUID) -> HttpResponse:
    version = shown_version(request, find_article(request, uid))
    claim = mark(version, person_of(request), taken(MarkForm(request.POST)))
    return claim_answer(request, claim, "Marked as a claim.")


def mark(version: ArticleVersion, person: Any, data: dict[str, Any]) -> Claim:
    """A stretch if there is one, else the words as typed, else the whole sentence."""
    if data["start"] is not None and data["end"] is not None:
        return mark_claim(version, by=person, start=data["start"], end=data["end"])
    if data["words"]:
        return mark_selector(version, by=person, selector=words_selector(version, data))
    sentence = find_sentences(version, data["sentence"])[0]
    return mark_claim(version, by=person, start=sentence.start, end=sentence.end)


def words_selector(version: ArticleVersion, data: dict[str, Any]) -> Selector:
    """The words to look for; those of the sentence they were typed beside come first."""
    words = data["words"]
    if data["sentence"]:
        sentence = find_sentences(version, data["sentence"])[0]
        at = version.text.find(words, sentence.start, sentence.end)
        if at >= 0:
            before, after = version.text[:at], version.text[at + len(words) :]
            return Selector(quote=TextQuote(words, before[-60:], after[:60]))
    return Selector(quote=TextQuote(words))


@require_POST
@inside
def sentence_dismiss(request: HttpRequest, uid: UUID) -> HttpResponse:
    version = shown_version(request, find_article(request, uid))
    data = taken(DismissForm(request.POST))
    sentences = find_sentences(version, data["sentence"], data["last"])
    dismiss_sentences(sentences, by=person_of(request), reason=data["reason"])
    return sentences_answer(request, version, data, f"{spoken(data)}: nothing to check.")


@require_POST
@inside
def sentence_reopen(request: HttpRequest, uid: UUID) -> HttpResponse:
    version = shown_version(request, find_article(request, uid))
    data = taken(DismissForm(request.POST))
    sentences = find_sentences(version, data["sentence"], data["last"])
    reopen_sentences(sentences, by=person_of(request))
    return sentences_answer(request, version, data, f"{spoken(data)}: open again.")


def sentences_answer(
    request: HttpRequest, version: ArticleVersion, data: dict[str, Any], said: str
) -> HttpResponse:
    article, first, last = version.article, data["sentence"], data["last"] or data["sentence"]
    if not by_htmx(request):
        return page_again(request, workbench_address(article, version, sentence=first), said)
    reading = read(article, version, person_of(request))
    return sentence_answer(request, reading, reading.line(first), said, set(range(first, last + 1)))


def find_sentences(version: ArticleVersion, first: int, last: int | None = None) -> list[Sentence]:
    """Sentences by their place in the text, counted from 1."""
    rows = list(
        version.sentences.select_related("version__article").order_by("start")[first - 1 : last or first]
    )
    if not rows:
        raise NotFound()
    return rows


def spoken(data: dict[str, Any]) -> str:
    first, last = data["sentence"], data["last"] or data["sentence"]
    return f"Sentence {first}" if first == last else f"Sentences {first} to {last}"
