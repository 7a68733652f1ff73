"""What runs in the background, after the transaction that asked for it."""

from django_tasks import task

from annotations.actions.delivering import deliver_due
from annotations.actions.fetching import fetch
from annotations.actions.mailing import send_notices
from annotations.actions.sources import name_by_page, store_snapshot
from annotations.errors import WorkbenchError
from annotations.intake import read
from annotations.models import Source


@task()
def copy_source(uid: str) -> str:
    """Fetch a source that was added by address: keep a copy, and its title where none was given.

    Returns what happened, in words. A confidential source is never fetched: asking its server would tell.
    """
    source = Source.objects.get(uid=uid)
    if not source.url or source.confidential:
        return "nothing to fetch"
    try:
        page = fetch(source.url)
        document = read(page.body, content_type=page.content_type, url=page.final_url)
        store_snapshot(
            source,
            by=source.added_by,
            body=page.body,
            final_url=page.final_url,
            http_status=page.status,
            media_type=page.content_type,
            text=document.text,
            etag=page.headers.get("etag", ""),
        )
    except WorkbenchError as error:
        # Not the sentence: it names the site, and the source may be confidential by the time somebody reads it.
        return f"not copied ({error.code})"
    if not source.title and document.headline:
        name_by_page(source, headline=document.headline)
    return "copied"


@task()
def mail_notices(uids: list[str]) -> str:
    """Mail one person about these notices, as far as they are still news to them; returns what happened, in words."""
    return send_notices(uids)


@task()
def deliver() -> str:
    """Send what waits for webhooks, as far as it is due; returns what happened, in words."""
    return deliver_due()
