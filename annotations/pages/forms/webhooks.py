"""The form of a webhook."""

from typing import Any, NamedTuple

from django import forms

from annotations.models import Article, Verb, Webhook
from annotations.models.webhooks import KINDS, SENT_VERBS
from annotations.pages.forms.base import PageForm, WordsField, offer
from annotations.workflow import State

MOST_ARTICLES_OFFERED = 100
"""The newest; of an older one a webhook is made through the API."""


class Kind(NamedTuple):
    """One kind of event as it is offered."""

    value: str
    label: str
    chosen: bool


class WebhookForm(PageForm):
    name = WordsField(label="What it is for", max_length=100, help_text="Such as “newsletter”.")
    address = forms.CharField(
        label="Address",
        max_length=2_000,
        error_messages={"required": "Give the address to which events are sent."},
        help_text="Begins with https://. Whoever knows it can be sent to, so it is shown to nobody but you.",
        widget=forms.URLInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )
    verbs = forms.MultipleChoiceField(
        label="Events", required=False, choices=[(verb, Verb(verb).label) for verb in sorted(SENT_VERBS)]
    )
    article = forms.ModelChoiceField(
        label="Article",
        queryset=Article.objects.none(),
        required=False,
        to_field_name="uid",
        empty_label="Every article",
    )
    tag = WordsField(label="Tag", max_length=60, help_text="Of claims with this tag alone. Empty: of all.")
    states = forms.MultipleChoiceField(
        label="States of the claim",
        required=False,
        choices=State.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="In which the event leaves it. None chosen: all.",
    )

    def __init__(self, *args: Any, person: Any, webhook: Webhook | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        articles = Article.objects.visible_to(person)
        newest = list(articles.order_by("-pk").values_list("pk", flat=True)[:MOST_ARTICLES_OFFERED])
        own = [webhook.article_id] if webhook and webhook.article_id else []
        offer(self, "article", articles.filter(pk__in=[*newest, *own]).order_by("headline", "pk"))

    def kinds(self) -> list[tuple[str, list[Kind], int]]:
        """The groups of events, each with how many of it are chosen."""
        chosen = set(self["verbs"].value() or ())
        groups = {name: [Kind(v, Verb(v).label, v in chosen) for v in verbs] for name, verbs in KINDS.items()}
        return [(name, kinds, sum(kind.chosen for kind in kinds)) for name, kinds in groups.items()]


class WebhookChangeForm(WebhookForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput)


def initial_of(webhook: Webhook) -> dict[str, Any]:
    """What the form begins with."""
    return {
        "name": webhook.name,
        "address": webhook.address,
        "verbs": webhook.verbs,
        "article": webhook.article.uid if webhook.article else None,
        "tag": webhook.tag,
        "states": webhook.states,
        "row_version": webhook.row_version,
    }
