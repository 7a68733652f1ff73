"""Claims from a file."""

import json
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from annotations.actions.idempotency import Answer
from annotations.actions.importing_claims import PlannedClaim, import_claims, plan_claims, read_file
from annotations.api.endpoint import Endpoint, Shape
from annotations.api.parsing import DocumentJSONParser
from annotations.api.serializers.imports import ClaimFileIn, ClaimFileUploadIn, ClaimImport
from annotations.api.views.articles import bytes_of
from annotations.errors import TooLarge
from annotations.models import Claim
from annotations.permissions import require
from annotations.workflow import Step

MOST_ROWS = 1_000


class ClaimImports(Endpoint):
    queryset = Claim.objects.all()
    parser_classes = (DocumentJSONParser, MultiPartParser)

    @extend_schema(
        request={"application/json": ClaimFileIn, "multipart/form-data": ClaimFileUploadIn},
        responses={200: ClaimImport},
    )
    def post(self, request: Request) -> HttpResponse:
        """Mark the claims of a file, up to a thousand rows. Each row is made whole or not at all, and what is here
        already is left alone: the same file can be sent again. With `dry_run` nothing is written."""
        require(request.user, Step.MARK)
        values = self.taken(ClaimFileUploadIn)
        file = read_file(content_of(values), name=name_of(values), format=values.get("format", ""))
        rows = list(islice(file.rows, MOST_ROWS + 1))
        if len(rows) > MOST_ROWS:
            raise TooLarge(f"At most {MOST_ROWS:,} rows are taken at once. Send the file in parts.")
        act = plan_claims if values.get("dry_run") == "true" else import_claims
        how: dict[str, Any] = {"by": request.user, "article": values.get("article")}
        return self.act_once(lambda: answered(list(act(rows, **how)), file.unread))


def content_of(values: Shape) -> bytes:
    return bytes_of(values["file"]) if "file" in values else values["text"].encode()


def name_of(values: Shape) -> str:
    return str(values["file"].name) if "file" in values else ""


def answered(plans: Sequence[PlannedClaim], unread: Sequence[str]) -> Answer:
    told = {
        "counts": dict(Counter(str(plan.fate) for plan in plans)),
        "unread": list(unread),
        "results": [told_of(plan) for plan in plans],
    }
    return Answer(200, json.dumps(told, ensure_ascii=False), {})


def told_of(plan: PlannedClaim) -> Shape:
    return {
        "line": plan.row.number,
        "outcome": str(plan.fate),
        "why": plan.why,
        "article": str(plan.article.uid) if plan.article else None,
        "claim": str(plan.claim.uid) if plan.claim else None,
        "text": plan.row.words,
    }
