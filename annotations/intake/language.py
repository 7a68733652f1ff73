"""The language of a text, by its script and its small words; and its direction.

A script names a language only where one is by far its most frequent in the news; a person can correct it.
"""

import re
from collections import Counter

from annotations.errors import InvalidInput

# The first letters of a text tell its script as well as all of them.
SAMPLE_CHARACTERS = 20_000

_SCRIPTS = {
    "he": "\u0590-\u05ff",
    "ar": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "ru": "\u0400-\u052f",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "zh": "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff",
    "ja": "\u3040-\u30ff",
    "ko": "\uac00-\ud7a3\u1100-\u11ff",
    "hi": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
    "pa": "\u0a00-\u0a7f",
    "gu": "\u0a80-\u0aff",
    "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff",
    "ml": "\u0d00-\u0d7f",
    "si": "\u0d80-\u0dff",
    "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff",
    "my": "\u1000-\u109f",
    "ka": "\u10a0-\u10ff",
    "am": "\u1200-\u137f",
    "km": "\u1780-\u17ff",
    "hy": "\u0530-\u058f",
}
_LETTERS = {language: re.compile(f"[{letters}]") for language, letters in _SCRIPTS.items()}
_LATIN = re.compile("[a-zA-Z\u00c0-\u024f]")

# Small words: in prose every fourth word or so is one of them. Neighbours share some, hence the comparison below.
_SMALL_WORDS = {
    "en": "the of and to that is was for with his they this from which would have has been it are by not be as at",
    "de": "der die das und ist nicht mit den dem ein eine sich auf für von zu wird auch im hat es",
    "fr": "le les des du et est dans une un pour qui sur pas avec ce sont par au aux cette été ont il à sera",
    "es": "el los las una un es del por con para como más pero sus fue está han y lo que se al",
    "it": "il di che è gli della una un per sono con non nel dei alla anche più si ha le da",
    "pt": "o os não uma um com para é do da dos das ao em mais foi são pelo também que se",
    "nl": "het een van en dat niet zijn voor met ook aan bij naar wordt werd maar hij deze de is",
    "pl": "nie się na jest że do to w z jak oraz ale przez był który został po od za",
    "sv": "och att det som är på för av inte med till den har var ett om men en",
    "tr": "ve bir bu için ile olarak da daha olan çok gibi sonra kadar ancak olduğunu",
}
_WORDS = {language: frozenset(row.split()) for language, row in _SMALL_WORDS.items()}
_LATIN_WORD = re.compile("[a-zA-Z\u00c0-\u024f]+")
# Fewer small words than these prove nothing; and another language must have so many times fewer.
_LEAST_SMALL_WORDS = 6
_CLEARLY_MORE = 1.5

# Letters that only one language of a shared script has.
_GIVEAWAYS = {
    "ru": [
        ("kk", re.compile("[әқңғұӘҚҢҒҰ]")),
        ("be", re.compile("[ўЎ]")),
        ("uk", re.compile("[іїєґІЇЄҐ]")),
        ("sr", re.compile("[ђћџјљњЂЋЏЈЉЊ]")),
    ],
    "ar": [("ur", re.compile("[ٹڈڑےں]")), ("fa", re.compile("[پچژگ]"))],
}
# So few of them may stand in a foreign name.
_GIVEAWAY_SHARE = 0.003

_LATIN_LANGUAGES = frozenset(_WORDS) | {
    "da",
    "no",
    "nb",
    "nn",
    "fi",
    "cs",
    "sk",
    "hu",
    "ro",
    "id",
    "ms",
    "vi",
}
_RIGHT_TO_LEFT = frozenset({"ar", "he"})
# Every two letters that name a language in BCP 47, the withdrawn ones, too. "jp", "cz" and "dk" are countries.
_OF_TWO_LETTERS = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw
ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt
my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm
sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_TWO_LETTERS = frozenset(_OF_TWO_LETTERS.split())
LONGEST_TAG_CHARACTERS = 20
_TAG = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8}){0,4}")


def by_script(text: str) -> str:
    """A BCP 47 tag, or "" where the script is Latin or there is no letter at all."""
    sample = text[:SAMPLE_CHARACTERS]
    script, share = _script(sample)
    if script == "zh" and _LETTERS["ja"].search(sample):
        return "ja"
    for language, letters in _GIVEAWAYS.get(script, ()):
        if len(letters.findall(sample)) > _GIVEAWAY_SHARE * share:
            return language
    return script


def by_words(text: str) -> str:
    """The language whose small words are clearly the most frequent, or "" where none is. Latin script only."""
    counted = Counter(_LATIN_WORD.findall(text[:SAMPLE_CHARACTERS].lower()))
    found = Counter({language: sum(counted[word] for word in listed) for language, listed in _WORDS.items()})
    (best, count), (_, second) = found.most_common(2)
    return best if count >= _LEAST_SMALL_WORDS and count >= _CLEARLY_MORE * second else ""


def spoken(text: str, declared: str) -> str:
    """The language of `text`: what is declared, unless the text is plainly in another; "" where nothing tells it.

    Templates say "en" on pages of every language.
    """
    seen = by_script(text) or by_words(text)
    primary = declared.partition("-")[0]
    if declared and (not seen or primary == seen or (primary not in _LATIN_LANGUAGES and by_script(text))):
        return declared
    return seen if seen and (not declared or primary in _LATIN_LANGUAGES) else declared


def direction_of(text: str) -> str:
    """ "rtl" where most letters are Arabic or Hebrew, else "ltr"."""
    return "rtl" if _script(text[:SAMPLE_CHARACTERS])[0] in _RIGHT_TO_LEFT else "ltr"


def language_tag(raw: str) -> str:
    """`raw` as a BCP 47 tag ("en_us" is "en-US"), or "" where it is none: its first part has to name a language.

    Of a tag longer than `LONGEST_TAG_CHARACTERS` only the language.
    """
    tag = raw.strip().replace("_", "-").partition(",")[0].partition(".")[0].strip()
    if not _TAG.fullmatch(tag):
        return ""
    primary, *rest = tag.split("-")
    primary = primary.lower()
    # Of three letters there are some 8,000, and hardly a word of three that is none of them.
    if len(primary) == 2 and primary not in _TWO_LETTERS:
        return ""
    if len(tag) > LONGEST_TAG_CHARACTERS:
        return primary
    return "-".join([primary, *(part.upper() if len(part) == 2 else part for part in rest)])


def chosen_language(raw: str) -> str:
    """What a person says the language is, as a BCP 47 tag; "" where they say nothing. Raises InvalidInput for no tag.

    What a page says of itself is believed as far as it can be understood; a person is asked again.
    """
    tag = language_tag(raw)
    if raw.strip() and not tag:
        raise InvalidInput(
            f"“{raw.strip()[:40]}” is no language tag. Write one as en, pt-BR or zh-Hant, or leave it out.",
            field="language",
        )
    return tag


def _script(sample: str) -> tuple[str, int]:
    """The language of the most frequent script ("" for Latin) and how many of its letters there are."""
    counted = Counter({language: len(letters.findall(sample)) for language, letters in _LETTERS.items()})
    language, count = counted.most_common(1)[0]
    return (language, count) if count > len(_LATIN.findall(sample)) else ("", 0)
