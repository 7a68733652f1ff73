"""Sources from a file: what would become of each, and bringing in those that are new."""

import hashlib
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet, TextChoices
from django.db.models.functions import Lower

from annotations.actions.claims import one_line
from annotations.actions.completing import NOTHING_SENT, Completion, compared
from annotations.actions.holding import while_held
from annotations.actions.rows import hold_articles, hold_text
from annotations.actions.sources import add_source, describe_source, described, fitting
from annotations.errors import InvalidInput
from annotations.imports.csl import Cited, read_csl, read_items
from annotations.models import Claim, Source, SourceType
from annotations.permissions import Permission, require

KEYS_AT_ONCE = 400


class Fate(TextChoices):
    """What becomes of one item of the file."""

    NEW = "new", "New"
    THERE = "there", "Here already"
    TWICE = "twice", "Twice in the file"
    FAULTY = "faulty", "Cannot be taken"


@dataclass(frozen=True)
class Planned:
    """One item, and what would become of it; `source` is the one that is there already, or was made, and `completion`
    what becomes of that which the item says of one that is there."""

    item: Cited
    fate: Fate
    why: str = ""
    source: Source | None = None
    completion: Completion = NOTHING_SENT


def read_sources(data: bytes) -> list[Cited]:
    """The items of a CSL-JSON file. Raises CannotRead or TooLarge."""
    return read_csl(data)


def sources_in(said: Any) -> list[Cited]:
    """The items of CSL-JSON that has been read already. Raises CannotRead or TooLarge."""
    return read_items(said)


def plan_sources(
    items: Sequence[Cited], *, by: Any, library: QuerySet[Source] | None = None
) -> list[Planned]:
    """What importing the items would do; nothing is written.

    One is there already when a source of the library has its DOI or its address, or came with the same id and title.
    Where no `library` is given, it is all that this person may know.
    """
    require(by, Permission.ADD_SOURCE)
    known = known_among(items, known_to(by) if library is None else library)
    met = dict[str, int]()
    return [planned(item, known, met) for item in items]


def import_sources(
    items: Sequence[Cited], *, by: Any, library: QuerySet[Source] | None = None
) -> list[Planned]:
    """Add each source that is new, one after the other, and fill in what is empty of one that is there.

    One that cannot be added keeps no other out.
    """
    # All in one transaction: what it waited for behind its first event could be held by who waits for that.
    in_one = connection.in_atomic_block
    if in_one:
        hold_keys(items)
    plans = plan_sources(items, by=by, library=library)
    if in_one:
        hold_sources({plan.source.pk for plan in plans if plan.source and plan.completion.filled})
    return [brought_in(plan, by=by, library=library) for plan in plans]


def brought_in(plan: Planned, *, by: Any, library: QuerySet[Source] | None) -> Planned:
    if plan.fate == Fate.NEW:
        plan = added(plan.item, by=by, library=library)
    return filled_in(plan, by=by, library=library) if plan.completion.filled else plan


def filled_in(plan: Planned, *, by: Any, library: QuerySet[Source] | None) -> Planned:
    """As the source is when it is held: somebody may have described it meanwhile, or made it confidential."""
    assert plan.source
    known = known_to(by) if library is None else library
    key = plan.source.pk

    def fill() -> Planned:
        source = known.filter(pk=key).first()
        if source is None:
            return Planned(plan.item, Fate.FAULTY, "Somebody changed the source meanwhile.")
        now = there(plan.item, source)
        if now.completion.filled:
            describe_source(source, by=by, row_version=source.row_version, **now.completion.filled)
        return replace(now, why=now.completion.told())

    return while_held(plan.source, fill)


def known_to(by: Any) -> QuerySet[Source]:
    return Source.objects.identified_to(by)


@transaction.atomic
def added(item: Cited, *, by: Any, library: QuerySet[Source] | None = None) -> Planned:
    """Unless somebody added it since the items were looked up: the same file is often given twice at once."""
    hold_keys([item])
    again = planned(item, known_among([item], known_to(by) if library is None else library), {})
    if again.fate != Fate.NEW:
        return again
    return Planned(item, Fate.NEW, source=add_source(by=by, **item.columns))


def hold_keys(items: Iterable[Cited]) -> None:
    """Nobody else adds a source with one of these keys until the transaction ends; always in the same order."""
    for key in sorted({key for item in items for key in keys_of_columns(item.columns)}):
        hold_text(hashlib.sha256(key.encode()).hexdigest())


def hold_sources(keys: Set[int]) -> None:
    """In the order of the house: the articles of the claims that they stand under, then their rows."""
    if keys:
        used = Claim.objects.filter(evidence__source__in=keys).order_by()
        hold_articles(used.values_list("article_id", flat=True))
        list(
            Source.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk")
        )


def planned(item: Cited, known: dict[str, Source], met: dict[str, int]) -> Planned:
    """`met`: DOIs and addresses of the items before it, each with that item's number."""
    keys = keys_of_columns(item.columns)
    found = next((key for key in keys if key in known or key in met), "")
    # What is here has its title already: a DOI alone is enough to cite it.
    if fault := item.fault or refused(item, fitting if found else described):
        return Planned(item, Fate.FAULTY, fault)
    if found:
        twice = Planned(item, Fate.TWICE, f"As item {met.get(found)}.")
        return there(item, known[found]) if found in known else twice
    met |= dict.fromkeys(keys, item.number)
    return Planned(item, Fate.NEW)


def there(item: Cited, source: Source) -> Planned:
    """What the item says in fields that have no column is filled in nowhere: it is what one program knows of it."""
    said = {name: value for name, value in item.columns.items() if name != "foreign"}
    if said.get("type") == SourceType.DOCUMENT:
        # It stands for every type that is in no table, and for none.
        del said["type"]
    found = said_of(source, said)
    csl, kept = item.columns.get("foreign", {}).get("csl", {}), source.foreign.get("csl", {})
    others = [name for name in item.kept if csl.get(name) != kept.get(name)]
    completion = Completion(found.filled, (*found.left, *others))
    return Planned(item, Fate.THERE, completion.foretold(), source, completion)


def said_of(source: Source, columns: dict[str, Any]) -> Completion:
    """A DOI in other letters is the same one, and a title in other lines."""
    said = {**columns, "title": one_line(columns.get("title", ""))}
    if said.get("doi", "").lower() == source.doi.lower():
        said["doi"] = ""
    return compared(source, said)


def refused(item: Cited, check: Callable[..., Any]) -> str:
    """Why its columns are not taken; empty when they are."""
    try:
        check(**item.columns)
    except InvalidInput as error:
        return error.sentence
    return ""


def keys_of(doi: str, url: str) -> list[str]:
    """By what a source is known again: its DOI, whatever the case, and its address."""
    return [key for key in (doi and f"doi:{doi.lower()}", url) if key]


def keys_of_columns(columns: dict[str, Any]) -> list[str]:
    """Also by the id that another program gave it, which is its own only together with the title."""
    named, title = columns.get("foreign", {}).get("csl", {}).get("id"), columns.get("title", "")
    keys = keys_of(columns.get("doi", ""), columns.get("url", ""))
    return [*keys, f"id:{named} {title}"] if named and title else keys


def keys_of_source(source: Source) -> list[str]:
    """Also by our own uid: it is the id under which we send it out."""
    columns = {name: getattr(source, name) for name in ("doi", "url", "title", "foreign")}
    return [*keys_of_columns(columns), f"id:{source.uid} {source.title}"]


def known_among(items: Iterable[Cited], library: QuerySet[Source]) -> dict[str, Source]:
    """By each of their keys."""
    return {key: source for source in known_sources(items, library) for key in keys_of_source(source)}


def known_sources(items: Iterable[Cited], library: QuerySet[Source]) -> list[Source]:
    """Those of the library that have a DOI, an address or an id of the items, the oldest last."""
    columns = [item.columns for item in items]
    named = [each.get("foreign", {}).get("csl", {}).get("id") for each in columns]
    ids = {each for each in named if isinstance(each, str)}
    sources = library.annotate(low=Lower("doi")).order_by("-pk")
    found: list[Source] = []
    for column, values in (
        ("url__in", {each["url"] for each in columns if each.get("url")}),
        ("low__in", {each["doi"].lower() for each in columns if each.get("doi")}),
        ("foreign__csl__id__in", ids),
        ("uid__in", {named for named in ids if is_uid(named)}),
    ):
        wanted = sorted(values)
        for first in range(0, len(wanted), KEYS_AT_ONCE):
            found += list(sources.filter(**{column: wanted[first : first + KEYS_AT_ONCE]}))
    return found


def is_uid(words: str) -> bool:
    try:
        return bool(UUID(words))
    except ValueError:
        return False
