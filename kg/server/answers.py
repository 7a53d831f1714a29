"""From what a worker answered to what the client gets: state, freshness, compression."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from kg.server.addresses import client_of
from kg.server.negotiation import Media, quality_of
from kg.workers import Serving

# A browser asks again each time, and is mostly told that nothing has changed.
_CACHING: Final = "no-cache"
_VARY: Final = "Accept, Accept-Encoding"


def serving(request: Request) -> Serving:
    found: Serving = request.app.state.serving
    return found


async def answer(
    request: Request,
    task: str,
    arguments: Mapping[str, Any],
    *,
    media: Media,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Let a worker do a task of ours, and send what it says; "not modified" when the client has it already."""
    run = partial(serving(request).run, client=client_of(request))
    return await _answer(request, run, task, arguments, media, headers)


async def answer_foreign(
    request: Request,
    task: str,
    arguments: Mapping[str, Any],
    *,
    media: Media,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """As `answer`, for a query that a stranger wrote."""
    run = partial(serving(request).run_foreign, client=client_of(request))
    return await _answer(request, run, task, arguments, media, headers)


async def _answer(
    request: Request, run: Any, task: str, arguments: Mapping[str, Any], media: Media, headers: Mapping[str, str] | None
) -> Response:
    fresh = {"Cache-Control": _CACHING, "Vary": _VARY, **(headers or {})}
    depends = _depends(request, media, arguments)
    state = serving(request).state
    tag = _tag(state, depends)
    if _has(request, tag):
        return Response(status_code=304, headers={"ETag": f"W/{tag}", **fresh})
    answered = await run(task, {**arguments, "gzip": accepts_gzip(request)})
    fresh["ETag"] = f"W/{tag if answered.state == state else _tag(answered.state, depends)}"
    notes = answered.reply.notes
    if notes.get("gzip"):
        fresh["Content-Encoding"] = "gzip"
    fresh.update(notes.get("headers", {}))
    return Response(
        answered.reply.body, status_code=notes.get("status", 200), media_type=media.content_type, headers=fresh
    )


def respond(
    request: Request, body: bytes, *, media: Media, state: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """Send what is known without a worker, as `answer` does. `state` is that of the store which the body depends on."""
    return respond_compressed(request, _compressed(body), media=media, state=state, headers=headers)


def respond_compressed(
    request: Request, body: bytes, *, media: Media, state: str, headers: Mapping[str, str] | None = None
) -> Response:
    """As `respond`, with a body that is compressed already."""
    fresh = {"Cache-Control": _CACHING, "Vary": _VARY, **(headers or {})}
    tag = _tag(state, _depends(request, media, {}))
    fresh["ETag"] = f"W/{tag}"
    if _has(request, tag):
        return Response(status_code=304, headers=fresh)
    if accepts_gzip(request):
        fresh["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    return Response(body, media_type=media.content_type, headers=fresh)


@lru_cache(maxsize=32)
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def accepts_gzip(request: Request) -> bool:
    return quality_of("gzip", request.headers.get("accept-encoding", "")) > 0


_SAFE: Final = ("GET", "HEAD")


def _has(request: Request, tag: str) -> bool:
    """Whether the client says that it has this already."""
    given = request.headers.get("if-none-match")
    if not given or request.method not in _SAFE:
        return False
    return tag in (one.strip() for one in given.replace("W/", "").split(","))


def _depends(request: Request, media: Media, arguments: Mapping[str, Any]) -> str:
    """What an answer depends on besides the state of the store: its form, and what else the server knows."""
    scope = request.scope
    return f"{request.app.state.version} {media.name} {scope['path']}?{scope['query_string']!r} {arguments}"


def _tag(state: str, depends: str) -> str:
    """Of one form of one resource in one state of the store."""
    return f'"{hashlib.sha256(f"{state} {depends}".encode("utf-8", "surrogateescape")).hexdigest()[:20]}"'
