"""A check inside somebody else's page: the card, what to copy to show it, and oEmbed."""

from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_exempt

from annotations.errors import NotFound
from annotations.models import Correction, CorrectionKind, Publication
from annotations.pages.public import FRESH_SECONDS, absolute, public, public_page
from annotations.pages.records import Check, check_of

# Pixels: of the frame, of what stands around the words, and of a line in a column of some 360.
CARD_WIDTH = 600
CARD_LEAST_HEIGHT, CARD_MOST_HEIGHT = 210, 520
AROUND_HEIGHT = 180
CLAIM_LINE_HEIGHT, CLAIM_LINE_CHARACTERS = 28, 34
SUMMARY_LINE_HEIGHT, SUMMARY_LINE_CHARACTERS = 24, 42

ANYWHERE = {
    "default-src": [SELF],
    "script-src": [NONE],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": ["*"],
}
"""The card may stand in any page, runs no script and sends nothing."""


@dataclass(frozen=True)
class Snippets:
    """HTML to copy: a frame that follows corrections, and words that stay as they are."""

    frame: str
    quotation: str
    height: int


@xframe_options_exempt
@csp_replace(ANYWHERE)
@public
def embed_card(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One check as a card. Withdrawn ones say so, with 410; what is not published is not there."""
    publication = Publication.objects.latest_of_each_claim().filter(claim__uid=uid).first()
    if publication is None:
        return public_page(request, "embed_missing", {}, status=404)
    notice = Correction.objects.filter(publication=publication, kind=CorrectionKind.RETRACTION).first()
    check = check_of(publication)
    context = {"check": check, "notice": notice, "address": absolute(check.address), "canonical": ""}
    if notice:
        return public_page(request, "embed_card", context, notice.created, status=410)
    context["canonical"] = context["address"]
    return public_page(request, "embed_card", context, publication.at)


def snippets(check: Check) -> Snippets:
    height = card_height(check)
    return Snippets(frame_html(check, CARD_WIDTH, height), quotation_html(check), height)


def card_height(check: Check) -> int:
    """High enough for the words in a narrow column; in a wide one there is air, in a narrower one it scrolls."""
    claim = CLAIM_LINE_HEIGHT * ceil(len(check.text) / CLAIM_LINE_CHARACTERS)
    summary = SUMMARY_LINE_HEIGHT * ceil(len(check.summary) / SUMMARY_LINE_CHARACTERS)
    height = AROUND_HEIGHT + claim + summary
    return max(CARD_LEAST_HEIGHT, min(height, CARD_MOST_HEIGHT))


def frame_html(check: Check, width: int, height: int) -> str:
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0"></iframe>',
        absolute(reverse("embed_card", args=[check.uid])),
        f"Fact check by {settings.NEWSROOM}: {check.text}",
        width,
        height,
    )


def quotation_html(check: Check) -> str:
    address = absolute(check.address)
    return format_html(
        '<blockquote cite="{}"><p>“{}”</p><p><strong>{}</strong>{}</p>'
        '<p><a href="{}">Fact check by {}</a></p></blockquote>',
        address,
        check.text,
        check.rating.name,
        f": {check.summary}" if check.summary else "",
        address,
        settings.NEWSROOM,
    )


@public
def oembed(request: HttpRequest) -> HttpResponse:
    """oembed.com: a page of ours as something to embed, for content systems that ask by its address."""
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"error": "Only JSON is spoken here."}, status=501)
    check = check_at(request.GET.get("url", ""))
    width = min(CARD_WIDTH, most(request, "maxwidth"))
    height = min(card_height(check), most(request, "maxheight"))
    card: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": f"{check.rating.name}: {check.text}",
        "provider_name": settings.NEWSROOM,
        "provider_url": f"{settings.BASE_URL}/",
        "cache_age": FRESH_SECONDS,
        "html": frame_html(check, width, height),
        "width": width,
        "height": height,
    }
    return JsonResponse(card)


def check_at(address: str) -> Check:
    """The standing check whose page this is. Raises NotFound."""
    if not address.startswith(f"{settings.BASE_URL}/"):
        raise NotFound()
    try:
        match = resolve(unquote(urlsplit(address).path))
    except (Resolver404, ValueError) as error:
        raise NotFound() from error
    if match.url_name != "check_detail":
        raise NotFound()
    of_claim = Publication.objects.standing().filter(claim__uid=match.kwargs["uid"])
    publication = of_claim.filter(claim__article__slug=match.kwargs["slug"]).first()
    if publication is None:
        raise NotFound()
    return check_of(publication)


def most(request: HttpRequest, name: str) -> int:
    """The largest width or height that whoever asks has room for, in pixels; nonsense asks for nothing."""
    asked = request.GET.get(name, "")
    fits = asked.isascii() and asked.isdecimal() and len(asked) <= 4 and int(asked) > 0
    return int(asked) if fits else CARD_WIDTH
