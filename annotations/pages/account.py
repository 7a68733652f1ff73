"""One's own page: name, password, tokens, the browsers that are logged in, who logged in and when."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from annotations.actions.access import make_token, rename_person, revoke_token, set_password
from annotations.actions.sessions import end_session, end_sessions
from annotations.errors import InvalidInput, StaleEdit
from annotations.models import ApiToken, Event, Person, Session, Verb, Webhook
from annotations.pages.browsers import browser_words
from annotations.pages.conflicts import conflict_answer
from annotations.pages.entry import signed_in
from annotations.pages.finding import found
from annotations.pages.forms.account import NameForm, TokenForm
from annotations.pages.forms.base import attempt
from annotations.pages.forms.passwords import PasswordForm

SIGN_INS_SHOWN = 10
SIGNING = (Verb.SIGNED_IN, Verb.SIGNED_OUT, Verb.SIGN_IN_REFUSED, Verb.SESSION_ENDED)


@dataclass(frozen=True)
class Browser:
    """A browser that is logged in, in words. The key of its session is not here: it signs in."""

    uid: UUID
    words: str
    since: Any
    address: str | None
    ends: Any
    here: bool


@signed_in
@never_cache
@require_safe
def account_detail(request: HttpRequest) -> HttpResponse:
    return account_page(request)


@signed_in
@never_cache
@require_POST
def account_rename(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST)
    person = person_of(request)
    try:
        renamed = attempt(form, lambda data: rename_person(person, by=person, **data))
    except StaleEdit as error:
        return conflict_answer(request, error, form=form, about=person, back="/account/")
    if renamed is None:
        return account_page(request, name_form=form, status=422)
    messages.success(request, "Saved.")
    return redirect("account_detail")


@signed_in
@never_cache
@require_POST
def account_password(request: HttpRequest) -> HttpResponse:
    """A new password ends all other sessions; this one goes on."""
    person = person_of(request)
    form = PasswordForm(request.POST, person=person)
    if attempt(form, lambda data: replaced_password(request, person, data)) is None:
        return account_page(request, password_form=form, status=422)
    update_session_auth_hash(request, person)
    messages.success(request, "The password is changed. You are logged out everywhere else.")
    return redirect("account_detail")


def replaced_password(request: HttpRequest, person: Person, data: dict[str, Any]) -> Person:
    """Guessing the present password is slowed down as at the log-in."""
    if authenticate(request, username=person.username, password=data["old"]) is None:
        raise InvalidInput("This is not your present password.", field="old")
    return set_password(person, by=person, password=data["new"])


@signed_in
@never_cache
@require_POST
def token_make(request: HttpRequest) -> HttpResponse:
    """The answer to this request is the only place where the secret is ever shown."""
    form = TokenForm(request.POST)
    person = person_of(request)
    made = attempt(form, lambda data: make_token(person, by=person, **form.made()))
    if made is None:
        return account_page(request, token_form=form, status=422)
    token, secret = made
    return account_page(request, made=token, secret=secret, status=201)


@signed_in
@require_POST
def token_revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    person = person_of(request)
    token = found(ApiToken.objects.visible_to(person), uid=uid, person=person)
    revoke_token(token, by=person)
    messages.success(request, f"“{token.name or token.prefix}” is revoked.")
    return redirect("account_detail")


@signed_in
@never_cache
@require_POST
def session_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ending the one in which one asks is a log-out."""
    session = found(Session.objects.visible_to(request.user), uid=uid)
    end_session(session, by=person_of(request))
    messages.success(request, f"{browser_words(session.browser)} is logged out.")
    return redirect("account_detail")


@signed_in
@never_cache
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """All but this one."""
    person = person_of(request)
    ended = end_sessions(person, by=person, kept=request.session.session_key)
    others = "No other browser was logged in." if not ended else "You are logged out everywhere else."
    messages.success(request, others)
    return redirect("account_detail")


def account_page(request: HttpRequest, status: int = 200, **shown: Any) -> HttpResponse:
    person = person_of(request)
    tokens = ApiToken.objects.visible_to(person).filter(person=person).order_by("revoked_at", "-created")
    context = {
        "person": person,
        "name_form": NameForm(initial={"name": person.name, "row_version": person.row_version}),
        "password_form": PasswordForm(person=person),
        "token_form": TokenForm(),
        "usable": set(tokens.usable().values_list("pk", flat=True)),
        "tokens": tokens,
        "sign_ins": sign_ins(person),
        **webhooks_of(person),
        "browsers": browsers_of(request),
        **shown,
    }
    return render(request, "annotations/account_detail.html", context, status=status)


def browsers_of(request: HttpRequest) -> list[Browser]:
    """This one first, then the others, the newest first."""
    key = request.session.session_key
    rows = Session.objects.visible_to(request.user).order_by("-signed_in_at", "-expire_date", "uid")
    browsers = [
        Browser(
            uid=row.uid,
            words=browser_words(row.browser),
            since=row.signed_in_at,
            address=row.address,
            ends=row.expire_date,
            here=row.session_key == key,
        )
        for row in rows.defer("session_data")
    ]
    return sorted(browsers, key=lambda browser: not browser.here)


def sign_ins(person: Person) -> Any:
    """The last times somebody logged in to this account, or failed to: one's own to know."""
    events = Event.objects.filter(object_kind="person", object_uid=person.uid, verb__in=SIGNING)
    return events.order_by("-number")[:SIGN_INS_SHOWN]


def webhooks_of(person: Person) -> dict[str, int]:
    """How many there are, and how many of them are paused."""
    active = list(Webhook.objects.of(person).living().values_list("active", flat=True))
    return {"webhooks": len(active), "webhooks_paused": active.count(False)}


def person_of(request: HttpRequest) -> Person:
    """The row of who asks: `request.user` is a stand-in that rows of the same table cannot be made from."""
    return Person.objects.get(pk=request.user.pk)
