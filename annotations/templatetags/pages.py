"""Small pieces every page uses: icons, style sheets, the navigation, the theme."""

from functools import cache, lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from annotations.models import base
from annotations.permissions import Permission, permits

register = template.Library()

NAVIGATION = (
    ("Desk", "desk"),
    ("Articles", "article_list"),
    ("Sources", "source_list"),
    ("Corrections", "correction_list"),
    ("Figures", "mirror"),
    ("Search", "search"),
)
NOT_TYPED = {"csrfmiddlewaretoken", "row_version", "version", "next"}
THEMES = (("", "System"), ("light", "Light"), ("dark", "Dark"))


@register.simple_tag
@lru_cache(maxsize=500)
def icon(name: str, truth_class: str = "", turns: bool = False) -> SafeString:
    """A drawing of our own sprite; it says nothing to a screen reader, the words beside it do.

    A workbench shows a hundred of some twenty: each is written once.
    """
    return format_html(
        '<svg class="icon"{}{} aria-hidden="true"><use href="{}#{}"/></svg>',
        format_html(' data-class="{}"', truth_class) if truth_class else "",
        " data-turns" if turns else "",
        static("annotations/icons.svg"),
        name,
    )


@register.simple_tag
def glyph(truth_class: str) -> SafeString:
    """The sign of a truth class, or of "open"."""
    return icon(truth_class, truth_class)


@register.simple_tag
def verdict(rating: Any) -> SafeString:
    """A rating in words: its class's glyph, and its name over the line that it draws in the text."""
    return format_html(
        '<span class="verdict">{}<u data-class="{}">{}</u></span>',
        glyph(rating.truth_class),
        rating.truth_class,
        rating.name,
    )


@register.simple_tag
@cache
def stylesheets(names: str) -> SafeString:
    """One link a component: `names` are files of `css/`, separated by spaces, in cascade order. Only templates name
    them, so the links are written once, not for every page.
    """
    return format_html_join(
        "\n",
        '<link rel="stylesheet" href="{}">',
        ((static(f"annotations/css/{name}.css"),) for name in names.split()),
    )


@register.simple_tag(takes_context=True)
def theme_attribute(context: dict[str, Any]) -> SafeString:
    """What the person chose, known before the first paint because it comes in a cookie."""
    theme = _theme(context)
    return format_html(' data-theme="{}"', theme) if theme else SafeString("")


@register.filter
def is_inside(person: Any) -> bool:
    """Whether the newsroom's pages are there for this person at all."""
    return base.is_inside(person)


@register.filter
def may_import(person: Any) -> bool:
    return permits(person, Permission.IMPORT_ARTICLE)


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> SafeString:
    """Links to the main pages; the one we are in is marked."""
    path = context["request"].path
    reached = ((_address(name), label) for label, name in NAVIGATION)
    links = ((address, _current(path, address), label) for address, label in reached if address)
    return format_html_join("", '<a href="{}"{}>{}</a>', links)


@register.inclusion_tag("_theme_choice.html", takes_context=True)
def theme_choice(context: dict[str, Any]) -> dict[str, Any]:
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "themes": THEMES,
        "theme": _theme(context),
    }


@register.simple_tag(takes_context=True)
def typed_words(context: dict[str, Any]) -> list[str]:
    """What a refused form held, so that an error page can give it back. Never a password."""
    sent = context["request"].POST.lists()
    return [
        value
        for name, values in sent
        for value in values
        if name not in NOT_TYPED and "password" not in name and " " in value.strip()
    ]


def _theme(context: dict[str, Any]) -> str:
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in dict(THEMES) else ""


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _current(path: str, address: str) -> str:
    inside = path == address if address == "/" else path.startswith(address)
    return SafeString(' aria-current="page"') if inside else ""
