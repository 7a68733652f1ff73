"""Comments, changes we ask for in a text, and clearances."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from annotations.actions.clearing import void_clearance
from annotations.actions.proposals import (
    accept_proposal,
    finish_proposal,
    refuse_proposal,
    reopen_proposal,
)
from annotations.admin.base import WorkbenchAdmin
from annotations.admin.deeds import Deed, DeedsAdmin
from annotations.admin.links import beginning_of, link, linked, page_of, short
from annotations.admin.site import site
from annotations.errors import Conflict
from annotations.models import Clearance, Comment, Proposal, ProposalState
from annotations.models.discussion import WAITING_STATES
from annotations.permissions import Permission, permits, require


@admin.register(Comment, site=site)
class CommentAdmin(WorkbenchAdmin):
    related = ("article", "claim", "evidence__source", "by", "resolved_by", "removed_by")
    lookups = ("article", "claim", "evidence")
    list_display = (
        beginning_of("body", words="comment"),
        "on",
        "by",
        "created",
        "resolved_at",
        "removed_at",
    )
    list_filter = (
        ("resolved_at", admin.EmptyFieldListFilter),
        ("removed_at", admin.EmptyFieldListFilter),
        ("by", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("body", "claim__text", "article__headline")
    date_hierarchy = "created"
    page = (
        "on",
        "body",
        "by",
        "created",
        "resolved_at",
        "resolved_by",
        "removed_at",
        "removed_by",
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """What is said of a confidential source is found by nobody."""
        open_ones = queryset.filter(Q(evidence=None) | Q(evidence__source__confidential=False))
        return super().get_search_results(request, open_ones if search_term else queryset, search_term)

    @admin.display(description="on")
    def on(self, comment: Comment) -> Any:
        record = comment.about()
        return link(page_of(record), f"{record._meta.verbose_name}: {short(str(record))}")


class ReasonForm(forms.Form):
    why = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(forms.Form):
    why = forms.CharField(label="Why", required=False, max_length=200)


def may_decide(person: Any) -> bool:
    return permits(person, Permission.DECIDE_PROPOSAL)


def only_from(*states: ProposalState) -> Callable[[Proposal, Any], None]:
    """Refuses for proposals in other states."""

    def refuse(proposal: Proposal, person: Any) -> None:
        require(person, Permission.DECIDE_PROPOSAL, proposal)
        if proposal.state not in states:
            raise Conflict(f"The proposal is {proposal.get_state_display().lower()}.")

    return refuse


def by_action(action: Callable[..., Any]) -> Callable[[Proposal, Any, dict[str, Any]], Any]:
    return lambda row, by, given: action(row, by=by, row_version=row.row_version, **given)


DECIDED = (ProposalState.ACCEPTED, ProposalState.REFUSED, ProposalState.DONE)

PROPOSAL_DEEDS = (
    Deed(
        name="accept",
        label="Accept",
        said="accepted",
        offered=may_decide,
        refuse=only_from(ProposalState.OPEN),
        act=by_action(accept_proposal),
    ),
    Deed(
        name="refuse",
        label="Refuse",
        said="refused",
        offered=may_decide,
        refuse=only_from(*WAITING_STATES),
        act=by_action(refuse_proposal),
        form=ReasonForm,
    ),
    Deed(
        name="finish",
        label="Call done",
        said="done",
        offered=may_decide,
        refuse=only_from(*WAITING_STATES),
        act=by_action(finish_proposal),
        form=NoteForm,
    ),
    Deed(
        name="reopen",
        label="Open again",
        said="opened again",
        offered=may_decide,
        refuse=only_from(*DECIDED),
        act=by_action(reopen_proposal),
    ),
)


@admin.register(Proposal, site=site)
class ProposalAdmin(DeedsAdmin):
    deeds = PROPOSAL_DEEDS
    related = ("claim", "highlight", "version", "evidence__source", "by", "decided_by", "done_in")
    lookups = ("claim",)
    list_display = (
        "__str__",
        linked("claim"),
        "state",
        beginning_of("why"),
        "by",
        "decided_by",
        "created",
    )
    list_filter = ("state",)
    search_fields = ("words_now", "words_proposed", "why", "claim__text")
    date_hierarchy = "created"
    page = (
        "claim",
        "words_now",
        "words_proposed",
        "why",
        "version",
        "evidence",
        "state",
        "by",
        "created",
        "decided_by",
        "decided_at",
        "decided_why",
        "done_in",
    )


def refuse_voiding(clearance: Clearance, person: Any) -> None:
    require(person, Permission.CLEAR_ARTICLE, clearance.article)
    if clearance.void_at:
        raise Conflict("It has ended already.")


def take_back(clearance: Clearance, by: Any, given: dict[str, Any]) -> Clearance:
    """This one alone: the article may have been cleared again since."""
    refuse_voiding(clearance, by)
    return void_clearance(clearance.article, by=by, **given)


TAKE_BACK = Deed(
    name="void",
    label="Take back",
    said="taken back",
    offered=lambda person: permits(person, Permission.CLEAR_ARTICLE),
    refuse=refuse_voiding,
    act=take_back,
    form=NoteForm,
)


@admin.register(Clearance, site=site)
class ClearanceAdmin(DeedsAdmin):
    deeds = (TAKE_BACK,)
    related = ("article", "version", "by")
    lookups = ("article",)
    list_display = ("__str__", linked("article"), "by", "at", "void_at", "void_why")
    list_filter = (("void_at", admin.EmptyFieldListFilter), ("by", admin.RelatedOnlyFieldListFilter))
    search_fields = ("article__headline", "by__username", "by__name")
    date_hierarchy = "at"
    page = ("article", "version", "by", "at", "figures", "void_at", "void_why")
