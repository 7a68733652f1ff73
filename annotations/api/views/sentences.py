"""Sentences in which there is nothing to check."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.sentences import dismiss_sentences, reopen_sentences
from annotations.api.endpoint import Endpoint, found
from annotations.api.schema import UNITS
from annotations.api.serializers.articles import Coverage
from annotations.api.serializers.assigning import DismissIn, SentencesIn
from annotations.errors import InvalidInput
from annotations.exports.shapes.articles import coverage_shape
from annotations.models import Article, Sentence


class Saying(Endpoint):
    """Something said of several sentences of an article."""

    parameters = (UNITS,)
    honours_if_match = True

    def said(self, uid: Any, body: type[SentencesIn], act: Callable[..., Any]) -> HttpResponse:
        article = found(Article.objects.visible_to(self.request.user), uid=uid)
        values, recipient = self.taken(body), self.recipient
        refuse_foreign(values["sentences"], article)
        return self.act_on(
            article,
            lambda: coverage_shape(article.current_version(), recipient),
            lambda: act(by=recipient.person, **values),
        )


class SentencesDismiss(Saying):
    @extend_schema(request=DismissIn, responses=Coverage)
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Say that there is nothing to check in these sentences; saying it again changes nothing."""
        return self.said(uid, DismissIn, dismiss_sentences)


class SentencesReopen(Saying):
    @extend_schema(request=SentencesIn, responses=Coverage)
    def post(self, request: Request, uid: Any) -> HttpResponse:
        """Take it back: they are open again."""
        return self.said(uid, SentencesIn, reopen_sentences)


def refuse_foreign(sentences: list[Sentence], article: Article) -> None:
    versions = {sentence.version_id for sentence in sentences}
    if versions - set(article.versions.values_list("pk", flat=True)):
        raise InvalidInput("These are sentences of another article.", field="sentences")
