"""A program on this machine that is sent events: answers with the status its path names, and keeps what it got."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Program:
    """Where it is, and what it got: path, headers and body of each."""

    port: int = 0
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def at(self, status: int) -> str:
        """Return an address at which it answers so."""
        return f"http://127.0.0.1:{self.port}/{status}"


@contextmanager
def a_program() -> Iterator[Program]:
    """Run one until the end of the test."""
    program = Program()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): said for name, said in self.headers.items()}
            program.got.append((self.path, headers, body))
            self.send_response(int(self.path.split("/")[1]))
            self.send_header("Location", "/200/elsewhere")
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"heard")

        def log_message(self, *words: Any) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    program.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield program
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
