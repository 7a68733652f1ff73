"""A person in the administration, without a browser: reads pages, fills in forms, sends them."""

from typing import Any

import lxml.html
from django.test import Client
from django.urls import reverse


def address(model: Any, what: str, *keys: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=keys)


def page_of(row: Any) -> str:
    return address(type(row), "change", row.pk)


def form_on(page: str) -> dict[str, Any]:
    """What the page's own form would send if nobody touched it."""
    forms = lxml.html.fromstring(page).xpath("//div[@id='content-main']//form[@method='post']")
    return {name: value for name, value in forms[-1].fields.items() if name and value is not None}


def send(client: Client, where: str, **typed: Any) -> Any:
    """Open the page, type, send; the answer with the pages it leads to."""
    form = form_on(client.get(where).content.decode())
    return client.post(where.split("?")[0], form | typed, follow=True)


def text_of(answer: Any) -> str:
    """What a person reads of it."""
    words = lxml.html.fromstring(answer.content.decode()).xpath("//main")[0].text_content()
    return " ".join(words.split())
