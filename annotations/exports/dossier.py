"""Everything behind an article's check, as one person may see it, in a fixed number of queries.

`dossier` makes the values that the page and the file share; `dossier_file` makes the file: one HTML document that
needs nothing beside it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from annotations.anchoring.text import shortened
from annotations.exports.citations import citation
from annotations.exports.marked_text import Span, marked_text
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.articles import coverage_shape, version_shapes
from annotations.exports.shapes.claims import claim_shapes
from annotations.exports.shapes.columns import Shape
from annotations.exports.shapes.discussion import event_shapes
from annotations.exports.shapes.dossier import (
    comments_of,
    copies_of,
    earlier_verdicts_of,
    links_of,
    numbers_of,
    proposals_of,
    publications_of,
    readings_of,
)
from annotations.exports.shapes.proposals import clearance_shapes
from annotations.exports.shapes.verdicts import rating_shapes
from annotations.models import (
    Article,
    ArticleVersion,
    CheckPolicy,
    Claim,
    DecidedHow,
    Event,
    Materiality,
    Method,
    Rating,
    Verb,
)
from annotations.models.events import PRIVATE_VERBS
from annotations.workflow import DeclineReason, Stance, State

SHEETS = ("tokens", "base", "chip", "mark", "thread", "evidence", "difference", "dossier")
"""The sheets of `css/` that the file carries, in cascade order."""

WORK: dict[str, tuple[Verb, ...]] = {
    "marked": (Verb.CLAIM_MARKED,),
    "brought evidence": (Verb.EVIDENCE_ADDED,),
    "assessed": (Verb.CLAIM_SUBMITTED, Verb.CLAIM_SECONDED),
    "decided disputes": (Verb.CLAIM_ADJUDICATED,),
    "explained": (Verb.CLAIM_EXPLAINED,),
    "published or corrected": (Verb.CLAIM_PUBLISHED, Verb.CLAIM_CORRECTED, Verb.CLAIM_RETRACTED),
    "proposed words": (Verb.PROPOSED,),
    "commented": (Verb.COMMENTED,),
    "cleared": (Verb.ARTICLE_CLEARED,),
}
"""What is counted of who worked on it, in the log as the recipient may see it."""

TOLD = {
    "state": "state",
    "version": "version",
    "ordinal": "sentence",
    "reason": "reason",
    "kind": "kind",
    "assignee": "for",
    "why": "why",
}
"""What the log tells of an event's data, and its name there; the rest stands with its claim, or is for programs."""

EDITS = (Verb.ARTICLE_DESCRIBED, Verb.CLAIM_DESCRIBED, Verb.EVIDENCE_DESCRIBED, Verb.PROPOSAL_DESCRIBED)
"""Of these it tells every value that was changed."""

EDITED = {"text": "wording", "materiality": "weight"}

MOST_CHARACTERS_TOLD = 300

BEHIND_ALL = 10**9
"""The place of a claim that stands nowhere in the current version."""


def dossier(article: Article, recipient: Recipient) -> Shape:
    """The values of `_dossier.html`. Claims come in the order of the text, each with its number for good."""
    version = article.current_version()
    blind, numbers = blind_to(article, recipient), numbers_of(article)
    events = log_of(article, recipient, blind, numbers)
    comments = comments_of(article, recipient)
    hung: dict[str, Mapping[Any, Any]] = {"comments": comments, "staleness": staleness_in(events, blind)}
    claims = claims_of(article, recipient, blind, hung)
    for claim in claims:
        claim["number"] = numbers[claim["uid"]]
    claims.sort(key=lambda claim: (first_place(claim), claim["number"]))
    say_where(claims, list(version.sentences.order_by("start").values_list("start", flat=True)))
    policy = CheckPolicy.objects.select_related("scale").get(pk=article.policy_id)
    return {
        "article": article,
        "policy": policy,
        "ratings": list(rating_shapes(Rating.objects.of_scale(policy.scale).order_by("position"))),
        "coverage": coverage_shape(version, recipient),
        "version": version,
        "text": text_of(version, claims),
        "versions": list(version_shapes(article.versions.order_by("number"))),
        "claims": claims,
        "states": Counter(claim["state_label"] for claim in claims).most_common(),
        "comments": comments.get(None, []),
        "clearances": list(clearance_shapes(article.clearances.order_by("-at", "-pk"))),
        "events": events,
        "people": people_in(events),
        "made_for": recipient.person,
        "made_at": timezone.now(),
    }


def blind_to(article: Article, recipient: Recipient) -> set[str]:
    """The uids of the claims of which the recipient must not learn what others think."""
    rows = Claim.objects.filter(article=article).read_blind_by(recipient.person)
    return {str(uid) for uid in rows.order_by().values_list("uid", flat=True)}


def claims_of(
    article: Article, recipient: Recipient, blind: set[str], hung: Mapping[str, Mapping[Any, Any]]
) -> list[Shape]:
    """The living claims with all that hangs on them. `hung` is what is known already, by name and claim."""
    rows = Claim.objects.visible_to(recipient.person).filter(article=article).living()
    claims = list(claim_shapes(rows.order_by("pk"), recipient))
    hung = {
        **hung,
        "readings": readings_of(article, recipient),
        "earlier_verdicts": earlier_verdicts_of(article, blind),
        "proposals": proposals_of(article, recipient),
        "publications": publications_of(article),
        "links": links_of(article, recipient),
    }
    copies = copies_of({row["source"]["uid"] for claim in claims for row in claim["evidence"]}, recipient)
    for claim in claims:
        claim |= {name: found.get(claim["uid"], []) for name, found in hung.items()}
        claim["blind"] = claim["uid"] in blind
        say_in_words(claim)
        for row in claim["evidence"]:
            row["citation"], row["copies"] = citation(row["source"]), copies.get(row["source"]["uid"], [])
    return claims


def say_in_words(claim: Shape) -> None:
    """Labels of what the shapes hold as keys."""
    claim["state_label"] = State(claim["state"]).label
    claim["materiality_label"] = Materiality(claim["materiality"]).label
    reason = claim["declined_reason"]
    claim["declined_label"] = DeclineReason(reason).label if reason else ""
    if verdict := claim["verdict"]:
        verdict["decided_how_label"] = DecidedHow(verdict["decided_how"]).label
        verdict["dissent"] = [row for row in claim["readings"] if dissents(row, claim)]
    for row in claim["evidence"]:
        row["stance_label"] = Stance(row["stance"]).label if row["stance"] else ""


def dissents(reading: Shape, claim: Shape) -> bool:
    """Whether this person, in the round that decided, gave another rating than the verdict's."""
    same = str(reading["rating"]["uid"]) == claim["verdict"]["rating"]["uid"]
    return reading["round"] == claim["round"] and not same


def first_place(claim: Shape) -> int:
    places = [row["start"] for row in claim["highlights"] if row["start"] is not None]
    return min(places, default=BEHIND_ALL)


def say_where(claims: Iterable[Shape], starts: list[int]) -> None:
    """Give each highlight the number of the sentence in which it begins, and how it got there in words."""
    for claim in claims:
        for row in claim["highlights"]:
            row["method_label"] = Method(row["method"]).label
            row["sentence"] = bisect_right(starts, row["start"]) if row["start"] is not None else None


def text_of(version: ArticleVersion, claims: Iterable[Shape]) -> SafeString:
    spans, classes = list[Span](), dict[int, str]()
    for claim in claims:
        verdict = claim["verdict"]
        classes[claim["number"]] = verdict["rating"]["truth_class"] if verdict else "open"
        places = (row for row in claim["highlights"] if row["start"] is not None)
        spans += [Span(row["start"], row["end"], claim["number"]) for row in places]
    return marked_text(version.text, version.blocks, sorted(spans), classes)


def log_of(
    article: Article, recipient: Recipient, blind: set[str], numbers: Mapping[str, int]
) -> list[Shape]:
    """What happened, in order, as far as the recipient may know; nobody's unsubmitted work."""
    rows = Event.objects.visible_to(recipient.person).filter(article=article)
    events = list(event_shapes(rows.exclude(verb__in=PRIVATE_VERBS).order_by("number"), recipient))
    for event in events:
        event["claim_number"] = numbers.get(str(event["claim"]))
        event["told"] = "" if str(event["claim"]) in blind else told(event)
    return events


def told(event: Shape) -> str:
    """As in "state: checking → in_review", from before and after."""
    before, after = (event["data"].get(when) or {} for when in ("before", "after"))
    names = dict.fromkeys((*before, *after)) if event["verb"] in EDITS else TOLD
    changes = [(name, shown(before.get(name)), shown(after.get(name))) for name in names]
    return "; ".join(
        f"{named(name)}: {' → '.join(filter(None, (old, new)))}"
        for name, old, new in changes
        if old != new and not name.endswith("_html")
    )


def named(name: str) -> str:
    return TOLD.get(name) or EDITED.get(name) or name.replace("_", " ")


def shown(value: Any) -> str:
    """A value of an event's data in one line, shortened where it is long."""
    words = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return shortened(words, MOST_CHARACTERS_TOLD)


def staleness_in(events: Iterable[Shape], blind: set[str]) -> dict[str, list[Shape]]:
    """By claim: when it became stale and why, and what was answered, in order."""
    found: dict[str, list[Shape]] = {}
    for event in events:
        claim = str(event["claim"])
        if event["verb"] in (Verb.CLAIM_WENT_STALE, Verb.CLAIM_STILL_HOLDS) and claim not in blind:
            after = event["data"].get("after") or {}
            reasons, answer = after.get("stale_reasons", []), after.get("reason", "")
            row = {"at": event["at"], "by": event["by"], "reasons": reasons, "answer": answer}
            found.setdefault(claim, []).append(row)
    return found


def people_in(events: Iterable[Shape]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Who worked on it: the name, and how often they did what, the most active first."""
    counts: dict[str, Counter[str]] = {}
    words = {str(verb): word for word, verbs in WORK.items() for verb in verbs}
    for event in events:
        if event["by"]:
            name = event["by"]["name"] or event["by"]["username"]
            counts.setdefault(name, Counter())[words.get(event["verb"], "")] += 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    return [(name, [(word, done[word]) for word in WORK if done[word]]) for name, done in ordered]


def dossier_file(article: Article, person: Any) -> bytes:
    """The dossier as one HTML file, UTF-8, that opens without network; confidential sources are not named in it."""
    context = dossier(article, Recipient(person, identities=False))
    context |= {"style": style(), "newsroom": settings.NEWSROOM}
    return render_to_string("annotations/dossier_file.html", context).encode()


def style() -> SafeString:
    """The sheets, one after the other. They are ours, and hold nothing that could end the element."""
    return SafeString("\n".join(sheet(name) for name in SHEETS))


def sheet(name: str) -> str:
    path = finders.find(f"annotations/css/{name}.css")
    assert isinstance(path, str), name
    return Path(path).read_text("utf-8")
