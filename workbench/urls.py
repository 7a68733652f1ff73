"""Which address is answered by whom."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("annotations.pages.urls")),
    path("api/", include("annotations.api.urls")),
    path("admin/", admin.site.urls),
]
