"""Web Annotations of other programs: they become claims, and change what is theirs to change.

What the newsroom says (verdict, words for readers, sources) is never written through here: it has to come back as it
was.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import transaction

from annotations.actions.carrying import carry_to_current
from annotations.actions.claims import describe_claim, find, mark_claim, remove_claim
from annotations.actions.highlights import (
    move_highlight,
    place_highlight,
    refuse_hidden,
    remove_highlight,
    words_between,
)
from annotations.actions.recording import record, together
from annotations.actions.rows import change, hold_claim
from annotations.anchoring.locating import Located
from annotations.anchoring.selectors import Selector
from annotations.errors import CannotLocate, Conflict, InvalidInput, StaleEdit, WorkbenchError
from annotations.exports.web_annotation import (
    Shown,
    Site,
    article_addresses,
    creator,
    in_utc,
    own_bodies,
    place_targets,
    state_bodies,
    version_address,
)
from annotations.imports.web_annotation import (
    Annotation,
    Bodies,
    Own,
    Place,
    filled,
    place_of,
    read_annotation,
    refuse_too_much,
    sorted_bodies,
)
from annotations.models import Article, ArticleVersion, Claim, Highlight, Method, Verb
from annotations.permissions import Permission, require
from annotations.workflow import Step

FOR_GOOD = ("via", "canonical")
"""What an annotation said of itself when it came; a later one may leave it out."""


class Found(NamedTuple):
    """Where a target stands: code points of `version`, without white space at the ends."""

    version: ArticleVersion
    start: int
    end: int
    similarity: float
    foreign: dict[str, Any]


@transaction.atomic
def annotate(article: Article, *, by: Any, sent: Any, site: Site) -> Claim:
    """Make a claim of an annotation: a highlight for each target, its textual tags as tags, `label` as our wording.

    `sent` is the annotation as JSON values. Raises InvalidInput naming the part that cannot be used, CannotLocate for
    words that are not there or stand in several places, TooLarge for more than is kept beside the claim.
    """
    require(by, Step.MARK)
    annotation = read_annotation(sent)
    places = found_each(annotation.targets, article, site)
    if not places:
        raise InvalidInput("Say what it is about: an annotation needs a target.", field="target")
    bodies = sorted_bodies(annotation.bodies, motivations_of(annotation))
    said = said_by(annotation, bodies, creators=annotation.creators, came_as=annotation.id)
    refuse_too_much([said, *(place.foreign for place in places)])
    first, *others = places
    with together():
        claim = mark_claim(
            first.version,
            by=by,
            start=first.start,
            end=first.end,
            text=annotation.label,
            method=Method.LOCATED,
            similarity=first.similarity,
            foreign=signed(said, by, [place.foreign for place in places]),
            foreign_place=first.foreign,
        )
        for place in others:
            mark_another(claim, place, by=by)
        if bodies.tags:
            describe_claim(claim, by=by, row_version=claim.row_version, tags=list(bodies.tags))
    return claim


def said_by(
    annotation: Annotation, bodies: Bodies, *, creators: Sequence[Any], came_as: str = ""
) -> dict[str, Any]:
    """What is kept beside the claim's own columns. The client's own address of it goes before other `via`."""
    said = {**annotation.foreign, **bodies.foreign, "creators": list(creators)}
    if came_as:
        said["via"] = [came_as, *said.get("via", [])]
    return filled(said)


def motivations_of(annotation: Annotation) -> list[str]:
    """Beside ours, which every annotation has here."""
    return list(annotation.foreign.get("motivations", ()))


def signed(said: dict[str, Any], by: Any, places: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """With whose words they are: while a claim is read blind nobody else is shown them."""
    return {**said, "by": str(by.uid)} if said or any(places) else {}


def own_of(article: Article, site: Site) -> Own:
    """What a target may call the article and its versions."""
    versions = article.versions.order_by("number").values_list("number", "retrieved_at")
    named = {in_utc(at): number for number, at in versions}
    named |= {version_address(site, article.uid, number): number for number in named.values()}
    return Own(article_addresses(site, article.uid, article.url, article.slug), named)


def found_each(targets: Sequence[Any], article: Article, site: Site) -> list[Found]:
    """Where the targets stand; the same stretch meant twice is one place. An error names the target of several."""
    own = own_of(article, site)
    places: dict[tuple[int, int, int], Found] = {}
    for number, target in enumerate(targets):
        try:
            place = found_place(place_of(target, own), article)
        except WorkbenchError as error:
            error.field = error.field.replace(
                "target", f"target.{number}" if len(targets) > 1 else "target", 1
            )
            raise
        places[place.version.number, place.start, place.end] = place
    return list(places.values())


def found_place(place: Place, article: Article) -> Found:
    version = (
        article.current_version() if place.version is None else article.versions.get(number=place.version)
    )
    try:
        found = located(version, place.selector)
        start, end = words_between(version.text, found.start, found.end)
    except WorkbenchError as error:
        error.field = "target.selector"
        raise
    return Found(version, start, end, found.similarity, place.foreign)


def located(version: ArticleVersion, selector: Selector) -> Located:
    """The words count for more than the position: other programs count in texts of their own."""
    try:
        return find(version, selector)
    except CannotLocate:
        if selector.quote is None or selector.position is None:
            raise
        return find(version, Selector(selector.quote))


def mark_another(claim: Claim, place: Found, *, by: Any) -> Highlight:
    """Mark one more place, on whatever version, and carry it forward."""
    how = {"method": Method.LOCATED, "similarity": place.similarity, "foreign": place.foreign}
    highlight = place_highlight(claim, place.version, place.start, place.end, **how)
    carry_to_current(highlight)
    data = {"after": {"start": highlight.start, "end": highlight.end, "exact": highlight.exact}}
    record(Verb.HIGHLIGHT_ADDED, by=by, row=highlight, claim=claim, data=data, inverse=Verb.HIGHLIGHT_REMOVED)
    return highlight


@transaction.atomic
def replace_annotation(claim: Claim, *, by: Any, sent: Any, shown: Shown, site: Site) -> Claim:
    """Change what an annotation may change: places, tags, our wording, and what it says of its own.

    `sent` is all of it as JSON values, `shown` what the person had read. Raises Conflict, saying which, when
    something that states what the newsroom says came back otherwise; StaleEdit when the claim has changed since.
    """
    require(by, Permission.DESCRIBE_CLAIM)
    annotation = read_annotation(sent)
    claim = hold_claim(claim)
    refuse_hidden(claim)
    refuse_changed(claim, shown)
    refuse_other_identity(annotation, shown)
    bodies = sorted_bodies(without_ours(annotation.bodies, shown, site), motivations_of(annotation))
    said = said_of(claim, annotation, bodies, shown)
    with together():
        claim = describe(claim, annotation.label, bodies.tags, shown, by=by)
        places = replace_places(claim, annotation.targets, shown, by=by, site=site)
        keep_foreign(hold_claim(claim), said, places, by=by)
    return hold_claim(claim)


@transaction.atomic
def remove_annotation(claim: Claim, *, by: Any, shown: Shown) -> Claim:
    """The step *remove*, on what the person had read: raises StaleEdit when the claim has changed since."""
    claim = hold_claim(claim)
    refuse_changed(claim, shown)
    return remove_claim(claim, by=by)


def refuse_changed(claim: Claim, shown: Shown) -> None:
    # Not its row alone: a place, or evidence, may have been changed since it was read.
    if claim.changed != shown.claim["changed"]:
        raise StaleEdit(extra={"row_version": claim.row_version})


def refuse_other_identity(annotation: Annotation, shown: Shown) -> None:
    if annotation.id not in ("", shown.written["id"]):
        raise Conflict("The id is that of another annotation.", field="id")
    canonical = annotation.foreign.get("canonical")
    if canonical and shown.written.get("canonical", canonical) != canonical:
        raise Conflict("An annotation keeps its canonical address for good.", field="canonical")


def without_ours(sent: Sequence[Any], shown: Shown, site: Site) -> list[Any]:
    """What was sent beside what we say. Raises Conflict naming what of ours is missing or came back otherwise."""
    rest, differing = list(sent), []
    for name, body in own_bodies(shown.claim, site):
        if body in rest:
            rest.remove(body)
        else:
            differing.append(name)
    if differing:
        raise Conflict(
            f"This has to come back as it was: {', '.join(differing)}. It is changed in the workbench.",
            field="body",
            extra={"differing": differing},
        )
    for body in state_bodies(shown.claim, shown.written["id"]):
        if body in rest:
            rest.remove(body)
    return rest


def said_of(claim: Claim, annotation: Annotation, bodies: Bodies, shown: Shown) -> dict[str, Any]:
    """What is to be kept. What a colleague's client wrote and this person may not read yet stays."""
    own = creator(shown.claim["created_by"])
    said = said_by(annotation, bodies, creators=[each for each in annotation.creators if each != own])
    kept = {name: shown.beside.foreign[name] for name in FOR_GOOD if name in shown.beside.foreign}
    said = {**kept, **said}
    if claim.foreign == shown.beside.foreign:
        return said
    if set(said) - set(FOR_GOOD):
        raise Conflict("Hand in your own reading first: something is written beside this claim already.")
    return {**claim.foreign, **said}


def describe(claim: Claim, label: str, tags: Sequence[str], shown: Shown, *, by: Any) -> Claim:
    columns: dict[str, Any] = {}
    if label.strip() and label.strip() != shown.claim["text"]:
        columns["text"] = label
    if sorted(tags) != sorted(shown.claim["tags"]):
        columns["tags"] = list(tags)
    return describe_claim(claim, by=by, row_version=claim.row_version, **columns) if columns else claim


def replace_places(
    claim: Claim, targets: Sequence[Any], shown: Shown, *, by: Any, site: Site
) -> list[tuple[Highlight, dict[str, Any]]]:
    """Bring the claim to where the targets say; returns each place with what is to be kept of it.

    What comes back as it was stays. Other words take the place of those that are meant no more, then come new ones.
    """
    rows = {str(row.uid): row for row in claim.highlights.filter(removed_at=None).select_related("version")}
    known = [(rows[place["uid"]], place) for place in shown.claim["highlights"] if place["uid"] in rows]
    if not targets:
        raise InvalidInput("Say what it is about: an annotation needs a target.", field="target")
    left, wanted = unchanged(known, place_targets(shown.claim, shown.beside, site), list(targets))
    if wanted == [shown.written["target"]]:
        return []
    found = found_each(wanted, claim.article, site)
    if any(not place.version.is_current() for place in found):
        raise InvalidInput("Name the version there is now, or none.", field="target.state")
    return moved(claim, left, found, by=by)


def unchanged(
    known: list[tuple[Highlight, Any]], written: list[Any], sent: list[Any]
) -> tuple[list[Highlight], list[Any]]:
    """The highlights that did not come back as they were, and the targets that are new or changed."""
    left = []
    for (row, _), target in zip(known, written, strict=True):
        if target in sent:
            sent.remove(target)
        else:
            left.append(row)
    return left, sent


def moved(
    claim: Claim, left: list[Highlight], found: list[Found], *, by: Any
) -> list[tuple[Highlight, dict[str, Any]]]:
    kept: list[tuple[Highlight, dict[str, Any]]] = []
    there = {(row.start, row.end): row for row in left}
    for place in [place for place in found if (place.start, place.end) in there]:
        row = there[place.start, place.end]
        kept.append((row, place.foreign))
        left.remove(row)
        found.remove(place)
    for row, place in zip(left, found, strict=False):
        where = {"row_version": row.row_version, "start": place.start, "end": place.end}
        kept.append((move_highlight(row, by=by, **where), place.foreign))
    for place in found[len(left) :]:
        mark_another(claim, place, by=by)
    for row in left[len(found) :]:
        remove_highlight(row, by=by, row_version=row.row_version)
    return kept


def keep_foreign(
    claim: Claim, said: dict[str, Any], places: list[tuple[Highlight, dict[str, Any]]], *, by: Any
) -> None:
    """Write what a foreign annotation says beside our columns, where it says anything new."""
    differing = [(row, foreign) for row, foreign in places if row.foreign != foreign]
    before = {name: value for name, value in claim.foreign.items() if name != "by"}
    after = {name: value for name, value in said.items() if name != "by"}
    if before == after and not differing:
        return
    refuse_too_much([said, *(foreign for _, foreign in places)])
    data = {
        "before": {"foreign": before, "places": {str(row.uid): row.foreign for row, _ in differing}},
        "after": {"foreign": after, "places": {str(row.uid): foreign for row, foreign in differing}},
    }
    for row, foreign in differing:
        change(row, row.row_version, foreign=foreign)
    change(claim, claim.row_version, foreign={**after, "by": said.get("by", str(by.uid))})
    record(Verb.CLAIM_ANNOTATED, by=by, row=claim, claim=claim, data=data)
