"""The claims behind a figure of agreement: of one square, of two people, or all that were read twice."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.errors import NotFound
from annotations.exports.readings import TwiceRead
from annotations.models import Claim, Person
from annotations.pages.agreement import Asked, asked, people_of
from annotations.pages.entry import inside
from annotations.pages.lists import kept_query, page_of


@inside
@require_safe
def agreement_claim_list(request: HttpRequest) -> HttpResponse:
    wanted = asked(request)
    readings = narrowed(request, wanted)
    page = page_of(request, readings[::-1])
    context = {
        "page": page,
        "rows": rows_of(request, wanted, list(page.object_list)),
        "number": len(readings),
        "back": kept_query(request, ("first", "second", "one", "other", "page")),
    }
    return render(request, "annotations/agreement_claims.html", context)


def rows_of(request: HttpRequest, wanted: Asked, shown: list[TwiceRead]) -> list[dict[str, Any]]:
    """Each claim with who gave it which rating, in the order of reading."""
    rows = Claim.objects.visible_to(request.user).living().select_related("article")
    claims = rows.in_bulk({row.claim for row in shown})
    people = people_of(request, shown)
    ratings = {rating.pk: rating for scale in wanted.scales.values() for rating in scale.ratings.all()}
    return [
        {
            "claim": claims[row.claim],
            "reading": row,
            "readings": [
                (people[reader], ratings[rating])
                for reader, rating in zip(row.readers, row.ratings, strict=True)
            ],
        }
        for row in shown
    ]


def narrowed(request: HttpRequest, wanted: Asked) -> list[TwiceRead]:
    """Of the chosen scale; `first` and `second` are keys of ratings, `one` and `other` uids of people."""
    rows = wanted.of_scale()
    ratings = {rating.key: rating.pk for rating in wanted.scale.ratings.all()} if wanted.scale else {}
    for place, name in enumerate(("first", "second")):
        if name in request.GET:
            rows = [row for row in rows if row.ratings[place] == ratings.get(request.GET[name])]
    for name in ("one", "other"):
        if name in request.GET:
            reader = reader_named(request, request.GET[name])
            rows = [row for row in rows if reader in row.people()]
    return rows


def reader_named(request: HttpRequest, uid: str) -> int:
    try:
        return Person.objects.visible_to(request.user).values_list("pk", flat=True).get(uid=UUID(uid))
    except (ValueError, Person.DoesNotExist) as error:
        raise NotFound() from error
