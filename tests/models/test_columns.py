"""Words that do not fit their column are refused the same way on every database."""

from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, Field, Model

from annotations.actions.access import add_person
from annotations.actions.comments import add_comment
from annotations.actions.evidence import add_evidence, describe_evidence
from annotations.actions.policies import add_scale
from annotations.actions.rows import change
from annotations.actions.sources import add_source, describe_source
from annotations.errors import InvalidInput
from annotations.models import Evidence, Session
from annotations.models.base import EditableRow, Row
from tests.make import POINTS, bob, make_claim, make_evidence, make_source, root

BY_THEMSELVES = {
    "tag": "cut to their length by the action that makes them",
    "session": "Django's; what a browser says of itself is cut",
}
"""Tables that are no `Row`."""

OURS = [model for model in apps.get_app_config("annotations").get_models() if issubclass(model, Row)]
COLUMNS = [
    (model, field)
    for model in OURS
    for field in model._meta.concrete_fields
    if isinstance(field, CharField) and field.max_length is not None
]


def test_every_table_is_a_row_or_named() -> None:
    others = {model._meta.model_name for model in apps.get_app_config("annotations").get_models()}
    assert others - {model._meta.model_name for model in OURS} == set(BY_THEMSELVES)
    assert not issubclass(Session, Row)


@pytest.mark.parametrize(
    ("model", "field"),
    COLUMNS,
    ids=lambda each: each._meta.model_name if hasattr(each, "_meta") else each.name,
)
def test_no_column_takes_more_characters_than_it_has(model: type[Model], field: Field[Any, Any]) -> None:
    """Before anything is asked of the database; made new, and changed."""
    limit = field.max_length
    assert limit
    with pytest.raises(
        InvalidInput, match=f"at most {limit:,} characters; these are {limit + 1:,}"
    ) as refused:
        model(**{field.attname: "é" * (limit + 1)}).save()
    assert refused.value.field == field.name
    if issubclass(model, EditableRow):
        with pytest.raises(InvalidInput, match="at most"):
            change(model(), 1, **{field.attname: "é" * (limit + 1)})


@pytest.mark.django_db
def test_actions_refuse_them_in_a_sentence_and_write_nothing() -> None:
    claim, source, evidence = make_claim(), make_source(), make_evidence(make_claim())
    kept = Evidence.objects.count()
    points = [
        {"key": key, "name": name * 40, "truth_class": truth, "definition": "…"}
        for key, name, truth, _ in POINTS
    ]
    tries: dict[str, Any] = {
        "locator_label": lambda: add_evidence(claim, by=bob(), source=source, locator_label="x" * 21),
        "locator": lambda: describe_evidence(evidence, by=bob(), row_version=1, locator="x" * 201),
        "quotation": lambda: add_evidence(claim, by=bob(), source=source, quotation="a\x00b"),
        "publisher": lambda: add_source(by=bob(), title="Yearbook", publisher="x" * 301),
        "doi": lambda: describe_source(source, by=bob(), row_version=1, doi="x" * 201),
        "body": lambda: add_comment(claim, by=bob(), body="a\x00b"),
        "points": lambda: add_scale(by=root(), name="Words", points=points),
        "username": lambda: add_person(by=root(), username="x" * 151, role="reader"),
    }
    for field, attempt in tries.items():
        with pytest.raises(InvalidInput) as refused:
            attempt()
        assert refused.value.field == field
    assert Evidence.objects.count() == kept
    evidence.refresh_from_db()
    assert (evidence.row_version, evidence.locator) == (1, "")
