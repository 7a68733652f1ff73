"""Ratings, what single people think of a claim, and what the newsroom decided."""

from collections.abc import Iterator

from django.db.models import QuerySet

from annotations.exports.recipients import Recipient
from annotations.exports.seams import named
from annotations.exports.shapes.columns import PERSON, Columns, Shape, plain, under
from annotations.exports.written import Joined, as_object
from annotations.models import Assessment, Rating

RATING: Columns = {
    "uid": "uid",
    "key": "key",
    "name": "name",
    "truth_class": "truth_class",
    "number": "number",
    "scale": {
        "uid": "scale__uid",
        "name": "scale__name",
        "version": "scale__version",
        "kind": "scale__kind",
        "ordered": "scale__ordered",
    },
}

RATING_IN_FULL: Columns = {
    **RATING,
    "position": "position",
    "definition": "definition",
    "shortcut": "shortcut",
}

POLICY_IN_FULL: Columns = {
    "uid": "uid",
    "name": "name",
    "version": "version",
    "scale": "scale__uid",
    "second_read": "second_read",
    "min_evidence": "min_evidence",
    "locator_required": "locator_required",
    "publisher_must_differ": "publisher_must_differ",
    "is_default": "is_default",
}

VERDICT: Columns = {
    "uid": "uid",
    "rating": under("rating", RATING),
    "summary": "summary",
    "explanation": "explanation",
    "explanation_html": "explanation_html",
    "decided_how": "decided_how",
    "decided_by": under("decided_by", PERSON),
    "decided_at": "decided_at",
}

ASSESSMENT: Columns = {
    "uid": "uid",
    "claim": "claim__uid",
    "person": under("person", PERSON),
    "round": "round",
    "rating": under("rating", RATING),
    "confidence": "confidence",
    "rationale": "rationale",
    "rationale_html": "rationale_html",
    "submitted_at": "submitted_at",
    "created": "created",
    "modified": "modified",
}


def rating_shapes(ratings: QuerySet[Rating]) -> Iterator[Shape]:
    """The points of scales, each with its scale."""
    return plain(ratings, RATING_IN_FULL)


def verdict_as_object() -> Joined:
    """A verdict as JSON; `with_shared` puts in the rating and who decided."""
    shared = {"rating": named("rating", "rating_id"), "decided_by": named("person", "decided_by_id")}
    return as_object(VERDICT, shared)


def assessment_shapes(assessments: QuerySet[Assessment], recipient: Recipient) -> Iterator[Shape]:
    """Readings; those the recipient may not see yet are left out."""
    shown = Assessment.objects.visible_to(recipient.person).filter(pk__in=assessments.values("pk"))
    return plain(shown, ASSESSMENT)
