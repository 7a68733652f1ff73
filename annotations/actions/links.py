"""How claims hang together: linking them, taking a link away, and what becomes of links when claims are merged."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from annotations.actions.recording import move_counters, record
from annotations.actions.rows import hold_articles
from annotations.errors import Conflict, InvalidInput
from annotations.models import Claim, ClaimLink, LinkKind, Verb
from annotations.permissions import Permission, require
from annotations.workflow import HIDDEN_STATES


@transaction.atomic
def link_claims(from_claim: Claim, *, by: Any, to_claim: Claim, kind: LinkKind | str) -> ClaimLink:
    """Say how one claim hangs on another, be it of another article. A circle is allowed, and does no harm.

    Raises InvalidInput for a claim linked to itself or an unknown kind, Conflict when it is linked so already or
    one of the two is put away.
    """
    require(by, Permission.LINK_CLAIMS)
    hold_both(from_claim, to_claim)
    if kind not in LinkKind:
        raise InvalidInput(f"A link is one of: {', '.join(LinkKind.values)}.", field="kind")
    if from_claim.pk == to_claim.pk:
        raise InvalidInput("A claim cannot be linked to itself.", field="to_claim")
    refuse_put_away(from_claim, to_claim)
    refuse_linked(from_claim, to_claim, kind)
    link = ClaimLink.objects.create(from_claim=from_claim, to_claim=to_claim, kind=kind, by=by)
    tell(Verb.CLAIM_LINKED, link, by=by)
    return link


@transaction.atomic
def unlink_claims(link: ClaimLink, *, by: Any) -> ClaimLink:
    """Take the link away; the row stays."""
    require(by, Permission.LINK_CLAIMS)
    link = hold_link(link)
    if link.removed_at:
        raise Conflict("Somebody has taken this link away already.")
    put(link, removed_at=timezone.now(), removed_by=by)
    tell(Verb.CLAIM_UNLINKED, link, by=by)
    return link


@transaction.atomic
def restore_link(link: ClaimLink, *, by: Any) -> ClaimLink:
    """Put a link back that was taken away."""
    require(by, Permission.LINK_CLAIMS)
    link = hold_link(link)
    if not link.removed_at:
        raise Conflict("The link is there.")
    refuse_put_away(link.from_claim, link.to_claim)
    refuse_linked(link.from_claim, link.to_claim, link.kind)
    put(link, removed_at=None, removed_by=None)
    tell(Verb.CLAIM_LINKED, link, by=by)
    return link


def hold_both(one: Claim, other: Claim) -> None:
    """Both articles in the order of their keys: whoever makes claims stale through links relies on it."""
    hold_articles((one.article_id, other.article_id))


def hold_link(link: ClaimLink) -> ClaimLink:
    """The link read anew, with the articles of both claims held."""
    hold_both(link.from_claim, link.to_claim)
    return ClaimLink.objects.select_related("from_claim__article", "to_claim__article").get(pk=link.pk)


def put(link: ClaimLink, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(link, name, value)
    link.save(update_fields=[*columns, "modified"])


def refuse_put_away(*claims: Claim) -> None:
    """Asked of the rows as they are now that their articles are held."""
    shut = Claim.objects.filter(pk__in=[claim.pk for claim in claims], state__in=HIDDEN_STATES).first()
    if shut:
        raise Conflict(f"“{shut}” is {shut.get_state_display().lower()}. Restore it first.")


def refuse_linked(from_claim: Claim, to_claim: Claim, kind: LinkKind | str) -> None:
    alike = ClaimLink.objects.living().filter(from_claim=from_claim, to_claim=to_claim, kind=kind)
    if alike.exists():
        raise Conflict("These claims are linked like this already.")


def tell(verb: Verb, link: ClaimLink, *, by: Any) -> None:
    """The event is of the claim that hangs on the other; both count as changed, for who pulls them."""
    when, inverse = {
        Verb.CLAIM_LINKED: ("after", Verb.CLAIM_UNLINKED),
        Verb.CLAIM_UNLINKED: ("before", Verb.CLAIM_LINKED),
    }[verb]
    data = {when: {"kind": str(link.kind), "to": str(link.to_claim.uid)}}
    event = record(verb, by=by, row=link, claim=link.from_claim, data=data, inverse=inverse)
    move_counters(event.number, link.to_claim, link.to_claim.article)


def move_links(claim: Claim, into: Claim) -> list[str]:
    """Let `into` stand for `claim` in its links; returns the uids of those that moved, for `bring_links_back`.

    A link between the two, and one that `into` has already, stays: it would say nothing, or the same twice.
    """
    moved = []
    for link in ClaimLink.objects.living().filter(Q(from_claim=claim) | Q(to_claim=claim)):
        ends = {end: into.pk for end in ("from_claim_id", "to_claim_id") if getattr(link, end) == claim.pk}
        new = {"from_claim_id": link.from_claim_id, "to_claim_id": link.to_claim_id, **ends}
        alike = ClaimLink.objects.living().filter(kind=link.kind, **new)
        if new["from_claim_id"] != new["to_claim_id"] and not alike.exists():
            put(link, **ends)
            moved.append(str(link.uid))
    return moved


def bring_links_back(uids: list[str], claim: Claim, holders: list[Claim]) -> None:
    """Undo `move_links`; `holders` stand for the claim, the nearest first.

    A link that was taken away meanwhile comes back as such.
    A link that lies between two of the holders was theirs at its farther end when this claim's end moved.
    """
    near = [holder.pk for holder in holders]
    for link in ClaimLink.objects.filter(uid__in=uids):
        ends = [end for end in ("from_claim_id", "to_claim_id") if getattr(link, end) in near]
        if ends:
            put(link, **{min(ends, key=lambda end: near.index(getattr(link, end))): claim.pk})
