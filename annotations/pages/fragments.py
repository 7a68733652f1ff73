"""Answers of the workbench: to htmx the panel and only what changed around it, to a plain form the page again."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

from annotations.actions.recording import deed_under_way
from annotations.actions.undoing import past_of
from annotations.errors import NotFound
from annotations.models import Article, ArticleVersion, Claim, Highlight
from annotations.pages.addresses import article_address
from annotations.pages.entry import by_htmx
from annotations.pages.finding import find_claim, found
from annotations.pages.panel import panel_context
from annotations.pages.prose import Line, block_htmls, blocks_around
from annotations.pages.reading import Reading, read


def person_of(request: HttpRequest) -> Any:
    """Who asks. Typed loosely: behind `login_required` it is a Person."""
    return request.user


def shown_version(request: HttpRequest, article: Article) -> ArticleVersion:
    """The version the person looks at: named by the form, the address, or the page that sent the request."""
    return meant_version(request, article.versions.visible_to(request.user))


def find_shown(request: HttpRequest, uid: UUID) -> ArticleVersion:
    """The same, with the article of this uid and its policy, in one query."""
    articles = Article.objects.visible_to(request.user).filter(uid=uid)
    versions = ArticleVersion.objects.visible_to(request.user).filter(article__in=articles.order_by())
    return meant_version(request, versions.select_related("article__policy"))


def meant_version(request: HttpRequest, versions: Any) -> ArticleVersion:
    """Of the versions of an article; the newest where none is named. Raises NotFound."""
    current_url = getattr(getattr(request, "htmx", None), "current_url", "") or ""
    of_page = parse_qs(urlsplit(current_url).query).get("version", [""])[0]
    named = request.POST.get("version") or request.GET.get("version") or of_page
    if not named:
        return found(versions.order_by("-number"))
    if not named.isdecimal():
        raise NotFound()
    return found(versions, number=int(named))


def workbench_address(article: Article, version: ArticleVersion, **subject: Any) -> str:
    """The page of the article with a claim or a sentence opened; the version is named unless it is current."""
    return article_address(article.uid, **subject, version=0 if version.is_current() else version.number)


def claim_answer(
    request: HttpRequest, claim: Claim, said: str = "", also: Iterable[Line] = ()
) -> HttpResponse:
    """After an action on a claim: its panel, the blocks it touches, the counts, and what was said."""
    version = shown_version(request, claim.article)
    if not by_htmx(request):
        return page_again(request, workbench_address(claim.article, version, claim=claim.uid), said)
    reading = read(claim.article, version, person_of(request))
    claim = find_claim(request, claim.uid)
    number = reading.numbers[claim.pk]
    lines = {line.number for line in [*touched_lines(reading, claim), *also]}
    context = panel_context(claim, reading) | {
        "panel": "annotations/_claim_panel.html",
        "blocks": changed_blocks(reading, {number}, lines, current_claim=number),
    }
    return partial(request, reading, context, said)


def sentence_answer(
    request: HttpRequest, reading: Reading, line: Line, said: str, lines: set[int]
) -> HttpResponse:
    """After something was said of sentences: the panel of the first, and their blocks."""
    context = sentence_context(reading, line) | {
        "panel": "annotations/_sentence_panel.html",
        "blocks": changed_blocks(reading, set(), lines, current_claim=0),
    }
    return partial(request, reading, context, said)


def partial(request: HttpRequest, reading: Reading, context: dict[str, Any], said: str) -> HttpResponse:
    shared = {
        "reading": reading,
        "coverage": reading.coverage(),
        "said": said,
        "past": past_of(reading.article, reading.person),
        # Only what this very request did is offered beside what is said of it.
        "deed": deed_under_way(),
    }
    return compressed(request, render(request, "annotations/_workbench_answer.html", context | shared))


def compressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An eighth of it goes over the line, where the browser takes it.

    Django hides the tokens in it from whoever counts the bytes, and no words of a request stand in the answer.
    """
    GZipMiddleware(lambda _: response).process_response(request, response)
    return response


def page_again(request: HttpRequest, address: str, said: str) -> HttpResponse:
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(address)


def sentence_context(reading: Reading, line: Line) -> dict[str, Any]:
    """The context of `_sentence_panel.html`."""
    return {
        "reading": reading,
        "line": line,
        "words": reading.version.text[line.start : line.end],
        "line_faces": reading.faces_of_line(line),
    }


def changed_blocks(reading: Reading, claims: set[int], lines: set[int], current_claim: int) -> list[str]:
    prose = reading.prose(current_claim=current_claim)
    return list(block_htmls(prose, only=blocks_around(prose, claims, lines), swap=True))


def places_of(claim: Claim, version: ArticleVersion, person: Any) -> list[tuple[int, int]]:
    """Where it stands in this version (code points), or stood before it was taken away or hidden."""
    rows = Highlight.objects.visible_to(person).filter(claim=claim, version=version).placed()
    ends = rows.values_list("start", "end")
    return [(start, end) for start, end in ends if start is not None and end is not None]


def touched_lines(reading: Reading, claim: Claim) -> list[Line]:
    """The sentences under its places in this version."""
    places = places_of(claim, reading.version, reading.person)
    return [
        line for line in reading.lines if any(start < line.end and line.start < end for start, end in places)
    ]
