"""The product's server with pages beside it that do nothing: what the machine itself takes for as many bytes."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.html import format_html, format_html_join

from workbench.wsgi import application as application

settings.ROOT_URLCONF = __name__


def static_body(request: HttpRequest, size: int) -> HttpResponse:
    return HttpResponse(b"x" * size, content_type="text/plain")


def text_alone(request: HttpRequest, uid: Any) -> HttpResponse:
    """The words of an article as paragraphs, without a style or a script."""
    from annotations.models import ArticleVersion

    version = ArticleVersion.objects.filter(article__uid=uid).latest("number")
    paragraphs = format_html_join("", "<p>{}</p>", ((words,) for words in version.text.split("\n\n")))
    return HttpResponse(format_html("<!doctype html><title>Text</title>{}", paragraphs))


urlpatterns = [
    path("bare/<int:size>/", static_body),
    path("bare/text/<uuid:uid>/", text_alone),
    path("", include("workbench.urls")),
]
