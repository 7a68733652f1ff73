"""Lines that stand around an article on a page, known by their words. One table for the readers of text and HTML.

Rules, not one newspaper's phrases: a line of `is_chrome` belongs to no article wherever it stands; one of
`is_share_line` or `is_clock` only beside other furniture, because an article might hold such a line itself.
"""

import re

from annotations.intake.document import with_plain_spaces

# Nothing longer is furniture: the longest are the terms beside a field for an address.
MAX_CHARACTERS = 400
MAX_SHARE_WORDS = 14

_NETWORKS = (
    r"(?:twitter|x|facebook|instagram|linked ?in|whats ?app|reddit|telegram|pinterest|flipboard|messenger)"
)
_MORE_NETWORKS = r"(?:google news|mastodon|bluesky|threads|youtube|tiktok)"
_LETTERS = r"(?:newsletter|inbox|alert|briefing|e-?mail|digest|roundup|channel|podcast)"
_PIECE = r"(?:article|story|post|page|content|link|url|pdf)"
_NO_SENTENCE = r".{3,140}[^.!?…”\"]"

_CHROME = (
    # Advertisements.
    r"advert(?:isement|ising)?s?(?: \d+)?|anzeige|werbung|publicité|publicidad|pubblicità",
    r"(?:sponsored|promoted)(?: content)?|paid (?:post|content)",
    r"skip (?:to|past|advert)\b.{0,60}|end of advert.{0,30}",
    rf"(?:the |this )?{_PIECE} continues (?:below|after|following).*|continue reading(?: below| the main story)?",
    r"scroll (?:down )?(?:to|for) (?:continue|more).*",
    # Pictures and sound.
    r"(?:view|open|enlarge|expand|see) (?:this |full ?-?sized? )?(?:image|photo|picture)s?"
    r"(?: in (?:full ?screen|gallery))?",
    r"(?:image|photo|slide) \d+ (?:of|/) \d+|\d+ of \d+|view gallery|(?:hide|toggle) caption",
    r"(?:image|photo|media|video) (?:source|credit|copyright)[,:]? .{1,80}",
    rf"listen to (?:this|the) (?:{_PIECE}|episode)\b.{{0,40}}|listen to {_PIECE}|play (?:audio|video|now|this video)",
    r"listen\s?[•·(]?\s?\(?\d+ ?min.{0,20}|this article (?:was|is) (?:read|narrated|voiced) .{0,80}",
    r"audio (?:by|player).{0,40}|\d+[ -]?min(?:ute)?s?(?: of)? (?:read|reading|listen|watch)",
    r"(?:estimated )?reading time:? .{0,30}|\d+ (?:min(?:ute)?|hour|day|week|month)s? ago",
    # Sharing and comments.
    r"(?:share|save|print|gift|e-?mail|bookmark|copy|like|report|reuse|discuss|republish|cite|download|rate) "
    rf"(?:this |full |the )?{_PIECE}(?: (?:on|via|by|with|for later)\b.{{0,40}})?",
    r"(?:share|post|tweet|send|pin|save) (?:this )?(?:on|via|to|with|by|using) "
    rf"(?:{_NETWORKS}|e-?mail|friends?)\b.{{0,40}}",
    r"(?:share|sharing) options|share this(?: with| on)?|about sharing|click to (?:share|copy|print|e-?mail).{0,40}",
    r"cop(?:y|ied)(?: the)? link(?: to clipboard)?|link copied!?|copied(?: to clipboard)?!?|close share.{0,20}",
    r"\d[\d,.]*k? ?(?:comments?|shares?|views|likes|replies|retweets|reads|claps)",
    r"(?:view|see|show|read) (?:all )?(?:\d+ )?comments|(?:leave|post|add|write) a (?:comment|reply)",
    r"join the (?:conversation|discussion).{0,40}|be the first to comment.?",
    r"comments (?:are )?(?:closed|off|disabled).{0,40}|add .{2,40} (?:on|to|as a) .{0,20}google.{0,20}",
    rf"follow us\b.{{0,60}}|follow .{{2,60}} on (?:{_NETWORKS}|{_MORE_NETWORKS})\b.{{0,60}}",
    r"(?:topics|tags|keywords|filed under|categories|posted in):.{0,200}|explore more on these topics",
    r"(?:related|further) (?:topics|internet links|content|tags)|reuse this content|(?:order|buy) reprints",
    # Subscriptions.
    rf"(?:sign|signing) ?up (?:now )?(?:for|to)\b.*{_LETTERS}.*|sign (?:me )?up",
    rf"(?:subscribe|register)(?: now| today)? (?:to|for)\b.*(?:{_LETTERS}|unlimited).*",
    r"(?:.{0,40}[.?!] )?(?:subscribe to our|get a subscription (?:of|to)) .*",
    r"(?:get|receive) .{0,120}(?:our .{0,40}newsletters?|(?:in|to) your (?:e-?mail )?inbox)\b.{0,60}",
    r"(?:our |free |daily |weekly )*newsletters?(?: sign-?up)?|(?:after|skip past|end of) newsletter promotion",
    r"(?:enter |type )?your e-?mail(?: address)?(?: here)?|e-?mail address",
    r"by (?:signing|clicking|subscribing|submitting|entering).{0,60}you (?:agree|consent|acknowledge|accept).*",
    r".{0,200}\bnewsletters?\b.{0,80}\bsign[ -]?up(?: (?:here|now|today))?[.!]?",
    r"privacy notice:.*|this site is protected by recaptcha.*|thank(?:s| you) for (?:subscribing|signing up).*",
    r"(?:already|not) a (?:subscriber|member)\?.{0,40}|you have \d+ free (?:articles?|stories).{0,40}",
    r"support (?:our|independent) journalism.{0,80}",
    # The site.
    r"(?:read )?more ?:|(?:see|show|load) more|read full (?:story|article)|more info(?:rmation)?|learn more",
    r"click here(?: to .{0,60})?",
    r"(?:©|\(c\)|copyright)(?: ©| \(c\))? .{0,160}|.{0,60}all rights reserved\.?",
    r"terms (?:of (?:use|service|sale)|(?:and|&) conditions)(?: .{0,40})?",
    r"(?:privacy|cookie) (?:policy|notice|settings|preferences)",
    r"(?:accept|reject|manage)(?: all)? cookies?(?: .{0,20})?",
    r"(?:we|this (?:web)?site) uses? cookies.*|(?:back|return) to (?:the )?(?:top|home(?:page)?)",
    r"for immediate release|press release|pressemitteilung|communiqué de presse",
    r"(?:purchase|buy) (?:licensing )?rights",
    r"(?:temps de lecture|lesezeit|lesedauer|tiempo de lectura|tempo di lettura|leestijd)\b.{0,20}",
    r"this (?:article|story) has been sent to.*|an error has occurred.*",
    r"this copy is for your personal,? non-?commercial use.*",
    r"(?:if|when) you (?:buy|purchase|click).{0,120}(?:commission|share of the sale)s?\b.{0,60}",
    r"we may (?:earn|receive|get) .{0,80}(?:commission|share of)\b.{0,80}",
    # Other articles.
    rf"(?:read|see|watch|hear|listen) (?:more|also|next) ?[:|–-] ?{_NO_SENTENCE}",
    rf"(?:related|also read|don.?t miss|must read) ?: ?{_NO_SENTENCE}",
)

# Headings of what follows an article: links to others.
_AFTERWARDS = (
    r"(?:more|also) on (?:this|these)(?: story| topics?)?",
    r"related(?: (?:articles?|stories|posts|news|links|content|coverage|reading|topics))?",
    r"(?:you (?:may|might) )?also (?:like|read)",
    r"(?:you|readers) (?:may|might) (?:also )?(?:like|be interested in).{0,20}",
    r"most (?:read|popular|viewed|shared|watched|commented)(?: .{0,30})?|popular (?:now|stories|posts)",
    r"recommended(?: (?:for you|stories|reading|articles?|videos?))?|trending(?: now)?|latest from .{1,40}",
    r"(?:top|latest|more|other|trending) (?:stories|news|articles|headlines|videos)(?: .{0,30})?",
    r"editor.?s.? (?:picks?|choice)|(?:around|from) the web|more from .{1,60}|up next|see also|further reading",
    r"(?:related|further) (?:topics|internet links|content|tags)|explore more on these topics",
    r"(?:what to )?read (?:next|more|also)|elsewhere on .{2,40}|about the (?:author|writer)s?",
    r"mehr zum thema|lesen sie auch|sur le même sujet|(?:à )?lire aussi|más información|lea también",
    r"te puede interesar|potrebbe interessarti|leggi anche|leia também|lees ook",
)


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_IS_CHROME = _any_of(_CHROME)
_IS_AFTERWARDS = _any_of(_AFTERWARDS)
_AROUND_WORDS = " ·•|>»→▶-–—:#*…"

_SHARE_WORDS = _words(
    """share save print email e-mail mail copy link gift tweet pin bookmark comment comments listen play pause mute
    facebook twitter x linkedin whatsapp reddit telegram instagram pinterest threads bluesky mastodon messenger
    flipboard youtube tiktok rss sms wechat weibo line vk xing pocket subscribe follow menu search home login
    mailto register ad ads 1x tags topics newsletter republish discuss teilen drucken merken partager imprimer
    compartir imprimir condividi stampa"""
)
_SHARE_FILLERS = _words("on via with this by to and or in up us article story")
_SECTION_WORDS = _words(
    """news world politics business economy markets money opinion comment editorial analysis explainer feature
    features interview investigation investigations sport sports culture arts books film music tv tech technology
    science health environment climate energy education law crime europe uk us u.s. usa asia africa americas
    australia china india russia ukraine middle east local national international home live video exclusive
    breaking fact check factcheck lifestyle life travel food war conflict elections media society history"""
)
_SECTION_GAPS = re.compile(r"[\s|/›»>,&:•·]+")
MAX_SECTION_CHARACTERS = 60
_WORD_GAPS = re.compile(r"[\s|/·•,;:()+]+")

_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\s?/\s?\d{1,2}:\d\d(?::\d\d)?)?(?:\s?\d(?:\.\d)?x)?")
_CLOCK_OF_A_PLAYER = re.compile(r"0?0:00\b.*")


def is_chrome(line: str) -> bool:
    """Words that only the page says, never its article."""
    return len(line) <= MAX_CHARACTERS and bool(_IS_CHROME.fullmatch(_bare(line)))


def begins_afterwards(line: str) -> bool:
    """A heading over links to other articles."""
    return len(line) <= 80 and bool(_IS_AFTERWARDS.fullmatch(_bare(line)))


def _bare(line: str) -> str:
    return with_plain_spaces(line).strip(_AROUND_WORDS)


def is_share_line(line: str) -> bool:
    """Nothing but words of share buttons and menus."""
    words = [word for word in _WORD_GAPS.split(line[:MAX_CHARACTERS].lower().strip(" .…")) if word]
    if len(words) > MAX_SHARE_WORDS or not any(word in _SHARE_WORDS for word in words):
        return False
    return all(word in _SHARE_WORDS or word in _SHARE_FILLERS or word.isdigit() for word in words)


def is_section(line: str) -> bool:
    """The names of sections above a headline: "Politics", "World | Europe"."""
    if len(line) > MAX_SECTION_CHARACTERS:
        return False
    words = [word for word in _SECTION_GAPS.split(line.lower()) if word]
    return bool(words) and all(word in _SECTION_WORDS or word == "and" for word in words)


def is_clock(line: str) -> bool:
    return bool(_CLOCK.fullmatch(line))


def is_player_clock(line: str) -> bool:
    """The clock of a sound or film that has not begun: "0:00", "00:00 / 03:15"."""
    return is_clock(line) and bool(_CLOCK_OF_A_PLAYER.match(line))
