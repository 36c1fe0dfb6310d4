"""A program that takes part: when a proposal is adopted in Ronde, it makes the action of telling everyone.

Start it with what its owner made: a webhook for `proposal.adopted` (its secret) and a token with one scope,
`actions:write`, for the one project. It needs nothing but Python.

    RONDE_URL=https://ronde.example RONDE_PROJECT=heliopompe RONDE_TOKEN=ronde_… RONDE_SECRET=whsec_… \
        python3 example_bot.py 9000
"""

import base64
import hmac
import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

EVENT = os.environ.get("RONDE_EVENT", "proposal.adopted")
LARGEST = 1_000_000
OLDEST_S = 300
TIMEOUT_S = 8


def is_from_ronde(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    """Verify by the Standard Webhooks scheme: signed by the secret, and not long ago."""
    name, sent = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent.isdecimal() or abs(time.time() - int(sent)) > OLDEST_S:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(key, f"{name}.{sent}.".encode() + body, "sha256")
    wanted = "v1," + base64.b64encode(digest).decode()
    said = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(wanted.encode(), one.encode()) for one in said)


def make_action(event: dict[str, Any], message: str) -> None:
    """Make the action once, however often the event comes: the key is the event's own."""
    data = event["data"]
    project = os.environ["RONDE_PROJECT"]
    body = {
        "circle": data["circle"] or "general",
        "what": f"Tell everyone: {data['title']}"[:200],
        "why": data["sentence"][:300],
    }
    request = urllib.request.Request(
        f"{os.environ['RONDE_URL']}/api/v1/projects/{project}/actions",
        json.dumps(body).encode(),
        {
            "Authorization": f"Bearer {os.environ['RONDE_TOKEN']}",
            "Content-Type": "application/json",
            "Idempotency-Key": message,
        },
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
        print("made", json.load(answer)["reference"], flush=True)


class Bot(BaseHTTPRequestHandler):
    """Takes events; what it answers 2xx is not sent again."""

    timeout = TIMEOUT_S

    def do_POST(self) -> None:
        """Take one event."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            self.send_error(413)
            return
        body = self.rfile.read(int(length))
        if not is_from_ronde(self.headers, body, os.environ["RONDE_SECRET"]):
            self.send_error(401)
            return
        event = json.loads(body)
        try:
            if event["type"] == EVENT:
                make_action(event, self.headers["webhook-id"])
        except urllib.error.URLError as error:  # it may be done later: Ronde sends the event again
            print("not made:", error, file=sys.stderr, flush=True)
            self.send_error(503)
            return
        self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Bot).serve_forever()
