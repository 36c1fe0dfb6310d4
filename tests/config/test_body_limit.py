"""What may be sent at once, before anyone is recognised: by the server itself, as if no proxy were before it."""

import asyncio
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest

from config import body_limit
from config.asgi import application

pytestmark = pytest.mark.django_db(transaction=True)
MIB = 1024 * 1024


class Answer:
    """What came back, and how much of what was on offer the server took."""

    def __init__(self) -> None:
        self.status = self.taken = 0
        self.headers: dict[bytes, bytes] = {}

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            assert not self.status, "answered twice"
            self.status, self.headers = message["status"], dict(message["headers"])


async def offers(path: str, size: int, *headers: tuple[bytes, bytes], says: int | None = None) -> Answer:
    """Offer a body of that size in pieces of 64 KiB; `says` is the length it claims, None for none (chunked)."""
    answer = Answer()
    pieces: Iterator[bytes] = (b"x" * min(65536, size - at) for at in range(0, size, 65536))

    async def receive() -> dict[str, Any]:
        piece = next(pieces, None)
        if piece is None and size:
            await asyncio.Event().wait()  # the client waits for its answer
        piece = piece or b""
        answer.taken += len(piece)
        return {"type": "http.request", "body": piece, "more_body": answer.taken < size}

    length = [] if says is None else [(b"content-length", str(says).encode())]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"testserver"), (b"content-type", b"application/octet-stream"), *length, *headers],
        "client": ("127.0.0.1", 5000),
        "server": ("testserver", 80),
    }
    await application(scope, receive, answer.send)
    return answer


@pytest.mark.one_database
@pytest.mark.parametrize("path", ["/account/login/", "/api/v1/projects", "/p/pompe/documents/1/sync"])
@pytest.mark.parametrize("says", ["the truth", "nothing", "a lie", "nonsense"])
async def test_a_stranger_cannot_upload_much(path: str, says: str) -> None:
    claim = {"the truth": 40 * MIB, "nothing": None, "a lie": 10, "nonsense": -1}[says]
    answer = await offers(path, 40 * MIB, says=claim)
    assert answer.status == 413
    assert answer.taken <= body_limit.MAX_UNKNOWN + 65536
    assert answer.headers[b"connection"] == b"close"


async def test_a_stranger_can_still_sign_in() -> None:
    assert (await offers("/account/login/", 200)).status == 403  # read, and refused for want of a CSRF token


@pytest.mark.parametrize("shown", ["a session", "a token"])
@pytest.mark.parametrize("says_so", [True, False])
async def test_a_user_may_send_as_much_as_an_import_takes_and_no_more(shown: str, says_so: bool) -> None:
    forged = {"a session": (b"cookie", b"ronde=nobody-knows"), "a token": (b"authorization", b"Bearer nobody-knows")}
    for size, fits in ((2 * MIB, True), (body_limit.MAX_BODY + 1, False)):
        answer = await offers("/api/v1/projects", size, forged[shown], says=size if says_so else None)
        assert (answer.status == 413) != fits
        assert answer.taken <= body_limit.MAX_BODY + 65536


async def test_a_refused_upload_leaves_no_file_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    spooled = tempfile.SpooledTemporaryFile

    def noted(*args: Any, **kwargs: Any) -> Any:
        made.append(spooled(*args, **kwargs))
        return made[-1]

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", noted)
    await offers("/api/v1/projects", 40 * MIB, (b"authorization", b"Bearer nobody"))
    assert made
    assert all(file.closed for file in made)
