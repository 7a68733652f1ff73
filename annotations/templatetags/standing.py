"""Where an article stands, for the navigation around it: the changes asked for."""

from typing import Any

from django import template

from annotations.models import Article, Proposal

register = template.Library()


@register.simple_tag(takes_context=True)
def changes_waiting(context: dict[str, Any], article: Article) -> int:
    """How many proposals wait. One query."""
    person = context["request"].user
    return Proposal.objects.visible_to(person).of_article(article).waiting().count()
