"""Who may come in, and what every answer carries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.server import problems
from kg.server.options import Options
from kg.server.problems import Problem

RawHeaders = Sequence[tuple[bytes, bytes]]
"""As ASGI has them: names in lower case."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FRAMED: Final = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *").replace("script-src 'self'; ", "")
"""For a page that others may show in theirs; it has no scripts."""
POLICY_WITH_STYLES: Final = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
"""For a page whose scripts, of others, write style attributes."""
_SECURITY: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Server": "claimgraph",
    "Content-Security-Policy": POLICY,
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_LARGEST_HEADERS: Final = 32 * 1024  # bytes of all; negotiation looks at each of their words, several times
_MOST_PARAMETERS: Final = 1_000  # of an address
_NETLOC: Final = re.compile(r"(?:\[(?P<address>[0-9A-Fa-f:.]+)\]|(?P<name>[\w.-]+))(?::\d+)?", re.ASCII)
_EXPOSED: Final = "ETag, Link, Location, Retry-After, X-KG-Truncated"


class Gate:
    """ASGI middleware. A Host that is not ours is refused: a web page may have made its own name point here (DNS
    rebinding). An Origin that may not read is refused; all may, unless the options name some."""

    def __init__(self, app: ASGIApp, options: Options) -> None:
        self._app = app
        self._hosts = options.known_hosts
        self._origins = options.origins
        self._plain = _raw({**_SECURITY, **self._sharing(None)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host, origin = _header(scope, b"host") or "", _header(scope, b"origin")
        extra = self._headers(origin)

        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _joined(message.get("headers", ()), extra)
                if "*" not in self._origins:
                    MutableHeaders(scope=message).add_vary_header("Origin")
            await send(message)

        excess = _excess(scope)
        refusal = excess or self._refusal(host, origin)
        if refusal is not None:
            told = Request({**scope, "headers": []} if excess else scope)
            await problems.respond(told, refusal)(scope, receive, send_more)
            return
        await self._app(scope, receive, send_more)

    def _refusal(self, given: str, origin: str | None) -> Problem | None:
        host = _name(given)
        if host not in self._hosts:
            return Problem(421, f"this server is not called {host!r}: start it with --allow-host {host or 'NAME'}")
        if origin is not None and not self._may_read(origin) and _name(origin.partition("://")[2]) != host:
            return Problem(403, f"pages of {origin} may not read this server: start it with --allow-origin {origin}")
        return None

    def _headers(self, origin: str | None) -> RawHeaders:
        return self._plain if "*" in self._origins else _raw({**_SECURITY, **self._sharing(origin)})

    def _sharing(self, origin: str | None) -> dict[str, str]:
        if "*" in self._origins:
            return {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": _EXPOSED}
        if origin is not None and self._may_read(origin):
            return {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": _EXPOSED}
        return {}

    def _may_read(self, origin: str) -> bool:
        return "*" in self._origins or origin in self._origins


def _excess(scope: Scope) -> Problem | None:
    """What is refused unread: all that follows takes time that grows with its size, for everybody."""
    if sum(len(name) + len(value) for name, value in scope["headers"]) > _LARGEST_HEADERS:
        return Problem(431, f"the headers of a request have at most {_LARGEST_HEADERS} bytes, all together")
    if scope["query_string"].count(b"&") >= _MOST_PARAMETERS:
        return Problem(400, f"an address has at most {_MOST_PARAMETERS} parameters")
    return None


def preflight(methods: Iterable[str]) -> dict[str, str]:
    """What OPTIONS is answered with."""
    allowed = ", ".join((*methods, "OPTIONS"))
    return {**_PREFLIGHT, "Access-Control-Allow-Methods": allowed, "Allow": allowed}


def _header(scope: Scope, name: bytes) -> str | None:
    return next((value.decode("latin-1") for given, value in scope["headers"] if given == name), None)


def _raw(headers: Mapping[str, str]) -> RawHeaders:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def _joined(headers: Iterable[tuple[bytes, bytes]], extra: RawHeaders) -> list[tuple[bytes, bytes]]:
    """What the answer says itself comes first; a page that others may show in theirs is not denied to frames."""
    joined = list(headers)
    given = dict(joined)
    if b"frame-ancestors *" in given.get(b"content-security-policy", b""):
        given[b"x-frame-options"] = b""
    joined += [one for one in extra if one[0] not in given]
    return joined


@lru_cache(maxsize=64)
def _name(netloc: str) -> str:
    """Without the port; "" for what is no name."""
    found = _NETLOC.fullmatch(netloc)
    return (found["address"] or found["name"]).casefold() if found else ""
