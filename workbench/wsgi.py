"""The door for WSGI servers."""

import gc
import logging
import os

from django.core.checks import run_checks
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
application = get_wsgi_application()

for message in run_checks(tags=["workbench"]):
    logging.getLogger("workbench").warning("%s %s", message.msg, message.hint)

# Every view is imported now instead of by the first request, and what is imported stays: to look through all of it
# for rubbish held up one request in twenty for a tenth of a second.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
