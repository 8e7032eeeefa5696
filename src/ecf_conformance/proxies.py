"""Requests by the proxies of the environment, and never by one to this machine."""

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx2

from ecf_conformance.target import CannotRun


def is_local(url: str) -> bool:
    """Return whether an address is on this machine (RFC 6761 for names)."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def client(
    urls: Collection[str], *, patience: float, transport: httpx2.BaseTransport | None = None
) -> httpx2.Client:
    """Return what sends requests to `urls` and waits `patience` seconds; raises CannotRun."""
    local = [url for url in urls if is_local(url)]
    direct = {_pattern(urlsplit(url).hostname or ""): None for url in local}
    trust_env = len(local) < len(urls)
    try:
        return httpx2.Client(
            transport=transport, timeout=patience, trust_env=trust_env, mounts=direct
        )
    except (ImportError, OSError, ValueError, httpx2.InvalidURL) as error:
        raise CannotRun(
            f"the environment's proxy or certificates cannot be used: {error}. Look at HTTP_PROXY, "
            "HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR"
        ) from None


def hint(url: str) -> str:
    """Return that a request went through a proxy, where nobody answered."""
    proxy = getproxies().get(urlsplit(url).scheme)
    return "" if is_local(url) or not proxy else " (through the proxy that the environment names)"


def _pattern(host: str) -> str:
    return f"all://[{host}]" if ":" in host else f"all://{host}"
