"""Where this server is, as others call it, and where they are."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from starlette.requests import Request

from kg.server.options import Options


def own_address(request: Request) -> str:
    """Without a "/" at its end: as the options say, else as this request has it."""
    options: Options = request.app.state.options
    return options.url or f"{request.scope['scheme']}://{request.headers['host']}"


def client_of(request: Request) -> str:
    """A name for whoever asks, by which all its requests are known."""
    return _network(request.client.host) if request.client else ""


@lru_cache(maxsize=1024)
def _network(host: str) -> str:
    """One subscriber has 2**64 addresses of IPv6 (RFC 6177), and is one client with all of them."""
    try:
        address = ip_address(host)
    except ValueError:  # a proxy may name its clients otherwise
        return host[:64]
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
    return str(address)
