"""The addresses of Web Annotation."""

from django.urls import path, re_path, register_converter
from django.urls.converters import IntConverter

from annotations.api.web_annotation.annotations import AnnotationOne
from annotations.api.web_annotation.containers import Containers
from annotations.api.web_annotation.nowhere import Nowhere

app_name = "wa"


class Life(IntConverter):
    """The first is in no address, so that each life has one address alone."""

    regex = "[2-9]|[1-9][0-9]{1,8}"


register_converter(Life, "life")

urlpatterns = [
    path("<uuid:container>/", Containers.as_view(), name="container"),
    path("<uuid:container>/<uuid:annotation>/", AnnotationOne.as_view(), name="annotation"),
    path("<uuid:container>/<uuid:annotation>/<life:life>/", AnnotationOne.as_view(), name="annotation"),
    re_path(r"[\s\S]*", Nowhere.as_view()),
]
