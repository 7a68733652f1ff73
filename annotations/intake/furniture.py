"""Lines that stand around an article on a page, known by their words. One table for the readers of text and HTML.

Rules, not one newspaper's phrases: a line of `is_chrome` belongs to no article wherever it stands; one of
`is_share_line` or `is_clock` only beside other furniture, because an article might hold such a line itself.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from annotations.intake.dates import from_print
from annotations.intake.people import is_role, names_after_by, names_in

# Nothing longer is furniture, except the terms beside a field for an address.
MAX_CHARACTERS = 220

_CHROME = (
    r"advert(?:isement|ising)?s?(?: \d+)?",
    r"(?:sponsored|promoted)(?: content)?|paid (?:post|content)",
    r"anzeige|werbung|publicité|publicidad|pubblicità",
    r"(?:the |this )?(?:story|article|content|post|page) continues (?:below|after|following).*",
    r"continue reading(?: below| the main story)?|scroll (?:down )?(?:to|for) (?:continue|more).*",
    r"(?:view|open|enlarge|expand|see) (?:this |full ?-?sized? )?(?:image|photo|picture)s?(?: in (?:full ?screen|gallery))?",
    r"(?:image|photo|slide) \d+ (?:of|/) \d+|\d+ of \d+|view gallery|(?:hide|toggle) caption",
    r"listen to (?:this|the) (?:article|story|post|episode)\b.{0,40}|listen to (?:article|story)",
    r"listen\s?[•·(]?\s?\(?\d+ ?min.{0,20}|this article (?:was|is) (?:read|narrated|voiced) .{0,80}",
    r"play (?:audio|video|now|this video)|audio (?:by|player).{0,40}",
    r"(?:share|save|print|gift|e-?mail|bookmark|copy|like|report|reuse|discuss|republish|cite|download|rate) "
    r"(?:this |full |the )?(?:article|story|post|page|content|link|url|pdf)(?: (?:on|via|by|with|for later)\b.{0,40})?",
    r"(?:share|post|tweet|send|pin|save) (?:this )?(?:on|via|to|with|by|using) (?:facebook|twitter|x|linked ?in|whats ?app"
    r"|reddit|telegram|e-?mail|pinterest|flipboard|messenger|friends?)\b.{0,40}",
    r"(?:share|sharing) options|share this(?: with| on)?|about sharing|click to (?:share|copy|print|e-?mail).{0,40}",
    r"cop(?:y|ied)(?: the)? link(?: to clipboard)?|link copied!?|copied(?: to clipboard)?!?|close share.{0,20}",
    r"\d[\d,.]*k? ?(?:comments?|shares?|views|likes|replies|retweets|reads|claps)",
    r"(?:view|see|show|read) (?:all )?(?:\d+ )?comments|(?:leave|post|add|write) a (?:comment|reply)",
    r"join the (?:conversation|discussion).{0,40}|be the first to comment.?|comments (?:are )?(?:closed|off|disabled).{0,40}",
    r"add .{2,40} (?:on|to|as a) .{0,20}google.{0,20}|follow us\b.{0,60}",
    r"follow .{2,60} on (?:twitter|x|facebook|instagram|linkedin|google news|mastodon|bluesky|threads|telegram|youtube)\b.{0,60}",
    r"(?:sign|signing) ?up (?:now )?(?:for|to)\b.*(?:newsletter|inbox|alert|briefing|e-?mail|digest|roundup).*",
    r"(?:subscribe|register)(?: now| today)? (?:to|for)\b.*(?:newsletter|inbox|channel|podcast|briefing|digest|unlimited).*",
    r"(?:get|receive) .{0,120}(?:our .{0,40}newsletters?|(?:in|to) your (?:e-?mail )?inbox)\b.{0,60}",
    r"(?:our |free |daily |weekly )*newsletters?(?: sign-?up)?|sign (?:me )?up",
    r"(?:enter |type )?your e-?mail(?: address)?(?: here)?|e-?mail address",
    r"by (?:signing|clicking|subscribing|submitting|entering).{0,60}you (?:agree|consent|acknowledge|accept|will receive).*",
    r"privacy notice:.*|this site is protected by recaptcha.*|thank(?:s| you) for (?:subscribing|signing up).*",
    r"(?:after|skip past|end of) newsletter promotion|skip (?:to|past|advert)\b.{0,60}|end of (?:advert|newsletter).{0,30}",
    r"\d+[ -]?min(?:ute)?s?(?: of)? (?:read|reading|listen|watch)|(?:estimated )?reading time:? .{0,30}",
    r"\d+ (?:min(?:ute)?|hour|day|week|month)s? ago",
    r"(?:image|photo|media|video) (?:source|credit|copyright)[,:]? .{1,80}",
    r"(?:related|further) (?:topics|internet links|content|tags)|explore more on these topics|reuse this content",
    r"(?:topics|tags|keywords|filed under|categories|posted in):.{0,200}",
    r"(?:see|show|load) more|read full (?:story|article)|more info(?:rmation)?|learn more|click here(?: to .{0,60})?",
    r"(?:©|\(c\)|copyright)(?: ©| \(c\))? .{0,160}|.{0,60}all rights reserved\.?",
    r"terms (?:of (?:use|service|sale)|(?:and|&) conditions)(?: .{0,40})?|(?:privacy|cookie) (?:policy|notice|settings|preferences)",
    r"(?:accept|reject|manage)(?: all)? cookies?(?: .{0,20})?|(?:we|this (?:web)?site) uses? cookies.*",
    r"(?:already|not) a (?:subscriber|member)\?.{0,40}|(?:back|return) to (?:the )?(?:top|home(?:page)?)",
    r"you have \d+ free (?:articles?|stories).{0,40}|support (?:our|independent) journalism.{0,80}",
    r"(?:order|buy) reprints|this (?:article|story) has been sent to.*|an error has occurred.*",
    r"this copy is for your personal,? non-?commercial use.*|(?:if you|when you) (?:buy|purchase|click).{0,120}"
    r"(?:commission|share of the sale)s?\b.{0,60}|we may (?:earn|receive|get) .{0,80}(?:commission|share of)\b.{0,80}",
    r"(?:read|see|watch|hear|listen) (?:more|also|next) ?[:|–-] ?.{3,140}[^.!?…”\"]",
    r"(?:related|also read|don.?t miss|must read) ?: ?.{3,140}[^.!?…”\"]",
)

# Headings of what follows an article: links to others.
_AFTERWARDS = (
    r"(?:more|also) on (?:this|these)(?: story| topics?)?",
    r"related(?: (?:articles?|stories|posts|news|links|content|coverage|reading|topics))?",
    r"(?:you (?:may|might) )?also (?:like|read)|(?:you|readers) (?:may|might) (?:also )?(?:like|be interested in).{0,20}",
    r"most (?:read|popular|viewed|shared|watched|commented)(?: .{0,30})?|popular (?:now|stories|posts)",
    r"recommended(?: (?:for you|stories|reading|articles?|videos?))?|trending(?: now)?",
    r"(?:top|latest|more|other|trending) (?:stories|news|articles|headlines|videos)(?: .{0,30})?|latest from .{1,40}",
    r"editor.?s.? (?:picks?|choice)|(?:around|from) the web|more from .{1,60}|(?:what to )?read (?:next|more|also)|up next",
    r"see also|elsewhere on .{2,40}|further reading|about the (?:author|writer)s?",
    r"mehr zum thema|lesen sie auch|sur le même sujet|(?:à )?lire aussi|más información|lea también|te puede interesar",
    r"potrebbe interessarti|leggi anche|leia também|lees ook",
)


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_IS_CHROME = _any_of(_CHROME)
_IS_AFTERWARDS = _any_of(_AFTERWARDS)

_SHARE_WORDS = frozenset(
    [
        "share",
        "save",
        "print",
        "email",
        "e-mail",
        "mail",
        "copy",
        "link",
        "gift",
        "tweet",
        "pin",
        "bookmark",
        "comment",
        "comments",
        "listen",
        "play",
        "pause",
        "mute",
        "facebook",
        "twitter",
        "x",
        "linkedin",
        "whatsapp",
        "reddit",
        "telegram",
        "instagram",
        "pinterest",
        "threads",
        "bluesky",
        "mastodon",
        "messenger",
        "flipboard",
        "youtube",
        "tiktok",
        "rss",
        "sms",
        "wechat",
        "weibo",
        "line",
        "vk",
        "xing",
        "pocket",
        "subscribe",
        "follow",
        "menu",
        "search",
        "home",
        "login",
        "register",
        "ad",
        "ads",
        "1x",
        "tags",
        "topics",
        "newsletter",
        "republish",
        "discuss",
        "teilen",
        "drucken",
        "merken",
        "partager",
        "imprimer",
        "compartir",
        "imprimir",
        "condividi",
        "stampa",
    ]
)
_SHARE_FILLERS = frozenset(
    {"on", "via", "with", "this", "by", "to", "and", "or", "in", "up", "us", "article", "story"}
)
_WORD_GAPS = re.compile(r"[\s|/·•,;:()+]+")

_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\s?/\s?\d{1,2}:\d\d(?::\d\d)?)?(?:\s?\d(?:\.\d)?x)?")
_CLOCK_OF_A_PLAYER = re.compile(r"0?0:00\b.*")

_LABEL = re.compile(
    r"(?P<modified>(?:last |article |story )*(?:updated|modified|edited|revised|changed)(?: on| at)?|aktualisiert(?: am)?|"
    r"mis à jour(?: le)?|modifié le|actualizado(?: el)?|aggiornato(?: il)?|atualizado(?: em)?|bijgewerkt(?: op)?)"
    r"|(?P<published>(?:first |originally |article |story )*(?:published|posted|created|released|issued|publication date)"
    r"(?: on| at)?|date|veröffentlicht(?: am)?|erschienen(?: am)?|publié(?: le)?|publicado(?: el| em)?|pubblicato(?: il)?|"
    r"gepubliceerd(?: op)?)",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?:about |an? |\d+ ?)(?:min(?:ute)?s?|h(?:ours?|rs?)?|days?|weeks?|months?) ago|yesterday|today|just now",
    re.I,
)
_FIELD_GAPS = re.compile(
    r"\s*[|•·]\s*|\s+[–—-]\s+|\s*;\s*|,?\s+(?=(?:last )?(?:updated|modified)\b)", re.IGNORECASE
)

_AGENCY = (
    r"(?:Getty(?: Images)?|AP(?: Photo| Images)?|Associated Press|Reuters|AFP|EPA(?:-EFE)?|Shutterstock|Alamy(?: Live News)?|"
    r"Bloomberg|PA(?: Wire| Images| Media)?|Press Association|Zuma(?: Press| Wire)?|NurPhoto|Sipa(?: USA)?|Rex(?: Features)?|"
    r"Anadolu(?: Agency)?|Unsplash|iStock(?:photo)?|AAP|TASS|Sputnik|Xinhua|Kyodo(?: News)?|Imago|dpa|Wikimedia(?: Commons)?|"
    r"Flickr|CC[ -]BY[\w .-]*|Handout|Pool|File|[A-Z][\w’'&-]+(?: [A-Z][\w’'&-]+){0,2} (?:Images|Pictures|Photos?|News|Press))"
)
_PERSON = r"[^\W\d_a-z][\w.’'-]+(?: [^\W\d_a-z][\w.’'-]*){1,3}"
_CREDIT = (
    rf"(?:{_PERSON}\s?/\s?{_AGENCY}(?:\s?/\s?[\w ]{{2,30}})?|{_PERSON}\s?/\s?{_PERSON}|(?:via|by)\s{_AGENCY}|{_AGENCY}\s?/\s?{_PERSON}"
    rf"|(?:Photo(?:graph(?:er|y)?)?s?|Pictures?|Images?|Illustrations?|Graphics?|Credits?|Foto|Bild|Crédit|©)\s?(?::|by|/|©|courtesy)\s?.{{2,60}}"
    rf"|©\s?.{{2,60}}|(?:Photo(?:graph)?|Picture|Image|Credit|Photos) {_PERSON})"
)
_CREDIT_ONLY = re.compile(rf"\(?(?:{_CREDIT}|(?:{_AGENCY})(?:\s?[/|,]\s?{_AGENCY})*)\)?\.?")
_CREDIT_AT_END = re.compile(
    rf"[.!?”’\"')]\s*(?:{_CREDIT}|[\[(]{_CREDIT}[\])]|[\[(](?:{_PERSON}\s?[/|,]\s?)?{_AGENCY}(?:\s?[/|,][^()]{{2,40}})?[\])]|[|/]\s?{_AGENCY})\.?$"
)
_CREDIT_IN_BRACKETS = re.compile(
    rf"\s[\[(](?:{_CREDIT}|(?:{_PERSON}\s?[/|,]\s?)?{_AGENCY}(?:\s?[/|,][^()]{{2,40}})?)[\])]\.?$|\s(?:{_PERSON}\s?/\s?)(?:Getty Images|Reuters|AFP|AP|EPA)$"
)
_SPACES = re.compile(r"\s+")
_CAPTION_LABEL = re.compile(r"(?:image|photo|picture) caption[,:]?\s+", re.IGNORECASE)
_MAX_CAPTION = 700


@dataclass(frozen=True, slots=True)
class Sign:
    """What a line of head furniture says."""

    names: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    # "Updated" or "Published" with nothing after it: the date may stand in the next line.
    waits_for: str = ""


def sign_in(line: str) -> Sign | None:
    """What a byline or a line with dates says; None for any other line.

    A line of several fields ("By Ann Lee | 3 May 2024") counts when each of them is one and one is certain.
    """
    if len(line) > MAX_CHARACTERS:
        return None
    if whole := _stamp(line) or _joined(_before_a_date(line)) or _byline(line):
        return whole
    return _joined([field for field in _FIELD_GAPS.split(line) if field])


def names_alone(line: str) -> tuple[str, ...]:
    """The names in a line of names without "By": to be believed only beside a byline or a date."""
    return names_after_by(line) or names_in(line)


def is_chrome(line: str) -> bool:
    return len(line) <= 2 * MAX_CHARACTERS and bool(_IS_CHROME.fullmatch(line.strip(" ·•|>»→▶-–—:#*")))


def begins_afterwards(line: str) -> bool:
    """A heading over links to other articles."""
    return len(line) <= 80 and bool(_IS_AFTERWARDS.fullmatch(line.strip(" ·•|>»→▶-–—:#*…")))


def is_share_line(line: str) -> bool:
    """Nothing but words of share buttons and menus."""
    words = [word for word in _WORD_GAPS.split(line.lower().strip(" .…")) if word]
    if not 0 < len(words) <= 14:
        return False
    return any(word in _SHARE_WORDS for word in words) and all(
        word in _SHARE_WORDS or word in _SHARE_FILLERS or word.isdigit() for word in words
    )


def is_clock(line: str) -> bool:
    return bool(_CLOCK.fullmatch(line))


def is_player_clock(line: str) -> bool:
    """The clock of a sound or film that has not begun: "0:00", "00:00 / 03:15"."""
    return is_clock(line) and bool(_CLOCK_OF_A_PLAYER.match(line))


def is_credit(line: str) -> bool:
    """Who took the picture, and nothing else."""
    return len(line) <= 120 and bool(_CREDIT_ONLY.fullmatch(line))


def is_caption(line: str) -> bool:
    """Words about a picture, known by the credit at their end or the label at their beginning."""
    if len(line) > _MAX_CAPTION:
        return False
    return bool(_CAPTION_LABEL.match(line) or _CREDIT_AT_END.search(line) or _CREDIT_IN_BRACKETS.search(line))


def caption_words(line: str) -> str:
    return _CAPTION_LABEL.sub("", line, count=1) if _CAPTION_LABEL.match(line) else line


def _byline(line: str) -> Sign | None:
    names = names_after_by(line)
    return Sign(names) if names else None


def _stamp(line: str) -> Sign | None:
    """A date, with a word before it that says which, or without one."""
    label = _LABEL.match(line)
    rest = (line[label.end() :] if label else line).strip(" :,-–—")
    modified = bool(label and label["modified"])
    if moment := from_print(rest):
        return Sign(modified_at=moment) if modified else Sign(published_at=moment)
    if label and not rest and label[0].lower() != "date":
        return Sign(waits_for="modified" if modified else "published")
    return Sign() if label and (_AGO.fullmatch(rest) or is_clock(rest)) else None


def _joined(fields: list[str]) -> Sign | None:
    if len(fields) < 2:
        return None
    found = [_stamp(field) or _byline(field) for field in fields]
    if not any(found):
        return None
    loose = [names_in(field) for field, sign in zip(fields, found, strict=True) if not sign]
    others = [field for field, sign in zip(fields, found, strict=True) if not sign and not names_in(field)]
    if not all(is_role(field) or is_chrome(field) or len(field.split()) <= 4 for field in others):
        return None
    signs = [sign for sign in found if sign]
    return Sign(
        names=tuple(name for sign in signs for name in sign.names)
        or tuple(name for names in loose for name in names),
        published_at=next((sign.published_at for sign in signs if sign.published_at), None),
        modified_at=next((sign.modified_at for sign in signs if sign.modified_at), None),
    )


def _before_a_date(line: str) -> list[str]:
    """What stands before a date at the end of the line, and the date: "By Ann Lee, May 3, 2024"."""
    for gap in list(_SPACES.finditer(line))[:12]:
        if from_print(line[gap.end() :]):
            return [line[: gap.start()].rstrip(" ,|–—-"), line[gap.end() :]]
    return []
