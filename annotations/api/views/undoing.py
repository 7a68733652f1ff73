"""Taking back what one did last on an article, and doing it again."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.idempotency import Answer
from annotations.actions.undoing import Reversed, redo_last, undo_last
from annotations.api.endpoint import Endpoint, done, found
from annotations.api.serializers.undoing import DeedIn
from annotations.api.serializers.undoing import Reversed as ReversedShape
from annotations.exports.recipients import Recipient
from annotations.exports.shapes.discussion import event_shapes
from annotations.models import Article, Event


class Past(Endpoint):
    """One of the two ways through what one did oneself."""

    def gone(self, uid: Any, action: Callable[..., Reversed]) -> HttpResponse:
        article = found(Article.objects.visible_to(self.request.user), uid=uid)
        deed, recipient = self.taken(DeedIn).get("deed"), self.recipient
        return self.act_once(lambda: acted(action, article, deed, recipient))


class ArticleUndo(Past):
    @extend_schema(request=DeedIn, responses=ReversedShape)
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Take back the last thing you did on the article, never a colleague's. 409 says why it stays: somebody has
        changed it since, or it was handed in or published."""
        return self.gone(uid, undo_last)


class ArticleRedo(Past):
    @extend_schema(request=DeedIn, responses=ReversedShape)
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Do again what you took back last, as long as you have done nothing else since."""
        return self.gone(uid, redo_last)


def acted(
    action: Callable[..., Reversed], article: Article, deed: int | None, recipient: Recipient
) -> Answer:
    reversed_ = action(article, by=recipient.person, deed=deed)
    rows = Event.objects.filter(pk__in=[event.pk for event in reversed_.events]).order_by("number")
    events = list(event_shapes(rows, recipient))
    return done({"words": reversed_.words, "left": reversed_.left, "events": events})
