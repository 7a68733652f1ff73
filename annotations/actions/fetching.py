"""Pages fetched for an action, with the limits the settings give. The network is asked before any transaction."""

import ipaddress

from django.conf import settings

from annotations import net
from annotations.errors import CannotFetch


def fetch(url: str) -> net.Fetched:
    """The page at this address. Raises CannotFetch, also for an answer that is not 200, and TooLarge."""
    allowed = [ipaddress.ip_network(network) for network in settings.IMPORT_ALLOWED_NETWORKS]
    page = net.get(url, allowed_networks=allowed)
    if page.status != 200:
        raise CannotFetch(
            f"The server answered {page.status}. Save the page in your browser, or copy its text, and import that.",
            field="url",
            extra={"status": page.status},
        )
    return page
