import contextlib
import random
import time

import pytest

from annotations.errors import CannotRead, TooLarge, WorkbenchError
from annotations.intake import read
from annotations.intake.decoding import MAX_BYTES, decode

TEXTS = {
    "ru": "Зеленский заявил, что готов к прекращению огня, если НАТО защитит территорию страны.",
    "ja": "ゼレンスキー大統領は、停戦に応じる用意があると述べた。これは初めてのことである。",
    "zh": "泽连斯基表示，如果北约保护未被占领的乌克兰领土，他愿意停火。这是他第一次这样说。",
    "fr": "Le président a déclaré « être prêt » à négocier – l’été prochain, peut-être.",
    "de": "Der Präsident sagte, er wäre bereit, größtenteils jedenfalls.",
    "el": "Ο πρόεδρος δήλωσε ότι είναι έτοιμος να διαπραγματευτεί.",
    "ko": "젤렌스키 대통령은 휴전에 응할 용의가 있다고 말했다. 처음 있는 일이다.",
}
ENCODINGS = [
    *(("ru", codec) for codec in ("utf-8", "cp1251", "koi8-r", "utf-16")),
    *(("ja", codec) for codec in ("utf-8", "shift_jis", "euc_jp", "utf-16-le")),
    *(("zh", codec) for codec in ("utf-8", "gbk", "gb18030", "utf-8-sig")),
    *(("fr", codec) for codec in ("utf-8", "cp1252", "utf-16-be", "utf-32")),
    *(("de", codec) for codec in ("latin-1", "utf-16-le")),
    *(("el", codec) for codec in ("cp1253", "iso8859-7")),
    *(("ko", codec) for codec in ("euc-kr", "utf-8")),
]


@pytest.mark.parametrize(("language", "codec"), ENCODINGS)
def test_an_encoding_that_the_header_names(language: str, codec: str):
    data = TEXTS[language].encode(codec)
    assert decode(data, f"text/plain; charset={codec}").strip("\ufeff") == TEXTS[language]


@pytest.mark.parametrize(("language", "codec"), [pair for pair in ENCODINGS if pair != ("ja", "utf-16-le")])
def test_an_encoding_that_nobody_names(language: str, codec: str):
    assert decode(TEXTS[language].encode(codec)).strip("\ufeff") == TEXTS[language]


@pytest.mark.parametrize(
    "label", ["utf-8", "us-ascii", "iso-8859-1", "no-such-thing", "rot13", "utf-7", "idna", "hex"]
)
def test_a_wrong_or_strange_label_does_not_spoil_utf8(label: str):
    assert decode(TEXTS["fr"].encode(), f"text/html; charset={label}") == TEXTS["fr"]


def test_latin_1_that_says_it_is_utf8():
    assert decode("Un café déjà vu".encode("latin-1"), "text/plain; charset=utf-8") == "Un café déjà vu"


def test_the_meta_tag_of_a_page():
    page = f'<html><head><meta charset="windows-1251"></head><body><p>{TEXTS["ru"]}</p></body></html>'
    assert TEXTS["ru"] in decode(page.encode("cp1251"))


def test_utf8_with_a_few_broken_places_stays_utf8():
    text = decode("Café, été, naïve, garçon, déjà. ".encode() * 20 + b"\xc3")
    assert text.startswith("Café, été")
    assert text.endswith("\ufffd")


def test_surrogates_in_bytes():
    assert decode(b"one \xed\xa0\xbd\xed\xb8\x80 two") == "one 😀 two"
    assert (
        decode(b"one lone half \xed\xa0\xbd and more words after it")
        == "one lone half \ufffd and more words after it"
    )


def test_control_characters_do_not_enter_the_text():
    text = read("One\x00 two\x85three\x9b four and some more words".encode()).text
    assert text == "One two\n\nthree four and some more words"


REFUSED = {
    "empty": b"",
    "only space": b" \n\t ",
    "only a mark": b"\xef\xbb\xbf",
    "noughts": b"\x00" * 500,
    "only signs": b"... --- ...",
    "PDF": b"%PDF-1.7\n1 0 obj",
    "PDF after rubbish": b"\n\n%PDF-1.4\n\x00\x01",
    "Word": b"PK\x03\x04\x14\x00\x06\x00word/document.xml",
    "old Office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100,
    "rich text": b"{\\rtf1\\ansi hello}",
    "PNG": b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
    "JPEG": b"\xff\xd8\xff\xe0" + b"\x00" * 50,
    "GIF": b"GIF89a" + b"\x00" * 50,
    "film": b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 50,
    "gzip": b"\x1f\x8b\x08\x00" + b"\x01" * 50,
    "program": b"\x7fELF\x02\x01\x01" + b"\x00" * 50,
    "MHTML": b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n",
    "random": random.Random(7).randbytes(4000),
    "every byte": bytes(range(256)) * 40,
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_text_is_refused_in_a_sentence_that_says_what_is_accepted(data: bytes):
    with pytest.raises(CannotRead) as refused:
        read(data, "text/plain")
    assert refused.value.sentence.endswith(".")
    assert refused.value.sentence[0].isupper()


def test_fifty_megabytes_are_too_large():
    with pytest.raises(TooLarge) as refused:
        read(b"a" * 50_000_000)
    assert str(MAX_BYTES // 1_000_000) in refused.value.sentence


@pytest.mark.parametrize(
    "data",
    [
        "é".encode("latin-1") * 3_000_000,
        b"\x80" * 3_000_000,
        TEXTS["ja"].encode("shift_jis") * 30_000,
        b"<meta " * 600_000,
    ],
)
def test_large_input_in_doubtful_encodings_takes_bounded_time(data: bytes):
    began = time.process_time()
    with contextlib.suppress(WorkbenchError):
        decode(data)
    assert time.process_time() - began < 5
