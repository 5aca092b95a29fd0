"""Networks of companies: proxies, certificates of their own, made-up addresses, login pages.

The service here is a TLS server on loopback; proxies on loopback lead every host to it.
"""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pipelines.fetch import trust
from pipelines.fetch.http import Client, Limits, TransferError
from pipelines.parsing.records import Outcome

HOST = "data.trade.gov"
URL = f"https://{HOST}/list.csv"
LIMITS = Limits(total_seconds=8, largest_body=1_000_000, connect_seconds=4, read_seconds=4)
VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", *trust.BUNDLE_VARIABLES)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@dataclass(frozen=True)
class Authority:
    """A company's own authority: `root` is its certificate, `context` a server's for one host."""

    root: Path
    context: Callable[..., ssl.SSLContext]


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    now = dt.datetime.now(dt.UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A Company's Root")])

    def signed(builder: x509.CertificateBuilder, days: int) -> x509.Certificate:
        start = now - dt.timedelta(days=10)
        valid = builder.not_valid_before(start).not_valid_after(start + dt.timedelta(days=days))
        numbered = valid.serial_number(x509.random_serial_number())
        return numbered.issuer_name(name).sign(key, hashes.SHA256())

    of_root = x509.CertificateBuilder().subject_name(name).public_key(key.public_key())
    basic = x509.BasicConstraints(ca=True, path_length=None)
    usage = x509.KeyUsage(
        *(False, False, False, False, False),
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    subject = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    of_root = of_root.add_extension(basic, critical=True).add_extension(usage, critical=True)
    root = tmp_path / "root.pem"
    certificate = signed(of_root.add_extension(subject, critical=False), 3650)
    root.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def context(host: str = HOST, days: int = 100) -> ssl.SSLContext:
        own = ec.generate_private_key(ec.SECP256R1())
        of_host = x509.CertificateBuilder().public_key(own.public_key())
        of_host = of_host.subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]))
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        by = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
        of_host = of_host.add_extension(names, critical=False).add_extension(by, critical=False)
        files = tmp_path / f"{host}.pem", tmp_path / f"{host}.key"
        files[0].write_bytes(signed(of_host, days).public_bytes(serialization.Encoding.PEM))
        files[1].write_bytes(
            own.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(*files)
        return made

    return Authority(root, context)


@contextmanager
def serving(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A listener on loopback that talks with each connection in a thread; its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def one(connection: socket.socket) -> None:
        with connection:
            try:
                talk(connection)
            except (OSError, ssl.SSLError):
                return

    def work() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=work, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def head_of(connection: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(4096)
        if not piece:
            raise OSError
        head += piece
    return head


def whole(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")


def dripping(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
    for _ in range(200):
        connection.sendall(b"x")
        threading.Event().wait(0.1)


@contextmanager
def service(
    context: ssl.SSLContext, answer: Callable[[socket.socket], None] = whole
) -> Iterator[int]:
    def talk(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            head_of(secure)
            answer(secure)

    with serving(talk) as port:
        yield port


def joined(one: socket.socket, other: socket.socket) -> None:
    def pipe(source: socket.socket, target: socket.socket) -> None:
        try:
            while piece := source.recv(65_536):
                target.sendall(piece)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    thread = threading.Thread(target=pipe, args=(one, other), daemon=True)
    thread.start()
    pipe(other, one)
    thread.join()


@dataclass
class Proxy:
    """What a proxy was asked to connect to, and how it is named in the environment."""

    port: int = 0
    asked: list[str] = field(default_factory=list)


@contextmanager
def http_proxy(target: int, refusal: bytes = b"") -> Iterator[Proxy]:
    proxy = Proxy()

    def talk(connection: socket.socket) -> None:
        proxy.asked.append(head_of(connection).split()[1].decode())
        if refusal:
            connection.sendall(refusal)
            return
        with socket.create_connection(("127.0.0.1", target)) as there:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            joined(connection, there)

    with serving(talk) as proxy.port:
        yield proxy


@contextmanager
def socks_proxy(target: int) -> Iterator[Proxy]:
    """SOCKS 5 without a password; names are resolved by the proxy (socks5h)."""
    proxy = Proxy()

    def talk(connection: socket.socket) -> None:
        connection.recv(2 + connection.recv(2)[1] - 2)
        connection.sendall(b"\x05\x00")
        _, _, _, kind = connection.recv(4)
        assert kind == 3
        name = connection.recv(connection.recv(1)[0]).decode()
        proxy.asked.append(f"{name}:{int.from_bytes(connection.recv(2), 'big')}")
        with socket.create_connection(("127.0.0.1", target)) as there:
            connection.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
            joined(connection, there)

    with serving(talk) as proxy.port:
        yield proxy


def get(limits: Limits = LIMITS) -> bytes:
    return Client((HOST,)).get(URL, {"User-Agent": "x"}, limits).body


def failure(limits: Limits = LIMITS) -> TransferError:
    with pytest.raises(TransferError) as caught:
        get(limits)
    return caught.value


PROXIES = [("HTTPS_PROXY", "http", http_proxy), ("ALL_PROXY", "socks5h", socks_proxy)]


@pytest.mark.parametrize("bundle", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
@pytest.mark.parametrize(("variable", "scheme", "kind"), PROXIES)
def test_through_a_proxy_with_a_companys_certificate(
    bundle: str,
    variable: str,
    scheme: str,
    kind: Callable[[int], contextmanager[Proxy]],  # type: ignore[valid-type]
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ExitStack() as stack:
        port = stack.enter_context(service(authority.context()))
        proxy = stack.enter_context(kind(port))  # type: ignore[arg-type]
        monkeypatch.setenv(variable, f"{scheme}://127.0.0.1:{proxy.port}")
        monkeypatch.setenv(bundle, str(authority.root))
        assert get() == b"hello"
    assert proxy.asked == [f"{HOST}:443"]


@pytest.mark.parametrize(("variable", "scheme", "kind"), PROXIES)
def test_the_whole_time_is_limited_behind_a_proxy(
    variable: str,
    scheme: str,
    kind: Callable[[int], contextmanager[Proxy]],  # type: ignore[valid-type]
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each byte comes in time, over TLS, and the answer never ends."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.root))
    with ExitStack() as stack:
        port = stack.enter_context(service(authority.context(), dripping))
        proxy = stack.enter_context(kind(port))  # type: ignore[arg-type]
        monkeypatch.setenv(variable, f"{scheme}://127.0.0.1:{proxy.port}")
        began = monotonic()
        error = failure(Limits(1.5, 1_000_000, connect_seconds=4, read_seconds=4))
    assert error.outcome is Outcome.TIMEOUT
    assert "took longer than 1.5 s" in error.message
    assert monotonic() - began < 6


def test_the_whole_time_is_limited_over_tls_without_a_proxy(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.root))
    with service(authority.context("localhost"), dripping) as port:
        client = Client((HOST,), f"https://localhost:{port}")
        began = monotonic()
        with pytest.raises(TransferError) as caught:
            client.get(URL, {}, Limits(1.5, 1_000_000, connect_seconds=4, read_seconds=4))
    assert caught.value.outcome is Outcome.TIMEOUT
    assert monotonic() - began < 6


def test_the_store_of_this_system_is_trusted(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the store lies, OpenSSL says: here in place of this machine's."""
    where = ssl.get_default_verify_paths()._replace(cafile=str(authority.root))
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: where)
    monkeypatch.setattr(
        ssl.SSLContext,
        "set_default_verify_paths",
        lambda self: self.load_verify_locations(where.cafile),
    )
    trust.system_store.cache_clear()
    with service(authority.context()) as port, http_proxy(port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        assert get() == b"hello"
    trust.system_store.cache_clear()


def test_an_unknown_authority_is_told_with_what_to_do(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with service(authority.context()) as port, http_proxy(port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        error = failure()
    assert (error.outcome, error.may_change) == (Outcome.UNREACHABLE, False)
    assert "signed by nobody whom this machine trusts" in error.message
    assert "REQUESTS_CA_BUNDLE" in error.message


@pytest.mark.parametrize(
    ("host", "days", "words"),
    [("login.hotel.example", 100, "any page in a browser"), (HOST, 5, "clock")],
)
def test_a_certificate_of_another_host_or_time_is_told(
    host: str, days: int, words: str, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.root))
    with service(authority.context(host, days)) as port, http_proxy(port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        error = failure()
    assert (error.outcome, error.may_change) == (Outcome.UNREACHABLE, False)
    assert words in error.message


def test_a_bundle_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/company.pem")
    error = failure()
    assert "REQUESTS_CA_BUNDLE names /nowhere/company.pem" in error.message
    assert not error.may_change


def test_a_proxy_that_wants_a_password_is_told_without_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    with http_proxy(0, refusal) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:canary@127.0.0.1:{proxy.port}")
        error = failure()
    assert f"the proxy 127.0.0.1:{proxy.port} wants a user name" in error.message
    assert "canary" not in error.message


def test_a_proxy_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        for variable, scheme in (("HTTPS_PROXY", "http"), ("ALL_PROXY", "socks5h")):
            monkeypatch.setenv(variable, f"{scheme}://me:canary@127.0.0.1:{port}")
            error = failure()
            assert error.outcome is Outcome.UNREACHABLE
            assert f"the proxy 127.0.0.1:{port} did not connect to {HOST}" in error.message
            assert "NO_PROXY" in error.message
            monkeypatch.delenv(variable)


@pytest.mark.parametrize(
    ("address", "words"), [("198.18.0.7", "fake-ip-filter"), ("10.1.2.3", "another network")]
)
def test_addresses_that_are_not_public_are_told_before_anything_is_sent(
    address: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [kind])
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("something was sent"))
    error = failure()
    assert (error.outcome, error.may_change) == (Outcome.FORBIDDEN, False)
    assert address in error.message
    assert words in error.message


def test_a_host_that_no_proxy_names_is_asked_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("198.19.255.1", 443))
    with http_proxy(0) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "trade.gov")
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [kind])
        assert "fake-IP" in failure().message
    assert proxy.asked == []
