"""What is in an archive: every table of ours with every column, but for what is named here with its reason."""

from typing import Any

from django.apps import apps
from django.db.models import Field, Model

FORMAT = "fact-check-workbench archive"
VERSION = 1
"""Counts up when an archive is laid out in another way; new tables and columns need no new number."""

ADDED_LATER: frozenset[str] = frozenset()
"""Tables that came after the first release: an archive from before has none of them, and is whole all the same."""

OURS = "annotations"

NO_USE_OF_IT = "The workbench does not use it; it holds nothing."

SECRET = "What its secret is made of. The copy has another; give it to the receiver."
TWICE = "The copy would send everything a second time. It is paused there until somebody wants it."
AT_WORK = "How sending goes here and now."

LEFT_OUT: dict[str, str] = {
    "annotations.apitoken": "A key opens the database it was made for. Make new ones: create_token.",
    "annotations.session": "Whoever was signed in signs in again.",
    "annotations.draft": "Words nobody has submitted yet; they are their author's.",
    "annotations.delivery": "What was sent, to be looked through and sent again from here; its events are there.",
    "annotations.idempotencykey": "The answer to a request that is repeated within a day.",
    "sessions.session": NO_USE_OF_IT,
    "admin.logentry": "Our own events say who did what.",
    "auth.permission": NO_USE_OF_IT,
    "auth.group_permissions": NO_USE_OF_IT,
    "auth.group": NO_USE_OF_IT,
    "contenttypes.contenttype": "Made by `migrate` in every database.",
    "django_tasks_database.dbtaskresult": "Work for this database's worker, not work of people.",
}
"""Tables that are in no archive, and why."""

LEFT_OUT_COLUMNS: dict[str, str] = {
    "annotations.person.password": "Nobody's password leaves, in whatever form. Give new ones: changepassword.",
    "annotations.webhook.salt": SECRET,
    "annotations.webhook.former_salt": SECRET,
    "annotations.webhook.former_until": SECRET,
    "annotations.webhook.active": TWICE,
    "annotations.webhook.paused_why": TWICE,
    "annotations.webhook.failures": AT_WORK,
    "annotations.webhook.failing_since": AT_WORK,
    "annotations.webhook.rests_until": AT_WORK,
    "annotations.webhook.busy_until": AT_WORK,
}
"""Columns of archived tables that are in no archive, and why."""


def archived() -> dict[str, type[Model]]:
    """Name → model, in the order of the names. A new table of ours is in it by itself."""
    models = apps.get_app_config(OURS).get_models(include_auto_created=True)
    ours = {model._meta.model_name or "": model for model in models}
    return {name: ours[name] for name in sorted(ours) if ours[name]._meta.label_lower not in LEFT_OUT}


def columns_of(model: type[Model]) -> dict[str, Field[Any, Any]]:
    """Column → field, in the order of the names. A reference is the key of the row it refers to, as in "claim_id".

    What the database works out by itself from other columns is not there.
    """
    label = model._meta.label_lower
    fields = {field.attname: field for field in model._meta.concrete_fields if not field.generated}
    return {name: fields[name] for name in sorted(fields) if f"{label}.{name}" not in LEFT_OUT_COLUMNS}


def order_of(model: type[Model]) -> str:
    """By `uid`, where there is one: the same on every database."""
    return "uid" if "uid" in columns_of(model) else "pk"


def holds_files(model: type[Model]) -> bool:
    """Whether a row can be megabytes, so that only one is read at a time."""
    return any(kind_of(field) == "BinaryField" for field in columns_of(model).values())


def kind_of(field: Any) -> str:
    """The name of the kind of value; of a reference that of the key."""
    while field.is_relation:
        field = field.target_field
    return str(field.get_internal_type())
