"""Which source pasted words mean: by its DOI, by its address, or a new one by its title."""

import re
from typing import Any

from annotations.actions.sources import add_source, source_at
from annotations.models import Source

_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
# Typed as it is said. A slash or "www." tells it from titles like "Report 2.1" or "port.example".
_SPOKEN_ADDRESS = re.compile(r"(?:www\.(?:[\w-]+\.)+[a-z]{2,}\S*|(?:[\w-]+\.)+[a-z]{2,}/\S*)", re.IGNORECASE)


def doi_in(words: str) -> str:
    """The DOI that the words are: alone, after "doi:", or as an address of doi.org. "" where they are none."""
    found = _DOI.fullmatch(words.strip())
    return found[1] if found else ""


def source_cited(words: str, *, by: Any) -> Source:
    """The source that this person may know of a DOI or an address, or a new one: of neither, by its title."""
    words = words.strip()
    if doi := doi_in(words):
        return source_of_doi(doi, words, by=by)
    if _SCHEME.match(words):
        return source_at(words, by=by)
    if _SPOKEN_ADDRESS.fullmatch(words):
        return source_at(f"https://{words}", by=by)
    return add_source(by=by, title=words)


def source_of_doi(doi: str, words: str, *, by: Any) -> Source:
    """By the DOI, whatever its case; else by the address, as it was pasted or as doi.org has it."""
    known = Source.objects.identified_to(by).order_by("pk")
    address = f"https://doi.org/{doi}"
    found = known.filter(doi__iexact=doi).first() or known.filter(url__in=(words, address)).first()
    return found or add_source(by=by, url=address, doi=doi)
