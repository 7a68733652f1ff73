"""What one is told."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.idempotency import Answer
from annotations.actions.notifying import see_notices
from annotations.api.endpoint import Collection, Endpoint, done, found, only
from annotations.api.filters import NoticeFilter
from annotations.api.serializers.notices import Notice, NoticeChangeIn
from annotations.exports.shapes.notices import notice_shapes
from annotations.models import Notification
from annotations.models.notices import NotificationQuerySet


class Notices(Collection):
    queryset = Notification.objects.all()
    filterset_class = NoticeFilter
    orderings = ("-created", "created")

    @extend_schema(responses=Notice(many=True))
    def get(self, request: Request) -> HttpResponse:
        """What you are told, the newest first."""
        return self.listed(Notification.objects.visible_to(request.user), notice_shapes)


class NoticeOne(Endpoint):
    needs_if_match = False

    @extend_schema(responses=Notice)
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """One notice. Reading it here does not mark it as seen."""
        return self.one(notice_shapes(own(request, uid)))

    @extend_schema(request=NoticeChangeIn, responses=Notice)
    def patch(self, request: Request, uid: Any) -> HttpResponse:
        """Say that you have seen it; saying it again changes nothing."""
        found(own(request, uid))
        self.taken(NoticeChangeIn)
        return self.act_once(lambda: seen(own(request, uid)))


def seen(rows: NotificationQuerySet) -> Answer:
    see_notices(rows)
    return done(only(notice_shapes(rows)))


def own(request: Request, uid: Any) -> NotificationQuerySet:
    return Notification.objects.visible_to(request.user).filter(uid=uid)
