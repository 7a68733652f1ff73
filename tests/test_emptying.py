"""Behind a test that committed nothing is left for the next one to find."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from annotations.models import Claim
from tests.admin.newsroom import make_everything
from tests.emptying import STAY, empty_tables

pytestmark = pytest.mark.django_db


def test_no_row_of_any_table_is_left_but_what_migrate_writes() -> None:
    make_everything()
    assert Claim.objects.exists()
    empty_tables()
    models = apps.get_models(include_auto_created=True)
    left = {model._meta.db_table for model in models if model._base_manager.exists()}
    assert left <= STAY
    assert ContentType.objects.exists()
