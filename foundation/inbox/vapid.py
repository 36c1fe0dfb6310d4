"""The keys by which push services know this server (RFC 8292), and which services it speaks to."""

from base64 import urlsafe_b64encode
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

SERVICES = ("fcm.googleapis.com", ".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com")
"""Of the browsers there are. Others are named by the operator: whoever signs in may send addresses, and this server
calls none but these.
"""


@cache
def keys() -> Vapid02 | None:
    """Return the pair of keys; None where push is off, for want of one."""
    secret = settings.ENVIRONMENT.push_secret()
    return Vapid02.from_raw(secret.encode()) if secret else None


@cache
def public_key() -> str:
    """Return the public key as browsers take it; nothing where push is off."""
    pair = keys()
    if pair is None:
        return ""
    raw = pair.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(raw).decode().rstrip("=")


def contact() -> str:
    """Return whom a push service may ask about this server: it wants an address with a dot in its domain."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    return f"mailto:ronde@{host if '.' in host and not host.replace('.', '').isdigit() else 'ronde.example'}"


def is_push_service(address: str) -> bool:
    """Whether this server sends to an address: of a push service that is known, or that the operator has named."""
    parts = urlsplit(address)
    if parts.netloc in settings.PUSH_HOSTS:
        return parts.scheme in ("http", "https")
    host = (parts.hostname or "").lower()
    known = any(host == one or (one.startswith(".") and host.endswith(one)) for one in SERVICES)
    return known and parts.scheme == "https" and parts.port in (None, 443) and "@" not in parts.netloc
