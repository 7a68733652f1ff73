"""Claims and sources from files."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.http import HttpResponse, QueryDict
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from annotations.actions.idempotency import Answer
from annotations.actions.importing_claims import PlannedClaim, import_claims, plan_claims, read_file
from annotations.actions.importing_sources import (
    Planned,
    import_sources,
    plan_sources,
    read_sources,
    sources_in,
)
from annotations.api.endpoint import Endpoint, Shape
from annotations.api.parsing import DocumentJSONParser
from annotations.api.serializers.imports import (
    ClaimFileIn,
    ClaimFileUploadIn,
    ClaimImport,
    SourceFileIn,
    SourceImport,
    SourceItemsIn,
)
from annotations.api.views.articles import bytes_of
from annotations.errors import TooLarge
from annotations.models import Claim, Source
from annotations.permissions import Permission, require
from annotations.workflow import Step

MOST_ROWS = 1_000
NOTHING_MORE: Shape = {}

PlanT = TypeVar("PlanT", Planned, PlannedClaim)


class FileImport(Endpoint):
    parser_classes = (DocumentJSONParser, MultiPartParser)

    def file_taken(self, as_json: type[Any], as_form: type[Any]) -> Shape:
        """The body, checked; `dry_run` is there, and true or false."""
        values = self.taken(as_form if isinstance(self.request.data, QueryDict) else as_json)
        return values | {"dry_run": values.get("dry_run") in (True, "true")}

    def known_sources(self) -> Any:
        """Whoever may not be told here who a confidential source is cannot find it out by sending its DOI."""
        return self.recipient.known_sources()


class ClaimImports(FileImport):
    queryset = Claim.objects.all()

    @extend_schema(
        request={"application/json": ClaimFileIn, "multipart/form-data": ClaimFileUploadIn},
        responses={200: ClaimImport},
    )
    def post(self, request: Request) -> HttpResponse:
        """Mark the claims of a file, up to a thousand rows. Each row is made whole or not at all, and what is here
        already is left alone: the same file can be sent again. With `dry_run` nothing is written."""
        require(request.user, Step.MARK)
        values = self.file_taken(ClaimFileIn, ClaimFileUploadIn)
        file = read_file(content_of(values), name=name_of(values), format=values.get("format", ""))
        rows = list(islice(file.rows, MOST_ROWS + 1))
        if len(rows) > MOST_ROWS:
            raise TooLarge(f"At most {MOST_ROWS:,} rows are taken at once. Send the file in parts.")
        how = {"by": request.user, "article": values.get("article"), "sources": self.known_sources()}
        act = plan_claims if values["dry_run"] else import_claims
        unread = {"unread": list(file.unread)}
        return self.act_once(lambda: answer_of(list(act(rows, **how)), row_told, unread))


class SourceImports(FileImport):
    queryset = Source.objects.all()

    @extend_schema(
        request={"application/json": SourceItemsIn, "multipart/form-data": SourceFileIn},
        responses={200: SourceImport},
    )
    def post(self, request: Request) -> HttpResponse:
        """Add the sources of CSL-JSON, up to a thousand. What is here already, by its DOI, address or id, stays,
        and what is empty of it is filled in: the same file can be sent again. With `dry_run` nothing is written."""
        require(request.user, Permission.ADD_SOURCE)
        values = self.file_taken(SourceItemsIn, SourceFileIn)
        items = sources_in(values["items"]) if "items" in values else read_sources(content_of(values))
        if len(items) > MOST_ROWS:
            raise TooLarge(f"At most {MOST_ROWS:,} sources are taken at once. Send them in parts.")
        act = plan_sources if values["dry_run"] else import_sources
        library = self.known_sources()
        return self.act_once(lambda: answer_of(act(items, by=request.user, library=library), item_told))


def answer_of(plans: Sequence[PlanT], told: Callable[[PlanT], Shape], also: Shape = NOTHING_MORE) -> Answer:
    """How many of each fate, and what became of each one: its fate, and what `told` says of it."""
    body = {
        "counts": dict(Counter(str(plan.fate) for plan in plans)),
        **also,
        "results": [{"outcome": str(plan.fate), "why": plan.why, **told(plan)} for plan in plans],
    }
    return Answer(200, json.dumps(body, ensure_ascii=False), {})


def item_told(plan: Planned) -> Shape:
    return {
        "item": plan.item.number,
        "source": str(plan.source.uid) if plan.source else None,
        "title": plan.item.title,
        "kept": [name for name in plan.item.kept if name not in plan.completion.left],
        "filled": list(plan.completion.filled),
        "left": list(plan.completion.left),
    }


def content_of(values: Shape) -> bytes:
    return bytes_of(values["file"]) if "file" in values else values["text"].encode()


def name_of(values: Shape) -> str:
    return str(values["file"].name) if "file" in values else ""


def row_told(plan: PlannedClaim) -> Shape:
    return {
        "line": plan.row.number,
        "article": str(plan.article.uid) if plan.article else None,
        "claim": str(plan.claim.uid) if plan.claim else None,
        "text": plan.row.words,
    }
