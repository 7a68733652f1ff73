"""Sources: the library, one source and where it is used, its stored copies."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Case, CharField, Count, F, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from annotations.actions.sources import add_source, describe_source, forget_source
from annotations.errors import StaleEdit
from annotations.models import Claim, Comment, Evidence, Snapshot, Source, SourceType, Terms, Tier
from annotations.pages.conflicts import conflict_answer
from annotations.pages.dependencies import resting_on
from annotations.pages.entry import inside
from annotations.pages.finding import found
from annotations.pages.forms.base import attempt, taken
from annotations.pages.forms.sources import ForgetForm, SourceForm, written_name
from annotations.pages.lists import (
    asked_words,
    changed_address,
    choices,
    chosen,
    holding,
    list_answer,
    page_of,
)
from annotations.permissions import Permission, permits, require
from annotations.workflow import State

SORTS = {
    "": ("Newest first", ["-created", "-pk"]),
    "used": ("Most used", ["-uses", "-created"]),
    "title": ("By title", ["shown_name", "pk"]),
}
TIERS = {"": "All", **dict(Tier.choices)}
TYPES = {"": "All types", **dict(SourceType.choices)}
USES_A_PAGE = 20


@inside
@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    words = asked_words(request)
    found = Source.objects.visible_to(request.user)
    found = holding(found, words) if words else found
    tier, kind = chosen(request, "tier", TIERS), chosen(request, "type", TYPES)
    of_tier = found.filter(tier=tier) if tier else found
    rows = of_tier.filter(type=kind) if kind else of_tier
    page = page_of(request, with_uses(rows).order_by(*SORTS[chosen(request, "sort", SORTS)][1]))
    context = {
        "page": page,
        "rows": [source_shown(source) for source in page.object_list],
        "words": words,
        "filtered": bool(words or tier or kind),
        "tiers": choices(request, "tier", TIERS.items(), tier, counts(found, "tier")),
        "types": used_types(request, of_tier, kind),
        "sorts": choices(
            request, "sort", [(key, row[0]) for key, row in SORTS.items()], chosen(request, "sort", SORTS)
        ),
        "without_words": changed_address(request, "q", ""),
        "may_add": permits(request.user, Permission.ADD_SOURCE),
    }
    return list_answer(request, "source_list", context)


def counts(sources: Any, column: str) -> dict[str, int]:
    numbers = dict(sources.order_by().values_list(column).annotate(Count("pk")))
    return {"": sum(numbers.values()), **numbers}


def used_types(request: HttpRequest, sources: Any, current: str) -> list[Any]:
    """Of the many types only those that there are."""
    numbers = counts(sources, "type")
    return [
        choice
        for choice in choices(request, "type", TYPES.items(), current, numbers)
        if choice.count or choice.current or not choice.value
    ]


def with_uses(sources: Any) -> Any:
    """Adds how often each is used, and the name it is sorted by: of a hidden one, what anybody may know."""
    living = Q(evidence__removed_at=None) & Q(evidence__claim__in=Claim.objects.living())
    return sources.annotate(
        uses=Count("evidence", filter=living, distinct=True),
        shown_name=Case(
            When(identity_shown=True, then=F("title")),
            default=F("public_description"),
            output_field=CharField(),
        ),
    )


def source_shown(source: Any) -> dict[str, Any]:
    """A source as this person may know it: `known` says whether who it is may be shown."""
    known = source.identity_shown
    return {
        "row": source,
        "known": known,
        "title": source.shown_title(known),
        "facts": facts_of(source) if known else [source.get_terms_display()],
    }


def facts_of(source: Source) -> list[str]:
    """Who, where, when: each said once."""
    authors = "; ".join(map(written_name, source.author))
    said = (authors, source.container_title, source.publisher, source.issued, host_of(source.url))
    return [fact for fact in dict.fromkeys(said) if fact]


def host_of(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")


def find_source(request: HttpRequest, uid: UUID) -> Any:
    return found(Source.objects.visible_to(request.user).select_related("added_by"), uid=uid)


@inside
@require_safe
def source_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    source = find_source(request, uid)
    page = page_of(request, uses_of(source, request.user), USES_A_PAGE)
    copies = Snapshot.objects.visible_to(request.user).filter(source=source)
    context = source_shown(source) | {
        "source": source,
        "page": page,
        "uses": uses_shown(page.object_list, request.user),
        "used_by": used_by(source, request.user),
        "snapshots": copies[:20],
        "author_names": [written_name(name) for name in source.author] if source.identity_shown else [],
        "may_describe": permits(request.user, Permission.DESCRIBE_SOURCE, source),
        "may_withdraw": permits(request.user, Permission.WITHDRAW_SOURCE, source),
        "may_forget": may_forget(request.user, source),
    }
    return render(request, "annotations/source_detail.html", context)


def may_forget(person: Any, source: Source) -> bool:
    """Whether to offer it: there is somebody to protect, and something left to forget."""
    secret = source.confidential or source.terms != Terms.ON_RECORD
    return secret and not source.forgotten_at and permits(person, Permission.FORGET_SOURCE, source)


def uses_of(source: Source, person: Any) -> Any:
    """Where it is used, and whether its stance may be seen."""
    living = (
        Evidence.objects.visible_to(person)
        .living()
        .with_reading_for(person)
        .filter(claim__in=Claim.objects.living())
    )
    rows = living.filter(source=source).select_related("claim__article", "claim__policy", "added_by")
    return rows.order_by("-created", "-pk")


def uses_shown(rows: Any, person: Any) -> list[dict[str, Any]]:
    """The uses of one page, each with the claims that rest on its claim in turn."""
    evidence = list(rows)
    below = resting_on({row.claim_id for row in evidence}, person)
    return [use(row) | {"below": below[row.claim_id]} for row in evidence]


def use(evidence: Any) -> dict[str, Any]:
    """One use; while colleagues' readings are kept from this person, so is what they made of the source."""
    return {"row": evidence, "blind": not evidence.reading_shown, "claim": evidence.claim}


def used_by(source: Source, person: Any) -> dict[str, int]:
    """How many claims rest on it, and how many of these are published, or stale."""
    used = Evidence.objects.visible_to(person).living().filter(source=source).values("claim")
    claims = Claim.objects.visible_to(person).living().filter(pk__in=used)
    return claims.aggregate(
        claims=Count("pk"),
        published=Count("pk", filter=Q(state=State.PUBLISHED)),
        stale=Count("pk", filter=Q(stale_since__isnull=False)),
    )


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def source_add(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.ADD_SOURCE)
    if request.method != "POST":
        initial = {"tier": Tier.SECONDARY, "terms": Terms.ON_RECORD, "type": SourceType.WEBPAGE}
        return form_page(request, SourceForm(initial=initial))
    form = SourceForm(request.POST)
    source = attempt(form, lambda data: add_source(by=request.user, **new_columns(form)))
    if source is None:
        return form_page(request, form, status=422)
    messages.success(request, "Added. Title and copy arrive when the page has been fetched.")
    return redirect("source_detail", source.uid)


def new_columns(form: SourceForm) -> dict[str, Any]:
    """Unless ticked, whether it is confidential follows from its terms."""
    columns = form.described()
    if not columns["confidential"]:
        del columns["confidential"]
    return columns


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def source_describe(request: HttpRequest, uid: UUID) -> HttpResponse:
    source = find_source(request, uid)
    require(request.user, Permission.DESCRIBE_SOURCE, source)
    if request.method != "POST":
        return form_page(request, SourceForm.showing(source), source)
    form = SourceForm(request.POST)
    try:
        described = attempt(
            form,
            lambda data: describe_source(
                source, by=request.user, row_version=data["row_version"] or 0, **form.described()
            ),
        )
    except StaleEdit as error:
        return conflict_answer(request, error, form=form, about=source, back=request.path)
    if described is None:
        return form_page(request, form, source, status=422)
    messages.success(request, "Saved.")
    return redirect("source_detail", uid)


def form_page(
    request: HttpRequest, form: SourceForm, source: Source | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "source": source}
    return render(request, "annotations/source_describe.html", context, status=status)


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def source_forget(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What would be gone for good and where it is used; a POST does it."""
    source = find_source(request, uid)
    require(request.user, Permission.FORGET_SOURCE, source)
    if request.method == "POST":
        row_version = taken(ForgetForm(request.POST))["row_version"]
        forget_source(source, by=request.user, row_version=row_version)
        messages.success(request, "Forgotten. Nobody can know any more who it was.")
        return redirect("source_detail", uid)
    if source.forgotten_at:
        return redirect("source_detail", uid)
    rows = uses_of(source, request.user)
    page = page_of(request, rows, USES_A_PAGE)
    context = source_shown(source) | {
        "source": source,
        "page": page,
        "uses": uses_shown(page.object_list, request.user),
        "used_by": used_by(source, request.user),
        "author_names": [written_name(name) for name in source.author],
        "snapshots": source.snapshots.count(),
        "passages": source.evidence.exclude(quotation="", note="", locator="").count(),
        "comments": Comment.objects.filter(evidence__source=source).count(),
        "named_in": named_in(source),
    }
    return render(request, "annotations/source_forget.html", context)


def named_in(source: Source) -> list[Claim]:
    """Claims whose public record, standing or earlier, names the source: that stays as it went out."""
    using = Claim.objects.filter(evidence__source=source).exclude(publications=None).distinct()
    return [
        claim
        for claim in using.prefetch_related("publications")
        if any(
            part["source"].get("uid") == str(source.uid)
            for publication in claim.publications.all()
            for part in publication.record["evidence"]
        )
    ]


@inside
@require_safe
def snapshot_detail(request: HttpRequest, uid: UUID, snapshot_uid: UUID) -> HttpResponse:
    """The words of a stored copy. The page itself is never shown again."""
    source = find_source(request, uid)
    copies = Snapshot.objects.visible_to(request.user).filter(source=source)
    context = source_shown(source) | {"source": source, "snapshot": found(copies, uid=snapshot_uid)}
    return render(request, "annotations/snapshot_detail.html", context)
