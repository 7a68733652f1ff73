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
    unseen = Notification.objects.unseen().order_by()
    # On every page: the rule of what one may see of them is long, and mostly there is none to ask it of.
    if not unseen.filter(person=person.pk).exists():
        return 0
    # Counted here: SQLite looks at every row before it counts the first hundred.
    return len(unseen.visible_to(person).values_list("pk", flat=True)[: MOST_COUNTED + 1])


@register.inclusion_tag("_notices_by_mail.html", takes_context=True)
def notices_by_mail(context: dict[str, Any]) -> dict[str, Any]:
    """The switch on one's own page, where the newsroom sends mail at all."""
    return {
        "configured": settings.NOTICES_BY_MAIL and is_inside(context["request"].user),
        "person": context["person"],
        "csrf_token": context.get("csrf_token"),
    }
