"""What nobody would ask a list on purpose gets an answer all the same."""

import pytest

from annotations.models import Role
from tests.admin.browsing import address
from tests.admin.newsroom import MODELS
from tests.make import make_person
from tests.pages.visiting import browser_of

pytestmark = pytest.mark.django_db

ODD = ("q=%25_%5C'%22&o=-9.x.99", "q=" + "a+" * 5_000, "q=%00", "p=nonsense", "_to_field=password", "e=1")


@pytest.mark.parametrize("asked", ODD)
def test_odd_questions_get_an_answer(asked):
    client = browser_of(make_person("both", Role.EDITOR, is_superuser=True))
    answers = {model: client.get(f"{address(model, 'changelist')}?{asked}").status_code for model in MODELS}
    assert [model for model, status in answers.items() if status not in (200, 302, 400, 422)] == []
