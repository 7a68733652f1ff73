"""The addresses of the pages; `docs/api.md` has the same table in words."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
