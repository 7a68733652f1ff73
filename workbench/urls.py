"""Which address is answered by whom."""

from django.urls import include, path

from annotations.admin.site import site
from annotations.pages.signing import admin_login

urlpatterns = [
    path("", include("annotations.pages.urls")),
    path("api/", include("annotations.api.urls")),
    path("wa/", include("annotations.api.web_annotation.urls")),
    path("admin/login/", admin_login),
    path("admin/", site.urls),
]

handler400 = "annotations.pages.errors.bad_request"
