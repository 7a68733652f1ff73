"""Colleagues: who they are, and for administrators inviting, changing, deactivating."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.actions.access import change_person
from annotations.actions.assigning import assign_claims
from annotations.actions.invitations import invite_again, invite_person, mail_link
from annotations.actions.sessions import end_sessions
from annotations.errors import NotFound, StaleEdit
from annotations.models import Claim, Person, Role
from annotations.models.base import is_inside
from annotations.pages.conflicts import conflict_answer
from annotations.pages.entry import View, signed_in
from annotations.pages.finding import found
from annotations.pages.forms.base import attempt, row_version_of, taken
from annotations.pages.forms.people import HandOnForm, InviteForm, PersonForm
from annotations.pages.fragments import person_of
from annotations.pages.lists import counted, page_of
from annotations.permissions import Permission, permits, require
from annotations.workflow import STEPS, Step

CLAIMS_SHOWN = 30


def administering(view: View) -> View:
    """As `signed_in`; nobody but administrators is told that there is such a page."""

    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permits(request.user, Permission.MANAGE_PEOPLE):
            raise NotFound()
        return view(request, *args, **kwargs)

    return signed_in(never_cache(entered))


@signed_in
@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """Who is who, for colleagues; with state, last log-in and work in hand for administrators."""
    manages = permits(request.user, Permission.MANAGE_PEOPLE)
    if not (manages or is_inside(request.user)):
        raise NotFound()
    people = Person.objects.visible_to(request.user).order_by("-is_active", "name", "username")
    page = page_of(request, people)
    counts = claims_in_hand(request.user, page.object_list) if manages else {}
    context = {
        "rows": [{"person": row, "claims": counts.get(row.pk, 0), "state": state_of(row)} for row in page],
        "page": page,
        "manages": manages,
        "sees_claims": is_inside(request.user),
    }
    return render(request, "annotations/person_list.html", context)


def claims_in_hand(viewer: Any, people: Iterable[Person]) -> dict[int, int]:
    """By person (key), in one query: the claims in work that the viewer may see."""
    claims = Claim.objects.visible_to(viewer).in_work().filter(assignee__in=[row.pk for row in people])
    return dict(claims.order_by().values_list("assignee").annotate(Count("pk")))


def state_of(person: Person) -> str:
    if not person.is_active:
        return "Deactivated"
    return "" if person.has_usable_password() else "Invited"


@administering
@require_http_methods(["GET", "HEAD", "POST"])
def person_invite(request: HttpRequest) -> HttpResponse:
    """The answer to the POST is the only place where the link is shown."""
    if request.method != "POST":
        return render(request, "annotations/person_invite.html", {"form": InviteForm()})
    form = InviteForm(request.POST)
    invited = attempt(form, lambda data: invite_person(by=person_of(request), **data))
    if invited is None:
        return render(request, "annotations/person_invite.html", {"form": form}, status=422)
    return link_page(request, *invited)


def link_page(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """The person's page with the link, in full by the address we are known under, whatever the browser asked for."""
    link = f"{settings.BASE_URL}{reverse('invitation', args=[person.uid, token])}"
    return person_page(request, person, link=link, mailed=mail_link(person, link), status=201)


@administering
@require_safe
def person_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    return person_page(request, find_person(request, uid))


@administering
@require_POST
def person_invite_again(request: HttpRequest, uid: UUID) -> HttpResponse:
    person = find_person(request, uid)
    return link_page(request, person, invite_again(person, by=person_of(request)))


@administering
@require_POST
def person_change(request: HttpRequest, uid: UUID) -> HttpResponse:
    person = find_person(request, uid)
    form = PersonForm(request.POST)
    try:
        changed = attempt(form, lambda data: change_person(person, by=person_of(request), **data))
    except StaleEdit as error:
        back = reverse("person_detail", args=[uid])
        return conflict_answer(request, error, form=form, about=person, back=back)
    if changed is None:
        return person_page(request, find_person(request, uid), form=form, status=422)
    messages.success(request, "Saved.")
    gave_up = changed.pk == request.user.pk and not changed.is_superuser
    return redirect("desk") if gave_up else redirect("person_detail", uid)


@administering
@require_POST
def person_deactivate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Out at once, everywhere; the work stays, and the page now shows what has to be handed on."""
    person = find_person(request, uid)
    change_person(person, by=person_of(request), row_version=row_version_of(request), is_active=False)
    messages.success(
        request, f"{person} is deactivated: logged out everywhere, tokens revoked. The work stays."
    )
    return redirect("person_detail", uid)


@administering
@require_POST
def person_reactivate(request: HttpRequest, uid: UUID) -> HttpResponse:
    person = find_person(request, uid)
    change_person(person, by=person_of(request), row_version=row_version_of(request), is_active=True)
    messages.success(
        request, f"{person} can log in again, with the same password. Tokens have to be made anew."
    )
    return redirect("person_detail", uid)


@administering
@require_POST
def person_log_out(request: HttpRequest, uid: UUID) -> HttpResponse:
    person = find_person(request, uid)
    kept = request.session.session_key if person.pk == request.user.pk else None
    end_sessions(person, by=person_of(request), kept=kept)
    messages.success(request, f"{person} is logged out everywhere{' else' if kept else ''}.")
    return redirect("person_detail", uid)


@administering
@require_POST
def person_hand_on(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Assign what they have in hand to somebody else."""
    person = find_person(request, uid)
    require(request.user, Step.ASSIGN)
    form = HandOnForm(request.POST, person=person)
    assignee = taken(form)["assignee"]
    number = len(assign_claims(in_hand(request, person), by=person_of(request), assignee=assignee))
    messages.success(request, f"{counted(number, 'claim')} assigned to {assignee}.")
    return redirect("person_detail", uid)


def in_hand(request: HttpRequest, person: Person) -> Any:
    """What the person has in work, as far as whoever asks sees it."""
    return Claim.objects.visible_to(request.user).assigned_to(person).in_work()


def find_person(request: HttpRequest, uid: UUID) -> Person:
    return found(Person.objects.visible_to(request.user), uid=uid)


def person_page(
    request: HttpRequest, person: Person, *, form: PersonForm | None = None, status: int = 200, **shown: str
) -> HttpResponse:
    claims = in_hand(request, person)
    columns = ("name", "email", "role", "is_superuser", "row_version")
    context = {
        "person": person,
        "state": state_of(person),
        "form": form or PersonForm(initial={name: getattr(person, name) for name in columns}),
        "claims": claims.select_related("article").order_by("article_id", "pk")[:CLAIMS_SHOWN],
        "claim_count": claims.count(),
        "may_assign": permits(request.user, Step.ASSIGN),
        "hand_on": HandOnForm(person=person),
        "who_assigns": STEPS[Step.ASSIGN].who.label,
        "editors": Person.objects.filter(is_active=True, role=Role.EDITOR).exclude(pk=person.pk),
        "sees_claims": is_inside(request.user),
        "session_count": person.sessions.filter(expire_date__gt=timezone.now()).count(),
        "token_count": person.tokens.usable().count(),
        **shown,
    }
    return render(request, "annotations/person_detail.html", context, status=status)
