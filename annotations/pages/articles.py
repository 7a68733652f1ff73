"""Articles: the list, their details, putting one away."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.actions.articles import archive_article, describe_article, restore_article
from annotations.errors import StaleEdit
from annotations.exports import FORMATS
from annotations.models import Article, ArticleKind, ArticleStatus, ArticleVersion, Claim, Person, Sentence
from annotations.pages.conflicts import conflict_answer
from annotations.pages.entry import inside
from annotations.pages.finding import find_article
from annotations.pages.forms.articles import DescribeArticleForm
from annotations.pages.forms.base import attempt, row_version_of
from annotations.pages.lists import (
    asked_words,
    changed_address,
    choices,
    chosen,
    holding,
    list_answer,
    page_of,
)
from annotations.pages.reading import Coverage
from annotations.permissions import Permission, permits, require

STATES = {
    "": ("All", lambda articles: articles.current()),
    "open": ("In check", lambda articles: articles.filter(status=ArticleStatus.OPEN)),
    "cleared": ("Cleared", lambda articles: articles.filter(status=ArticleStatus.CLEARED)),
    "published": ("Published", lambda articles: articles.published()),
    "archived": ("Archived", lambda articles: articles.filter(status=ArticleStatus.ARCHIVED)),
}
KINDS = {
    "": "All kinds",
    ArticleKind.THIRD_PARTY.value: "Others’ articles",
    ArticleKind.OWN_DRAFT.value: "Our drafts",
    ArticleKind.TRANSCRIPT.value: "Transcripts",
}
SORTS: dict[str, tuple[str, list[Any]]] = {
    "": ("Newest first", ["-created", "-pk"]),
    "due": ("Due first", [F("due").asc(nulls_last=True), "-created"]),
    "changed": ("Last worked on", ["-changed", "-pk"]),
    "headline": ("By headline", ["headline", "pk"]),
}
PUBLISHERS_SHOWN = 12


@inside
@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    words = asked_words(request)
    found = holding(Article.objects.visible_to(request.user), words)
    state, kind = chosen(request, "state", STATES), chosen(request, "kind", KINDS)
    publisher = request.GET.get("publisher", "").replace("\0", "")
    sort = chosen(request, "sort", SORTS)
    of_state = STATES[state][1](found)
    rows = of_publisher(of_kind(of_state, kind), publisher).order_by(*SORTS[sort][1])
    page = page_of(request, with_counts(rows))
    context = {
        "page": page,
        "rows": with_coverage(page.object_list),
        "words": words,
        "states": choices(request, "state", labels(STATES), state, state_counts(found)),
        "kinds": choices(request, "kind", KINDS.items(), kind, kind_counts(of_state)),
        "publishers": choices(request, "publisher", publishers(of_state, publisher), publisher),
        "sorts": choices(request, "sort", labels(SORTS), sort),
        "filtered": bool(words or state or kind or publisher),
        "without_words": changed_address(request, "q", ""),
        "may_import": permits(request.user, Permission.IMPORT_ARTICLE),
    }
    return list_answer(request, "article_list", context)


def labels(table: dict[str, tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(value, row[0]) for value, row in table.items()]


def of_kind(articles: Any, kind: str) -> Any:
    return articles.filter(kind=kind) if kind else articles


def of_publisher(articles: Any, publisher: str) -> Any:
    return articles.filter(publisher=publisher) if publisher else articles


def state_counts(articles: Any) -> dict[str, int]:
    return {value: rows(articles).count() for value, (_, rows) in STATES.items()}


def kind_counts(articles: Any) -> dict[str, int]:
    counts = dict(articles.order_by().values_list("kind").annotate(Count("pk")))
    return {"": sum(counts.values()), **counts}


def publishers(articles: Any, current: str) -> list[tuple[str, str]]:
    """Those with most articles; the one that is chosen is always among them."""
    named = articles.exclude(publisher="").order_by().values_list("publisher")
    counted = named.annotate(articles=Count("pk")).order_by("-articles", "publisher")
    names = [name for name, _ in counted[:PUBLISHERS_SHOWN]]
    extra = [current] if current and current not in names else []
    return [("", "All publishers"), *((name, name) for name in [*names, *extra])]


def with_counts(articles: Any) -> Any:
    """Adds how many claims live and how many are stale, the newest version's key and number, whether it is public."""
    newest = ArticleVersion.objects.filter(article=OuterRef("pk")).order_by("-number")
    return articles.annotate(
        version_pk=Subquery(newest.values("pk")[:1]),
        version_number=Subquery(newest.values("number")[:1]),
        claim_count=counted(Claim.objects.living()),
        stale_count=counted(Claim.objects.stale()),
        is_published=Q(pk__in=Article.objects.published().values("pk")),
    )


def counted(claims: Any) -> Coalesce:
    """How many of these claims are the article's."""
    own = claims.filter(article=OuterRef("pk")).order_by().values("article")
    number = own.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def with_coverage(articles: Any) -> list[dict[str, Any]]:
    """The articles of one page with their coverage and who works on them, in two queries for all of them."""
    rows = list(articles)
    coverage, people = coverage_of(rows), people_of(rows)
    return [{"article": row, "coverage": coverage[row.version_pk], "people": people[row.pk]} for row in rows]


def coverage_of(articles: list[Any]) -> dict[int, Coverage]:
    """By key of the newest version."""
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sentences: Any = Sentence.objects.filter(version__in=[row.version_pk for row in articles]).with_kind()
    grouped: Any = sentences.order_by().values_list("version", "state").annotate(Count("pk"))
    for version, kind, number in grouped:
        counts[version][kind] = number
    return {
        row.version_pk: Coverage(
            counts[row.version_pk]["claim"],
            counts[row.version_pk]["nothing_to_check"],
            counts[row.version_pk]["open"],
        )
        for row in articles
    }


def people_of(articles: list[Any]) -> dict[int, list[str]]:
    """By article: the names of those to whom its claims are assigned."""
    people = Person.objects.filter(assigned_claims__article__in=articles).order_by("name", "username")
    pairs = people.values_list("assigned_claims__article", "name", "username").distinct()
    names: dict[int, list[str]] = defaultdict(list)
    for article, name, username in pairs:
        names[article].append(name or username)
    return names


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def article_describe(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The article's details, to be read by everybody and changed by who may."""
    article = find_article(request, uid)
    if request.method != "POST":
        return details_page(request, article, DescribeArticleForm.showing(article, request.user))
    require(request.user, Permission.DESCRIBE_ARTICLE)
    form = DescribeArticleForm(request.POST, person=request.user)
    try:
        changed = attempt(form, lambda data: describe_article(article, by=request.user, **data))
    except StaleEdit as error:
        return conflict_answer(request, error, form=form, about=article, back=request.path)
    if changed is None:
        return details_page(request, article, form, status=422)
    messages.success(request, "Saved.")
    return redirect("article_detail", uid)


def details_page(
    request: HttpRequest, article: Article, form: DescribeArticleForm, status: int = 200
) -> HttpResponse:
    context = {
        "article": article,
        "version": article.current_version(),
        "form": form,
        "may_describe": permits(request.user, Permission.DESCRIBE_ARTICLE),
        "may_archive": permits(request.user, Permission.ARCHIVE_ARTICLE),
        "formats": FORMATS,
    }
    return render(request, "annotations/article_describe.html", context, status=status)


@inside
@require_POST
def article_archive(request: HttpRequest, uid: UUID) -> HttpResponse:
    article = find_article(request, uid)
    archive_article(article, by=request.user, row_version=row_version_of(request))
    messages.success(request, "Put away. Nothing was deleted.")
    return redirect("article_describe", uid)


@inside
@require_POST
def article_restore(request: HttpRequest, uid: UUID) -> HttpResponse:
    article = find_article(request, uid)
    restore_article(article, by=request.user, row_version=row_version_of(request))
    messages.success(request, "Brought back.")
    return redirect("article_describe", uid)
