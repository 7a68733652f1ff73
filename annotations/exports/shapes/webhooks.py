"""Webhooks and what was sent to them, for their own person. No secret is in either."""

from annotations.exports.shapes.columns import Columns

WEBHOOK: Columns = {
    "uid": "uid",
    "name": "name",
    "address": "address",
    "verbs": "verbs",
    "article": "article__uid",
    "tag": "tag",
    "states": "states",
    "active": "active",
    "paused_why": "paused_why",
    "former_secret_until": "former_until",
    "removed_at": "removed_at",
    "created": "created",
    "row_version": "row_version",
}

DELIVERY: Columns = {
    "uid": "uid",
    "webhook": "webhook__uid",
    "event": "event__number",
    "verb": "event__verb",
    "state": "state",
    "attempts": "attempts",
    "queued_at": "queued_at",
    "next_at": "next_at",
    "sent_at": "sent_at",
    "finished_at": "finished_at",
    "body": "body",
    "status": "status",
    "answer": "answer",
    "fault": "fault",
}
