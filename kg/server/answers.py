"""From what a worker answered to what the client gets: state, freshness, compression."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

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
    return await _answer(request, serving(request).run, task, arguments, media, headers)


async def answer_foreign(
    request: Request,
    task: str,
    arguments: Mapping[str, Any],
    *,
    media: Media,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """As `answer`, for a query that a stranger wrote."""
    client = request.client.host if request.client else ""
    run = partial(serving(request).run_foreign, client=client)
    return await _answer(request, run, task, arguments, media, headers)


async def _answer(
    request: Request, run: Any, task: str, arguments: Mapping[str, Any], media: Media, headers: Mapping[str, str] | None
) -> Response:
    fresh = {"Cache-Control": _CACHING, "Vary": _VARY, **(headers or {})}
    tag = _tag(serving(request).state, request, media, arguments)
    if _has(request, tag):
        return Response(status_code=304, headers={"ETag": f"W/{tag}", **fresh})
    answered = await run(task, {**arguments, "gzip": accepts_gzip(request)})
    fresh["ETag"] = f"W/{_tag(answered.state, request, media, arguments)}"
    if answered.reply.notes.get("gzip"):
        fresh["Content-Encoding"] = "gzip"
    fresh.update(answered.reply.notes.get("headers", {}))
    status = answered.reply.notes.get("status", 200)
    return Response(answered.reply.body, status_code=status, media_type=media.content_type, headers=fresh)


def respond(
    request: Request, body: bytes, *, media: Media, state: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """Send what is known without a worker, as `answer` does. `state` is that of the store which the body depends on."""
    fresh = {"Cache-Control": _CACHING, "Vary": _VARY, **(headers or {})}
    tag = _tag(state, request, media, {})
    fresh["ETag"] = f"W/{tag}"
    if _has(request, tag):
        return Response(status_code=304, headers=fresh)
    if accepts_gzip(request):
        body = _compressed(body)
        fresh["Content-Encoding"] = "gzip"
    return Response(body, media_type=media.content_type, headers=fresh)


def respond_compressed(
    request: Request, body: bytes, *, media: Media, state: str, headers: Mapping[str, str] | None = None
) -> Response:
    """As `respond`, with a body that is compressed already."""
    fresh = {"Cache-Control": _CACHING, "Vary": _VARY, **(headers or {})}
    tag = _tag(state, request, media, {})
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
    given = request.headers.get("if-none-match", "").replace("W/", "")
    return request.method in _SAFE and tag in (one.strip() for one in given.split(","))


def _tag(state: str, request: Request, media: Media, arguments: Mapping[str, Any]) -> str:
    """Of one form of one resource in one state of the store, made with what else the server knows."""
    version = request.app.state.version
    content = f"{state} {version} {media.name} {request.url.path}?{request.url.query} {json.dumps(arguments)}"
    return f'"{hashlib.sha256(content.encode("utf-8", "surrogateescape")).hexdigest()[:20]}"'
