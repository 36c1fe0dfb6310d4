"""A program is sent to by TLS only where its certificate is of an authority that is trusted, and is for its name."""

import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from foundation.web.outgoing_http import post

NAME = "program.example"
OWN = ["127.0.0.0/8"]
type Signed = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def signed(name: str, *, by: Signed | None = None, days: int = 1) -> Signed:
    """Make a certificate for a name; without another one that signs it, an authority."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by[0].subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=2))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if by:
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(by[1].public_key())
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        made = made.add_extension(issuer, critical=False)
    else:
        usage = dict.fromkeys(
            ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "encipher_only", "decipher_only"), False,
        )  # fmt: skip
        made = made.add_extension(x509.KeyUsage(key_cert_sign=True, crl_sign=True, **usage), critical=True)
    return made.sign(by[1] if by else key, hashes.SHA256()), key


def pem(*found: Signed) -> bytes:
    """Write certificates down, the first with its key."""
    key = found[0][1].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return key + b"".join(one[0].public_bytes(serialization.Encoding.PEM) for one in found)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Signed:
    """An authority that this server trusts, and it alone."""
    made = signed("Authority of this test")
    path = tmp_path / "authority.pem"
    path.write_bytes(made[0].public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    return made


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name stands for this machine."""
    here = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    monkeypatch.setattr(socket, "getaddrinfo", lambda _name, port, *_how, **_more: [(*here, ("127.0.0.1", port))])


@contextmanager
def a_server(certificate: Signed, folder: Path) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Run a program with this certificate; yield its port, and what it got: its own name as asked for, and the path."""
    got: list[tuple[str, str]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.headers["Host"].partition(":")[0], self.path))
            self.send_response(200)
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"good")

        def log_message(self, *words: Any) -> None:
            """Stay quiet."""

    path = folder / "server.pem"
    path.write_bytes(pem(certificate))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.handle_error = lambda *_who: None  # type: ignore[method-assign]  # who hangs up is what the tests are about
    server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port, got
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_certificate_of_a_trusted_authority_for_the_name_is_taken(authority: Signed, tmp_path: Path) -> None:
    """The connection goes to the address that was looked at, the name is what the certificate is asked for."""
    with a_server(signed(NAME, by=authority), tmp_path) as (port, got):
        answer = post(f"https://{NAME}:{port}/hook", b"{}", {}, allowed=OWN)
    assert (answer.status, answer.text) == (200, "good")
    assert got == [(NAME, "/hook")]


def test_a_certificate_for_another_name_is_refused(authority: Signed, tmp_path: Path) -> None:
    """That it leads to the same address is not enough."""
    with (
        a_server(signed("other.example", by=authority), tmp_path) as (port, got),
        pytest.raises(OSError, match=r"not valid for 'program\.example'"),
    ):
        post(f"https://{NAME}:{port}/hook", b"{}", {}, allowed=OWN)
    assert got == []


def test_a_certificate_of_nobody_trusted_is_refused(authority: Signed, tmp_path: Path) -> None:
    with (
        a_server(signed(NAME, by=signed("Authority of nobody")), tmp_path) as (port, got),
        pytest.raises(OSError, match="unable to get local issuer"),
    ):
        post(f"https://{NAME}:{port}/hook", b"{}", {}, allowed=OWN)
    assert got == []


def test_a_certificate_that_has_ended_is_refused(authority: Signed, tmp_path: Path) -> None:
    with (
        a_server(signed(NAME, by=authority, days=-1), tmp_path) as (port, got),
        pytest.raises(OSError, match="expired"),
    ):
        post(f"https://{NAME}:{port}/hook", b"{}", {}, allowed=OWN)
    assert got == []
