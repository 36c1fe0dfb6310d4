"""Bound what anyone may send before the application reads it: Django keeps a request's whole body on disk first."""

from typing import Any

from django.conf import settings

from foundation.web.asgi_connection import Application, Receive, Send

MAX_BODY: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
MAX_UNKNOWN = 64 * 1024
"""Of a request that shows neither session nor token: it signs a person in, or is refused anyway."""
TOO_LARGE = b"This is more than may be sent at once.\n"


class BodyLimit:
    """Answers 413 to a request whose body is larger than allowed, whatever length it said it had."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = dict(scope["headers"])
        most = MAX_BODY if shows_somebody(headers) else MAX_UNKNOWN
        said = headers.get(b"content-length", b"0")
        if not said.isdigit() or int(said) > most:
            await refuse(send)
            return
        came = 0

        async def counted() -> dict[str, Any]:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            return message if came <= most else {"type": "http.disconnect"}  # Django drops what it has of it

        await self.application(scope, counted, send)
        if came > most:
            await refuse(send)


def shows_somebody(headers: dict[bytes, bytes]) -> bool:
    """Whether a request shows a session or a token; whether it holds is asked later."""
    cookie = f"{settings.SESSION_COOKIE_NAME}=".encode()
    return b"authorization" in headers or cookie in headers.get(b"cookie", b"")


async def refuse(send: Send) -> None:
    """Answer 413, and end the connection: what is still on its way is not read."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": TOO_LARGE})
