"""Saying of a source that it was withdrawn, or that it stands again: what that does is shown before it is done."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from annotations.actions.withdrawing import reinstate_source, withdraw_source
from annotations.errors import StaleEdit
from annotations.models import Claim, Evidence, Source
from annotations.pages.conflicts import conflict_answer
from annotations.pages.entry import inside
from annotations.pages.forms.base import attempt
from annotations.pages.forms.sources import WithdrawalForm
from annotations.pages.sources import find_source, source_shown
from annotations.permissions import Permission, require
from annotations.workflow import State

CLAIMS_SHOWN = 20


@dataclass(frozen=True)
class Deed:
    """One of the two: the action, and its words on the page."""

    act: Callable[..., Source]
    title: str
    button: str
    label: str
    said: str


WITHDRAW = Deed(
    withdraw_source,
    "Was this source withdrawn?",
    "Note that it was withdrawn",
    "Who withdrew it, why, and where that can be read",
    "Noted. Whoever checks a claim that rests on it is told.",
)
REINSTATE = Deed(
    reinstate_source,
    "Does this source stand again?",
    "Note that it stands again",
    "Why it stands again, and where that can be read",
    "Noted.",
)


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def source_withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    return answer(request, uid, WITHDRAW)


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def source_reinstate(request: HttpRequest, uid: UUID) -> HttpResponse:
    return answer(request, uid, REINSTATE)


def answer(request: HttpRequest, uid: UUID, deed: Deed) -> HttpResponse:
    source = find_source(request, uid)
    require(request.user, Permission.WITHDRAW_SOURCE, source)
    if request.method != "POST":
        return form_page(request, source, deed, WithdrawalForm(initial={"row_version": source.row_version}))
    form = WithdrawalForm(request.POST)
    try:
        done = attempt(form, lambda data: deed.act(source, by=request.user, **data))
    except StaleEdit as error:
        return conflict_answer(request, error, form=form, about=source, back=request.path)
    if done is None:
        return form_page(request, source, deed, form, status=422)
    messages.success(request, deed.said)
    return redirect("source_detail", uid)


def form_page(
    request: HttpRequest, source: Source, deed: Deed, form: WithdrawalForm, status: int = 200
) -> HttpResponse:
    form.fields["why"].label = deed.label
    used = Evidence.objects.visible_to(request.user).living().filter(source=source).values("claim")
    claims = Claim.objects.visible_to(request.user).living().filter(pk__in=used)
    stale = list(claims.may_go_stale().select_related("article", "assignee").order_by("article_id", "pk"))
    context = source_shown(source) | {
        "source": source,
        "deed": deed,
        "form": form,
        "withdraws": deed is WITHDRAW,
        "claims": stale[:CLAIMS_SHOWN],
        "more": max(len(stale) - CLAIMS_SHOWN, 0),
        "count": len(stale),
        "states": [(State(state).label.lower(), n) for state, n in Counter(c.state for c in stale).items()],
        "untouched": claims.count() - len(stale),
    }
    return render(request, "annotations/source_withdraw.html", context, status=status)
