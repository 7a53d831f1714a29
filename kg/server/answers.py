"""From what a worker answered to what the client gets: state, freshness, compression."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from kg.server.negotiation import Media
from kg.workers import Serving

# A browser asks again each time, and is mostly told that nothing has changed.
_CACHING: Final = "no-cache"


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
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    fresh = {"Cache-Control": _CACHING, "Vary": "Accept, Accept-Encoding", **(headers or {})}
    tag = _tag(serving(request).state, request, media)
    if tag in request.headers.get("if-none-match", "").replace("W/", "").split(", ") and request.method in _SAFE:
        return Response(status_code=304, headers={"ETag": f"W/{tag}", **fresh})
    answered = await run(task, {**arguments, "gzip": zipped})
    fresh["ETag"] = f"W/{_tag(answered.state, request, media)}"
    if answered.reply.notes.get("gzip"):
        fresh["Content-Encoding"] = "gzip"
    fresh.update(answered.reply.notes.get("headers", {}))
    status = answered.reply.notes.get("status", 200)
    return Response(answered.reply.body, status_code=status, media_type=media.content_type, headers=fresh)


_SAFE: Final = ("GET", "HEAD")


def _tag(state: str, request: Request, media: Media) -> str:
    """Of one form of one resource in one state of the store."""
    version = request.app.state.version
    content = f"{state} {version} {media.name} {request.url.path}?{request.url.query}"
    return f'"{hashlib.sha256(content.encode("utf-8", "surrogateescape")).hexdigest()[:20]}"'
