"""What one is told: a list, the way to what it is about, and marking it seen."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from annotations.actions.access import choose_mail
from annotations.actions.notifying import see_notices
from annotations.anchoring.text import shortened
from annotations.models import Claim, Comment, Event, Notification, Person, Webhook
from annotations.models.notices import NotificationQuerySet
from annotations.pages.addresses import article_address, claim_address
from annotations.pages.entry import inside
from annotations.pages.finding import found, whole_number
from annotations.pages.forms.base import taken
from annotations.pages.forms.notices import MailForm
from annotations.pages.lists import choices, chosen, page_of

SHOWS = {"": "All", "new": "New"}
EXCERPT_CHARACTERS = 200
FEW_NOTICES = 99


@require_safe
@never_cache
@inside
def notice_list(request: HttpRequest) -> HttpResponse:
    """The unseen first, each of both the newest first."""
    shown = chosen(request, "show", SHOWS)
    rows = Notification.objects.visible_to(request.user)
    new = rows.unseen().count()
    asked = rows.unseen() if shown == "new" else rows
    page = page_of(
        request, asked.select_related("event__by", "event__claim", "event__article").unseen_first()
    )
    context = {
        "page": page,
        "new": new,
        "show": shown,
        "last": rows.order_by("-event__number").values_list("event__number", flat=True).first(),
        "notices": [(notice, said_in(notice)) for notice in with_comments(page.object_list, request.user)],
        "shows": choices(request, "show", SHOWS.items(), shown, {"new": new}),
    }
    return render(request, "annotations/notice_list.html", context)


def with_comments(notices: Any, person: Any) -> list[Notification]:
    """The notices of a page, with the comment that each is about at hand, where it is about one."""
    rows = list(notices)
    uids = [row.event.object_uid for row in rows if row.event.object_kind == "comment"]
    comments = {
        row.uid: row for row in Comment.objects.filter(uid__in=uids).select_related("evidence__source")
    }
    for row in rows:
        row.comment = comments.get(row.event.object_uid)
    return rows


def said_in(notice: Any) -> str:
    """The beginning of the comment; nothing of what was taken away, or said of a confidential source."""
    comment = notice.comment
    if comment is None or comment.removed_at:
        return ""
    if comment.evidence and comment.evidence.source.confidential:
        return ""
    return shortened(comment.body, EXCERPT_CHARACTERS)


@require_safe
@never_cache
@inside
def notice_open(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Where a notice, or the mail about it, leads: it is seen now."""
    own = Notification.objects.visible_to(request.user)
    notice = found(own.select_related("event__claim__article", "event__article"), uid=uid)
    see_notices(own.filter(pk=notice.pk))
    return redirect(address_of(notice.event, request.user))


def address_of(event: Event, person: Any) -> str:
    """The page on which this person can read what happened, and answer it."""
    if event.object_kind == "comment" and event.claim:
        return f"{reverse('claim_detail', args=[event.claim.uid])}#comment-{event.object_uid}"
    if event.claim:
        return claim_address(event.claim)
    if event.article:
        return article_address(event.article.uid, about="article")
    if event.object_kind == Webhook._meta.model_name:
        return webhook_address(event.object_uid, person)
    return reverse("notice_list")


def webhook_address(uid: UUID, person: Any) -> str:
    """One's own page of it, where one removed can be restored; else that of the administration."""
    webhook = found(Webhook.objects.visible_to(person), uid=uid)
    if webhook.person_id != person.pk:
        return reverse("admin:annotations_webhook_change", args=[webhook.pk])
    return reverse("webhook_list") if webhook.removed_at else reverse("webhook_detail", args=[uid])


@require_POST
@inside
def notice_see(request: HttpRequest, uid: UUID) -> HttpResponse:
    own = Notification.objects.visible_to(request.user)
    see_notices(own.filter(pk=found(own, uid=uid).pk))
    return back_to_list(request)


@require_POST
@inside
def notice_see_all(request: HttpRequest) -> HttpResponse:
    """All that were new when the list was shown: what came since stays new."""
    rows = Notification.objects.visible_to(request.user)
    last = whole_number(request.POST.get("last", ""))
    if last is not None:
        rows = rows.filter(event__number__lte=last)
    count = see_notices(rows)
    messages.success(request, f"{count} marked as seen." if count else "Nothing was new.")
    return back_to_list(request)


@require_POST
@inside
def notices_by_mail(request: HttpRequest) -> HttpResponse:
    """Say on one's own page whether notices come by mail, too."""
    person = Person.objects.get(pk=request.user.pk)
    data = taken(MailForm(request.POST))
    wanted = data["wanted"] == "on"
    choose_mail(person, by=person, row_version=data["row_version"], wanted=wanted)
    messages.success(request, "Notices come by mail, too." if wanted else "No more mail.")
    return redirect("account_detail")


def back_to_list(request: HttpRequest) -> HttpResponse:
    show = "?show=new" if request.POST.get("show") == "new" else ""
    return redirect(reverse("notice_list") + show)


def see_what_is_open(person: Any, *, claim: Claim | None = None, article: Any = None) -> int | None:
    """Note that what one was told of this claim, or of the article itself, is in front of the person now.

    Says how many are new after that, where there are few: nobody has to ask again. One query, where nothing is new.
    """
    if not Notification.objects.any_wait_for(person):
        return 0
    rows: NotificationQuerySet = Notification.objects.visible_to(person)
    unseen = rows.unseen().order_by().values_list("pk", "event__claim_id", "event__article_id")
    few = list(unseen[: FEW_NOTICES + 1])
    if len(few) > FEW_NOTICES:
        see_notices(
            rows.filter(event__claim=claim)
            if claim
            else rows.filter(event__claim=None, event__article=article)
        )
        return None
    place = (claim.pk, claim.article_id) if claim else (None, article.pk)
    seen = [key for key, *about in few if tuple(about) == place]
    if seen:
        see_notices(rows.filter(pk__in=seen))
    return len(few) - len(seen)
