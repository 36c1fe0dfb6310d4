"""The Standard Webhooks scheme: how what is sent is signed, so that its receiver knows whom it is from. No database."""

import hashlib
import hmac
from base64 import b64encode

PREFIX = "whsec_"


def secret_of(server: str, key: str, generation: int) -> bytes:
    """Return the secret of a webhook, which is made of this server's own and stands nowhere."""
    return hmac.digest(server.encode(), f"webhook {key} {generation}".encode(), "sha256")


def written(secret: bytes) -> str:
    """Return a secret as people copy it."""
    return PREFIX + b64encode(secret).decode()


def signed(secrets: list[bytes], message_id: str, timestamp: int, body: bytes) -> str:
    """Return `webhook-signature`: one for each secret that holds, while a new one takes the place of another."""
    content = f"{message_id}.{timestamp}.".encode() + body
    return " ".join("v1," + b64encode(hmac.new(one, content, hashlib.sha256).digest()).decode() for one in secrets)
