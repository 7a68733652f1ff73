"""Words about a picture, known by the credit that stands with them."""

import re

MAX_CAPTION = 700
MAX_CREDIT = 120

_LABEL = re.compile(
    r"(?:image|photo|picture) caption[,:]?\s+|item \d+ of \d+\s+|\[\d{1,2}/\d{1,2}\]\s*", re.IGNORECASE
)
_RIGHTS_AFTER = re.compile(r"\s+(?:purchase|buy) (?:licensing )?rights$", re.IGNORECASE)
# Houses that stand before a caption's words where a page says so only to readers of screens.
_HOUSE_BEFORE = re.compile(r"(?:\w+ via )?(?:Getty Images|PA Media|EPA|Alamy|Shutterstock)\s+(?=[A-Z])")

_PERSON = r"[^\W\d_a-z][\w.’'-]+(?: [^\W\d_a-z][\w.’'-]*){1,3}"
_HOUSE = r"[A-Z][\w’'&-]+(?: [A-Z][\w’'&-]+){0,2} (?:Images|Pictures|Photos?|News|Press)"
_AGENCIES = (
    "Getty(?: Images)?|AP(?: Photo| Images)?|Associated Press|R(?:euters|EUTERS)|AFP|EPA(?:-EFE)?",
    "Shutterstock|Bloomberg|Alamy(?: Live News)?",
    "PA(?: Wire| Images| Media)?|Press Association|Zuma(?: Press| Wire)?",
    "NurPhoto|AAP|TASS|Sipa(?: USA)?|Rex(?: Features)?|Anadolu(?: Agency)?",
    "Unsplash|iStock(?:photo)?|Sputnik|Xinhua|Imago|dpa",
    r"Kyodo(?: News)?|Wikimedia(?: Commons)?|Flickr|CC[ -]BY[\w .-]*|Handout|Pool|File",
)
_AGENCY = f"(?:{'|'.join(_AGENCIES)}|{_HOUSE})"
_PICTURE = (
    r"(?:Photo(?:graph(?:er|y)?)?s?|Pictures?|Images?|Illustrations?|Graphics?|Credits?|Foto|Bild|Crédit|©)"
)

_CREDITS = (
    rf"{_PERSON}\s?/\s?{_AGENCY}(?:\s?/\s?[\w ]{{2,30}})?",
    rf"{_PERSON}\s?/\s?{_PERSON}",
    rf"{_AGENCY}\s?/\s?{_PERSON}",
    rf"(?:via|by)\s{_AGENCY}",
    rf"{_PICTURE}\s?(?::|by|/|©|courtesy)\s?.{{2,60}}",
    r"©\s?.{2,60}",
    rf"(?:Photo(?:graph|s)?|Picture|Image|Credit) {_PERSON}",
)
_CREDIT = f"(?:{'|'.join(_CREDITS)})"
_BRACKETED = rf"[\[(](?:{_CREDIT}|(?:{_PERSON}\s?[/|,]\s?)?{_AGENCY}(?:\s?[/|,][^()]{{2,40}})?)[\])]"

_CREDIT_ONLY = re.compile(rf"\(?(?:{_CREDIT}|{_AGENCY}(?:\s?[/|,]\s?{_AGENCY})*)\)?\.?")
_CREDIT_AT_END = re.compile(rf"[.!?”’\"')]\s*(?:{_CREDIT}|{_BRACKETED}|[|/]\s?{_AGENCY})\.?$")
# Without a stop before it only what is plain: a credit in brackets, or a name and one of the great agencies.
_PLAIN_CREDIT = re.compile(rf"\s{_BRACKETED}\.?$|\s{_PERSON}\s?/\s?(?:Getty Images|Reuters|AFP|AP|EPA)$")


def is_credit(line: str) -> bool:
    """Who took the picture, and nothing else."""
    return len(line) <= MAX_CREDIT and bool(_CREDIT_ONLY.fullmatch(line))


def is_caption(line: str) -> bool:
    """Words with a credit at their end or before them, or a label at their beginning."""
    if len(line) > MAX_CAPTION:
        return False
    words = _RIGHTS_AFTER.sub("", line)
    beginning = _LABEL.match(line) or _HOUSE_BEFORE.match(line)
    return bool(beginning or _CREDIT_AT_END.search(words) or _PLAIN_CREDIT.search(words))


def caption_words(line: str) -> str:
    """The line without its label; the credit stays, it may be checked."""
    label = _LABEL.match(line)
    return _RIGHTS_AFTER.sub("", line[label.end() :]) if label else line
