"""Errors as clients are told them: a problem in JSON, or for browsers a page.

Source: RFC 9457, Problem Details for HTTP APIs.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from kg import pages
from kg.errors import (
    AmbiguousNameError,
    BusyError,
    ClaimgraphError,
    DamagedError,
    InputError,
    QueryError,
    SizeLimitError,
    StoreError,
    TimeLimitError,
    UnknownNameError,
    UsageError,
)
from kg.server.negotiation import HTML, Media, best
from kg.workers.pool import FaultError

LOG: Final = logging.getLogger("kg.server")
JSON: Final = Media(name="problem", types=("application/problem+json", "application/json"), charset="")
_RETRY_SECONDS: Final = 5
_LINKED: Final = 8000  # characters of a query that a link may carry
_STATUS: Final = (
    (AmbiguousNameError, 400),
    (UnknownNameError, 404),
    (QueryError, 400),
    (UsageError, 400),
    (InputError, 400),
    (TimeLimitError, 504),
    (SizeLimitError, 413),
    (BusyError, 503),
    (StoreError, 503),
)


class Problem(Exception):  # noqa: N818 - the term of RFC 9457
    """What is answered instead. `detail` is one line for a person, with the way out."""

    def __init__(self, status: int, detail: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


def of(error: ClaimgraphError) -> Problem:
    """The status says whose fault it is; what only the log may know stays there."""
    if isinstance(error, FaultError):
        LOG.error("%s", error.trace)
        return Problem(500, "the server made a mistake: its log says more")
    if isinstance(error, DamagedError):  # told in the log, and where it is, once by `Serving`
        return Problem(500, "a part of the graph cannot be read: the server's log says more")
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    headers = {"Retry-After": str(_RETRY_SECONDS)} if status == 503 else {}
    return Problem(status, str(error), headers=headers)


def _ways_out(request: Request) -> Mapping[str, str]:
    """The address, where asking `again` is safe, and what was asked in SPARQL. Of a path that begins with two slashes a
    browser would make another host."""
    path = "/" + quote(request.scope["path"].lstrip("/"))
    asked = request.scope["query_string"].decode("latin-1")
    query = request.query_params.get("query", "") if path == "/sparql" else ""
    return {
        "again": f"{path}?{asked}".removesuffix("?") if request.method == "GET" else "",
        "query": query if len(query) <= _LINKED else "",
    }


def respond(request: Request, problem: Problem) -> Response:
    status = HTTPStatus(problem.status)
    headers = {**problem.headers, "Cache-Control": "no-store", "Vary": "Accept"}
    if best(request.headers.get("accept"), (JSON, HTML)) is HTML:
        page = pages.render("error.html", {"status": status, "detail": problem.detail, **_ways_out(request)})
        return Response(page, status_code=status, media_type=HTML.content_type, headers=headers)
    body = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": problem.detail}
    return Response(json.dumps(body), status_code=status, media_type=JSON.content_type, headers=headers)
