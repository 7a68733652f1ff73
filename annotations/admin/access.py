"""People, their keys, and what is kept for them while they work."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.contrib.auth import password_validation, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from annotations.actions.access import add_person, change_person, make_token, revoke_token, set_password
from annotations.admin.base import WorkbenchAdmin
from annotations.admin.deeds import Deed, DeedsAdmin
from annotations.admin.editing import EditingAdmin, RefusableForm
from annotations.admin.events import inside_or_administering
from annotations.admin.links import count_of, counted, list_of, page_of
from annotations.admin.site import site
from annotations.errors import Conflict, Forbidden
from annotations.models import ApiToken, Claim, Draft, Event, IdempotencyKey, Notification, Person, Scope
from annotations.permissions import Permission, administers, permits, require


class NewPersonForm(RefusableForm):
    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html(),
    )

    def _post_clean(self) -> None:
        """Where the instance has its name, which the password must not resemble."""
        super()._post_clean()  # type: ignore[misc]
        try:
            password_validation.validate_password(self.cleaned_data.get("password", ""), self.instance)
        except forms.ValidationError as error:
            self.add_error("password", error)


@admin.register(Person, site=site)
class PersonAdmin(EditingAdmin):
    shown_to = staticmethod(inside_or_administering)
    add_form = NewPersonForm
    counts = {
        "claim_count": count_of(lambda person: Claim.objects.visible_to(person).living(), "assignee"),
    }
    page_counts = {"event_count": count_of(Event.objects.visible_to, "by")}
    list_display = (
        "username",
        "name",
        "role",
        "is_superuser",
        "is_active",
        counted("claim_count", Claim, "assignee", words="claims in hand"),
        "last_login",
        "created",
    )
    list_filter = ("role", "is_superuser", "is_active")
    search_fields = ("username", "name", "email")
    date_hierarchy = "created"
    added = ("username", "name", "email", "role", "is_superuser", "password")
    editable = ("username", "name", "email", "role", "is_superuser", "is_active")
    page = (
        *editable,
        counted("claim_count", Claim, "assignee", words="claims in hand"),
        counted("event_count", Event, "by", words="events"),
        "last_login",
        "created",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permits(request.user, Permission.MANAGE_PEOPLE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permits(request.user, Permission.MANAGE_PEOPLE, obj)

    def act(self, request: Any, form: Any, formsets: list[Any], row: Person | None) -> Person:
        if row is None:
            return add_person(by=request.user, **form.cleaned_data)
        return change_person(row, by=request.user, row_version=form.cleaned_data["seen"], **form.given())

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.password_view)
        return [path("<int:key>/password/", view, name="annotations_person_password"), *super().get_urls()]

    def password_view(self, request: Any, key: int) -> HttpResponse:
        """Set one's own password, saying the old one, or as administrator anybody's."""
        person = self.get_object(request, str(key))
        own = person == request.user
        if not (own or self.has_change_permission(request, person)):
            raise Forbidden("Only administrators set other people's passwords.")
        made = PasswordChangeForm if own else SetPasswordForm
        form = made(person, request.POST if request.method == "POST" else None)
        if form.is_valid():
            set_password(person, by=request.user, password=form.cleaned_data["new_password1"])
            if own:
                update_session_auth_hash(request, person)
            messages.success(request, f"The password of {person} was changed.")
            return HttpResponseRedirect(page_of(person))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Set the password of {person}",
            "opts": self.opts,
            "form": form,
            "back": page_of(person),
        }
        return TemplateResponse(request, "admin/annotations/person/password.html", context)

    def tools(self, request: HttpRequest, row: Person | None) -> list[tuple[str, str]]:
        rest = super().tools(request, row)
        if row is None or not (row == request.user or self.has_change_permission(request, row)):
            return rest
        return [
            (reverse("admin:annotations_person_password", args=[row.pk]), "Set the password"),
            (list_of(ApiToken, person__id__exact=row.pk), "Tokens"),
            *self.managing(request, row),
            *rest,
        ]

    def managing(self, request: HttpRequest, row: Person) -> list[tuple[str, str]]:
        """A link is shown once and claims are assigned to somebody: both have their page, outside the admin."""
        if not self.has_change_permission(request, row):
            return []
        return [(reverse("person_detail", args=[row.uid]), "Invite, hand on claims, deactivate")]


class NewTokenForm(RefusableForm):
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices, initial=[Scope.READ], widget=forms.CheckboxSelectMultiple
    )
    expires_at = forms.SplitDateTimeField(
        required=False, widget=AdminSplitDateTime, help_text="Empty: it is good until it is revoked."
    )


def refuse_revoking(token: ApiToken, person: Any) -> None:
    require(person, Permission.REVOKE_TOKEN, token)
    if token.revoked_at:
        raise Conflict("It is revoked already.")


REVOKE = Deed(
    "revoke",
    "Revoke",
    "revoked",
    lambda person: inside_or_administering(person, None),
    refuse_revoking,
    lambda token, by, given: revoke_token(token, by=by),
)


@admin.register(ApiToken, site=site)
class ApiTokenAdmin(DeedsAdmin, EditingAdmin):
    shown_to = staticmethod(inside_or_administering)
    add_form = NewTokenForm
    deeds = (REVOKE,)
    related = ("person",)
    lookups = ("person",)
    list_display = (
        "prefix",
        "name",
        "person",
        "scopes_told",
        "last_used",
        "expires_at",
        "revoked_at",
        "created",
    )
    list_filter = (("revoked_at", admin.EmptyFieldListFilter), ("person", admin.RelatedOnlyFieldListFilter))
    search_fields = ("prefix", "name", "person__username", "person__name")
    date_hierarchy = "created"
    added = ("person", "name", "scopes", "expires_at")
    page = (
        "prefix",
        "name",
        "person",
        "scopes_told",
        "created",
        "last_used",
        "expires_at",
        "revoked_at",
    )

    @admin.display(description="scopes")
    def scopes_told(self, token: ApiToken) -> str:
        return ", ".join(token.scopes)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permits(request.user, Permission.MAKE_TOKEN, ApiToken(person=request.user))  # type: ignore[misc]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Administrators make anybody's, others their own."""
        people = Person.objects.filter(is_active=True)
        kwargs["queryset"] = people if administers(request.user, None) else people.filter(pk=request.user.pk)
        kwargs["initial"] = request.user.pk
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def act(self, request: Any, form: Any, formsets: list[Any], row: None) -> ApiToken:
        given = form.cleaned_data
        token, secret = make_token(by=request.user, **given)
        request.secret = secret
        return token

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> Any:
        """The secret is in this one answer and nowhere else: not in a message, which a cookie would carry."""
        context = {
            **self.admin_site.each_context(request),
            "title": "The token is made",
            "opts": self.opts,
            "secret": request.secret,  # type: ignore[attr-defined]
            "back": list_of(ApiToken),
        }
        return TemplateResponse(request, "admin/annotations/apitoken/made.html", context)


@admin.register(Notification, site=site)
class NotificationAdmin(WorkbenchAdmin):
    """One's own."""

    related = ("person", "event__by")
    list_display = ("__str__", "why", "created", "seen_at", "mailed_at")
    list_filter = ("why", ("seen_at", admin.EmptyFieldListFilter))
    search_fields = ("event__claim__text", "event__article__headline")
    date_hierarchy = "created"
    page = ("event", "why", "created", "seen_at", "mailed_at")


@admin.register(Draft, site=site)
class DraftAdmin(WorkbenchAdmin):
    list_display = ("__str__", "object_kind", "field", "created", "modified")
    list_filter = ("object_kind", "field")
    search_fields = ("text", "field")
    date_hierarchy = "modified"
    page = ("object_kind", "object_uid", "field", "text", "base_text", "created", "modified")


@admin.register(IdempotencyKey, site=site)
class IdempotencyKeyAdmin(WorkbenchAdmin):
    """One's own. The answers are not shown: they may hold what one may no longer see."""

    deferred = ("answer",)
    list_display = ("key", "request", "status", "created")
    list_filter = ("status",)
    search_fields = ("key", "request")
    date_hierarchy = "created"
    page = ("key", "request", "status", "body_digest", "created")
