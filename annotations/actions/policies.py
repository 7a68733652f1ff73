"""Rating scales and check policies. Neither is ever edited: a change is the next version under the same name."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max

from annotations.actions.recording import record
from annotations.errors import Conflict, InvalidInput
from annotations.models import CheckPolicy, Rating, RatingScale, ScaleKind, Verb
from annotations.permissions import Permission, require
from annotations.workflow import SecondRead

POINT_COLUMNS = ("key", "name", "truth_class", "definition", "number", "shortcut")
FEWEST_POINTS = 2


@transaction.atomic
def add_scale(
    *,
    by: Any,
    name: str,
    points: Iterable[Mapping[str, Any]],
    kind: ScaleKind | str = ScaleKind.PUBLIC,
    ordered: bool = True,
) -> RatingScale:
    """Add a scale, or the next version of the one of this name.

    `points` come in the order they are shown; each has key, name, truth_class, definition and may have number
    (more is truer) and shortcut (one key). Raises InvalidInput naming the field.
    """
    require(by, Permission.MANAGE_RULES)
    name = worded(name)
    if kind not in ScaleKind:
        raise InvalidInput(f"The kind is one of: {', '.join(ScaleKind.values)}.", field="kind")
    ratings = [point(position, columns) for position, columns in enumerate(points, start=1)]
    refuse_unclear(ratings)
    scale = RatingScale(name=name, version=next_version(RatingScale, name), kind=kind, ordered=ordered)
    store(scale)
    for rating in ratings:
        rating.scale = scale
    Rating.objects.bulk_create(ratings)
    data = {"after": {"name": name, "version": scale.version, "ratings": [row.name for row in ratings]}}
    record(Verb.SCALE_ADDED, by=by, row=scale, data=data)
    return scale


@transaction.atomic
def add_policy(
    *,
    by: Any,
    name: str,
    scale: RatingScale,
    second_read: SecondRead | str = SecondRead.NONE,
    min_evidence: int = 1,
    locator_required: bool = False,
    publisher_must_differ: bool = False,
) -> CheckPolicy:
    """Add a policy, or the next version of the one of this name. Claims in work keep theirs until reopened."""
    require(by, Permission.MANAGE_RULES)
    name = worded(name)
    if second_read not in SecondRead:
        raise InvalidInput(f"The second read is one of: {', '.join(SecondRead.values)}.", field="second_read")
    if not 0 <= min_evidence <= 100:
        raise InvalidInput("Ask for 0 to 100 pieces of evidence.", field="min_evidence")
    rules = {
        "second_read": str(second_read),
        "min_evidence": min_evidence,
        "locator_required": locator_required,
        "publisher_must_differ": publisher_must_differ,
    }
    policy = CheckPolicy(name=name, version=next_version(CheckPolicy, name), scale=scale, **rules)
    store(policy)
    data = {"after": {"name": name, "version": policy.version, "scale": str(scale), **rules}}
    record(Verb.POLICY_ADDED, by=by, row=policy, data=data)
    return policy


@transaction.atomic
def make_default(policy: CheckPolicy, *, by: Any) -> CheckPolicy:
    """Let new articles follow this policy; those that are there keep theirs."""
    require(by, Permission.MANAGE_RULES)
    # Held, so that of two at once the second sees what the first chose.
    old = CheckPolicy.objects.select_for_update().filter(is_default=True).first()
    if old == policy:
        return policy
    CheckPolicy.objects.filter(is_default=True).update(is_default=False)
    policy.is_default = True
    policy.save(update_fields=["is_default", "modified"])
    data = {"before": {"default": old and str(old)}, "after": {"default": str(policy)}}
    record(Verb.POLICY_MADE_DEFAULT, by=by, row=policy, data=data)
    return policy


def worded(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= 100:
        raise InvalidInput("Give it a name of up to 100 characters.", field="name")
    return name


def next_version(model: type[RatingScale] | type[CheckPolicy], name: str) -> int:
    last = model.objects.filter(name=name).aggregate(last=Max("version"))["last"]
    return (last or 0) + 1


def store(row: RatingScale | CheckPolicy) -> None:
    """Save a new row. Raises Conflict when somebody took the version number a moment ago."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("Somebody added a version of this name at the same moment. Look at theirs.") from error


def point(position: int, columns: Mapping[str, Any]) -> Rating:
    """One rating of a scale that is not stored yet. Raises InvalidInput."""
    for name in columns:
        if name not in POINT_COLUMNS:
            raise InvalidInput(f"A rating has no field “{name}”.", field="points")
    rating = Rating(position=position, **columns)
    try:
        rating.clean_fields(exclude=("scale",))
    except ValidationError as error:
        name, sentences = next(iter(error.message_dict.items()))
        raise InvalidInput(f"Rating {position}, {name}: {sentences[0]}", field="points") from error
    return rating


def refuse_unclear(ratings: list[Rating]) -> None:
    """A scale is read by people and by keys: no two points may be mistaken for each other."""
    if len(ratings) < FEWEST_POINTS:
        raise InvalidInput(f"A scale has at least {FEWEST_POINTS} ratings.", field="points")
    for column in ("key", "name", "shortcut"):
        given = [value for rating in ratings if (value := getattr(rating, column))]
        if len(set(given)) < len(given):
            raise InvalidInput(f"Two ratings have the same {column}.", field="points")
