"""Comments on a claim, from its panel."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from annotations.actions.comments import add_comment, remove_comment, resolve_comment
from annotations.models import Claim, Comment
from annotations.pages.entry import inside
from annotations.pages.finding import find_claim, found
from annotations.pages.forms.base import RowVersionForm, taken
from annotations.pages.forms.claims import CommentForm
from annotations.pages.fragments import claim_answer, person_of


@require_POST
@inside
def comment_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    claim = find_claim(request, uid)
    add_comment(claim, by=person_of(request), **taken(CommentForm(request.POST)))
    return claim_answer(request, claim, "Comment added.")


def find_comment(request: HttpRequest, uid: UUID) -> tuple[Comment, Claim]:
    rows = Comment.objects.visible_to(request.user).living().exclude(claim=None)
    comment = found(rows.select_related("claim__article", "by"), uid=uid)
    return comment, find_claim(request, comment.claim.uid)


@require_POST
@inside
def comment_resolve(request: HttpRequest, uid: UUID) -> HttpResponse:
    comment, claim = find_comment(request, uid)
    resolve_comment(comment, by=person_of(request), **taken(RowVersionForm(request.POST)))
    return claim_answer(request, claim, "Comment resolved.")


@require_POST
@inside
def comment_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    comment, claim = find_comment(request, uid)
    remove_comment(comment, by=person_of(request), **taken(RowVersionForm(request.POST)))
    return claim_answer(request, claim, "Comment taken away.")
