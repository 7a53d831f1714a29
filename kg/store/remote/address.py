"""Where a store on the network is, and who may use it: told by its URL, and by the environment.

KG_STORE_KIND                         which of `kg.store.remote.layouts`, where the URL does not tell
KG_STORE_UPDATE_URL KG_STORE_GRAPH_URL   where changes and whole graphs go, where that differs
KG_STORE_USER KG_STORE_PASSWORD       or ~/.netrc (or the file that NETRC names)
KG_STORE_TOKEN                        sent as a bearer token
KG_STORE_HEADERS                      a file of further headers, "Name: value" on each line, such as a key for an API

Nothing secret is part of a command line, of an address or of a message.
"""

from __future__ import annotations

import netrc
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import UsageError
from kg.store.remote.layouts import LAYOUTS, Layout, guess

_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x20-\x7e]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """`url` is what the user called it."""

    url: str
    kind: str
    query: str
    update: str | None
    graphs: str | None
    user: str = ""
    password: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def layout(self) -> Layout:
        return LAYOUTS[self.kind]

    def __str__(self) -> str:
        return self.url


def address(url: str, environment: Mapping[str, str] = os.environ) -> Address:
    """Raises UsageError for what is no address, and for a kind that is not known."""
    kind = environment.get("KG_STORE_KIND") or guess(_checked(url))
    if kind not in LAYOUTS:
        raise UsageError(f"KG_STORE_KIND={kind} is no kind of store: give one of {', '.join(LAYOUTS)}")
    places = LAYOUTS[kind].at(url)
    if places is None:
        raise UsageError(f"the store {url} cannot be of the kind {kind}: leave out what follows its path")
    query, update, graphs = places
    user, password = _account(url, environment)
    return Address(
        url=url,
        kind=kind,
        query=query,
        update=_told(environment, "KG_STORE_UPDATE_URL", url) or update,
        graphs=_told(environment, "KG_STORE_GRAPH_URL", url) or graphs,
        user=user,
        password=password,
        headers=_headers(environment),
    )


def _checked(url: str) -> str:
    """The URL itself, when it is one of a server, and holds no secret."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not url.isascii() or re.search(r"[\s\x00-\x1f<>\"]", url):
        raise UsageError(
            f"the store {url.partition('?')[0]!a} is no address: give one like http://localhost:7878/query"
        )
    if "@" in parts.netloc:
        raise UsageError(
            "the address of a store holds no password, for others could read it: "
            "set KG_STORE_USER and KG_STORE_PASSWORD, or use ~/.netrc"
        )
    return url


def _told(environment: Mapping[str, str], name: str, url: str) -> str | None:
    """Another address, of the same server: what it is told with the first one is meant for no other."""
    other = environment.get(name)
    if other and urlsplit(_checked(other)).hostname != urlsplit(url).hostname:
        raise UsageError(f"{name} is on another server than the store {url}: give one on the same server")
    return other or None


def _account(url: str, environment: Mapping[str, str]) -> tuple[str, str]:
    user = environment.get("KG_STORE_USER", "")
    if user or environment.get("KG_STORE_TOKEN"):
        return user, environment.get("KG_STORE_PASSWORD", "")
    try:
        found = netrc.netrc(environment.get("NETRC")).hosts.get(urlsplit(url).hostname or "")
    except FileNotFoundError:
        return "", ""
    except (OSError, netrc.NetrcParseError) as error:
        raise UsageError(f"the netrc file cannot be read ({error}): mend it, or set KG_STORE_USER") from error
    return (found[0], found[2]) if found else ("", "")


def _headers(environment: Mapping[str, str]) -> dict[str, str]:
    token, path = environment.get("KG_STORE_TOKEN"), environment.get("KG_STORE_HEADERS")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if not path:
        return headers
    try:
        lines = Path(path).read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"KG_STORE_HEADERS={path} cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        found = _HEADER.fullmatch(line.strip())
        if line.strip() and not found:
            raise UsageError(f"{path}:{number}: no header: write it as Name: value")
        if found:
            headers[found[1]] = found[2]
    return headers
