"""A small newsroom in which much can be done and taken back: Bob's deeds, and what is seen after them."""

from collections.abc import Callable
from typing import Any

from annotations.actions.claims import (
    decline_claim,
    describe_claim,
    name_claimant,
    remove_claim,
    take_claim,
)
from annotations.actions.comments import add_comment, remove_comment, resolve_comment
from annotations.actions.evidence import describe_evidence, remove_evidence
from annotations.actions.highlights import add_highlight, move_highlight
from annotations.actions.links import link_claims
from annotations.actions.proposals import (
    propose_words,
)
from annotations.actions.sentences import dismiss_sentences, reopen_sentences
from annotations.actions.verdicts import assess_claim
from annotations.models import (
    Article,
    Claim,
    ClaimLink,
    Comment,
    Disposition,
    Evidence,
    Highlight,
    Proposal,
)
from tests.make import (
    bob,
    make_article,
    make_assessment,
    make_claim,
    make_evidence,
    rating,
)

Rows = dict[str, Any]


def visible(article: Article) -> Rows:
    """What is seen of an article: what was taken away is not."""
    claims = article.claims.living()
    return {
        "article": Article.objects.values_list("status", "headline").get(pk=article.pk),
        "claims": sorted(
            (
                row.text, row.state, str(row.assignee), str(row.claimant), str(row.claim_date), str(row.due),
                row.materiality, tuple(tag.name for tag in row.tags.all()), row.quotation, bool(row.stale_since),
            )
            for row in claims.order_by()
        ),
        "places": sorted(
            (row.claim.pk, row.start or 0, row.end or 0, row.needs_confirmation)
            for row in Highlight.objects.living().filter(claim__in=claims.order_by())
        ),
        "evidence": sorted(
            (row.claim.pk, row.source_id, row.stance, row.locator, row.note)
            for row in Evidence.objects.living().filter(claim__in=claims.order_by())
        ),
        "said": sorted(
            (row.body, bool(row.resolved_at)) for row in Comment.objects.filter(removed_at=None)
        ),
        "nothing": sorted(Disposition.objects.filter(removed_at=None).values_list("sentence", "reason")),
        "links": sorted(ClaimLink.objects.living().values_list("from_claim", "to_claim", "kind")),
        "proposals": sorted(
            (row.words_proposed, row.why, row.waits(), row.state if row.state != "refused" else "")
            for row in Proposal.objects.exclude(decided_why="Taken back.")
        ),
        "ratings": sorted(
            (row.claim.pk, str(row.rating), row.rationale)
            for claim in claims for row in claim.assessments.all()
            if row.rating or row.rationale
        ),
        "words": sorted((row.claim.pk, row.explanation, row.summary) for row in current_verdicts(claims)),
    }  # fmt: skip


def current_verdicts(claims: Any) -> list[Any]:
    return [verdict for claim in claims if (verdict := claim.current_verdict())]


def sentences(article: Article) -> list[Any]:
    return list(article.current_version().sentences.order_by("start"))


def first(rows: Any) -> Any:
    return rows.order_by("pk").first()


Deed = Callable[[Article], Any]


def own(article: Article) -> Claim:
    """Bob's claim of the scene."""
    return article.claims.get(created_by=bob(), quotation__startswith="The old bridge")


def other(article: Article) -> Claim:
    return article.claims.get(quotation__startswith="twice as much")


def evidence(article: Article) -> Evidence:
    return first(Evidence.objects.filter(claim=own(article)))


def comment(article: Article) -> Comment:
    return first(Comment.objects.filter(claim=own(article)))


def place(article: Article) -> Highlight:
    return Highlight.objects.get(claim=own(article), version=article.current_version())


def described(article: Article) -> Any:
    claimant = name_claimant(by=bob(), name="The mayor")
    claim, tags = own(article), ["harbour", "money"]
    return describe_claim(
        claim, by=bob(), row_version=claim.row_version, text="Old?", claimant=claimant, tags=tags
    )


def proposed(article: Article) -> Proposal:
    return propose_words(own(article), by=bob(), words_proposed="The old bridge was built in 1921", why="So.")


def version_of(row: Any) -> dict[str, Any]:
    return {"by": bob(), "row_version": row.row_version}


DEEDS: dict[str, Deed] = {
    "mark": lambda article: make_claim(article, "The harbour handles 40 ships a day"),
    "remove": lambda article: remove_claim(own(article), by=bob()),
    "describe": described,
    "take": lambda article: take_claim(own(article), by=bob()),
    "rate": lambda article: assess_claim(own(article), by=bob(), rating=rating("true"), rationale="Seen."),
    "rate otherwise": lambda article: assess_claim(other(article), by=bob(), rating=rating("mixed")),
    "dismiss": lambda article: dismiss_sentences(sentences(article)[1:4:2], by=bob(), reason="Colour"),
    "reopen": lambda article: reopen_sentences(sentences(article)[0:6:5], by=bob()),
    "evidence": lambda article: make_evidence(own(article)),
    "stance": lambda article: describe_evidence(
        evidence(article), **version_of(evidence(article)), stance="refutes", note="No.", locator="p. 3"
    ),
    "evidence off": lambda article: remove_evidence(evidence(article), **version_of(evidence(article))),
    "comment": lambda article: add_comment(own(article), by=bob(), body="Once more?"),
    "comment on the article": lambda article: add_comment(article, by=bob(), body="Well."),
    "comment away": lambda article: remove_comment(comment(article), **version_of(comment(article))),
    "resolve": lambda article: resolve_comment(comment(article), **version_of(comment(article))),
    "another place": lambda article: add_highlight(
        own(article), by=bob(), version=article.current_version(), start=5, end=12
    ),
    "move": lambda article: move_highlight(place(article), **version_of(place(article)), start=5, end=12),
    "link": lambda article: link_claims(own(article), by=bob(), to_claim=other(article), kind="repeats"),
    "propose": proposed,
    "decline": lambda article: decline_claim(own(article), by=bob(), reason="opinion"),
}  # fmt: skip


def make_scene() -> Article:
    """Two claims of Bob's, one with evidence, a comment and a rating; two sentences with nothing to check."""
    article = make_article()
    claim = make_claim(article)
    make_evidence(claim)
    add_comment(claim, by=bob(), body="Is that so?")
    make_assessment(make_claim(article, "twice as much as planned"), "true", rationale="First.")
    dismiss_sentences(sentences(article)[0:6:5], by=bob(), reason="Thanks")
    return article
