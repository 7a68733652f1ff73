"""Notices by mail, where the newsroom has configured it. A mail says who did what, and where to read it; it quotes
nothing: no comment, no rating, no source leaves the house.
"""

from collections.abc import Sequence
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from annotations.models import Event, Notification, Person, Verb
from annotations.models.events import BLIND_VERBS

MAY_END_BLINDNESS = (
    Verb.CLAIM_SUBMITTED,
    Verb.CLAIM_SECONDED,
    Verb.CLAIM_TAKEN,
    Verb.CLAIM_ASSIGNED,
    Verb.CLAIM_DECLINED,
    Verb.CLAIM_ADJUDICATED,
)
"""After these somebody may see what a blind reading has kept from them, so that a held mail can go."""

MOST_SUBJECT_CHARACTERS = 120


def queue_mail(told: Sequence[Notification], events: Sequence[Event]) -> None:
    """Enqueue one task a person for these notices, and for those that these events may let out."""
    if not settings.NOTICES_BY_MAIL:
        return
    rows = [*told, *held_back(events)]
    rows.sort(key=lambda row: row.person_id)
    for _, of_one in groupby(rows, key=lambda row: row.person_id):
        import_string("annotations.tasks.mail_notices").enqueue([str(row.uid) for row in of_one])


def held_back(events: Sequence[Event]) -> list[Notification]:
    """Notices of these claims that are unseen and not mailed, and that a blind reading may have kept so far."""
    if events[0].verb not in MAY_END_BLINDNESS:
        return []
    claims = {event.claim_id for event in events}
    waiting = Notification.objects.unseen().filter(mailed_at=None, event__verb__in=BLIND_VERBS)
    return list(waiting.filter(event__claim__in=claims))


def send_notices(uids: Sequence[str]) -> str:
    """Send one mail about these notices of one person, and note that it went; returns what happened, in words.

    What is seen already, mailed already, or kept from the person at this moment is left out.
    """
    person = Person.objects.colleagues().filter(notifications__uid__in=uids).first()
    if person is None or not person.email or not person.notices_by_mail:
        return "wants no mail"
    rows = Notification.objects.visible_to(person).unseen().filter(uid__in=uids, mailed_at=None)
    notices = list(
        rows.select_related("event__by", "event__claim", "event__article").order_by("event__number")
    )
    if not notices:
        return "nothing to tell"
    EmailMessage(subject_of(notices), body_of(notices), to=[person.email]).send()
    Notification.objects.filter(pk__in=[row.pk for row in notices]).update(mailed_at=timezone.now())
    return f"mailed {len(notices)}"


def subject_of(notices: Sequence[Notification]) -> str:
    """One line, whatever names hold."""
    first = notices[0].sentence() if len(notices) == 1 else f"{len(notices)} things that concern you"
    return " ".join(f"[{settings.NEWSROOM}] {first}".split())[:MOST_SUBJECT_CHARACTERS]


def body_of(notices: Sequence[Notification]) -> str:
    lines = [f"{row.sentence()}\n{row.about()}\n{address_of(row)}\n" for row in notices]
    account = settings.BASE_URL + reverse("account_detail")
    return "\n".join([*lines, f"-- \nTo get no such mail: {account}\n"])


def address_of(notice: Notification) -> str:
    return settings.BASE_URL + reverse("notice_open", args=[notice.uid])
