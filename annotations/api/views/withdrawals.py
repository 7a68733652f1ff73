"""A source that was withdrawn, and one that stands again."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.withdrawing import reinstate_source, withdraw_source
from annotations.api.endpoint import Endpoint, found
from annotations.api.serializers.evidence import Source, WithdrawalIn
from annotations.api.views.sources import refuse_unknown, shape_of
from annotations.models import Source as SourceRow


class Saying(Endpoint):
    """Something said of a source, with a reason."""

    honours_if_match = True

    def said(self, uid: Any, action: Callable[..., Any]) -> HttpResponse:
        row = found(SourceRow.objects.visible_to(self.request.user), uid=uid)
        why, recipient = self.taken(WithdrawalIn)["why"], self.recipient

        def say() -> None:
            refuse_unknown(row, recipient)
            action(row, by=recipient.person, row_version=row.row_version, why=why)

        return self.act_on(row, lambda: shape_of(row, recipient), say)


class SourceWithdraw(Saying):
    @extend_schema(request=WithdrawalIn, responses=Source)
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Say that the source was withdrawn. Every decided claim that uses it becomes stale."""
        return self.said(uid, withdraw_source)


class SourceReinstate(Saying):
    @extend_schema(request=WithdrawalIn, responses=Source)
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Say that the source stands again. The claims that it alone made stale hold again, where you are their
        assignee or an editor; the others stay stale."""
        return self.said(uid, reinstate_source)
