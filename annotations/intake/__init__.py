"""Bytes in, Document out: what a file, a paste or a page says, without what stands around it.

Pure: no Django, no database, no network, no clock. Nothing here knows what will be done with the text.
"""

from annotations.errors import CannotRead
from annotations.intake.assembly import assemble
from annotations.intake.decoding import ACCEPTED, decode
from annotations.intake.document import Document
from annotations.intake.language import by_script, direction_of, language_tag
from annotations.intake.plain import read_plain

DEFAULT_LANGUAGE = "en"


def read(data: bytes, content_type: str = "", url: str = "", language: str = "") -> Document:
    """The article in `data`; what kind of text it is, is told by the content and only hinted at by `content_type`.

    `url` is where it came from: relative links are resolved against it. `language` (BCP 47) overrules what the
    document says of itself. Raises CannotRead or TooLarge, with a sentence for the person who sent it.
    """
    text = decode(data, content_type)
    reading = read_plain(text)
    words = "\n".join(each.words for each in reading.passages)
    document = assemble(
        reading,
        language=language_tag(language) or reading.facts.language or by_script(words) or DEFAULT_LANGUAGE,
        direction=direction_of(words),
    )
    if not document.text:
        raise CannotRead(f"There are no words in this. {ACCEPTED}")
    return document
