"""Where typed words are kept."""

from typing import Any

import orjson
from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from annotations.models import Draft

register = template.Library()


@register.simple_tag(takes_context=True)
def keeps(context: dict[str, Any], row: Any, scope: str = "") -> SafeString:
    """The attributes of a `<kept-words>`: what its fields are about, and what was typed there and not handed in.

    `row` may be a colleague's version further than the draft saw: that is said beside it. What does not exist yet is
    drafted under the person; `scope` then tells one form from another.
    """
    kind = row._meta.model_name
    person = context["request"].user
    drafts = Draft.objects.visible_to(person).filter(object_kind=kind, object_uid=row.uid)
    sent = handed_in(context["request"], kind, row.uid)
    kept = {draft.field: [draft.text, draft.base_row_version] for draft in drafts if draft.field not in sent}
    return format_html(
        'data-keeps="{}" data-kind="{}" data-about="{}" data-scope="{}" data-author="{}" data-row-version="{}"'
        ' data-drafts="{}"',
        reverse("draft_keep"),
        kind,
        row.uid,
        scope,
        person.uid,
        row.row_version,
        orjson.dumps(kept).decode(),
    )


def handed_in(request: Any, kind: str, uid: Any) -> list[str]:
    """The fields of this record that the form which is being answered hands in.

    Their drafts are dropped when the answer is there, and it is drawn before: it must not bring them back.
    """
    named, _, fields = request.POST.get("drafts", "").partition(f"{kind}.{uid}")
    return [] if named else fields.split(".")
