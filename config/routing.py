"""All apps' socket addresses, and the end of those that lead nowhere."""

from typing import Any

from django.urls import re_path

from coediting.routing import urlpatterns as document_sockets
from realtime.routing import urlpatterns as change_sockets


async def nowhere(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Close a socket whose address leads nowhere."""
    await receive()
    await send({"type": "websocket.close", "code": 4404})


urlpatterns = [
    *change_sockets,
    *document_sockets,
    re_path(r"", nowhere),  # type: ignore[arg-type] # an ASGI application, not a view
]
