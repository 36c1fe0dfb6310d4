"""Send to an address that another person named, without being led where they have no business to lead this server.

The name is resolved here, every address that is not public is refused, and the connection goes to what was resolved:
who answers differently the second time (rebinding) gains nothing. Redirects are not followed, and no proxy of the
environment is used: it would resolve the name anew. An operator may allow networks of their own, which also take plain
HTTP.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

TIMEOUT_S = 10.0
READ_AT_MOST = 2000
MOST_ADDRESSES = 8
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
    parts, addresses = split(url), resolve(url, allowed=allowed)
    deadline = time.monotonic() + TIMEOUT_S
    try:
        with closing(connected_to_one(addresses, parts, deadline)) as connection:
            return exchange(connection, parts, body, headers, deadline)
    except HTTPError as error:
        cause = error.__cause__
        raise cause if isinstance(cause, OSError) else OSError(f"{type(error).__name__}: {error}") from error
    except (http.client.HTTPException, ValueError) as error:
        raise OSError(f"{type(error).__name__}: {error}") from error


def connected_to_one(addresses: list[Address], parts: Any, deadline: float) -> HTTPConnection:
    """Connect to the first address that takes it: those of IPv6 stand first, and may lead nowhere from here."""
    *others, last = addresses[:MOST_ADDRESSES]
    for address in others:
        with suppress(HTTPError):
            return connected_to(address, parts, deadline)
    return connected_to(last, parts, deadline)


def connected_to(address: Address, parts: Any, deadline: float) -> HTTPConnection:
    """Connect to an address; what answers there must have a certificate for the name.

    :raises HTTPError: where nobody takes the connection.
    :raises OSError: for another certificate, or after half of the time that is left: the handshake has the other half.
    """
    port, timeout = parts.port or PORTS[parts.scheme], time_left(deadline) / 2
    if parts.scheme == "https":
        tls = ssl.create_default_context()
        connection: HTTPConnection = HTTPSConnection(
            str(address), port, timeout=timeout, server_hostname=parts.hostname, ssl_context=tls
        )
    else:
        connection = HTTPConnection(str(address), port, timeout=timeout)
    connection.connect()
    return connection


def exchange(
    connection: HTTPConnection, parts: Any, body: bytes, headers: Mapping[str, str], deadline: float
) -> HttpAnswer:
    """Send the request on a connection, and read the beginning of the answer."""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.timeout = time_left(deadline)
    # That is for each piece that comes; who sends piece by piece without end is hung up on.
    late = threading.Timer(connection.timeout, hang_up, [connection.sock])
    late.start()
    try:
        connection.request("POST", target, body, {"Host": parts.netloc, **headers}, preload_content=False)
        with closing(connection.getresponse()) as answer:
            return HttpAnswer(answer.status, answer.read(READ_AT_MOST, decode_content=False).decode(errors="replace"))
    finally:
        late.cancel()


def time_left(deadline: float) -> float:
    """Return the seconds until a moment of the monotonic clock.

    :raises TimeoutError: when there are none.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    return left


def hang_up(line: socket.socket) -> None:
    """End a connection on which a person speaks too slowly, from another thread than the one that waits."""
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)


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


def resolve(url: str, *, allowed: Iterable[str] = ()) -> list[Address]:
    """Return the addresses that a name stands for; all must be public, or all in allowed networks.

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
        return addresses
    if parts.scheme != "https" or not addresses or not all(map(is_public, addresses)):
        raise AddressRefused("not a public address by https")
    return addresses


def is_public(address: Address) -> bool:
    """Whether an address, and one that is written inside it, is on the public network."""
    if isinstance(address, IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in NAT64:
            inside = IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
    return address.is_global and not address.is_multicast
