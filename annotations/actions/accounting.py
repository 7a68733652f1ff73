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

CONDITIONS: dict[str, tuple[str, str]] = {
    "sentences": ("sentence not accounted for", "sentences not accounted for"),
    "claims": ("claim open", "claims open"),
    "disputed": ("claim disputed", "claims disputed"),
    "stale": ("claim stale", "claims stale"),
    "highlights": ("highlight waiting for an answer", "highlights waiting for an answer"),
    "comments": ("comment unresolved", "comments unresolved"),
    "proposals": ("proposal open", "proposals open"),
}
"""What must be none before an article can be cleared: key → what is said of one, and of several."""


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


def said(missing: Mapping[str, int]) -> str:
    """As in "2 sentences not accounted for, 1 claim open"."""
    parts = [
        f"{missing[key]} {one if missing[key] == 1 else several}"
        for key, (one, several) in CONDITIONS.items()
        if missing[key]
    ]
    return ", ".join(parts)


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
