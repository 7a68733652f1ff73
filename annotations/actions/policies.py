"""Scales and policies: never edited once used; a change is a new version under the same name."""

from typing import Any

from django.db import transaction

from annotations.actions.recording import record
from annotations.errors import InvalidInput
from annotations.models import CheckPolicy, Person, Rating, RatingScale, ScaleKind, Verb
from annotations.permissions import Permission, require
from annotations.workflow import SecondRead, TruthClass


@transaction.atomic
def add_scale(
    *,
    by: Person,
    name: str,
    points: list[dict[str, Any]],
    kind: ScaleKind | str = ScaleKind.PUBLIC,
    ordered: bool = True,
) -> RatingScale:
    """The next version of the scale of this name.

    Each point has `key`, `name`, `truth_class`, `definition`, and may have `number` (more is truer) and
    `shortcut`; their order is the list's. Raises InvalidInput naming what is missing.
    """
    require(by, Permission.MANAGE_RULES)
    if len(points) < 2:
        raise InvalidInput("A scale needs at least two ratings.", field="points")
    version = RatingScale.objects.filter(name=name).count() + 1
    scale = RatingScale.objects.create(name=name, version=version, kind=kind, ordered=ordered)
    Rating.objects.bulk_create(
        rating_from(point, scale, position) for position, point in enumerate(points, start=1)
    )
    record(Verb.SCALE_ADDED, by=by, row=scale, data={"after": {"name": name, "version": version}})
    return scale


def rating_from(point: dict[str, Any], scale: RatingScale, position: int) -> Rating:
    for needed in ("key", "name", "truth_class", "definition"):
        if not point.get(needed):
            raise InvalidInput(f"Rating {position} has no {needed.replace('_', ' ')}.", field="points")
    if point["truth_class"] not in TruthClass:
        raise InvalidInput(f"A truth class is one of: {', '.join(TruthClass.values)}.", field="points")
    columns = {name: point[name] for name in ("key", "name", "truth_class", "definition")}
    return Rating(
        scale=scale,
        position=position,
        number=point.get("number"),
        shortcut=point.get("shortcut", ""),
        **columns,
    )


@transaction.atomic
def add_policy(
    *,
    by: Person,
    name: str,
    scale: RatingScale,
    second_read: SecondRead | str = SecondRead.NONE,
    min_evidence: int = 1,
    locator_required: bool = False,
    publisher_must_differ: bool = False,
) -> CheckPolicy:
    """The next version of the policy of this name. Claims in work keep theirs until they are reopened."""
    require(by, Permission.MANAGE_RULES)
    if second_read not in SecondRead:
        raise InvalidInput(f"A second read is one of: {', '.join(SecondRead.values)}.", field="second_read")
    policy = CheckPolicy.objects.create(
        name=name,
        version=CheckPolicy.objects.filter(name=name).count() + 1,
        scale=scale,
        second_read=second_read,
        min_evidence=min_evidence,
        locator_required=locator_required,
        publisher_must_differ=publisher_must_differ,
    )
    data = {"after": {"name": name, "version": policy.version, "second_read": str(second_read)}}
    record(Verb.POLICY_ADDED, by=by, row=policy, data=data)
    return policy


@transaction.atomic
def make_default(policy: CheckPolicy, *, by: Person) -> CheckPolicy:
    """New articles get this policy from now on."""
    require(by, Permission.MANAGE_RULES)
    CheckPolicy.objects.filter(is_default=True).update(is_default=False)
    CheckPolicy.objects.filter(pk=policy.pk).update(is_default=True)
    policy.refresh_from_db()
    record(Verb.POLICY_ADDED, by=by, row=policy, data={"after": {"name": policy.name, "default": True}})
    return policy
