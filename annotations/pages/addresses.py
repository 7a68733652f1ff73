"""Addresses of the workbench: the page of an article, and in its query what the panel beside the text shows."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from annotations.models import Claim


def panel_address(**shown: Any) -> str:
    """From within an article's page: its panel with the claim, sentence, change or discussion that is named.

    Values are keys, numbers and words of ours, and need no quoting; what is empty is left out.
    """
    return f"?{'&'.join(f'{name}={value}' for name, value in shown.items() if value)}#panel"


def article_address(uid: UUID, **shown: Any) -> str:
    """From anywhere: the article's page, with its panel opened where something is `shown`."""
    page = reverse("article_detail", args=[uid])
    return page + panel_address(**shown) if any(shown.values()) else page


def claim_address(claim: Claim) -> str:
    """The claim beside its text."""
    return article_address(claim.article.uid, claim=claim.uid)


def hold_address(claim: Claim) -> str:
    """Where it is said whether the verdict of a stale claim still holds."""
    return f"{reverse('article_detail', args=[claim.article.uid])}?claim={claim.uid}&hold=1#hold"
