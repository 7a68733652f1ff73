"""One's own webhooks, and what was sent to them."""

from collections.abc import Callable
from typing import Any

import orjson
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.idempotency import Answer
from annotations.actions.webhooks import (
    change_webhook,
    make_webhook,
    pause_webhook,
    remove_webhook,
    renew_secret,
    repeat_delivery,
    restore_webhook,
    resume_webhook,
    send_test,
)
from annotations.api.endpoint import Collection, Endpoint, Shape, address_of, done, found, made, only
from annotations.api.filters import DeliveryFilter, WebhookFilter
from annotations.api.negotiation import tagged, written
from annotations.api.serializers.webhooks import (
    Delivery,
    Webhook,
    WebhookChangeIn,
    WebhookIn,
    WebhookWithSecret,
)
from annotations.exports.shapes.columns import plain
from annotations.exports.shapes.webhooks import DELIVERY, WEBHOOK
from annotations.models import Delivery as DeliveryRow
from annotations.models import Webhook as WebhookRow


class Webhooks(Collection):
    queryset = WebhookRow.objects.all()
    filterset_class = WebhookFilter

    @extend_schema(responses=Webhook(many=True))
    def get(self, request: Request) -> HttpResponse:
        """Your webhooks, the newest first."""
        return self.listed(WebhookRow.objects.of(request.user), lambda page: plain(page, WEBHOOK))

    @extend_schema(request=WebhookIn, responses={201: WebhookWithSecret})
    def post(self, request: Request) -> HttpResponse:
        """Have the events that you may see sent to an address. The answer alone tells the secret that signs them."""
        values = self.taken(WebhookIn)
        return told_once(self.act_once, lambda: make_webhook(by=request.user, **values), new)


class WebhookOne(Endpoint):
    @extend_schema(responses=Webhook)
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """One webhook of yours; one that was removed says when."""
        return tagged(request, shape_of(own(request, uid)))

    @extend_schema(request=WebhookChangeIn, responses=Webhook)
    def patch(self, request: Request, uid: Any) -> HttpResponse:
        """Change its address or what it asks for, or pause and resume it."""
        row, values = own(request, uid), self.taken(WebhookChangeIn)

        def change() -> None:
            if "active" in values:
                turn(row, values["active"], by=request.user)
            elif values:
                change_webhook(row, by=request.user, row_version=row.row_version, **values)

        return self.change(row, lambda: shape_of(row), change)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, uid: Any) -> HttpResponse:
        """Remove it: nothing is sent any more, and its secret is gone. For 30 days it can be restored."""
        row = own(request, uid)
        return self.remove(row, lambda: shape_of(row), lambda: remove_webhook(row, by=request.user))


class WebhookRestore(Endpoint):
    @extend_schema(request=None, responses=WebhookWithSecret)
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Bring back what was removed, with a new secret and paused until its receiver has that."""
        row = own(request, uid)
        return told_once(self.act_once, lambda: restore_webhook(row, by=request.user), anew)


class WebhookSecret(Endpoint):
    @extend_schema(request=None, responses=WebhookWithSecret)
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Give it a new secret. For a day messages are signed with the one before, too."""
        row = own(request, uid)
        return told_once(self.act_once, lambda: (row, renew_secret(row, by=request.user)), anew)


class WebhookTest(Endpoint):
    @extend_schema(request=None, responses={201: Delivery})
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Send a test: the event that says so, on the way that all events go."""
        row = own(request, uid)
        return self.act_once(lambda: tested(row, by=request.user))


class Deliveries(Collection):
    queryset = DeliveryRow.objects.all()
    filterset_class = DeliveryFilter
    orderings = ("-created", "created")

    @extend_schema(responses=Delivery(many=True))
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """What was sent to a webhook of yours in the last 30 days, and what waits; the newest first."""
        return self.listed(sent_to(own(request, uid), request), lambda page: plain(page, DELIVERY))


class DeliveryOne(Endpoint):
    @extend_schema(responses=Delivery)
    def get(self, request: Request, uid: Any, delivery: Any) -> HttpResponse:
        """One delivery."""
        return tagged(request, delivery_of(found(sent_to(own(request, uid), request), uid=delivery)))


class DeliveryRepeat(Endpoint):
    @extend_schema(request=None, responses=Delivery)
    def post(self, request: Request, uid: Any, delivery: Any) -> HttpResponse:
        """Send the event again, under the same id and as you may see it now."""
        row = found(sent_to(own(request, uid), request).select_related("webhook", "event"), uid=delivery)
        return self.act_once(lambda: done(delivery_of(repeat_delivery(row, by=request.user))))


def own(request: Request, uid: Any) -> WebhookRow:
    """Removed or not, as long as it is not forgotten."""
    rows = WebhookRow.objects.of(request.user).exclude(address="")
    return found(rows.select_related("article"), uid=uid)


def sent_to(webhook: WebhookRow, request: Request) -> Any:
    return DeliveryRow.objects.visible_to(request.user).filter(webhook=webhook)


def shape_of(row: WebhookRow) -> Shape:
    return only(plain(WebhookRow.objects.filter(pk=row.pk), WEBHOOK))


def delivery_of(row: DeliveryRow) -> Shape:
    return only(plain(DeliveryRow.objects.filter(pk=row.pk), DELIVERY))


def turn(row: WebhookRow, active: bool, *, by: Any) -> None:
    if active != row.active:
        (resume_webhook if active else pause_webhook)(row, by=by)


def tested(row: WebhookRow, *, by: Any) -> Answer:
    delivery = send_test(row, by=by)
    return made(delivery_of(delivery), address_of("delivery", uid=row.uid, delivery=delivery.uid))


def new(row: WebhookRow) -> Answer:
    return made(shape_of(row), address_of("webhook", uid=row.uid), also={"secret": None})


def anew(row: WebhookRow) -> Answer:
    return done(shape_of(row), also={"secret": None})


def told_once(
    act_once: Callable[[Callable[[], Answer]], HttpResponse],
    act: Callable[[], tuple[WebhookRow, str]],
    answer: Callable[[WebhookRow], Answer],
) -> HttpResponse:
    """Answer with the secret, and keep an answer without it for who asks again: it is stored nowhere."""
    secrets: list[str] = []

    def acted() -> Answer:
        row, secret = act()
        secrets.append(secret)
        return answer(row)

    response = act_once(acted)
    if secrets:
        response.content = written(orjson.loads(response.content) | {"secret": secrets[0]})
    return response
