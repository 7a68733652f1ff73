"""Pages fetched for an action, with the limits the settings give. Nothing is fetched inside a transaction."""

from django.conf import settings

from annotations import net

NOT_MODIFIED = 304


def fetch(url: str) -> net.Fetched:
    """The page at this address. Raises CannotFetch, also for an answer that holds no page, and TooLarge."""
    return net.get(url, allowed_networks=settings.IMPORT_ALLOWED_NETWORKS).expect_success()


def fetch_again(url: str, etag: str) -> net.Fetched | None:
    """The page at this address as it is now; None when its server says that it is still the one of this `etag`.

    Raises as `fetch`.
    """
    page = net.get(url, etag=etag, allowed_networks=settings.IMPORT_ALLOWED_NETWORKS)
    return None if etag and page.status == NOT_MODIFIED else page.expect_success()
