"""What was published and had to change: every correction ever made, for everybody."""

from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse

from annotations.models import Correction, CorrectionKind
from annotations.models.publications import CORRECTION_MEANS
from annotations.pages.lists import choices, chosen, page_of
from annotations.pages.periods import midnight
from annotations.pages.public import newest_of_all, public, public_page
from annotations.pages.record_changes import Change, Record, change_of, changes_between, records_beside
from annotations.pages.records import check_of


@public
def correction_list(request: HttpRequest) -> HttpResponse:
    """Newest first, by kind and by month."""
    corrections = Correction.objects.all()
    kind = chosen(request, "kind", CorrectionKind.values)
    months = months_of(corrections)
    month = chosen(request, "month", [value for value, _ in months])
    found = in_month(corrections, month)
    kinds = dict(found.order_by().values_list("kind").annotate(Count("pk")))
    if kind:
        found = found.filter(kind=kind)
    page = page_of(request, found.select_related("publication"))
    context = {
        "page": page,
        "rows": rows_of(list(page.object_list)),
        "kinds": choices(
            request, "kind", [("", "All"), *kind_words()], kind, kinds | {"": sum(kinds.values())}
        ),
        "months": choices(request, "month", [("", "All months"), *months], month),
        "filtered": bool(kind or month),
        "explained": CORRECTION_MEANS[CorrectionKind(kind)] if kind else "",
    }
    return public_page(request, "correction_list", context, newest_of_all().at)


def kind_words() -> list[tuple[str, str]]:
    return [(kind.value, f"{kind.label}s") for kind in CorrectionKind]


def months_of(corrections: Any) -> list[tuple[str, str]]:
    """("2024-12", "December 2024"), the newest first, by the newsroom's clock."""
    months = corrections.order_by().annotate(month=TruncMonth("created")).values_list("month", flat=True)
    return [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in sorted(months.distinct(), reverse=True)]


def in_month(corrections: Any, month: str) -> Any:
    if not month:
        return corrections
    first = date.fromisoformat(f"{month}-01")
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return corrections.filter(created__gte=midnight(first), created__lt=midnight(following))


def rows_of(corrections: list[Correction]) -> list[dict[str, Any]]:
    records = records_beside([row.publication for row in corrections])
    return [
        {
            "row": row,
            "check": check_of(row.publication),
            "changes": changes_of(row, records),
            "withdrawn": row.kind == CorrectionKind.RETRACTION,
        }
        for row in corrections
    ]


def changes_of(correction: Correction, records: dict[tuple[int, int], Record]) -> list[Change]:
    """Word for word between the two records; a retraction replaced no record by another."""
    publication = correction.publication
    before = records.get((publication.claim_id, publication.number - 1))
    if correction.kind == CorrectionKind.RETRACTION or before is None:
        return []
    found = changes_between(before, records[publication.claim_id, publication.number])
    if found or correction.before == correction.after:
        return found
    return [change_of("We said", correction.before, correction.after)]
