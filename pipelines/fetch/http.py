"""One exchange over HTTP: send a GET, bring back a whole answer or say how it failed.

Belongs here: connections, redirects, time and size limits, unpacking. What the answer means is
decided elsewhere (`outcomes.py`), as is asking again (`transfer.py`).

Nothing of the outside is trusted: the address connected to must be public (behind a proxy, the
proxy looks), redirects stay within the declared hosts, a body is unpacked only as far as it may be
large, no cookie, no .netrc. Proxies and certificates are those of the environment (`trust.py`).
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.contrib.socks import SOCKSConnection, SOCKSHTTPSConnection

from pipelines.fetch.trust import (
    BundleMissing,
    bundle,
    certificate_told,
    is_public,
    only_private,
    private_told,
    proxies_for,
    proxy_failure_told,
    proxy_told,
    system_store,
)
from pipelines.parsing.records import Outcome

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
LARGEST_STEPS_OF_REDIRECTION = 5
_CHUNK = 65_536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OPEN_HEADERS = frozenset(
    {
        "accept",
        "accept-encoding",
        "if-modified-since",
        "if-none-match",
        "range",
        "user-agent",
    }
)
"""What another host of the source is told too; a key stays with the host that it is for."""

# Its messages of lower levels contain whole request targets, keys included.
logging.getLogger("urllib3").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Answer:
    """A whole answer: status, headers by lower-case name, the unpacked body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class TransferError(Exception):
    """No whole answer came. `may_change` says whether asking again makes sense, `is_unreached` that
    the host never saw the request.
    """

    def __init__(
        self, outcome: Outcome, message: str, *, may_change: bool, is_unreached: bool = False
    ) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.message = message
        self.may_change = may_change
        self.is_unreached = is_unreached


class _PrivateAddress(Exception):
    """The name resolved to an address that is not of the public internet."""


@dataclass(frozen=True)
class Limits:
    """Seconds to connect, between two pieces, and in all; bytes of the unpacked body."""

    total_seconds: float
    largest_body: int
    connect_seconds: float = CONNECT_SECONDS
    read_seconds: float = READ_SECONDS


class Client:
    """Sends requests to the hosts of one source.

    `base_url` replaces scheme, host and port of every address (a mirror, a test); it alone may be
    a private address. A redirect to one of `consent_hosts` is told as what it is.
    """

    def __init__(
        self,
        hosts: tuple[str, ...],
        base_url: str | None = None,
        consent_hosts: tuple[str, ...] = (),
    ) -> None:
        self._hosts = hosts
        self._consent_hosts = consent_hosts
        self._base = urlsplit(base_url) if base_url else None

    def get(self, url: str, headers: Mapping[str, str], limits: Limits) -> Answer:
        """The answer to a GET of `url`. Raises TransferError."""
        watch = _Watch(limits.total_seconds)
        with watch.running(), self._session(watch) as session:
            address, host = self._placed(url), urlsplit(url).hostname
            sent = {**headers, **self._forwarded(host)}
            for _ in range(LARGEST_STEPS_OF_REDIRECTION + 1):
                proxies = {} if self._base else proxies_for(address)
                try:
                    with self._exchange(session, address, sent, limits, proxies) as response:
                        target = response.headers.get("location")
                        if response.status_code not in _REDIRECTS or not target:
                            return _read(response, limits, watch)
                except _FAILURES as error:
                    proxy = proxy_told(address, proxies)
                    raise _failure(error, address, watch, limits, proxy) from None
                address, other = self._redirected(address, target)
                if other not in {None, host}:
                    host, open_ones = other, (n for n in sent if n.lower() in _OPEN_HEADERS)
                    sent = {**{n: sent[n] for n in open_ones}, **self._forwarded(host)}
            raise TransferError(
                Outcome.UNREACHABLE,
                f"more than {LARGEST_STEPS_OF_REDIRECTION} redirects in a row",
                may_change=False,
            )

    @contextmanager
    def _exchange(
        self,
        session: requests.Session,
        address: str,
        headers: Mapping[str, str],
        limits: Limits,
        proxies: dict[str, str],
    ) -> Iterator[requests.Response]:
        response = session.get(
            address,
            headers=dict(headers),
            stream=True,
            allow_redirects=False,
            proxies=proxies,
            timeout=(limits.connect_seconds, limits.read_seconds),
        )
        try:
            yield response
        finally:
            response.close()

    def _session(self, watch: _Watch) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        try:
            session.verify = named = bundle() or True
        except BundleMissing as error:
            raise TransferError(Outcome.UNREACHABLE, str(error), may_change=False) from None
        session.headers.clear()
        store = system_store() if named is True else None
        adapter = _GuardedAdapter(watch, store, is_private_allowed=self._base is not None)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        return session

    def _placed(self, url: str) -> str:
        """The address to connect to. Raises TransferError for a host that is not declared."""
        parts = urlsplit(url)
        if parts.hostname not in self._hosts or parts.scheme != "https":
            raise TransferError(
                Outcome.FORBIDDEN,
                f"{parts.scheme}://{parts.hostname} is not a declared host of this source",
                may_change=False,
            )
        if self._base is None:
            return url
        path = f"{self._base.path.rstrip('/')}{parts.path}"
        return urlunsplit((self._base.scheme, self._base.netloc, path, parts.query, ""))

    def _forwarded(self, host: str | None) -> dict[str, str]:
        """What tells a stand-in which host was meant."""
        return {} if self._base is None or host is None else {"X-Forwarded-Host": host}

    def _redirected(self, address: str, target: str) -> tuple[str, str | None]:
        """The address to connect to, and its host where that is not the stand-in itself.

        The query of a target may be signed: neither it nor the path is ever told.
        """
        absolute = urljoin(address, target)
        parts = urlsplit(absolute)
        if self._base is not None and parts.netloc == self._base.netloc:
            return absolute, None
        if parts.scheme == "http" and parts.hostname in self._hosts and parts.port is None:
            absolute = urlunsplit(parts._replace(scheme="https"))
        try:
            return self._placed(absolute), parts.hostname
        except TransferError:
            told = f"redirected to {parts.scheme}://{parts.hostname}"
            if parts.hostname in self._consent_hosts:
                told += (
                    ", the page where a person consents to cookies: this network is asked for that"
                    " (the European Union's are), and no program can give it; ask from another"
                    " network, or let another source stand in"
                )
            else:
                told += (
                    ", which is not a declared host; if it is the login page of this network, open"
                    " any page in a browser first"
                )
            raise TransferError(Outcome.FORBIDDEN, told, may_change=False) from None


class _Watch:
    """Ends an exchange that takes longer than it may, whatever it is waiting for.

    It holds its own handle of each connection: TLS takes the first one over and leaves it empty.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._sockets: list[socket.socket] = []
        self.has_struck = False

    @contextmanager
    def running(self) -> Iterator[None]:
        timer = threading.Timer(self._seconds, self._strike)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            for connected in self._sockets:
                connected.close()

    def over(self, new: socket.socket) -> socket.socket:
        """Watch a new connection."""
        self._sockets.append(socket.fromfd(new.fileno(), new.family, new.type, new.proto))
        return new

    def _strike(self) -> None:
        self.has_struck = True
        for connected in self._sockets:
            try:
                connected.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _GuardedAdapter(HTTPAdapter):
    """Connections that are watched and, but for those to a proxy, whose peer was looked at before a
    byte was sent. `store` is what is trusted beside the session's bundle.
    """

    def __init__(
        self, watch: _Watch, store: ssl.SSLContext | None, *, is_private_allowed: bool
    ) -> None:
        self._watch = watch
        self._is_private_allowed = is_private_allowed
        self._trusted = {} if store is None else {"ssl_context": store}
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **{**kwargs, **self._trusted})
        self.poolmanager.pool_classes_by_scheme = {
            "http": _pool(HTTPConnectionPool, HTTPConnection, self._checked),
            "https": _pool(HTTPSConnectionPool, HTTPSConnection, self._checked),
        }

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **{**kwargs, **self._trusted})
        is_socks = proxy.lower().startswith("socks")
        plain, secure = (
            (SOCKSConnection, SOCKSHTTPSConnection)
            if is_socks
            else (HTTPConnection, HTTPSConnection)
        )
        manager.pool_classes_by_scheme = {
            "http": _pool(HTTPConnectionPool, plain, self._watched),
            "https": _pool(HTTPSConnectionPool, secure, self._watched),
        }
        return manager

    def _watched(self, connect: Callable[[], socket.socket], _: Any) -> socket.socket:
        return self._watch.over(connect())

    def _checked(self, connect: Callable[[], socket.socket], connection: Any) -> socket.socket:
        if self._is_private_allowed:
            return self._watch.over(connect())
        private = only_private(connection.host, connection.port)
        if private is None:
            connected = self._watch.over(connect())
            peer = str(connected.getpeername()[0])
            if is_public(peer):
                return connected
            connected.close()
            private = peer
        raise _PrivateAddress(private)


def _pool(pool: type, connection: type, made: Callable[..., socket.socket]) -> Any:
    """A kind of pool whose connections are made through `made`."""

    def _new_conn(self: Any) -> socket.socket:
        return made(lambda: connection._new_conn(self), self)  # type: ignore[attr-defined]

    guarded = type(connection.__name__, (connection,), {"_new_conn": _new_conn})
    return type(pool.__name__, (pool,), {"ConnectionCls": guarded})


_FAILURES = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    _PrivateAddress,
    OSError,
    zlib.error,
    EOFError,
)


_UNREACHED = (urllib3.exceptions.NameResolutionError, urllib3.exceptions.NewConnectionError)
_OF_A_PROXY = (requests.exceptions.ProxyError, urllib3.exceptions.ProxyError, *_UNREACHED)


def _failure(
    error: Exception, address: str, watch: _Watch, limits: Limits, proxy: str | None
) -> TransferError:
    """What an exception of the transport means; its own text may hold a key and is not used."""
    host = urlsplit(address).hostname
    causes = tuple(_chain(error))

    def is_caused_by(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    found: tuple[Outcome, str, bool]
    if watch.has_struck:
        found = (Outcome.TIMEOUT, f"{host} took longer than {limits.total_seconds:g} s", True)
    elif is_caused_by(_PrivateAddress):
        address = next(str(cause) for cause in causes if isinstance(cause, _PrivateAddress))
        found = (Outcome.FORBIDDEN, private_told(host, address), False)
    elif isinstance(error, zlib.error | EOFError):
        found = (Outcome.MALFORMED, f"the compressed body of {host} is damaged or cut off", False)
    elif is_caused_by(requests.exceptions.SSLError, ssl.SSLCertVerificationError):
        found = (Outcome.UNREACHABLE, certificate_told(host, causes), False)
    elif proxy is not None and is_caused_by(*_OF_A_PROXY):
        reason = " ".join(map(str, causes))
        found = (Outcome.UNREACHABLE, proxy_failure_told(host, proxy, reason), True)
    elif is_caused_by(urllib3.exceptions.NameResolutionError):
        found = (Outcome.UNREACHABLE, f"the name {host} cannot be resolved", True)
    elif is_caused_by(urllib3.exceptions.NewConnectionError):  # a kind of timeout to urllib3
        found = (Outcome.UNREACHABLE, f"no connection to {host} ({_kind_of(causes)})", True)
    elif is_caused_by(requests.Timeout, urllib3.exceptions.TimeoutError):
        found = (Outcome.TIMEOUT, f"{host} did not answer in time", True)
    elif is_caused_by(urllib3.exceptions.IncompleteRead):
        found = (Outcome.UNREACHABLE, f"the answer of {host} ended before it was whole", True)
    else:
        found = (Outcome.UNREACHABLE, f"no connection to {host} ({_kind_of(causes)})", True)
    is_unreached = is_caused_by(*_UNREACHED)
    return TransferError(found[0], found[1], may_change=found[2], is_unreached=is_unreached)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        current = waiting.pop()
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [current.__cause__, current.__context__, getattr(current, "reason", None)]
        waiting += list(current.args)


def _kind_of(causes: tuple[BaseException, ...]) -> str:
    for cause in causes:
        if isinstance(cause, OSError) and cause.errno is not None and cause.strerror:
            return cause.strerror.lower()
    return "the connection ended early"


def _read(response: requests.Response, limits: Limits, watch: _Watch) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    encoding = headers.get("content-encoding", "identity").strip().lower()
    unpack = _unpacker(encoding)
    largest = limits.largest_body
    stated = headers.get("content-length", "")
    if stated.isdigit() and int(stated) > largest:
        raise _too_large(largest)
    body = bytearray()
    while piece := response.raw.read1(_CHUNK, decode_content=False):
        if unpack is None:
            body += piece
        else:
            body += unpack.decompress(piece, largest + 1 - len(body))
        if len(body) > largest or (unpack is not None and unpack.unconsumed_tail):
            raise _too_large(largest)
    if watch.has_struck:
        raise EOFError
    if unpack is not None and body and not unpack.eof:
        raise EOFError
    return Answer(response.status_code, headers, bytes(body))


def _unpacker(encoding: str) -> Any:
    """A decompressor for the content encoding, None for an unpacked body."""
    if encoding in {"", "identity"}:
        return None
    if encoding in {"gzip", "x-gzip"}:
        return zlib.decompressobj(wbits=31)
    if encoding == "deflate":
        return zlib.decompressobj(wbits=15)
    raise TransferError(
        Outcome.MALFORMED, f"content encoding {encoding[:20]!r} was not asked for", may_change=False
    )


def _too_large(largest: int) -> TransferError:
    return TransferError(
        Outcome.TOO_LARGE, f"the answer is larger than {largest} bytes", may_change=False
    )
