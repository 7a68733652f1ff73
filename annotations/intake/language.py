"""The language of a text that does not say it, by the script it is written in; and its direction.

A script names a language only where one is by far its most frequent in the news; a person can correct it.
"""

import re
from collections import Counter

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

# Letters that only one language of a shared script has.
_GIVEAWAYS = {
    "ru": [("uk", re.compile("[їєґЇЄҐ]")), ("be", re.compile("[ўЎ]")), ("sr", re.compile("[ђћџЂЋЏ]"))],
    "ar": [("ur", re.compile("[ٹڈڑےں]")), ("fa", re.compile("[پچژگ]"))],
}
# So few of them may stand in a foreign name.
_GIVEAWAY_SHARE = 0.003

_RIGHT_TO_LEFT = frozenset({"ar", "he"})
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


def direction_of(text: str) -> str:
    """ "rtl" where most letters are Arabic or Hebrew, else "ltr"."""
    return "rtl" if _script(text[:SAMPLE_CHARACTERS])[0] in _RIGHT_TO_LEFT else "ltr"


def language_tag(raw: str) -> str:
    """`raw` as a BCP 47 tag ("en_us" is "en-US"), or "" where it is none."""
    tag = raw.strip().replace("_", "-").partition(",")[0].partition(".")[0].strip()
    if not _TAG.fullmatch(tag):
        return ""
    primary, *rest = tag.split("-")
    return "-".join([primary.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def _script(sample: str) -> tuple[str, int]:
    """The language of the most frequent script ("" for Latin) and how many of its letters there are."""
    counted = Counter({language: len(letters.findall(sample)) for language, letters in _LETTERS.items()})
    language, count = counted.most_common(1)[0]
    return (language, count) if count > len(_LATIN.findall(sample)) else ("", 0)
