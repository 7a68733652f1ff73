"""Pieces of a panel, each sent again only when it has changed."""

import base64
import re
from hashlib import blake2b
from typing import Any

from django import template
from django.utils.safestring import SafeString

register = template.Library()

HEADER = "Panel-Holds"
"""In which a page tells the marks of the pieces that it holds, with spaces between."""
MARK_BYTES = 6
FIRST_TAG = re.compile(r"\s*<([\w-]+)")
OF_THE_PAGE = re.compile(
    r'<input type="hidden" name="csrfmiddlewaretoken" value="\w*"><input type="hidden" name="version" value="\d+">'
)
"""What a form has in a whole page alone: it makes no other piece of it."""


@register.simple_block_tag(takes_context=True)
def piece(context: dict[str, Any], content: str) -> str:
    """One element, or nothing. Where the page holds the same already, an empty one that names it stands for it.

    No piece within another: the outer one would be marked by what is left of the inner one.
    """
    first = FIRST_TAG.match(content)
    if not first:
        return content
    mark = mark_of(content)
    if mark in context["request"].headers.get(HEADER, "").split():
        return SafeString(f'<{first[1]} data-same="{mark}"></{first[1]}>')
    return SafeString(f'{content[: first.end()]} data-mark="{mark}"{content[first.end() :]}')


def mark_of(content: str) -> str:
    """Eight characters by which this content is known."""
    digest = blake2b(OF_THE_PAGE.sub("", content).strip().encode(), digest_size=MARK_BYTES).digest()
    return base64.urlsafe_b64encode(digest).decode()
