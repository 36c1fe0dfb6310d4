"""Websockets as the server speaks them: none takes in larger frames than its address has a use for."""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame

LARGEST = 12 * 1024 * 1024
"""What a document's update may have, and a little more; `documents.consumers` knows the bound to the byte."""
SMALL = 4 * 1024
"""What a page sends to the socket of change notifications is some ten bytes long."""
LARGE_AT = b"/ws/documents/"
PIECES = 1000
"""So many pieces a frame may come in: empty ones would count for nothing and be kept all the same."""


class BoundedWebSocketProtocol(WebSocketsSansIOProtocol):
    """One connection. A frame that is too large is answered 1009 when its head is read, and its body never is."""

    def __init__(self, *, app_state: dict[str, Any], **given: Any) -> None:
        super().__init__(app_state=app_state | {"abort": self.abort}, **given)

    def abort(self) -> None:
        """Cut the connection (`web.asgi_send.cut`)."""
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Read what came; the first piece is the whole head of the request, as the HTTP side hands it on."""
        if not self.handshake_initiated:
            target: Any = data.split(b" ", 2)[1:2]
            self.conn.max_message_size = LARGEST if target and target[0].startswith(LARGE_AT) else SMALL
        super().data_received(data)

    def handle_cont(self, event: Frame) -> None:
        """Take one more piece of a frame."""
        if len(self.frames) >= PIECES:
            self.conn.fail(CloseCode.MESSAGE_TOO_BIG)
            self.handle_parser_exception()
            return
        super().handle_cont(event)
