"""A push service on this machine, and devices that read what comes through it."""

import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Receiver(BaseHTTPRequestHandler):
    """A push service: answers with the status its path names, and keeps what it got."""

    got: list[tuple[str, dict[str, str], bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).got.append((self.path, {name.lower(): said for name, said in self.headers.items()}, body))
        self.send_response(int(self.path.split("/")[1]))
        self.send_header("Location", "/201/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words: Any) -> None:
        """Stay quiet."""


class Device:
    """A browser's half of a subscription."""

    def __init__(self, host: str, status: int = 201, name: str = "phone") -> None:
        self.private, self.secret = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.said = {
            "endpoint": f"http://{host}/{status}/{name}",
            "p256dh": urlsafe_b64encode(point).decode().rstrip("="),
            "auth": urlsafe_b64encode(self.secret).decode().rstrip("="),
        }

    def read(self, body: bytes) -> dict[str, Any]:
        words = http_ece.decrypt(body, private_key=self.private, auth_secret=self.secret, version="aes128gcm")
        found: dict[str, Any] = json.loads(words)
        return found


@contextmanager
def receiving() -> Iterator[str]:
    """Receive on a free port; gives its host and port. What came stands in `Receiver.got`."""
    Receiver.got = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
