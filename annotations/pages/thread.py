"""What was said in one place: on a claim with its evidence, or on an article, as one person sees it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from annotations.models import Article, Claim, Comment, Person
from annotations.pages.reading import Reading
from annotations.permissions import Permission, permits
from annotations.workflow import Step

TAKEN_OFF = "a source that was taken off"
RECENT = 10
"""How many of a long thread the panel shows: it is sent again with every answer."""


@dataclass(frozen=True)
class Said:
    """A comment; `on` names the piece of evidence it is about, as far as this person may know it."""

    row: Comment
    on: str
    own: bool
    may_remove: bool


@dataclass(frozen=True)
class Thread:
    """The comments in order, those taken away that this person may put back, and whether a blind reading keeps any
    that there are: how many would tell, too.
    """

    said: list[Said]
    gone: list[Said]
    blind: bool
    may_comment: bool
    may_resolve: bool

    def recent(self) -> list[Said]:
        """The last ones; the claim's own page has all."""
        return self.said[-RECENT:]

    def earlier(self) -> int:
        """How many came before those."""
        return max(len(self.said) - RECENT, 0)

    def open(self) -> int:
        """How many wait to be resolved."""
        return sum(1 for said in self.said if said.row.resolved_at is None)


def claim_thread(person: Any, claim: Claim, evidence: list[dict[str, Any]]) -> Thread:
    """`evidence` as `evidence_shown` gives it; each piece learns how many `comments` it has."""
    thread = thread_of(person, claim=claim, named=named(evidence))
    counts = Counter(said.row.evidence_id for said in thread.said)
    for item in evidence:
        item["comments"] = counts[item["row"].pk]
    return thread


def named(evidence: list[dict[str, Any]]) -> dict[int, str]:
    return {item["row"].pk: f"{place}. {item['title']}" for place, item in enumerate(evidence, start=1)}


def thread_of(
    person: Any,
    *,
    claim: Claim | None = None,
    article: Article | None = None,
    named: dict[int, str] | None = None,
) -> Thread:
    place = Comment.objects.of_thread(
        article=article.pk if article else None, claim=claim.pk if claim else None
    )
    rows = place.visible_to(person).select_related("by", "resolved_by", "removed_by")
    everything = [said_of(row, person, named or {}) for row in rows]
    blind = claim is not None and claim.is_read_blind_by(person)
    return Thread(
        [said for said in everything if said.row.removed_at is None],
        [said for said in everything if said.row.removed_at and said.may_remove],
        blind,
        may_comment=permits(person, Permission.COMMENT),
        may_resolve=permits(person, Permission.RESOLVE_COMMENT),
    )


def said_of(row: Comment, person: Any, named: dict[int, str]) -> Said:
    return Said(
        row,
        on=named.get(row.evidence_id, TAKEN_OFF) if row.evidence_id else "",
        own=row.by_id == person.pk,
        may_remove=permits(person, Permission.REMOVE_COMMENT, row),
    )


def article_context(reading: Reading) -> dict[str, Any]:
    """The context of `_article_panel.html`."""
    person, article = reading.person, reading.article
    gives = permits(person, Step.ASSIGN)
    return {
        "reading": reading,
        "thread": thread_of(person, article=article),
        "in_work": article.claims.visible_to(person).in_work().count() if gives else 0,
        "unassigned": article.claims.visible_to(person).unassigned().count() if gives else 0,
        "checkers": Person.objects.visible_to(person).checkers() if gives else [],
    }
