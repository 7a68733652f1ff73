"""From bytes to characters, and what kind of text they are. The content decides, not a name or a header."""

import codecs
import re

from charset_normalizer import from_bytes

from annotations.errors import CannotRead, TooLarge

MAX_BYTES = 20_000_000

ACCEPTED = "Plain text, HTML and Markdown are accepted."

# What a file begins with, and what the person who sent it should do instead.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "This is a PDF. Copy its text and paste it, or import the page it was made from."),
    (b"PK\x03\x04", "This is a Word document or another zip file. Copy its text and paste it."),
    (b"\xd0\xcf\x11\xe0", "This is an old Office document. Copy its text and paste it."),
    (b"{\\rtf", "This is a rich text file. Copy its text and paste it."),
    (b"bplist", "This is a web archive of Safari. Save the page as page source instead."),
    (b"\x89PNG", "This is an image. Type or paste the text that it shows."),
    (b"\xff\xd8\xff", "This is an image. Type or paste the text that it shows."),
    (b"GIF8", "This is an image. Type or paste the text that it shows."),
    (b"RIFF", "This is an image, a sound or a film. Only text can be read."),
    (b"II*\x00", "This is an image. Type or paste the text that it shows."),
    (b"MM\x00*", "This is an image. Type or paste the text that it shows."),
    (b"ID3", "This is a sound file. Only text can be read."),
    (b"OggS", "This is a sound or a film. Only text can be read."),
    (b"\x1f\x8b", "This is a compressed file. Unpack it and import what is inside."),
    (b"BZh", "This is a compressed file. Unpack it and import what is inside."),
    (b"7z\xbc\xaf", "This is a compressed file. Unpack it and import what is inside."),
    (b"Rar!", "This is a compressed file. Unpack it and import what is inside."),
    (b"\xfd7zXZ", "This is a compressed file. Unpack it and import what is inside."),
    (b"\x28\xb5\x2f\xfd", "This is a compressed file. Unpack it and import what is inside."),
    (b"\x7fELF", "This is a program. Only text can be read."),
    (b"MZ\x90\x00", "This is a program. Only text can be read."),
    (b"\xca\xfe\xba\xbe", "This is a program. Only text can be read."),
    (b"\xcf\xfa\xed\xfe", "This is a program. Only text can be read."),
    (b"\x00asm", "This is a program. Only text can be read."),
    (b"SQLite format 3", "This is a database. Only text can be read."),
)
_WEB_ARCHIVE = re.compile(rb"(?:from: <saved by|mime-version: 1\.0)", re.IGNORECASE)
_PDF_WITHIN = 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Labels of the Encoding standard, by the codec that browsers use for them. A label that is not here is passed over:
# some of Python's codecs are no text encodings, and some take quadratic time.
_LABELS = {
    "utf-8": "utf8 utf-8 unicode-1-1-utf-8",
    "utf-16-le": "utf-16 utf-16le ucs-2 unicode",
    "utf-16-be": "utf-16be",
    "cp1252": "iso-8859-1 latin1 latin-1 iso8859-1 ascii us-ascii windows-1252 cp1252 l1",
    "cp1250": "windows-1250 cp1250",
    "cp1251": "windows-1251 cp1251",
    "cp1253": "windows-1253 cp1253",
    "cp1254": "windows-1254 cp1254 iso-8859-9 latin5",
    "cp1255": "windows-1255 cp1255",
    "cp1256": "windows-1256 cp1256",
    "cp1257": "windows-1257 cp1257",
    "cp1258": "windows-1258 cp1258",
    "iso8859-2": "iso-8859-2 latin2",
    "iso8859-3": "iso-8859-3",
    "iso8859-4": "iso-8859-4",
    "iso8859-5": "iso-8859-5",
    "iso8859-6": "iso-8859-6",
    "iso8859-7": "iso-8859-7",
    "iso8859-8": "iso-8859-8 iso-8859-8-i",
    "iso8859-10": "iso-8859-10",
    "iso8859-13": "iso-8859-13",
    "iso8859-14": "iso-8859-14",
    "iso8859-15": "iso-8859-15 latin9",
    "koi8-r": "koi8-r koi8",
    "koi8-u": "koi8-u",
    "cp866": "ibm866 cp866",
    "mac-roman": "macintosh x-mac-roman",
    "cp874": "windows-874 tis-620 iso-8859-11",
    "gb18030": "gbk gb2312 gb18030 x-gbk cp936",
    "big5hkscs": "big5 big5-hkscs",
    "cp932": "shift-jis sjis x-sjis windows-31j cp932",
    "euc_jp": "euc-jp",
    "iso2022_jp": "iso-2022-jp",
    "cp949": "euc-kr ks-c-5601-1987 cp949 windows-949",
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
# A declaration of one of these is believed before UTF-8: a short text in them can be valid UTF-8 by chance.
_EAST_ASIAN = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949"})

_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_META_WITHIN = 8_192
_GUESS_BYTES = 30_000
# A text of these signs alone is Western European: statistics cannot tell it from Central European ones.
_WESTERN = re.compile(
    "[\\x00-\\x7fàáâãäçèéêëíîïñóôõöúûüßœÀÁÂÄÇÈÉÊËÍÎÏÑÓÔÖÚÛÜŒ¡¿«»“”„‘’‚–—…€£°§·®©™ªº\u00a0]+"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x80-\x84\x86-\x9f\ufffd\ufdd0-\ufdef\ufffe\uffff]")
# One sign in fifty that is none: then the encoding is wrong or the bytes are no text. Two are always forgiven.
_UNREADABLE_SHARE = 0.02
_UNREADABLE_FORGIVEN = 2
# Of what is not ASCII in a page that is UTF-8 but for a few broken places.
_BROKEN_SHARE = 0.1


def decode(data: bytes, content_type: str = "") -> str:
    """The characters of `data`. Raises CannotRead with a sentence for what is no text, TooLarge above MAX_BYTES."""
    if len(data) > MAX_BYTES:
        raise TooLarge(f"This is too large. At most {MAX_BYTES // 1_000_000} MB are read.")
    _refuse_other_kinds(data)
    text = _decoded(data, content_type)
    if not text.strip("\ufeff\x00 \t\r\n"):
        raise CannotRead("There is no text in this. Choose another file, or paste the text of the article.")
    if len(_UNREADABLE.findall(text)) > _UNREADABLE_FORGIVEN + _UNREADABLE_SHARE * len(text):
        raise CannotRead(
            f"This is not text, or in an encoding that cannot be told. Save it as UTF-8. {ACCEPTED}"
        )
    return text


def _refuse_other_kinds(data: bytes) -> None:
    for signature, sentence in _SIGNATURES:
        if data.startswith(signature):
            raise CannotRead(f"{sentence} {ACCEPTED}")
    if b"%PDF-" in data[:_PDF_WITHIN] and b"\x00" in data:
        raise CannotRead(f"{_SIGNATURES[0][1]} {ACCEPTED}")
    if data[4:8] == b"ftyp":
        raise CannotRead(f"This is a film or a sound. Only text can be read. {ACCEPTED}")
    if _WEB_ARCHIVE.match(data):
        raise CannotRead(
            f"This is an e-mail or a web archive (MHTML). Save the page as HTML instead. {ACCEPTED}"
        )


def _decoded(data: bytes, content_type: str) -> str:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    declared = _declared(data, content_type)
    for codec in declared:
        if codec in _EAST_ASIAN and (text := _strict(data, codec)) is not None:
            return text
    if (wide := _sixteen_bits(data)) is not None:
        return data.decode(wide, "replace")
    for codec in ("utf-8", *declared):
        if (text := _strict(data, codec)) is not None:
            return text
    return _nearly_utf8(data) or _guessed(data)


def _declared(data: bytes, content_type: str) -> list[str]:
    named = [_codec(match[1]) for match in [_HEADER_CHARSET.search(content_type)] if match]
    if match := _META_CHARSET.search(data[:_META_WITHIN]):
        in_page = _codec(match[1].decode("ascii", "replace"))
        # A tag that could be read as ASCII is not written in 16 bits, whatever it says.
        named += [in_page] if not in_page.startswith("utf-16") else []
    return [codec for codec in dict.fromkeys(named) if codec]


def _codec(label: str) -> str:
    label = label.lower().replace("_", "-").replace("iso8859", "iso-8859")
    return _CODECS.get(label, "")


def _strict(data: bytes, codec: str) -> str | None:
    """None where the bytes are not of this encoding, or come out as control characters."""
    if codec == "utf-8":
        return _strict_utf8(data)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    return None if _UNREADABLE.search(text.replace("\x00", "")) else text


def _strict_utf8(data: bytes) -> str | None:
    """With a surrogate pair for one sign, as some programs write it, read as that sign."""
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _sixteen_bits(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of European text is nought."""
    sample = data[:4000]
    pairs = len(sample) // 2
    if pairs and sample[1::2].count(0) > 0.4 * pairs and sample[::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if pairs and sample[::2].count(0) > 0.4 * pairs and sample[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return None


def _nearly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken places: a page put together from several, or one that was cut."""
    text = data.decode("utf-8", "replace")
    beyond_ascii = sum(1 for sign in text if sign > "\x7f")
    return text if text.count("\ufffd") <= _BROKEN_SHARE * beyond_ascii else None


def _guessed(data: bytes) -> str:
    first = _NOT_ASCII.search(data)
    begin = max(0, first.start() - 500) if first else 0
    sample = data[begin : begin + _GUESS_BYTES]
    if not _WESTERN.sub("", sample.decode("cp1252", "replace")):
        return data.decode("cp1252", "replace")
    best = from_bytes(sample).best()
    return data.decode(best.encoding if best else "cp1252", "replace")
