"""Giving many claims to somebody at once, taking that back, and when a claim is due."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from annotations.actions.assigning import ask_for_reading, assign_claims, take_back_assignments
from annotations.actions.claims import describe_claim
from annotations.models import Claim, Event, Person, Verb
from annotations.pages.comments import article_answer
from annotations.pages.entry import by_htmx, inside
from annotations.pages.finding import find_article, find_claim, own_address
from annotations.pages.forms.assigning import DueForm, EventsForm, GiveArticleForm, GiveClaimsForm, ReaderForm
from annotations.pages.forms.base import taken
from annotations.pages.fragments import claim_answer, person_of
from annotations.pages.lists import counted
from annotations.permissions import permits
from annotations.workflow import Step

ASSIGNED = "assigned"
"""What the desk's address holds just after claims were given to somebody: the first and the last event."""

MOST_EVENTS = 1_000


def those_who_check(person: Any) -> Any:
    """Those to whom this person may give claims; nobody when they may not give any."""
    return Person.objects.visible_to(person).checkers() if permits(person, Step.ASSIGN) else []


def checkers_for(request: HttpRequest) -> Any:
    return Person.objects.visible_to(request.user).checkers()


@require_POST
@inside
def claims_assign(request: HttpRequest) -> HttpResponse:
    claims = Claim.objects.visible_to(request.user)
    data = taken(GiveClaimsForm(request.POST, checkers_for(request), claims))
    events = assign_claims(data["claim"], by=person_of(request), assignee=data["assignee"], due=data["due"])
    return redirect(back(request, **{ASSIGNED: f"{events[0].number}-{events[-1].number}"}))


@require_POST
@inside
def article_assign(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Every open claim of an article, or those that nobody has."""
    article = find_article(request, uid)
    data = taken(GiveArticleForm(request.POST, checkers_for(request)))
    claims = article.claims.visible_to(request.user)
    wanted = claims.in_work() if data["which"] == "all" else claims.unassigned()
    events = assign_claims(wanted, by=person_of(request), assignee=data["assignee"], due=data["due"])
    said = f"{counted(len(events), 'claim')} given to {data['assignee']}."
    return article_answer(request, article, said)


@require_POST
@inside
def assignments_undo(request: HttpRequest) -> HttpResponse:
    data = taken(EventsForm(request.POST))
    events = list(own_assignments(request, data["first"], data["last"]))
    undone = take_back_assignments(events, by=person_of(request))
    said = f"{counted(len(undone), 'claim')} taken back."
    if len(undone) < len(events):
        said += f" {counted(len(events) - len(undone), 'claim')} changed since, and left alone."
    if by_htmx(request) and undone[0].article:
        return article_answer(request, undone[0].article, said)
    messages.success(request, said)
    return redirect(back(request))


def own_assignments(request: HttpRequest, first: int, last: int) -> Any:
    own = Event.objects.visible_to(request.user).filter(by=person_of(request), verb=Verb.CLAIM_ASSIGNED)
    rows = own.filter(number__gte=first, number__lte=last).select_related("claim__assignee", "article")
    return rows.order_by("number")[:MOST_EVENTS]


def just_assigned(request: HttpRequest) -> dict[str, Any]:
    """What the person has just given to somebody, as the address tells, for the notice with its undo."""
    asked = re.fullmatch(r"([0-9]{1,18})-([0-9]{1,18})", request.GET.get(ASSIGNED, ""))
    events = list(own_assignments(request, int(asked[1]), int(asked[2]))) if asked else []
    if not events:
        return {}
    claim = events[0].claim
    return {
        "first": events[0].number,
        "last": events[-1].number,
        "words": f"{counted(len(events), 'claim')} given to {claim.assignee if claim else 'somebody'}.",
        "back": back(request),
    }


def back(request: HttpRequest, **also: str) -> str:
    """The list the person looked at."""
    parts = urlsplit(own_address(request, request.POST.get("next") or request.get_full_path()))
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != ASSIGNED] + list(also.items())
    return f"{parts.path}?{urlencode(query)}" if query else parts.path


@require_POST
@inside
def reading_ask(request: HttpRequest, uid: UUID) -> HttpResponse:
    claim = find_claim(request, uid)
    data = taken(ReaderForm(request.POST, checkers_for(request)))
    ask_for_reading(claim, by=person_of(request), **data)
    return claim_answer(request, claim, f"{data['reader']} is asked to read it.")


@require_POST
@inside
def claim_due(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say when a claim is due; with nothing said its article's time counts."""
    claim = find_claim(request, uid)
    data = taken(DueForm(request.POST))
    claim = describe_claim(claim, by=person_of(request), **data)
    return claim_answer(request, claim, "Due time saved." if claim.due else "No due time of its own.")
