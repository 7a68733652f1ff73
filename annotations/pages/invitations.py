"""The door an invitation opens: choose a password, and be in."""

from uuid import UUID

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from annotations.actions.invitations import ENDED, accept_invitation, is_invited
from annotations.actions.signing_in import record_sign_in
from annotations.models import Person
from annotations.pages.forms.base import attempt
from annotations.pages.forms.passwords import FirstPasswordForm
from annotations.pages.signing import UNTIL_THE_BROWSER_CLOSES


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, uid: UUID, token: str) -> HttpResponse:
    """For whoever holds the link, logged in or not; looking at it uses nothing up."""
    person = Person.objects.filter(uid=uid).first()
    if person is None or not is_invited(person, token):
        return render(request, "annotations/invitation.html", {"ended": ENDED}, status=410)
    form = FirstPasswordForm(request.POST if request.method == "POST" else None, person=person)
    accepted = None
    if request.method == "POST":
        accepted = attempt(form, lambda data: accept_invitation(person, token=token, password=data["new"]))
    if accepted is None:
        context = {"form": form, "person": person}
        # Not 422 for faults: Django logs the address of such answers, and this one still opens the door.
        return render(request, "annotations/invitation.html", context)
    login(request, accepted)
    record_sign_in(request, accepted)
    request.session.set_expiry(UNTIL_THE_BROWSER_CLOSES)
    return redirect("desk")
