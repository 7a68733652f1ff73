"""The schema as a page."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularSwaggerSplitView


# Swagger UI's style sheet draws its arrows with data: addresses; everything else stays as on every page.
@method_decorator(csp_update({"img-src": [SELF, "data:"]}), name="dispatch")
class Docs(SpectacularSwaggerSplitView):
    url_name = "api:schema"
    template_name = "annotations/api_docs.html"
    template_name_js = "annotations/api_docs.js"
