"""Taking claims along as a file: the same formats and filters as those of the API."""

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from annotations.actions.exporting import note_export
from annotations.errors import NotFound
from annotations.exports import FORMATS
from annotations.exports.recipients import Recipient
from annotations.exports.selection import ClaimFilter, chosen
from annotations.models import Claim
from annotations.pages.entry import inside
from annotations.pages.files import saved_as


@inside
@require_safe
def claim_export(request: HttpRequest, format: str) -> HttpResponseBase:
    """The claims that fit the filters in the address, the oldest first. No confidential source is named."""
    form = FORMATS.get(format)
    if form is None:
        raise NotFound()
    claims = chosen(ClaimFilter(request.GET, Claim.objects.visible_to(request.user).living()))
    note_export(by=request.user, format=format, filters=dict(request.GET.lists()))
    blocks = form.write(claims.order_by("created", "pk"), Recipient(request.user, identities=False))
    name = f"claims-{timezone.localdate()}.{form.extension}"
    return saved_as(name, StreamingHttpResponse(blocks, content_type=form.media_type))
