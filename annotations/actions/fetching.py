"""Pages fetched for an action, with the limits the settings give. Nothing is fetched inside a transaction."""

from django.conf import settings

from annotations import net


def fetch(url: str) -> net.Fetched:
    """The page at this address. Raises CannotFetch, also for an answer that holds no page, and TooLarge."""
    return net.get(url, allowed_networks=settings.IMPORT_ALLOWED_NETWORKS).expect_success()
