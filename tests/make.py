"""Builders for tests: name only what matters. Everything goes through the real actions and the real database.

Alice is an editor, Bob a checker, Carol a stranger without a role; root administers, the deputy does both.
"""

from typing import Any

from annotations.actions.articles import import_article
from annotations.actions.claims import describe_claim, mark_claim, name_claimant
from annotations.actions.evidence import add_evidence
from annotations.actions.publications import publish_claim
from annotations.actions.sources import add_source
from annotations.actions.verdicts import assess_claim, explain_claim, submit_claim
from annotations.models import (
    Article,
    CheckPolicy,
    Claim,
    Evidence,
    Person,
    Rating,
    RatingScale,
    Role,
    Source,
)

TEXT = """A bridge for the old harbour

The council opened the new bridge on 3 May 2024. It cost 12 million euros, twice as much as planned.

“We had no choice,” the mayor said. The old bridge was built in 1911.

Nobody was hurt during the works. The harbour handles 40 ships a day."""

POINTS = (
    ("true", "True", "supported", 5.0),
    ("mixed", "Mixed", "qualified", 3.0),
    ("false", "False", "contradicted", 1.0),
    ("unproven", "Unproven", "unsettled", None),
)


def make_person(username: str, role: Role = Role.CHECKER, **columns: Any) -> Person:
    return Person.objects.create_user(username, "long enough to pass", role=role, **columns)


def alice() -> Person:
    return find_or_make("alice", Role.EDITOR)


def bob() -> Person:
    return find_or_make("bob", Role.CHECKER)


def carol() -> Person:
    return find_or_make("carol", Role.NONE)


def root() -> Person:
    """An administrator without a role."""
    return find_or_make("root", Role.NONE, is_superuser=True)


def deputy() -> Person:
    """A checker who is administrator: sees claims, but knows no confidential source."""
    return find_or_make("deputy", Role.CHECKER, is_superuser=True)


def find_or_make(username: str, role: Role, **columns: Any) -> Person:
    return Person.objects.filter(username=username).first() or make_person(username, role, **columns)


def make_scale() -> RatingScale:
    scale, made = RatingScale.objects.get_or_create(name="Plain words")
    if made:
        for position, (key, name, truth_class, number) in enumerate(POINTS, start=1):
            scale.ratings.create(
                position=position,
                key=key,
                name=name,
                truth_class=truth_class,
                number=number,
                definition=f"It is {name.lower()}.",
                shortcut=str(position),
            )
    return scale


def make_policy(**columns: Any) -> CheckPolicy:
    """The default "Desk of one", or another one by its name and rules."""
    name = columns.pop("name", "Desk of one")
    columns.setdefault("is_default", name == "Desk of one")
    policy, _ = CheckPolicy.objects.get_or_create(name=name, defaults={"scale": make_scale(), **columns})
    return policy


def rating(key: str) -> Rating:
    return make_scale().ratings.get(key=key)


def make_article(text: str = TEXT, *, by: Person | None = None, **details: Any) -> Article:
    details.setdefault("policy", make_policy())
    details.setdefault("anyway", True)
    details.setdefault("content_type", "text/plain")
    return import_article(text.encode(), by=by or alice(), **details).article


def make_blind_article(text: str = TEXT, **details: Any) -> Article:
    """Its claims are read a second time by somebody who does not know the first reading."""
    return make_article(text, policy=make_policy(name="Blind", second_read="blind"), **details)


def make_claim(
    article: Article | None = None,
    words: str = "The old bridge was built in 1911",
    *,
    by: Person | None = None,
    **description: Any,
) -> Claim:
    """A claim on these words of the article's current version."""
    article = article or make_article()
    by = by or bob()
    version = article.current_version()
    start = version.text.index(words)
    claim = mark_claim(version, by=by, start=start, end=start + len(words))
    if description:
        claim = describe_claim(claim, by=by, row_version=claim.row_version, **description)
    return claim


def make_source(*, by: Person | None = None, **columns: Any) -> Source:
    columns.setdefault("title", "Harbour yearbook 2023")
    return add_source(by=by or bob(), **columns)


def make_evidence(claim: Claim, *, by: Person | None = None, **columns: Any) -> Evidence:
    by = by or bob()
    source = columns.pop("source", None) or make_source(by=by)
    columns.setdefault("stance", "supports")
    return add_evidence(claim, by=by, source=source, **columns)


def make_assessment(claim: Claim, key: str = "true", *, by: Person | None = None, rationale: str = "") -> Any:
    """A rating that is written down but not submitted."""
    return assess_claim(claim, by=by or bob(), rating=rating(key), rationale=rationale)


def make_submitted(claim: Claim | None = None, key: str = "true", *, by: Person | None = None) -> Claim:
    """With evidence and a rating handed in: approved, or in review, as its policy says."""
    claim, by = claim or make_claim(), by or bob()
    make_evidence(claim, by=by)
    make_assessment(claim, key, by=by, rationale="The yearbook says so.")
    return submit_claim(claim, by=by)


def give_claimant(claim: Claim) -> Claim:
    """Without one nothing can be published."""
    claimant = name_claimant(by=bob(), name="The Harbour Courier", kind="organisation")
    return describe_claim(claim, by=bob(), row_version=claim.row_version, claimant=claimant)


def make_published(claim: Claim | None = None, key: str = "true") -> Claim:
    """Approved, explained, with a claimant, and published by Alice."""
    claim = make_submitted(claim, key)
    if claim.claimant is None:
        claim = give_claimant(claim)
    claim = explain_claim(claim, by=bob(), explanation="The **yearbook** gives 1911.", summary="It was 1911.")
    publish_claim(claim, by=alice())
    claim.refresh_from_db()
    return claim
