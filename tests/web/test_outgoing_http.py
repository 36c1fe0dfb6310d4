"""Nobody leads this server where it has no business: every address is looked at, and it is the one connected to."""

import socket
import time
from typing import Any

import pytest

from tests.support.program import a_program
from web import outgoing_http
from web.outgoing_http import AddressRefused, post, resolve

OWN = ["127.0.0.0/8"]
HOSTILE = [
    "https://127.0.0.1/",
    "https://localhost/",
    "https://10.0.0.8/",
    "https://172.16.4.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a00:8]/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://017700000001/",
    "http://93.184.215.14/",
    "ftp://93.184.215.14/",
    "https://user@93.184.215.14/",
    "https:///nowhere",
    "https://93.184.215.14:99999/",
    "https://" + "a" * 70 + ".example/",
    "file:///etc/passwd",
    "https://93.184.215.14/\r\nHost: x",
]


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        resolve(url)


def test_a_public_address_is_taken() -> None:
    assert str(resolve("https://93.184.215.14/hook")) == "93.184.215.14"
    assert str(resolve("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/")).startswith("2606:")


def answering(*addresses: str) -> Any:
    """Return a resolver that says these, each time all of them."""
    return lambda *_asked, **_how: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answering("93.184.215.14", "10.0.0.8"))
    with pytest.raises(AddressRefused):
        resolve("https://two.example/")


def test_the_connection_goes_to_what_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads elsewhere the second time is asked once."""
    asked: list[str] = []

    def rebinding(*_asked: Any, **_how: Any) -> Any:
        asked.append("once")
        return answering("93.184.215.14" if len(asked) == 1 else "127.0.0.1")()

    def connect(address: tuple[str, int], **_how: Any) -> Any:
        raise ConnectionRefusedError(address[0])

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ConnectionRefusedError, match=r"93\.184"):
        post("https://rebinding.example/", b"{}", {})
    assert len(asked) == 1


def test_a_redirect_is_an_answer_like_any_other() -> None:
    with a_program() as program:
        answer = post(program.at(302), b"{}", {"Content-Type": "application/json"}, allowed=OWN)
    assert (answer.status, answer.text) == (302, "heard")
    assert [path for path, _headers, _body in program.got] == ["/302"]


def test_who_answers_too_slowly_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing_http, "TIMEOUT_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        with pytest.raises(OSError, match=r"timed out|RemoteDisconnected"):
            post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {}, allowed=OWN)
    assert time.monotonic() - begun < 5
