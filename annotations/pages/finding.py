"""The record an address names, among what the person may see. What is not seen is answered as what is not there."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from annotations.errors import NotFound
from annotations.models import Article, Claim
from annotations.pages.panel import claim_rows


def found(rows: Any, **which: Any) -> Any:
    """The first of the rows with these values. Raises NotFound."""
    asked = rows.filter(**which)
    # A uid names one row: for an order Django looks at each column that is read, which takes longer than to find it.
    row = next(iter(asked.order_by()[:1]), None) if "uid" in which else asked.first()
    if row is None:
        raise NotFound()
    return row


def whole_number(text: str) -> int | None:
    """What an address or a form gives as a number; None for anything else, and for one with more digits than ours."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def find_article(request: HttpRequest, uid: UUID) -> Article:
    return found(Article.objects.visible_to(request.user).select_related("policy"), uid=uid)


def find_claim(request: HttpRequest, uid: UUID) -> Claim:
    """With all that its panel shows."""
    return found(claim_rows(request.user), uid=uid)


def find_claim_alone(request: HttpRequest, uid: UUID) -> Claim:
    """To do something to it: what its panel shows is read when that is done."""
    rows = Claim.objects.visible_to(request.user).select_related("article__policy", "policy__scale")
    return found(rows, uid=uid)


def own_address(request: HttpRequest, wanted: str) -> str:
    """The address, if it is one of ours; else the desk's: no link of ours leads elsewhere."""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else "/"
