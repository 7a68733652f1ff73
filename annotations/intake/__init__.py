"""Bytes in, Document out: what a file, a paste or a page says, without what stands around it.

Pure: no Django, no database, no network, no clock. Nothing here knows what will be done with the text.
"""

import re

from annotations.errors import CannotRead
from annotations.intake.assembly import Reading, assemble
from annotations.intake.decoding import ACCEPTED, decode
from annotations.intake.document import Document
from annotations.intake.html import looks_like_html, read_html
from annotations.intake.language import chosen_language, direction_of, language_tag, spoken
from annotations.intake.markdown import looks_like_markdown, read_markdown
from annotations.intake.plain import read_plain

__all__ = ["chosen_language", "read"]

DEFAULT_LANGUAGE = "en"

_WORD = re.compile(r"\w")


def read(data: bytes, content_type: str = "", url: str = "", language: str = "") -> Document:
    """The article in `data`; what kind of text it is, is told by the content and only hinted at by `content_type`.

    `url` is where it came from: relative links are resolved against it. `language` (BCP 47) overrules what the
    document says of itself; what is no tag says nothing, as in a document. Raises CannotRead or TooLarge, with a
    sentence for the person who sent it.
    """
    reading = _reading(decode(data, content_type), content_type.lower(), url)
    words = "\n".join(each.words for each in reading.passages)
    document = assemble(
        reading,
        language=language_tag(language) or spoken(words, reading.facts.language) or DEFAULT_LANGUAGE,
        direction=direction_of(words),
    )
    if not _WORD.search(document.text):
        raise CannotRead(f"There are no words in this. {ACCEPTED}")
    return document


def _reading(text: str, content_type: str, url: str) -> Reading:
    if looks_like_html(text, hinted="html" in content_type):
        return read_html(text, url)
    if "markdown" in content_type or looks_like_markdown(text):
        return read_markdown(text, url)
    return read_plain(text)
