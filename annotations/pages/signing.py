"""Logging in and out, for pages and admin alike."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView, redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from annotations.actions.signing_in import record_sign_in, record_sign_out
from annotations.errors import Forbidden
from annotations.pages.forms.signing import LoginForm

UNTIL_THE_BROWSER_CLOSES = 0


class Login(LoginView):
    """Django's own, with an event, and a session that ends with the browser unless asked otherwise."""

    form_class = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record_sign_in(self.request, form.get_user())
        if not form.cleaned_data["stay"]:
            self.request.session.set_expiry(UNTIL_THE_BROWSER_CLOSES)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who still sends a session cookie was logged in here before."""
        was_here = settings.SESSION_COOKIE_NAME in self.request.COOKIES and bool(self.get_redirect_url())
        return super().get_context_data(**kwargs) | {"was_here": was_here}


@method_decorator(never_cache, name="dispatch")
class Logout(LogoutView):
    """Django's own, with an event."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            record_sign_out(request.user)
        response = super().post(request, *args, **kwargs)
        messages.info(request, "You are logged out.")
        return response


def admin_login(request: HttpRequest) -> HttpResponse:
    """The admin has no log-in of its own: one door, one brake."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise Forbidden("The administration is for editors and administrators.")
    wanted = request.GET.get("next") or "/admin/"
    if request.user.is_authenticated:
        return HttpResponseRedirect("/admin/")
    return redirect_to_login(wanted)
