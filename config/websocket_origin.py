"""Which pages may open a socket with the browser's cookie."""

from typing import Any

from django.conf import settings

from foundation.web.asgi_connection import Application, Receive, Send


def same_origin(scope: dict[str, Any]) -> bool:
    """Compare scheme, host and port of `Origin` with our address; without cookie (token, ticket) none is needed.

    An embedded server is reached by several loopback names and any port, so there the page's own `Host` counts.
    """
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    origin = headers.get(b"origin")
    if origin is None:
        return b"cookie" not in headers
    if origin == settings.ORIGIN:
        return True
    host = headers.get(b"host", "")
    name = host.rsplit(":", 1)[0]
    return bool(settings.EMBEDDED) and name in {"localhost", "127.0.0.1", "[::1]"} and origin == f"http://{host}"


class SameOrigin:
    """Closes a socket that a foreign page tried to open, and passes on the others."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if same_origin(scope):
            await self.application(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 4403})
