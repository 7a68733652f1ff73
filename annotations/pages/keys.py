"""One's own keys of the workbench: which character means what, and whether single characters mean anything."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from annotations.actions.keys import choose_keys
from annotations.models import Person
from annotations.models.keys import COMMANDS, STAYING, are_off
from annotations.pages.entry import signed_in
from annotations.pages.forms.base import attempt
from annotations.pages.forms.keys import KeysForm


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_keys(request: HttpRequest) -> HttpResponse:
    person = Person.objects.get(pk=request.user.pk)
    if request.method != "POST":
        return keys_page(request, KeysForm(initial=standing(person)), person)
    if "reset" in request.POST:
        choose(person, keys={}, off=False)
        messages.success(request, "All keys are as they come.")
        return redirect("account_keys")
    form = KeysForm(request.POST)
    done = attempt(form, lambda data: choose(person, keys=form.keys(data), off=not data["on"]))
    if done is None:
        return keys_page(request, form, person, status=422)
    messages.success(request, "Saved." if form.cleaned_data["on"] else "Single keys are switched off.")
    return redirect("account_keys")


def choose(person: Person, **wanted: Any) -> Person:
    return choose_keys(person, by=person, row_version=person.row_version, **wanted)


def standing(person: Person) -> dict[str, Any]:
    """What the form shows at first: the keys as they would be if they were on."""
    changed = person.keys.get("changed", {})
    keys = {command.name: changed.get(command.name, command.key) for command in COMMANDS}
    return keys | {"on": not are_off(person)}


def keys_page(request: HttpRequest, form: KeysForm, person: Person, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "staying": [(row.split(" "), words) for row, words in STAYING],
        "own": person.keys,
    }
    return render(request, "annotations/account_keys.html", context, status=status)
