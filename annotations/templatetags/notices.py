"""The way to what one is told, with how much of it is new."""

from typing import Any

from django import template
from django.conf import settings

from annotations.models import Notification
from annotations.models.base import is_inside

register = template.Library()

MOST_COUNTED = 99


@register.inclusion_tag("_notices_link.html", takes_context=True)
def notices_link(context: dict[str, Any]) -> dict[str, Any]:
    """One count, for people inside alone; it stops where nobody reads it as a number any more. A page that has
    counted them already says so in `new_notices`.
    """
    person = context["request"].user
    if not is_inside(person):
        return {"inside": False}
    known = context.get("new_notices")
    return {"inside": True, "count": count_new(person) if known is None else known, "most": MOST_COUNTED}


def count_new(person: Any) -> int:
    # On every page, and mostly there is none of which to ask what one may see.
    if not Notification.objects.any_wait_for(person):
        return 0
    new = Notification.objects.visible_to(person).unseen().order_by().values_list("pk", flat=True)
    # Counted here: SQLite looks at every row before it counts the first hundred.
    return len(new[: MOST_COUNTED + 1])


@register.inclusion_tag("_notices_by_mail.html", takes_context=True)
def notices_by_mail(context: dict[str, Any]) -> dict[str, Any]:
    """The switch on one's own page, where the newsroom sends mail at all."""
    return {
        "configured": settings.NOTICES_BY_MAIL and is_inside(context["request"].user),
        "person": context["person"],
        "csrf_token": context.get("csrf_token"),
    }
