"""Rows of every table, with values as odd as their columns take. Seeded: the same in every run."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Field, Model

from annotations.exports.archive.tables import archived, kind_of

ROWS_A_TABLE = 4
TRIES = 40
SIGNS = [
    *"ab '\"\\/{}[],:=",
    "\n",
    "\r",
    "\t",
    "\x01",
    "\x7f",
    "\u0085",
    "\u2028",
    "\ufeff",
    "\u202e",
    "ß",
    "é",
]
SIGNS += ["e\u0301", "ك", "ש", "字", "👩‍🚀", "\U0010ffff", "\ud7ff", "\ue000", "%s", "&amp;", "<script>"]
LARGEST = {
    "PositiveSmallIntegerField": 32_767,
    "PositiveIntegerField": 2_147_483_647,
    "BigIntegerField": 2**63 - 1,
}


def odd_rows(seed: int) -> int:
    """Fills every table that is archived; returns how many rows there are. What is refused is tried anew."""
    random, count = Random(seed), 0
    waiting = list(archived().values())
    while waiting:
        model = next(
            each for each in waiting if not needs(each) & {other for other in waiting if other != each}
        )
        waiting.remove(model)
        made = sum(one_of(model, random) for _ in range(ROWS_A_TABLE))
        assert made, f"no row of {model} was taken"
        count += made
    return count


def wipe() -> None:
    """Every row of every table of ours; references are checked at the end of a transaction."""
    for model in apps.get_app_config("annotations").get_models(include_auto_created=True):
        model._base_manager.all()._raw_delete("default")


def needs(model: type[Model]) -> set[type[Model]]:
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}


def one_of(model: type[Model], random: Random) -> bool:
    for _ in range(TRIES):
        fields = [
            field for field in model._meta.concrete_fields if not field.generated and not field.primary_key
        ]
        row = model(**{field.attname: odd_value(field, random) for field in fields})
        try:
            with transaction.atomic():
                row.save_base(raw=True, force_insert=True)
            return True
        except IntegrityError:
            continue
    return False


def odd_value(field: Field[Any, Any], random: Random) -> Any:
    if field.null and random.random() < 0.5:
        return None
    if field.is_relation:
        keys = field.related_model._base_manager.values_list("pk", flat=True).order_by("pk")
        return random.choice(keys or [None])
    if field.choices:
        return random.choice([value for value, _ in field.flatchoices])
    return VALUES[kind_of(field)](field, random)


def odd_text(field: Field[Any, Any], random: Random) -> str:
    most = min(field.max_length or 200, random.choice((0, 3, 40, 200)))
    return "".join(random.choices(SIGNS, k=most))[:most]


def odd_json(field: Field[Any, Any], random: Random) -> Any:
    text = "".join(random.choices(SIGNS, k=9))
    values = [
        {},
        [],
        text,
        None,
        0,
        -7,
        2**53 + 1,
        0.1,
        1e-7,
        -2.5,
        True,
        {"b": 1, "a": {text: [text, None, {}]}},
    ]
    value = random.choice([*values, {"ä": random.choice(values), "a": random.random(), "": 1, text: values}])
    return json.loads(json.dumps(value))


def odd_moment(field: Field[Any, Any], random: Random) -> datetime:
    microseconds = random.choice((0, 1, 999_999, random.randrange(10**6)))
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(
        random.randrange(-9_000, 40_000), 86_399, microseconds
    )


VALUES: dict[str, Callable[[Field[Any, Any], Random], Any]] = {
    **dict.fromkeys(("CharField", "TextField", "SlugField", "URLField"), odd_text),
    **dict.fromkeys(
        LARGEST, lambda field, random: random.choice((0, 1, 2, LARGEST[field.get_internal_type()]))
    ),
    "BinaryField": lambda field, random: random.randbytes(random.choice((0, 1, 32, 1024, 1025, 5000))),
    "BooleanField": lambda field, random: random.random() < 0.5,
    "DateField": lambda field, random: date.fromordinal(random.randrange(1, 3_000_000)),
    "DateTimeField": odd_moment,
    "FloatField": lambda field, random: random.choice((0.0, 1.0, 0.1, 1e-300, 1e300, random.random())),
    "JSONField": odd_json,
    "UUIDField": lambda field, random: UUID(int=random.getrandbits(128)),
}
