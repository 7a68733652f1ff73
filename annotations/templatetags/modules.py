"""The scripts of a page: ES modules without a build step, fetched at once."""

import re
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

IMPORTED = re.compile(r"""(?:^import|\bfrom)\s*["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)


@register.simple_tag
@cache
def module(name: str) -> SafeString:
    """The script element of `js/<name>.js`, and links to all that it imports.

    Without them a browser finds one module behind the other: as many round trips as the imports are deep. Every page
    says the same: written once, for to write some sixty addresses takes a page as long as several queries.
    """
    path = f"annotations/js/{name}.js"
    links = format_html_join(
        "", '<link rel="modulepreload" href="{}">', ((static(each),) for each in behind(path))
    )
    return format_html('{}<script type="module" src="{}"></script>', links, static(path))


def behind(path: str) -> tuple[str, ...]:
    """The modules that this one imports, and those they import, each once, in the order of their names."""
    found, waiting = {path}, [path]
    while waiting:
        new = imports_of(waiting.pop()) - found
        found |= new
        waiting += new
    return tuple(sorted(found - {path}))


def imports_of(path: str) -> set[str]:
    source = Path(str(finders.find(path))).read_text("utf-8")
    return {normpath(join(dirname(path), name)) for name in IMPORTED.findall(source)}
