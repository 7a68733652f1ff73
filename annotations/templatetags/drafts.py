"""Where typed words are kept."""

from typing import Any

import orjson
from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from annotations.models import Draft
from annotations.models.base import is_inside

register = template.Library()


@register.simple_tag(takes_context=True)
def keeps(context: dict[str, Any], row: Any, scope: str = "") -> SafeString:
    """The attributes of a `<kept-words>`: what its fields are about, and what was typed there and not handed in.

    Beside the words stands what the field held when they were begun: what a colleague changed there since is shown
    beside them. What does not exist yet is drafted under the person; `scope` then tells one form from another.
    """
    kind = row._meta.model_name
    person = context["request"].user
    drafts = [draft for draft in drafts_of(context, row) if draft.object_kind == kind]
    sent = handed_in(context["request"], kind, row.uid)
    kept = {draft.field: [draft.text, draft.base_text] for draft in drafts if draft.field not in sent}
    return format_html(
        'data-keeps="{}" data-beside="{}" data-kind="{}" data-about="{}" data-scope="{}" data-author="{}"'
        ' data-drafts="{}"',
        # Who has no role has an account, whose words the browser alone keeps.
        *(reverse(name) if is_inside(person) else "" for name in ("draft_keep", "draft_beside")),
        kind,
        row.uid,
        scope,
        person.uid,
        orjson.dumps(kept).decode(),
    )


def drafts_of(context: dict[str, Any], row: Any) -> list[Draft]:
    """What the person has typed about the record, or about the article that is read: a page holds fields for both."""
    request = context["request"]
    known: dict[Any, list[Draft]] = request.__dict__.setdefault("drafts_of", {})
    if row.uid not in known:
        about = {row.uid, reading.article.uid} if (reading := context.get("reading")) else {row.uid}
        known |= {uid: [] for uid in about}
        for draft in Draft.objects.visible_to(request.user).filter(object_uid__in=about):
            known[draft.object_uid].append(draft)
    return known[row.uid]


@register.simple_tag
def sentence_scope(reading: Any, line: Any) -> str:
    """Which sentence of which version is meant: numbers begin anew with each."""
    return f"v{reading.version.number}-s{line.number}"


def handed_in(request: Any, kind: str, uid: Any) -> list[str]:
    """The fields of this record that the form which is being answered hands in.

    Their drafts are dropped when the answer is there, and it is drawn before: it must not bring them back.
    """
    named, _, fields = request.POST.get("drafts", "").partition(f"{kind}.{uid}")
    return [] if named else fields.split(".")
