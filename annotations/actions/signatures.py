"""How a message to a webhook is signed: the headers and the scheme of Standard Webhooks.

A secret is not stored anywhere. It is made from the newsroom's key (`SECRET_KEY`) and the webhook's salt, so a copy
of the database alone signs nothing, and a new key ends all secrets.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from django.utils.crypto import salted_hmac

PREFIX = "whsec_"
SALT_BYTES = 24


def new_salt() -> str:
    return secrets.token_urlsafe(SALT_BYTES)


def secret_of(salt: str) -> str:
    """The secret as its owner is shown it: "whsec_" and 32 bytes in base64."""
    key = salted_hmac("annotations.webhooks", salt, algorithm="sha256").digest()
    return PREFIX + base64.b64encode(key).decode()


def signature(secret: str, *, uid: str, timestamp: int, body: bytes) -> str:
    """ "v1," and HMAC-SHA256 in base64 over "uid.timestamp.body"; `timestamp` counts seconds since 1970."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    content = f"{uid}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def headers(salts: Sequence[str], *, uid: str, timestamp: int, body: bytes) -> dict[str, str]:
    """What goes with a message; one signature for each salt, the newest first."""
    signed = [signature(secret_of(salt), uid=uid, timestamp=timestamp, body=body) for salt in salts]
    return {
        "webhook-id": uid,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signed),
        "Content-Type": "application/json",
        "User-Agent": "fact-check-workbench (webhook)",
    }
