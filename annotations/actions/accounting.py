"""Whether every line of an article is accounted for: what an article lacks before it can be cleared.

Asked by whoever clears, by the pages that show it, and by `record()` of whatever may end a clearance. Reads only.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Count, Q

from annotations.models import (
    Article,
    ArticleVersion,
    Claim,
    Comment,
    Evidence,
    Highlight,
    Proposal,
    Sentence,
    SentenceKind,
)
from annotations.models.discussion import WAITING_STATES
from annotations.workflow import UNSETTLED_STATES, State


class Condition(NamedTuple):
    """Something of which there must be none: what is said of one, of several, and of none."""

    one: str
    several: str
    none: str

    def said(self, number: int) -> str:
        return f"{number} {self.one if number == 1 else self.several}" if number else self.none


CONDITIONS: dict[str, Condition] = {
    "sentences": Condition(
        "sentence not accounted for", "sentences not accounted for", "Every sentence is accounted for"
    ),
    "claims": Condition("claim open", "claims open", "No claim is open"),
    "disputed": Condition("claim disputed", "claims disputed", "No claim is disputed"),
    "stale": Condition("claim stale", "claims stale", "No claim is stale"),
    "highlights": Condition(
        "highlight waiting for an answer",
        "highlights waiting for an answer",
        "No highlight waits for an answer",
    ),
    "comments": Condition("comment unresolved", "comments unresolved", "No comment is unresolved"),
    "proposals": Condition("proposal open", "proposals open", "No proposal is open"),
}
"""What an article must not have before it can be cleared."""


class Account(NamedTuple):
    """`missing` counts, by the keys of `CONDITIONS`, what stands in the way; `figures` what there is."""

    missing: dict[str, int]
    figures: dict[str, Any]

    @property
    def is_complete(self) -> bool:
        return not any(self.missing.values())


def account_for(version: ArticleVersion, person: Any = None) -> Account:
    """The account of this version; with a person, of the comments and proposals that this person may see.

    What blind reading keeps from a person is about a claim that is open, so nobody takes an account to be complete
    that is not. Seven queries.
    """
    article = version.article
    sentences = kinds_of_sentences(version)
    states, stale = states_of_claims(article)
    comments, proposals = Comment.objects.all(), Proposal.objects.all()
    if person is not None:
        comments, proposals = comments.visible_to(person), proposals.visible_to(person)
    by_state = states_of_proposals(proposals, article)
    missing = {
        "sentences": sentences[SentenceKind.OPEN],
        "claims": sum(states[state] for state in UNSETTLED_STATES if state != State.DISPUTED),
        "disputed": states[State.DISPUTED],
        "stale": stale,
        "highlights": Highlight.objects.waiting().filter(version=version).count(),
        "comments": comments_on(comments, article).unresolved().count(),
        "proposals": sum(by_state[state] for state in WAITING_STATES),
    }
    figures = {
        "sentences": {str(kind): sentences[kind] for kind in SentenceKind},
        "claims": {str(state): states[state] for state in State if states[state]},
        "sources": sources_on(article),
        "proposals": {state: count for state, count in sorted(by_state.items()) if count},
    }
    return Account(missing, figures)


def missing_in_words(missing: Mapping[str, int]) -> str:
    """As in "2 sentences not accounted for, 1 claim open"."""
    return ", ".join(condition.said(missing[key]) for key, condition in CONDITIONS.items() if missing[key])


def kinds_of_sentences(version: ArticleVersion) -> Counter[str]:
    rows: Any = Sentence.objects.filter(version=version).with_kind().order_by()
    return Counter(rows.values_list("state", flat=True))


def states_of_claims(article: Article) -> tuple[Counter[str], int]:
    """Claims that are shown, by state, and how many of them are stale."""
    rows = article.claims.living().order_by().values_list("state")
    stale = Count("pk", filter=Q(stale_since__isnull=False))
    counted = list(rows.annotate(number=Count("pk"), stale_number=stale))
    return Counter({state: count for state, count, _ in counted}), sum(stale for _, _, stale in counted)


def comments_on(comments: Any, article: Article) -> Any:
    """On the article, on a claim that is shown, or on evidence of one that was not taken off."""
    claims = Claim.objects.filter(article=article).living()
    evidence = Evidence.objects.living().filter(claim__in=claims.order_by())
    return comments.filter(
        Q(article=article) | Q(claim__in=claims.order_by()) | Q(evidence__in=evidence.order_by())
    )


def states_of_proposals(proposals: Any, article: Article) -> Counter[str]:
    rows = proposals.of_article(article)
    return Counter(dict(rows.order_by().values_list("state").annotate(number=Count("pk"))))


def sources_on(article: Article) -> int:
    claims = article.claims.living().order_by()
    used = Evidence.objects.living().filter(claim__in=claims)
    return used.order_by().values("source").distinct().count()
