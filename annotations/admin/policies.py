"""Scales and policies: added by administrators, never edited; a change is a new version."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from annotations.actions.policies import add_policy, add_scale, make_default
from annotations.admin.base import ReadOnlyInline, WorkbenchAdmin
from annotations.admin.deeds import Deed, DeedsAdmin
from annotations.admin.editing import EditingAdmin
from annotations.admin.events import inside_or_administering
from annotations.admin.links import beginning_of, count_of, counted, linked
from annotations.admin.site import site
from annotations.errors import Conflict
from annotations.models import Article, CheckPolicy, Claim, Rating, RatingScale
from annotations.permissions import Permission, permits, require

POINTS_OFFERED = 7


class RatingInline(ReadOnlyInline):
    model = Rating
    page = ("position", "name", "key", "truth_class", "definition", "number", "shortcut")


class NewRatingInline(admin.TabularInline):
    """The points of a scale that is being made; empty rows are left out."""

    model = Rating
    fields = ("name", "key", "truth_class", "definition", "number", "shortcut")
    extra = POINTS_OFFERED
    can_delete = False
    verbose_name_plural = "ratings, in the order in which they are shown"

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return permits(request.user, Permission.MANAGE_RULES)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.base_fields["definition"].widget = AdminTextInputWidget()
        return formset


class RulesAdmin(EditingAdmin):
    """What both have in common: who makes them, and that the next version starts from this one."""

    shown_to = staticmethod(inside_or_administering)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permits(request.user, Permission.MANAGE_RULES)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new version begins as the one it follows: `?from=` its key."""
        key = request.GET.get("from", "")
        row = self.get_object(request, key) if key else None
        return {name: getattr(row, name) for name in self.added} if row else {}

    def tools(self, request: HttpRequest, row: Any) -> list[tuple[str, str]]:
        rest = super().tools(request, row)
        if row is None or not self.has_add_permission(request):
            return rest
        address = reverse(f"admin:annotations_{self.opts.model_name}_add")
        return [(f"{address}?from={row.pk}", "Make a new version"), *rest]


@admin.register(RatingScale, site=site)
class RatingScaleAdmin(RulesAdmin):
    added = ("name", "kind", "ordered")
    counts = {
        "rating_count": count_of(Rating.objects.visible_to, "scale"),
        "policy_count": count_of(CheckPolicy.objects.visible_to, "scale"),
    }
    list_display = (
        "name",
        "version",
        "kind",
        "ordered",
        counted("rating_count", Rating, "scale", words="ratings"),
        counted("policy_count", CheckPolicy, "scale", words="policies"),
        "created",
    )
    list_filter = ("kind", "ordered")
    search_fields = ("name",)
    page = (
        "name",
        "version",
        "kind",
        "ordered",
        counted("policy_count", CheckPolicy, "scale", words="policies"),
        "created",
    )

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [NewRatingInline] if obj is None else [RatingInline]

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "GET" and isinstance(inline, NewRatingInline):
            kwargs["initial"] = self._points(request)
        return kwargs

    def _points(self, request: HttpRequest) -> list[dict[str, Any]]:
        key = request.GET.get("from", "")
        if not key:
            return []
        scale = self.get_object(request, key)
        inline = NewRatingInline
        return list(scale.ratings.order_by("position").values(*inline.fields))

    def act(
        self, request: HttpRequest, form: Any, formsets: list[Any], row: RatingScale | None
    ) -> RatingScale:
        filled = [point.cleaned_data for point in formsets[0].forms if point.has_changed()]
        points = [{name: point[name] for name in NewRatingInline.fields} for point in filled]
        return add_scale(by=request.user, points=points, **form.cleaned_data)


@admin.register(Rating, site=site)
class RatingAdmin(WorkbenchAdmin):
    shown_to = staticmethod(inside_or_administering)
    related = ("scale",)
    lookups = ("scale",)
    list_display = (
        "name",
        linked("scale"),
        "position",
        "truth_class",
        "number",
        "shortcut",
        beginning_of("definition"),
    )
    list_filter = ("truth_class", ("scale", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name", "definition")
    page = (
        "scale",
        "position",
        "key",
        "name",
        "truth_class",
        "definition",
        "number",
        "shortcut",
        "created",
    )


def refuse_default(policy: CheckPolicy, person: Any) -> None:
    require(person, Permission.MANAGE_RULES)
    if policy.is_default:
        raise Conflict("It is the default already.")


MAKE_DEFAULT = Deed(
    "default",
    "Make the default",
    "made the default",
    lambda person: permits(person, Permission.MANAGE_RULES),
    refuse_default,
    lambda policy, by, given: make_default(policy, by=by),
)


@admin.register(CheckPolicy, site=site)
class CheckPolicyAdmin(DeedsAdmin, RulesAdmin):
    deeds = (MAKE_DEFAULT,)
    related = ("scale",)
    counts = {
        "article_count": count_of(Article.objects.visible_to, "policy"),
        "claim_count": count_of(lambda person: Claim.objects.visible_to(person).living(), "policy"),
    }
    added = (
        "name",
        "scale",
        "second_read",
        "min_evidence",
        "locator_required",
        "publisher_must_differ",
    )
    lookups = ("scale",)
    list_display = (
        "name",
        "version",
        "is_default",
        linked("scale"),
        "second_read",
        "min_evidence",
        "locator_required",
        "publisher_must_differ",
        counted("article_count", Article, "policy", words="articles"),
        counted("claim_count", Claim, "policy", words="claims"),
    )
    list_filter = ("second_read", "is_default", ("scale", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name",)
    page = (
        "name",
        "version",
        "is_default",
        "scale",
        "second_read",
        "min_evidence",
        "locator_required",
        "publisher_must_differ",
        counted("article_count", Article, "policy", words="articles"),
        counted("claim_count", Claim, "policy", words="claims"),
        "created",
    )

    def act(
        self, request: HttpRequest, form: Any, formsets: list[Any], row: CheckPolicy | None
    ) -> CheckPolicy:
        return add_policy(by=request.user, **form.cleaned_data)
