"""Configuration, from the environment, with safe defaults. `docs/operating.md` has the table of names."""

import os
import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from workbench import environment

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules

# Where things are kept
DATA_DIR = Path(environment.text("DATA_DIR") or BASE_DIR / "data").resolve()
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(f"DATA_DIR {DATA_DIR} cannot be made: {error.strerror}.") from error

# Who we are
DEBUG = environment.switch("DEBUG")
SECRET_KEY = environment.secret_key(DATA_DIR)
_base = environment.base_url("BASE_URL", "http://127.0.0.1:8000")
BASE_URL = _base.geturl()
NEWSROOM = environment.text("NEWSROOM", "Fact checks")
CORRECTIONS_CONTACT = environment.contact("CORRECTIONS_CONTACT")
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS") or [str(_base.hostname), "localhost", "127.0.0.1", "[::1]"]
NUM_PROXIES = environment.count("NUM_PROXIES", 0)

INSTALLED_APPS = [
    # First, so that its commands stand in for Django's of the same name.
    "annotations",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "annotations.pages.errors.ErrorPageMiddleware",
    "annotations.pages.drafts.DraftsMiddleware",
]

ROOT_URLCONF = "workbench.urls"
WSGI_APPLICATION = "workbench.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Data. SQLite: writers wait for one another instead of failing, and a commit survives a power cut, but a test's.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; "
    f"PRAGMA synchronous={'OFF' if TESTING else 'FULL'};",
}
_database = environment.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'workbench.sqlite3'}")
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = SQLITE_OPTIONS
    # In memory, threads would share one connection's locks; in a file they wait as they do in the product.
    _database["TEST"] = {"NAME": str(DATA_DIR / f"test-{os.getpid()}.sqlite3")}
else:
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True
    # Compiling a query that writes JSON takes PostgreSQL seconds, running it milliseconds.
    _options = "-c jit=off"
    if TESTING:
        # A test's data need not survive a power cut.
        _options += " -c synchronous_commit=off"
    _database.setdefault("OPTIONS", {}).setdefault("options", _options)
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A cache shared by processes, so that brakes work with several workers. Tests that run side by side share none.
_cache = environment.redis("CACHE_URL")
if TESTING:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
elif _cache:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _cache}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(DATA_DIR / "cache"),
        }
    }

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# People and sessions
SESSION_ENGINE = "annotations.models.sessions"
AUTH_USER_MODEL = "annotations.Person"
AUTHENTICATION_BACKENDS = ["annotations.actions.signing_in.BrakedBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "login"

# What the browser is told
HTTPS = _base.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
# Asked by machines beside us, without the proxy that speaks TLS.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Whether every subdomain is on https, and on the browsers' list, is the newsroom's to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
if NUM_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# What is taken in
IMPORT_ALLOWED_NETWORKS = environment.networks("IMPORT_ALLOWED_NETWORKS")
WEBHOOK_ALLOWED_NETWORKS = environment.networks("WEBHOOK_ALLOWED_NETWORKS")
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Mail: none unless a server is named
_mail = environment.mail_server("EMAIL_URL")
NOTICES_BY_MAIL = bool(_mail.host)
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.tls_from_the_start, _mail.starttls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.sender("MAIL_FROM", f"workbench@{_base.hostname}")
if not NOTICES_BY_MAIL:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# Language and time
LANGUAGE_CODE = environment.language("LANGUAGE", "en")
TIME_ZONE = environment.time_zone("TIME_ZONE", "UTC")
USE_TZ = True
FORMAT_MODULE_PATH = "workbench.formats"

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "workbench.storage.ModuleStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_AUTOREFRESH = DEBUG or TESTING  # otherwise every client of a test reads the whole folder

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "annotations.api.schema.Schema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "annotations.api.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["annotations.api.authentication.Insiders"],
    "DEFAULT_PARSER_CLASSES": ["annotations.api.parsing.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "annotations.api.errors.answer_for",
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": NUM_PROXIES,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Fact-check workbench",
    "DESCRIPTION": "Articles, claims, verdicts and sources of one newsroom. Positions are Unicode code points, "
    "half-open, unless `offsets=utf16` is asked for. Errors are problem details (RFC 9457).",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    # Whether it can be made is for tests to know, not for each newsroom's `doctor`.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "SERVE_AUTHENTICATION": [],
    "SERVERS": [{"url": BASE_URL}],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_PATCH": False,
    "ENUM_NAME_OVERRIDES": {
        "AgentKind": "annotations.models.AgentKind",
        "ArticleKind": "annotations.models.ArticleKind",
        "ArticleStatus": "annotations.models.ArticleStatus",
        "CorrectionKind": "annotations.models.CorrectionKind",
        "DeliveryState": "annotations.models.DeliveryState",
        "SentVerb": "annotations.api.serializers.webhooks.SENT",
        "LinkKind": "annotations.models.LinkKind",
        "ProposalState": "annotations.models.ProposalState",
        "ScaleKind": "annotations.models.ScaleKind",
        "SourceType": "annotations.models.SourceType",
        "StaleKind": "annotations.models.staleness.StaleKind",
        "DeclineReason": "annotations.workflow.DeclineReason",
        "State": "annotations.workflow.State",
        "Step": "annotations.workflow.Step",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "annotations.api.schema.close_bodies",
    ],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

# Now that all of it is read: every wrong value at once.
environment.refuse_wrong()
