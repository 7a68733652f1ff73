"""Names of authors, as bylines and biographies give them."""

import re


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_PARTICLES = (
    "de|del|della|der|den|di|da|das|dos|du|la|le|van|von|vom|zu|ter|ten|bin|ibn|al|el|y|e|af|av|O’|O'"
)
_NAME_WORD = r"(?:[^\W\d_a-zà-öø-ÿ][\w’'‘.-]*|al-[^\W\d_][\w’'-]*|d’[^\W\d_]\w+|d'[^\W\d_]\w+)"
_NAME = re.compile(
    rf"{_NAME_WORD}(?:\s+(?:{_PARTICLES}))*(?:\s+(?:(?:{_PARTICLES})\s+)*{_NAME_WORD}){{1,3}}"
    r"(?:,?\s(?:Jr|Sr|II|III|IV)\.?)?"
)
# Words that begin or make up names of places and headings of two or three capitals, not of people.
_NO_NAMES = _words(
    """a an the this that these those our your my his her their what why how who when where in on at of for
    from to and or with without new north south east west northern southern eastern western central
    middle upper lower great united white house breaking live latest more most top read watch listen
    share related about advertisement getty images world news business politics opinion analysis video
    photo photos image story stories update updated city county street los san santa saint st. st las
    hong south-east european american national international public security part chapter section table
    figure january february march april june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday news media press university institute"""
)
_AGENCIES = re.compile(
    r"(?:the )?(?:associated press|canadian press|press association|pa media|bbc news|deutsche welle)"
    r"|agence france-presse|reuters|bloomberg|ap|afp|dpa|pa|upi|ani|pti|aap|efe|ansa"
    r"|staff|our correspondent|(?:staff and |news )?agencies",
    re.IGNORECASE,
)
_ROLES = (
    r"correspondents?|reporters?|editors?|writers?|journalists?|columnists?|contributors?|producers?|photographers?|"
    r"critics?|commentators?|bureau chief|staff writer|news desk|newsroom|analysts?|fellow|anchor|host|presenter|"
    r"redakteur(?:in)?|korrespondent(?:in)?|journaliste|periodista|corresponsal|giornalista|author"
)
_ROLE_LINE = re.compile(
    rf"(?:[\w’'&/,.-]+\s+){{0,6}}(?:{_ROLES})(?:(?:,|\s+(?:in|at|for|of|on))\s+[\w’'&/. -]{{2,40}})?",
    re.IGNORECASE,
)
# Words that stand between a name and its office: "Ann Lee Senior Europe correspondent".
_OFFICE_WORDS = _words(
    """senior chief deputy acting assistant associate managing executive special staff guest political politics
    diplomatic foreign national international security defence defense europe european african asia
    asian middle us u.s. uk world white economics economic business health medical science environment
    climate energy technology tech legal justice crime education investigations investigative data
    sports sport culture arts travel media global community royal parliamentary moscow washington
    beijing berlin paris london brussels kyiv"""
)
_ROLE_WORD = re.compile(rf"(?:{_ROLES})[,.]?", re.IGNORECASE)
_PLACE_AFTER_NAME = re.compile(r"\s+in\s+[^\W\d_][\w .’'-]{2,40}$")
_BY = re.compile(
    r"(?:(?:written|story|words|text|report(?:ed|ing)?|analysis|opinion|review|interview)\s+)?by\s*:?\s+|"
    r"(?:von|par|por|door|author|authors|autor|autore|auteur|автор|автори|текст)\s*:?\s+",
    re.IGNORECASE,
)
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;&]|\band\b|\bund\b|\bet\b|\by\b)\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_MAX_BYLINE = 160
_MAX_NAMES = 12

_DOES = (
    r"(?:,[^.]{0,80},)?\s+(?:is|was|are|covers?|reports?|writes?|has|have|joined|works?|worked|lives|serves?|teaches|"
    r"contributed|can be|spent|leads?|edits?|specializes|specialises|ist|est|es)\b"
)


def is_person(words: str) -> bool:
    """Whether these words alone look like a person's name: two to four words with capitals."""
    if len(words) > 50 or not _NAME.fullmatch(words):
        return False
    return not any(part.strip(",").lower() in _NO_NAMES for part in words.split())


def is_role(line: str) -> bool:
    """A line that says what somebody works as, such as "National Security Correspondent"."""
    return len(line) <= 80 and bool(_ROLE_LINE.fullmatch(line))


def names_after_by(line: str) -> tuple[str, ...]:
    """The names in a line that begins with "By", "Von", "Par" …; none when they do not look like names."""
    opening = _BY.match(line)
    return names_in(line[opening.end() :]) if opening else ()


def names_in(line: str) -> tuple[str, ...]:
    """The names in a line made of nothing but names, each with a place or an office after it or without."""
    if len(line) > _MAX_BYLINE or (line.endswith((".", "?", "!", ":")) and not line.endswith(("Jr.", "Sr."))):
        return ()
    found: list[str] = []
    for piece in filter(None, _BETWEEN_NAMES.split(_BRACKETS.sub("", line))):
        if found and is_role(piece):
            continue
        if name := _name_at(piece):
            found.append(name)
        elif not (found and (is_role(piece) or len(piece.split()) <= 4)):
            return ()
    people = [name for name in found if not _AGENCIES.fullmatch(name)]
    return tuple(dict.fromkeys(people or found))[:_MAX_NAMES]


def is_biography(line: str, names: frozenset[str]) -> bool:
    """A paragraph that begins with an author's name and says what the author is or does."""
    return any(line.startswith(name) and re.match(_DOES, line[len(name) :]) for name in names)


def first_name_in(line: str) -> str:
    """The name that a biography would begin with, or ""."""
    words = line.split()[:5]
    for count in range(len(words), 1, -1):
        name = " ".join(words[:count])
        if is_person(name) and is_biography(line, frozenset({name})):
            return name
    return ""


def _name_at(piece: str) -> str:
    words = _PLACE_AFTER_NAME.sub("", piece.strip(" .|-–—"))
    if _AGENCIES.fullmatch(words) or is_person(words):
        return words
    name = _before_office(words)
    return name if is_person(name) else ""


def _before_office(words: str) -> str:
    """The words before an office, where one is named; else ""."""
    parts = words.split()
    if not any(_ROLE_WORD.fullmatch(part) for part in parts):
        return ""
    for count, part in enumerate(parts):
        if part.lower().strip(",-") in _OFFICE_WORDS or _ROLE_WORD.fullmatch(part) or not part[0].isupper():
            return " ".join(parts[:count]).rstrip(" ,-–—")
    return ""
