"""Whose certificates are trusted, through which proxy a host is asked, and what is told of either.

Belongs here: what a company's network changes about a connection, and the words for it.
Does not belong here: making the connection (`http.py`).

A bundle that the environment names (the first of BUNDLE_VARIABLES that is set) is trusted alone;
without one, the store of this system and the bundle that ships with the program.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import truststore
from requests.utils import get_environ_proxies, select_proxy

BUNDLE_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")
FAKE_ADDRESSES = ipaddress.ip_network("198.18.0.0/15")
"""For measurements by its standard; proxy tools give its addresses in place of the true ones."""

_OTHER_HOST, _EXPIRED, _NOT_YET = 62, 10, 9  # X509_V_ERR_… of OpenSSL


class BundleMissing(Exception):
    """The environment names a bundle that is not there."""


def bundle() -> str | None:
    """The bundle that the environment names. Raises BundleMissing."""
    for name in BUNDLE_VARIABLES:
        path = os.environ.get(name, "").strip()
        if path and not Path(path).exists():
            raise BundleMissing(
                f"{name} names {path}, which is not there: correct it, or unset {name}"
            )
        if path:
            return path
    return None


@lru_cache(maxsize=1)
def system_store() -> ssl.SSLContext:
    """A context that trusts what this system trusts."""
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def proxies_for(address: str) -> dict[str, str]:
    """The proxies for an address by scheme, none for a host that NO_PROXY names."""
    return dict(get_environ_proxies(address, no_proxy=None))


def proxy_told(address: str, proxies: dict[str, str]) -> str | None:
    """The proxy of an address in words, without user name and password; None without one."""
    proxy = select_proxy(address, proxies)
    if proxy is None:
        return None
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    return parts.netloc.rsplit("@", 1)[-1]


def only_private(host: str, port: int) -> str | None:
    """An address of the host when all that it resolves to are not of the public internet."""
    try:
        found = {
            str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        }
    except OSError:
        return None
    private = [a for a in sorted(found) if not is_public(a)]
    return private[0] if len(private) == len(found) else None


def is_public(address: str) -> bool:
    """Whether the address is of the public internet."""
    return ipaddress.ip_address(address.partition("%")[0]).is_global


def private_told(host: str | None, address: str) -> str:
    """What a host that resolves to an address that is not public may mean, and what to do."""
    told = f"{host} resolves to {address}, which is not public"
    if ipaddress.ip_address(address.partition("%")[0]) not in FAKE_ADDRESSES:
        return f"{told}: a network's own name server says so; ask from another network"
    return (
        f"{told} but made up by a proxy tool (fake-IP) on this machine or network: set HTTPS_PROXY"
        " to the tool's own port, like http://127.0.0.1:7890, or except the host from its fake"
        " addresses (fake-ip-filter)"
    )


def certificate_told(host: str | None, causes: Iterable[BaseException]) -> str:
    """Why a TLS connection is not trusted, and what to do."""
    for cause in causes:
        if not isinstance(cause, ssl.SSLCertVerificationError):
            continue
        told = f"the certificate that {host} showed"
        if cause.verify_code == _OTHER_HOST:
            return (
                f"{told} is another host's: a network that wants a login first answers so; open any"
                " page in a browser on this machine, then fetch again"
            )
        if cause.verify_code in {_EXPIRED, _NOT_YET}:
            return (
                f"{told} is not valid today: check this machine's clock, else the service must act"
            )
        return (
            f"{told} is signed by nobody whom this machine trusts: a company's network or a"
            " security program opens TLS; get its root certificate as a PEM file and set"
            " REQUESTS_CA_BUNDLE to a bundle with it, or add it to this system's store"
        )
    return f"no trusted TLS connection to {host}"


def proxy_failure_told(host: str | None, proxy: str, reason: str) -> str:
    """What a proxy that did not connect may mean, and what to do."""
    if "407" in reason:
        return (
            f"the proxy {proxy} wants a user name and a password: set HTTPS_PROXY to"
            " http://NAME:PASSWORD@HOST:PORT"
        )
    return (
        f"the proxy {proxy} did not connect to {host}: check HTTPS_PROXY and ALL_PROXY, or name the"
        " host in NO_PROXY"
    )
