"""Nobody leads this server where it has no business: every address is looked at, and it is the one connected to."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from typing import Any

import pytest

from foundation.web import outgoing_http
from foundation.web.outgoing_http import AddressRefused, HttpAnswer, post, resolve
from tests.support.program import a_program

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
    for address in ("93.184.215.14", "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]"):
        assert [str(one) for one in resolve(f"https://{address}/hook")] == [address.strip("[]")]


def answering(*addresses: str) -> Any:
    """Return a resolver that says these, each time all of them."""
    return lambda *_asked, **_how: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answering("93.184.215.14", "10.0.0.8"))
    with pytest.raises(AddressRefused):
        resolve("https://two.example/")


@contextmanager
def known(*answers: list[str]) -> Iterator[list[str]]:
    """Let names stand for these addresses: the first answer, then the second …, the last one again and again; yield
    the names that were asked for.
    """
    asked: list[str] = []
    real = socket.getaddrinfo

    def look_up(name: Any, port: Any, *how: Any, **more: Any) -> Any:
        with suppress(ValueError):
            ip_address(name)
            return real(name, port, *how, **more)
        asked.append(name)
        found = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", look_up)
        yield asked


def test_the_connection_goes_to_what_was_looked_at() -> None:
    """A name that leads elsewhere the second time is asked once."""
    with a_program() as program, known(["127.0.0.1"], ["127.0.0.2"]) as asked:
        post(f"http://rebinding.example:{program.port}/200", b"{}", {}, allowed=OWN)
    assert asked == ["rebinding.example"]
    assert [headers["host"] for _path, headers, _body in program.got] == [f"rebinding.example:{program.port}"]


def test_where_one_address_takes_no_connection_the_next_one_is_tried() -> None:
    with a_program() as program, known(["127.0.0.2", "127.0.0.1"]):
        assert post(f"http://two.example:{program.port}/200", b"{}", {}, allowed=OWN).text == "heard"


def test_where_none_takes_a_connection_it_is_said_as_the_system_says_it() -> None:
    with a_program() as program, known(["127.0.0.2", "127.0.0.3"]), pytest.raises(ConnectionRefusedError):
        post(f"http://none.example:{program.port}/200", b"{}", {}, allowed=OWN)
    assert program.got == []


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.2:9")
        monkeypatch.setenv(name.upper(), "http://127.0.0.2:9")
    with a_program() as program:
        assert post(program.at(200), b"{}", {}, allowed=OWN).status == 200


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


@contextmanager
def speaking(begin: bytes, each: bytes) -> Iterator[int]:
    """Run a program that says something, then the same piece again and again for five seconds; yield its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def speak() -> None:
            connection, _who = server.accept()
            with connection, suppress(OSError):
                connection.sendall(begin)
                end = time.monotonic() + 5
                while time.monotonic() < end:
                    connection.sendall(each)
                    time.sleep(0.02)

        thread = threading.Thread(target=speak)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


@pytest.mark.parametrize(
    ("scheme", "begin", "each"),
    [
        ("http", b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        ("https", b"\x16\x03\x03\x3f\xff", b"\x02"),
    ],
)
def test_who_speaks_without_end_is_hung_up_on(
    monkeypatch: pytest.MonkeyPatch, scheme: str, begin: bytes, each: bytes
) -> None:
    """In the head of an answer as in the handshake, though something comes all the time."""
    monkeypatch.setattr(outgoing_http, "TIMEOUT_S", 0.6)
    with speaking(begin, each) as port:
        begun = time.monotonic()
        with suppress(OSError):  # a status that came counts, however the rest of the head ended
            post(f"{scheme}://127.0.0.1:{port}/", b"{}", {}, allowed=OWN)
        assert time.monotonic() - begun < 3


def test_of_a_long_answer_the_beginning_is_read_as_it_came() -> None:
    """Nothing is unpacked either: a small answer could be an endless one."""
    with speaking(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", b"words " * 100) as port:
        answer = post(f"http://127.0.0.1:{port}/", b"{}", {}, allowed=OWN)
    assert answer == HttpAnswer(200, ("words " * 400)[:2000])
