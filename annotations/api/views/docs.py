"""The schema, and the schema as a page."""

from functools import cache
from threading import Lock
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request

RENDERERS: list[Any] = [
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
]


class SchemaDocument(SpectacularAPIView):
    """JSON, or YAML to who asks for it. Made once a process: it takes a second, and anybody may ask."""

    renderer_classes = RENDERERS

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        media_type = request.accepted_renderer.media_type
        # What makes it is not made for several threads.
        with ONE_AT_A_TIME:
            return HttpResponse(document(media_type), content_type=media_type)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Which methods there are, in the Allow header that every answer has."""
        return HttpResponse(status=204)


ONE_AT_A_TIME = Lock()


@cache
def document(media_type: str) -> bytes:
    renderer = next(each for each in RENDERERS if each.media_type == media_type)
    return renderer().render(SchemaGenerator().get_schema(request=None, public=True), renderer_context={})


# Swagger UI's style sheet draws its arrows with data: addresses; everything else stays as on every page.
@method_decorator(csp_update({"img-src": [SELF, "data:"]}), name="dispatch")
class Docs(SpectacularSwaggerSplitView):
    url_name = "api:schema"
    template_name = "annotations/api_docs.html"
    template_name_js = "annotations/api_docs.js"

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(status=204)
