"""Websockets as the server speaks them: none takes in larger frames than its address has a use for, what many are sent
is written past ASGI, and what comes is handed over as it comes.

Brings: S1 of the co-editing benchmark is 1.08 of Hocuspocus in memory, and 0.60 behind uvicorn's own class
(docs/benchmarks.md); who reads nothing is cut off with 25 MiB of memory, and nobody sends a frame of more than
4 KiB to a page's socket. May go when uvicorn bounds frames by address, and lets an application abort a connection,
write framed messages and be called with what comes. ADR 23 names what it leans on.
"""

import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame

from foundation.serving.read_ticks import ReadTicks
from foundation.serving.short_frames import FrameSplitter
from foundation.serving.written_frames import frame_of, frames_of_bytes

LARGEST = 12 * 1024 * 1024
"""What a document's update may have, and a little more; `documents.coediting.connection` knows it to the byte."""
SMALL = 4 * 1024
"""What a page sends to the socket of change notifications is some ten bytes long."""
LARGE_AT = b"/ws/documents/"
HELD = 4 * 1024
"""Bytes of one document's socket that wait at most to be read together with what others send."""
PIECES = 1000
"""So many pieces a frame may come in: empty ones would count for nothing and be kept all the same."""
NOT_READ = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
DROP_UNSENT = struct.pack("ii", 1, 0)
"""To linger for no second: a socket that is closed sends nothing any more, and tells its client so (RST)."""
PATIENT_PINGS = 6
"""So many pings may go unanswered while something waits: two minutes, longer than anyone waits to be let in. So long a
client also has to take what is left once the connection has ended."""


def is_text(data: bytes) -> bool:
    """Whether bytes are text; the library writes a traceback of others, for anyone who sends some."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


class BoundedWebSocketProtocol(WebSocketsSansIOProtocol):
    """One connection. A frame that is too large is answered 1009 when its head is read, and its body never is."""

    def __init__(self, *, app_state: dict[str, Any], **given: Any) -> None:
        ways = {
            "abort": self.abort,
            "write_text": self.write_text,
            "write_frames": self.write_frames,
            "deliver_to": self.deliver_to,
        }
        super().__init__(app_state=app_state | ways, **given)
        self.take: Callable[[list[bytes]], int] | None = None
        self.splitter: FrameSplitter | None = None
        self.ticks: ReadTicks = app_state.setdefault("read_ticks", ReadTicks())
        self.held = b""
        self.patient_pings = 0
        self.was_heard = False
        self.unsent_at_ping = 0
        self.owed_pong = b""

    def abort(self) -> None:
        """Cut the connection (`foundation.web.asgi_connection.cut`).

        What the kernel still has for a person who reads nothing goes with it: it would keep megabytes for minutes, and
        only then would they learn that they are cut off.
        """
        if self.disconnected:
            return  # the number of its socket may be another's by now
        with suppress(OSError):
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, DROP_UNSENT)
        self.transport.abort()

    def write(self, frames: bytes) -> bool:
        """Write whole frames where the connection is open and takes them."""
        is_open = self.handshake_complete and not (self.close_sent or self.disconnected or self.transport.is_closing())
        if is_open and self.writable.is_set():
            self.transport.write(frames)
            return True
        return False

    def write_text(self, text: str) -> bool:
        """Write a text as a frame (`foundation.web.asgi_connection.write_text`)."""
        return self.write(frame_of(text))

    def write_frames(self, messages: tuple[bytes, ...]) -> bool:
        """Write messages of bytes as frames (`foundation.web.asgi_connection.frame_writer`)."""
        return self.write(frames_of_bytes(messages))

    def deliver_to(self, take: Callable[[list[bytes]], int]) -> None:
        """Hand frames to `take` as they come (`foundation.web.asgi_connection.deliver`)."""
        self.take = take

    def data_received(self, data: bytes) -> None:
        """Read what came; the first piece is the whole head of the request, as the HTTP side hands it on."""
        self.patient_pings = 0
        self.was_heard = True
        if self.splitter:
            self.read_soon(data)
            return
        if not self.handshake_initiated:
            target: Any = data.split(b" ", 2)[1:2]
            is_large = bool(target) and target[0].startswith(LARGE_AT)
            self.conn.max_message_size = LARGEST if is_large else SMALL
            self.splitter = FrameSplitter() if is_large else None
        super().data_received(data)
        if self.conn.handshake_exc and not self.handshake_initiated:  # of which the library tells nobody
            self.transport.write(NOT_READ)
            self.transport.close()

    def read_soon(self, data: bytes) -> None:
        """Read what a document's socket brings: in busy moments together with what the others bring."""
        is_waiting = bool(self.held)
        self.held += data
        if len(self.held) > HELD or not (is_waiting or self.ticks.hold(self.read_held, self.loop)):
            self.read_held()

    def read_held(self, *, at_end: bool = False) -> None:
        """Read the frames of a document's socket that came so far; what was typed before the end, also after it."""
        data, self.held = self.held, b""
        for piece in self.splitter.split(data) if self.splitter and data else ():
            if isinstance(piece, list):
                if not self.close_sent and (at_end or not self.transport.is_closing()):
                    self.hand_on(piece)
            elif not at_end:
                super().data_received(piece)
            if self.conn.parser_exc is not None:
                return

    def hand_on(self, frames: list[bytes]) -> None:
        """Hand on messages that came together: at once those that `take` takes, where nothing that came before waits;
        the rest as one, so that whoever reads can go on as if they had just come.
        """
        if self.take and self.queue.empty():
            frames = frames[self.take(frames) :]
        if self.close_sent:
            return  # nobody reads on: the client's farewell must not wait behind what it said before
        if not self.take:
            for frame in frames:
                self.queue.put_nowait({"type": "websocket.receive", "bytes": frame})
        elif frames:
            message: Any = {"type": "websocket.receive", "bytes": frames[0], "following": frames[1:]}
            self.queue.put_nowait(message)
        if frames and not self.read_paused:
            self.read_paused = True
            self.transport.pause_reading()

    def eof_received(self) -> None:
        """Read what waits before the connection ends: a person typed it."""
        self.read_held()
        super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """Read what waits, also where the end came without a word."""
        self.read_held(at_end=True)
        super().connection_lost(exc)

    def send_receive_event_to_app(self) -> None:
        """Hand on a message that was not short, in the same way."""
        if self.take and self.curr_msg_data_type == "bytes" and len(self.frames) == 1 and not self.close_sent:
            self.frames, frames = [], self.frames
            self.hand_on(frames)
            return
        if self.curr_msg_data_type == "text" and not is_text(b"".join(self.frames)):
            self.frames = []
            self.conn.fail(CloseCode.INVALID_DATA)
            self.handle_parser_exception()
            return
        super().send_receive_event_to_app()

    def handle_ping(self) -> None:
        """Answer a ping; who reads nothing is owed the last answer only, however many they send."""
        self.owed_pong = b"".join(self.conn.data_to_send())
        if self.writable.is_set():
            self.resume_writing()

    def resume_writing(self) -> None:
        """Go on, with the answer that is owed."""
        super().resume_writing()
        pong, self.owed_pong = self.owed_pong, b""
        if pong and not self.transport.is_closing():
            self.transport.write(pong)

    def shutdown(self) -> None:
        """End the connection with the server; nothing can be said any more to who broke the rules before."""
        if self.conn.eof_sent and not self.close_sent:
            self.transport.abort()
        else:
            super().shutdown()

    def handle_cont(self, event: Frame) -> None:
        """Take one more piece of a frame."""
        if len(self.frames) >= PIECES:
            self.conn.fail(CloseCode.MESSAGE_TOO_BIG)
            self.handle_parser_exception()
            return
        super().handle_cont(event)

    def handle_parser_exception(self) -> None:
        """Close after a fault of the client; before the connection is accepted no close frame may be sent, so abort."""
        if self.conn.close_sent is None:
            self.transport.abort()
            return
        super().handle_parser_exception()

    def send_keepalive_ping(self) -> None:
        """Ask whether the client is still there; one that is sent away already is waited for, but not for ever."""
        super().send_keepalive_ping()
        self.note_progress()
        if self.close_sent or self.transport.is_closing():
            self.cut_in_time()

    def cut_in_time(self) -> None:
        """Cut a connection that has ended for us, unless its client takes in time what was written before."""
        if not self.disconnected and self.ping_interval is not None:
            self.ping_timer = self.loop.call_later(PATIENT_PINGS * self.ping_interval, self.abort)

    def note_progress(self) -> None:
        """Note how far the connection is, to know later whether it moves."""
        self.was_heard = False
        self.unsent_at_ping = self.transport.get_write_buffer_size()

    def keepalive_timeout(self) -> None:
        """End the connection of a person who does not answer a ping, unless it may still be on its way.

        The server stops reading while a frame waits to be taken: a person waits to be let in, or is slowed down. What
        was written, or came, before a ping or its answer goes before it: a large document, or edits of many hours.
        """
        is_sending = self.transport.get_write_buffer_size() < self.unsent_at_ping
        is_behind = self.read_paused or self.was_heard or is_sending
        if is_behind and self.patient_pings < PATIENT_PINGS and self.ping_timeout is not None:
            self.note_progress()
            self.patient_pings += 1
            self.pong_timer = self.loop.call_later(self.ping_timeout, self.keepalive_timeout)
            return
        super().keepalive_timeout()
        self.cut_in_time()
