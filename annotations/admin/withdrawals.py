"""What the administration can say of a source: that it was withdrawn, and that it stands again."""

from collections.abc import Callable
from typing import Any

from django import forms

from annotations.actions.withdrawing import LONGEST_WHY_CHARACTERS, reinstate_source, withdraw_source
from annotations.admin.deeds import Deed
from annotations.errors import Conflict
from annotations.models import Source
from annotations.permissions import Permission, checks, require


class WithdrawalForm(forms.Form):
    why = forms.CharField(
        max_length=LONGEST_WHY_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Why, and where it can be read. Decided claims that use a withdrawn source become stale.",
    )


def refuse_withdrawing(source: Source, person: Any) -> None:
    require(person, Permission.WITHDRAW_SOURCE, source)
    if source.withdrawn_at:
        raise Conflict("It is noted already that this source was withdrawn.")


def refuse_reinstating(source: Source, person: Any) -> None:
    require(person, Permission.WITHDRAW_SOURCE, source)
    if not source.withdrawn_at:
        raise Conflict("This source was not withdrawn.")


def saying(action: Callable[..., Source]) -> Callable[[Any, Any, dict[str, Any]], Any]:
    return lambda source, by, given: action(source, by=by, row_version=source.row_version, why=given["why"])


WITHDRAW = Deed(
    name="withdraw",
    label="Note that it was withdrawn",
    said="noted as withdrawn",
    # Which ones somebody may know, `refuse` asks of each.
    offered=lambda person: checks(person, None),
    refuse=refuse_withdrawing,
    act=saying(withdraw_source),
    form=WithdrawalForm,
)
REINSTATE = Deed(
    name="reinstate",
    label="Note that it stands again",
    said="noted as standing again",
    offered=lambda person: checks(person, None),
    refuse=refuse_reinstating,
    act=saying(reinstate_source),
    form=WithdrawalForm,
)
