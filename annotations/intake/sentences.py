"""Where sentences begin and end.

nupunkt knows English abbreviations best, sentencex knows the other languages; both are mended here where news
prose showed them wrong. Neither is asked about more than one block at a time.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

import sentencex

from annotations.intake.document import Block

# Both libraries take quadratic time on some input: sentencex 28 s for a million characters of quotation marks that
# are never closed, nupunkt 7 s for 100,000 exclamation marks. Hardly a paragraph is longer than this.
WINDOW = 4_000

# As much of a sentence's end as tells whether it is one, in code points.
LOOK_BACK = 60

# Words before a name. They end no sentence, whatever follows.
TITLES = (
    "Adm|Amb|Atty|Brig|Capt|Cmdr|Col|Cpl|Det|Dr|Fr|Ft|Gen|Gov|Hon|Insp|Lt|Maj|Messrs|Mlle|Mme|Mr|Mrs|Ms|Msgr"
    "|Mt|Mx|Pres|Prof|Pvt|Reps?|Rev|Sens?|Sgt|St|Supt"
)
# What is called after a country or the United Nations: "the U.N. General Assembly" goes on.
INSTITUTIONS = (
    "Agency|Air|Ambassador|Army|Attorney|Capitol|Central|Chamber|Charter|Climate|Coast|Commission|Congress|Court"
    "|Customs|Defense|Department|District|Embassy|Energy|Envoy|Federal|Food|Foreign|General|Geological|Government"
    "|High|House|Human|Immigration|Justice|Marines?|Marshals|Mission|National|Navy|Open|Prime|Refugee|Rep|Resolution"
    "|Secretary|Secretary-General|Security|Sen|Senate|Senators?|Special|State|Supreme|Treasury|Vice|Women|World"
)
COMPANIES = "AG|Co|Corp|GmbH|Group|Holdings|Inc|LLC|Ltd|plc|SA|SE"

_OPENING = r"[\"'“‘«„(\[]"
_CLOSING = r"[\"'”’»)\]]"

_TITLE_BEFORE = re.compile(rf"(?:^|[\s{_OPENING[1:]})({TITLES})\.\s*$")
_INITIAL_BEFORE = re.compile(r"(?:^|[^\w.])[^\W\d_]\.\s*$")
_LIST_NUMBER = re.compile(r"\W*(?:\d{1,3}|[a-zA-Z])[.)]\s*$")
_SHOUTED_NAME = re.compile(r"[A-Z]\w*!\s*$")
_REST_OF_COMPANY = re.compile(rf"(?:[A-Z]\w+\s+){{0,2}}(?:{COMPANIES})\b")
_COUNTRY_BEFORE = re.compile(r"(?:^|[^\w.])(?:U\.S|U\.N|U\.K|E\.U)\.\s*$")
_INSTITUTION = re.compile(rf"(?:{INSTITUTIONS})\b")
_REFERENCE_MARKS = re.compile(r"(?:\[\d{1,3}\])+\s*")
_SMALL_AFTER_QUOTE = re.compile(rf"[.!?…]{_CLOSING}+\s*$")
_ELLIPSIS_BEFORE = re.compile(r"(?:…|\.\s?\.\s?\.)\s*$")

# An opening quotation mark after a full stop that ends a plain word: nupunkt is in doubt and does not part
# them.
_QUOTE_BEGINS = re.compile(r"(?<=[a-z]{3}[.!?])\s+(?=[“‘«\"][A-Z])")
_CJK_STOP_IN_QUOTE = re.compile(r"[。！？](?=[^\s。！？”’」』）》])")
_QUOTATION = re.compile('“[^“”]{4,1000}”|„[^„“”]{4,1000}[“”]|[«»][^«»]{4,1000}[«»]|"[^"]{4,1000}"')
_STOP_IN_QUOTE = re.compile(r"(?<=[^\W\d_]{2}[.!?])\s+(?=[^\W\d_])")

Cutter = Callable[[str], Iterable[int]]


def sentences(text: str, blocks: Sequence[Block], language: str) -> list[tuple[int, int]]:
    """Ranges (code points of `text`, half-open) that cover every character but white space once, in order.

    A sentence never leaves its block. `language` is a BCP 47 tag; one that nobody knows is read like
    English prose without its abbreviations.
    """
    primary = language.lower().partition("-")[0]
    cutter = _english_cuts if primary == "en" else _cutter_for(primary)
    return [span for block in blocks for span in _in_block(text, block, cutter)]


def _in_block(text: str, block: Block, cutter: Cutter) -> Iterator[tuple[int, int]]:
    words = text[block.start : block.end]
    cuts = [0, *cutter(words), len(words)] if block.kind != "table_row" else [0, len(words)]
    for start, end in itertools.pairwise(cuts):
        piece = words[start:end]
        if stripped := piece.strip():
            begin = block.start + start + len(piece) - len(piece.lstrip())
            yield begin, begin + len(stripped)


@cache
def _english_spans() -> Callable[[str], list[tuple[int, int]]]:
    # Its model takes memory and a moment to load: only who reads English pays for it, once.
    from nupunkt import sent_spans

    return sent_spans


def _english_cuts(words: str) -> list[int]:
    found = {*_windowed(words, _english_starts), *(match.end() for match in _QUOTE_BEGINS.finditer(words))}
    return _mended(words, sorted(found))


def _english_starts(window: str) -> list[int]:
    return [start for start, _ in _english_spans()(window)]


def _cutter_for(language: str) -> Cutter:
    def starts(window: str) -> list[int]:
        return [piece["start_index"] for piece in sentencex.get_sentence_boundaries(language, window)]

    def cuts(words: str) -> list[int]:
        return _mended(words, sorted({*_windowed(words, starts), *_cuts_in_quotations(words)}))

    return cuts


def _windowed(words: str, starts_in: Cutter) -> Iterator[int]:
    at = 0
    while at < len(words):
        window = words[at : at + WINDOW]
        starts = list(starts_in(window))
        end = len(window) if at + WINDOW >= len(words) else _safe_end(window, starts)
        yield from (at + start for start in starts if 0 < start < end)
        at += end
        yield at


def _safe_end(window: str, starts: Sequence[int]) -> int:
    """The last sentence of a window may be cut off by its edge, so the next window begins with it."""
    return starts[-1] if len(starts) > 1 else window.rfind(" ") + 1 or len(window)


def _cuts_in_quotations(words: str) -> Iterator[int]:
    """sentencex keeps a quotation of several sentences whole."""
    yield from (match.end() for match in _CJK_STOP_IN_QUOTE.finditer(words))
    for quotation in _QUOTATION.finditer(words):
        for stop in _STOP_IN_QUOTE.finditer(words, quotation.start(), quotation.end()):
            if words[stop.end()].isupper():
                yield stop.end()


def _mended(words: str, cuts: Sequence[int]) -> list[int]:
    """Drop the cuts that part what belongs together; move one that parts a reference mark from its words."""
    kept: list[int] = []
    begin = 0
    for cut in cuts:
        if cut <= begin:
            continue
        if marks := _REFERENCE_MARKS.match(words, cut):
            cut = marks.end()
        if cut < len(words) and not _belongs_together(words[max(begin, cut - LOOK_BACK) : cut], words, cut):
            kept.append(cut)
            begin = cut
    return kept


def _belongs_together(before: str, words: str, cut: int) -> bool:
    """`before` is the end of the sentence so far: its last characters say whether it can end here."""
    if _TITLE_BEFORE.search(before) or _LIST_NUMBER.fullmatch(before):
        return True
    if _INITIAL_BEFORE.search(before) and words[cut].isupper():
        return True
    if _SHOUTED_NAME.search(before) and _REST_OF_COMPANY.match(words, cut):
        return True
    if _COUNTRY_BEFORE.search(before) and _INSTITUTION.match(words, cut):
        return True
    small_after = words[cut].islower()
    return small_after and bool(_SMALL_AFTER_QUOTE.search(before) or _ELLIPSIS_BEFORE.search(before))
