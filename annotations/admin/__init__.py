"""The administration: every table, searchable and linked, read-mostly.

What a person sees here is what `visible_to` shows them, administrator or not; what they change goes through
the actions. Nothing is deleted, and the log is never written. A file a noun, as in `models/`.
"""

from annotations.admin import (
    access,
    agents,
    articles,
    claims,
    discussion,
    events,
    policies,
    publications,
    sources,
    tasks,
    verdicts,
    webhooks,
)

__all__ = [
    "access",
    "agents",
    "articles",
    "claims",
    "discussion",
    "events",
    "policies",
    "publications",
    "sources",
    "tasks",
    "verdicts",
    "webhooks",
]
