"""Addresses on the web, and which of them may be asked: no host of the local network, whatever it is called.

A name is looked up once, all that it stands for is checked, and the connection goes to what was checked: a name that
means another host a moment later (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Final

from kg.fetching.refusals import FetchError

if TYPE_CHECKING:
    import httpx

Resolver = Callable[[str, int], Sequence[str]]
"""The IP addresses of a host's name. Raises OSError."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_LONGEST: Final = 2_000
_SHOWN: Final = 200
_HOST = re.compile(rb"[a-z0-9._-]+|[0-9a-f:.]+", re.IGNORECASE)
_LOCAL_ALL_THE_SAME: Final = (
    IPv4Network("168.63.129.16/32"),  # a public address that answers virtual machines of Azure only
    IPv4Network("192.0.0.0/24"),  # for protocols (RFC 6890); one of them is where Oracle's cloud keeps its secrets
)
_CARRIES_IPV4: Final = (  # the four bytes of an IPv4 address stand at this offset
    (IPv6Network("::/96"), 12),
    (IPv6Network("::ffff:0:0/96"), 12),
    (IPv6Network("64:ff9b::/96"), 12),
    (IPv6Network("2002::/16"), 2),
)
_SITE_LOCAL: Final = IPv6Network("fec0::/10")
_LOCAL_TRANSLATION: Final = IPv6Network("64:ff9b:1::/48")


def is_address(text: str) -> bool:
    """Whether a source is an address, and no path."""
    return _ADDRESS.match(text) is not None


def shown(address: str) -> str:
    """An address as messages name it: without a password, and not longer than a line."""
    plain = re.sub(r"(?<=://)[^/?#]*@", "", address[: 10 * _SHOWN])
    plain = "".join(one if one.isprintable() and one != " " else "?" for one in plain)
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


def checked(address: str) -> str:
    """The address in its usual spelling, without a fragment. Raises FetchError for one that nobody may ask."""
    import httpx

    try:
        url = httpx.URL(address.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"{shown(address)}: no address ({error}): check how it is written") from error
    _check(url, address)
    return str(url.copy_with(fragment=None))


def _check(url: httpx.URL, address: str) -> None:
    if url.scheme not in ("http", "https"):
        raise FetchError(f"{shown(address)}: neither http nor https: download it, and give the file")
    if not _HOST.fullmatch(url.raw_host) or not 0 < (url.port or 80) < 65_536:
        raise FetchError(f"{shown(address)}: no address: it names no host")
    if url.userinfo:
        raise FetchError(f"{shown(address)}: holds a user name or a password: download it, and give the file")
    if len(str(url)) > _LONGEST:
        raise FetchError(f"{shown(address)}: longer than {_LONGEST} characters: no address of an article is")


def joined(base: str, target: str) -> str:
    """Where a redirect or a link leads. Raises FetchError."""
    import httpx

    try:
        return checked(str(httpx.URL(base).join(target)))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"{shown(base)}: leads to what is no address: {shown(target)}") from error
    except FetchError as error:
        raise FetchError(f"{shown(base)}: leads to {error}") from error


def host(address: str) -> str:
    import httpx

    return httpx.URL(address).host.lower()


def resolve(name: str, port: int) -> Sequence[str]:
    """As the operating system knows it. Raises OSError."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet at large.

    None of these is: private, shared, loopback, link-local (clouds keep their secrets there), multicast, reserved,
    and an IPv6 address that stands for such an IPv4 address.
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        carried = _carried(found)
        local = found in _SITE_LOCAL or found in _LOCAL_TRANSLATION
        return is_public(str(carried)) if carried else not local and _is_global(found)
    return _is_global(found) and not any(found in network for network in _LOCAL_ALL_THE_SAME)


def _is_global(found: IPv4Address | IPv6Address) -> bool:
    special = found.is_multicast or found.is_reserved or found.is_unspecified or found.is_loopback
    return found.is_global and not special and not found.is_link_local and not found.is_private


def _carried(found: IPv6Address) -> IPv4Address | None:
    places = (at for network, at in _CARRIES_IPV4 if found in network)
    return next((IPv4Address(found.packed[at : at + 4]) for at in places), None)
