"""All apps' socket addresses, and the end of those that lead nowhere."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.urls import re_path

APPS = ("circles", "documents", "chat", "meetings")


async def nowhere(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Close a socket whose address leads nowhere."""
    await receive()
    await send({"type": "websocket.close", "code": 4404})


urlpatterns = [
    *(
        pattern
        for app in APPS
        if find_spec(f"{app}.sockets")
        for pattern in import_module(f"{app}.sockets").urlpatterns
    ),
    re_path(r"", nowhere),  # type: ignore[arg-type] # an ASGI application, not a view
]
