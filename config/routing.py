"""All apps' socket addresses, and the end of those that lead nowhere."""

from django.urls import re_path

from chat.realtime.routing import urlpatterns as change_sockets
from documents.coediting.routing import urlpatterns as document_sockets
from foundation.web.asgi_connection import Receive
from foundation.web.loop_consumer import LoopConsumer


class NowhereConsumer(LoopConsumer):
    """Closes a socket whose address leads nowhere."""

    async def serve(self, receive: Receive) -> None:
        """Refuse it."""
        await self.close(4404)


urlpatterns = [*change_sockets, *document_sockets, re_path(r"", NowhereConsumer.as_asgi())]
