"""Serve pages and sockets: origins are compared whole, and the serving loop is known to `broadcast`."""

import asyncio
import os
import warnings
from collections.abc import Awaitable, Callable
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("RONDE_DATABASE_POOL", "25")
pages = get_asgi_application()
# WhiteNoise reads a static file in blocks; Django reads them all at once under ASGI, which suits such small files.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

# The apps' modules may be imported only now that Django is set up.
from asgiref.sync import sync_to_async  # noqa: E402
from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from config.body_limit import BodyLimit  # noqa: E402
from config.routing import urlpatterns  # noqa: E402
from config.startup_checks import Unsafe, refuse_forgetful_database, refuse_unsafe_settings  # noqa: E402
from config.warmup import warm_up  # noqa: E402
from config.websocket_origin import SameOrigin  # noqa: E402
from documents.coediting.session_registry import close_registry  # noqa: E402
from documents.coediting.warmup import warm_up_joins  # noqa: E402
from foundation.web.asgi_connection import Receive, Send  # noqa: E402
from foundation.web.broadcasts import attach  # noqa: E402

closers: list[Callable[[], Awaitable[None]]] = [close_registry]


async def lifespan(_scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Learn the loop at start, and warm up; let document sessions finish writing at the end."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            attach(asyncio.get_running_loop())
            try:
                refuse_unsafe_settings()
                await sync_to_async(refuse_forgetful_database)()
            except Unsafe as unsafe:
                await send({"type": "lifespan.startup.failed", "message": str(unsafe)})
                return
            await warm_up_joins()
            warm_up()
            await send({"type": "lifespan.startup.complete"})
        else:
            for close in closers:
                await close()
            await send({"type": "lifespan.shutdown.complete"})
            return


application = ProtocolTypeRouter(
    {
        "http": BodyLimit(pages),  # type: ignore[arg-type] # ASGI by its own words
        "websocket": SameOrigin(AuthMiddlewareStack(URLRouter(urlpatterns))),
        "lifespan": lifespan,
    }
)
