"""The addresses of Web Annotation."""

from django.urls import path, re_path

from annotations.api.web_annotation.annotations import AnnotationOne
from annotations.api.web_annotation.containers import Containers
from annotations.api.web_annotation.nowhere import Nowhere

app_name = "wa"

urlpatterns = [
    path("<uuid:container>/", Containers.as_view(), name="container"),
    path("<uuid:container>/<uuid:annotation>/", AnnotationOne.as_view(), name="annotation"),
    re_path(r"[\s\S]*", Nowhere.as_view()),
]
