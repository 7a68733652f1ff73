"""Webhooks, and what was sent to them."""

from typing import Any

from rest_framework import serializers

from annotations.api.serializers.fields import Choice, In, Many, Row, Text, Truth
from annotations.models import Article as ArticleModel
from annotations.models import DeliveryState, Verb
from annotations.models.webhooks import SENT_VERBS
from annotations.workflow import State

SENT = [(value, label) for value, label in Verb.choices if value in SENT_VERBS]


class Webhook(serializers.Serializer):
    """An address of yours to which events are sent. An empty filter keeps nothing back; all of them have to fit."""

    uid = serializers.UUIDField()
    name = serializers.CharField()
    address = serializers.CharField()
    verbs = serializers.ListField(child=serializers.ChoiceField(SENT), help_text="the kinds of events")
    article = serializers.UUIDField(allow_null=True, help_text="of this article alone")
    tag = serializers.CharField(help_text="of claims with this tag alone")
    states = serializers.ListField(
        child=serializers.ChoiceField(State.choices), help_text="of claims in these states alone"
    )
    active = serializers.BooleanField()
    paused_why = serializers.CharField(help_text="a sentence, while it is paused")
    former_secret_until = serializers.DateTimeField(
        allow_null=True, help_text="until when the secret before signs, too"
    )
    removed_at = serializers.DateTimeField(allow_null=True, help_text="it can be restored for 30 days")
    created = serializers.DateTimeField()
    row_version = serializers.IntegerField()


class WebhookWithSecret(Webhook):
    """The secret is told this once: it is null where the same answer is given again."""

    secret = serializers.CharField(allow_null=True)


class WebhookIn(In):
    address = Text(allow_blank=False, max_length=2_000, help_text="https://…")
    name = Text(max_length=100, required=False)
    verbs = Many(child=Choice(SENT), required=False, max_length=100)
    article = Row(ArticleModel, "article", required=False, allow_null=True)
    tag = Text(max_length=60, required=False)
    states = Many(child=Choice(State.choices), required=False, max_length=20)


class WebhookChangeIn(WebhookIn):
    """What is not given stays. `active` comes alone: false pauses it, true resumes it."""

    address = Text(allow_blank=False, max_length=2_000, required=False, help_text="https://…")
    active = Truth(required=False)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if "active" in values and len(values) > 1:
            raise serializers.ValidationError({"active": ["Send “active” alone."]})
        return values


class Delivery(serializers.Serializer):
    """One event on its way to a webhook. Its uid is the `webhook-id`, however often it is sent."""

    uid = serializers.UUIDField()
    webhook = serializers.UUIDField()
    event = serializers.IntegerField(help_text="the number of the event")
    verb = serializers.ChoiceField(Verb.choices)
    state = serializers.ChoiceField(DeliveryState.choices)
    attempts = serializers.IntegerField()
    queued_at = serializers.DateTimeField()
    next_at = serializers.DateTimeField(allow_null=True, help_text="when it is tried next, at the earliest")
    sent_at = serializers.DateTimeField(allow_null=True, help_text="when it was last tried")
    finished_at = serializers.DateTimeField(allow_null=True)
    body = serializers.CharField(help_text="as it was last sent")
    status = serializers.IntegerField(allow_null=True, help_text="of the last answer")
    answer = serializers.CharField(help_text="how the last answer's body begins")
    fault = serializers.CharField(help_text="what went wrong last, in a sentence")
