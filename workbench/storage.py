"""Static files under hashed names, so that they may be cached for ever."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

_, MODULE_IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns  # type: ignore[attr-defined]


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports of our own ES modules, and only of those.

    django-htmx's files break Django's rewriting, so it is confined to `annotations/js/`.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("annotations/js/*.js", MODULE_IMPORTS))
