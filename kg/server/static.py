"""Style sheets, scripts, pictures: kept for ever where the address holds the version, and compressed once."""

from __future__ import annotations

import asyncio
import gzip
import os
from collections.abc import MutableMapping
from typing import Any, Final

from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from kg.pages import assets

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"
_TEXTS: Final = (".css", ".js", ".json", ".svg", ".txt")


class Files(StaticFiles):
    """The folder of static files. What is compressed stays in memory: there are few of them, and they do not change."""

    def __init__(self) -> None:
        super().__init__(directory=assets.STATIC)
        self._compressed: dict[tuple[str, int], bytes] = {}

    async def get_response(self, path: str, scope: MutableMapping[str, Any]) -> Response:
        response = await super().get_response(path, scope)
        asked = QueryParams(scope["query_string"]).get("v")
        known = asked is not None and assets.versions().get(path) == asked
        response.headers["Cache-Control"] = _FOR_EVER if known else _ASK_AGAIN
        response.headers["Vary"] = "Accept-Encoding"
        if isinstance(response, FileResponse) and path.endswith(_TEXTS) and _reads_gzip(scope):
            return await self._smaller(response)
        return response

    async def _smaller(self, response: FileResponse) -> Response:
        path = os.fspath(response.path)
        key = path, os.stat(path).st_mtime_ns
        if key not in self._compressed:
            self._compressed[key] = await asyncio.to_thread(_compress, path)
        kept = {name: value for name, value in response.headers.items() if name not in ("content-length", "etag")}
        headers = {**kept, "ETag": f"W/{response.headers['etag']}", "Content-Encoding": "gzip"}
        return Response(self._compressed[key], headers=headers)


async def icon(request: Request) -> Response:
    """Browsers ask for it beside what names none, such as an answer in JSON."""
    return RedirectResponse(assets.asset("icon.svg"), status_code=308)


def _reads_gzip(scope: MutableMapping[str, Any]) -> bool:
    return "gzip" in Headers(scope=scope).get("accept-encoding", "")


def _compress(path: str) -> bytes:
    with open(path, "rb") as file:
        return gzip.compress(file.read(), mtime=0)
