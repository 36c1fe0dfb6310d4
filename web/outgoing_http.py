"""Send to an address that somebody else named, without being led where they have no business to lead this server.

The name is resolved here, every address that is not public is refused, and the connection goes to what was resolved:
who answers differently the second time (rebinding) gains nothing. Redirects are not followed. An operator may allow
networks of their own, which also take plain HTTP.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, cast
from urllib.parse import urlsplit

TIMEOUT_S = 10.0
READ_AT_MOST = 2000
NAT64 = IPv6Network("64:ff9b::/96")
PORTS = {"http": 80, "https": 443}

type Address = IPv4Address | IPv6Address


class AddressRefused(Exception):
    """An address that this server does not send to."""


@dataclass(frozen=True)
class HttpAnswer:
    """What came back: the status, and the beginning of what was said."""

    status: int
    text: str


def post(url: str, body: bytes, headers: Mapping[str, str], *, allowed: Iterable[str] = ()) -> HttpAnswer:
    """Send a body; in all it takes no longer than `TIMEOUT_S` from the connection on. `allowed` are networks of the
    operator's, such as 127.0.0.0/8.

    :raises AddressRefused: for what is no public address.
    :raises OSError: where nobody answers in time, or what answers is no server.
    """
    parts = split(url)
    address = resolve(url, allowed=allowed)
    port = parts.port or PORTS[parts.scheme]
    line = [socket.create_connection((str(address), port), timeout=TIMEOUT_S)]
    late = threading.Timer(TIMEOUT_S, hang_up, [line])
    late.start()
    try:
        if parts.scheme == "https":
            tls = ssl.create_default_context()
            line[0] = tls.wrap_socket(line[0], server_hostname=parts.hostname, do_handshake_on_connect=False)
            cast(ssl.SSLSocket, line[0]).do_handshake()
        return exchange(line[0], parts, body, headers)
    except (http.client.HTTPException, ValueError) as error:
        raise OSError(f"{type(error).__name__}: {error}") from error
    finally:
        late.cancel()
        line[0].close()


def exchange(sock: socket.socket, parts: Any, body: bytes, headers: Mapping[str, str]) -> HttpAnswer:
    """Send the request on a connection, and read the beginning of the answer."""
    connection = http.client.HTTPConnection(parts.netloc)
    connection.sock = sock
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("POST", target, body, dict(headers))
    answer = connection.getresponse()
    return HttpAnswer(answer.status, answer.read(READ_AT_MOST).decode(errors="replace"))


def hang_up(line: list[socket.socket]) -> None:
    """End a connection on which somebody speaks too slowly, from another thread than the one that waits."""
    with suppress(OSError):
        socket.socket.shutdown(line[0], socket.SHUT_RDWR)


def split(url: str) -> Any:
    """Take an address apart.

    :raises AddressRefused: for what is no address to send to.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused("no address") from error
    named = parts.hostname and "@" not in parts.netloc and url.isascii() and url.isprintable() and " " not in url
    if parts.scheme not in PORTS or not named or port == 0:
        raise AddressRefused("no address to send to")
    return parts


def resolve(url: str, *, allowed: Iterable[str] = ()) -> Address:
    """Return the address to connect to; all that the name stands for must be public, or all in allowed networks.

    :raises AddressRefused: where one is not.
    :raises OSError: for a name that nobody knows.
    """
    parts = split(url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or PORTS[parts.scheme], type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise AddressRefused("no name of a server") from error
    addresses = [ip_address(str(row[4][0]).partition("%")[0]) for row in found]
    own = [ip_network(one) for one in allowed]
    if addresses and all(any(one in network for network in own) for one in addresses):
        return addresses[0]
    if parts.scheme != "https" or not addresses or not all(map(is_public, addresses)):
        raise AddressRefused("not a public address by https")
    return addresses[0]


def is_public(address: Address) -> bool:
    """Whether an address, and one that is written inside it, is on the public network."""
    if isinstance(address, IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in NAT64:
            inside = IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
    return address.is_global and not address.is_multicast
