"""The routes."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import AsyncIterator
from importlib.metadata import version
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kg import pages
from kg.errors import ClaimgraphError
from kg.server import (
    dataset,
    documents,
    editor,
    examples,
    gate,
    graphs,
    html,
    openapi,
    problems,
    protocol,
    questions,
    reconciliation,
    sights,
    static,
    stored,
    summaries,
    tasks,
    vocabulary,
)
from kg.server.gate import Gate
from kg.server.keeping import Keeper
from kg.server.options import Options
from kg.server.problems import Problem
from kg.server.products import Products
from kg.server.summaries import Summaries
from kg.workers import Serving

_ANY = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")


def create(options: Options) -> Starlette:
    """The application. Raises StoreError when there is no store."""
    serving = Serving(options.store, tasks=tasks.WHERE, limits=options.limits)
    keeper = Keeper(serving, {**summaries.COUNTS, **sights.MAKERS, **summaries.EXAMPLES})
    products = Products(serving, options.store)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with serving, keeper, products:
            yield

    app = Starlette(
        routes=_routes(),
        lifespan=lifespan,
        middleware=[Middleware(Gate, options=options), Middleware(Shortcut)],
        exception_handlers={Problem: _problem, ClaimgraphError: _error, HTTPException: _http},  # type: ignore[dict-item]
    )
    app.state.serving = serving
    app.state.keeper = keeper
    app.state.summaries = Summaries(keeper)
    app.state.products = products
    app.state.options = options
    app.state.version = _version()
    return app


def _routes() -> list[BaseRoute]:
    return [
        Route("/sparql", protocol.endpoint, methods=[*protocol.METHODS, "OPTIONS"]),
        Route("/update", protocol.no_update, methods=_ANY),
        Route("/health", health),
        Route("/ready", ready),
        *html.routes(),
        *stored.routes(),
        *examples.routes(),
        *openapi.routes(),
        *reconciliation.routes(),
        *questions.routes(),
        *documents.routes(),
        *editor.routes(),
        *dataset.routes(),
        *graphs.routes(),
        *vocabulary.routes(),
        *sights.routes(),
        Mount("/static", static.Files()),
        Route("/favicon.ico", static.icon),
    ]


class Shortcut:
    """ASGI middleware. A query by GET need not be looked up among the routes: that costs more than many queries do."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/sparql" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await protocol.endpoint(request)
        except ClaimgraphError as error:
            response = await _error(request, error)
        except Problem as problem:
            response = await _problem(request, problem)
        await response(scope, receive, send)


async def health(request: Request) -> Response:
    """The process lives."""
    serving: Serving = request.app.state.serving
    return JSONResponse({"status": "ok", "state": serving.state, "version": version("claimgraph")})


async def ready(request: Request) -> Response:
    """Questions are answered."""
    serving: Serving = request.app.state.serving
    if not serving.state:
        raise Problem(503, f"not ready: {serving.fault or 'starting'}", headers={"Retry-After": "1"})
    fault = {"fault": serving.fault} if serving.fault else {}  # an older generation answers
    return JSONResponse({"status": "ready", "state": serving.state, "in_memory": serving.in_memory, **fault})


async def _problem(request: Request, error: Problem) -> Response:
    return problems.respond(request, error)


async def _error(request: Request, error: ClaimgraphError) -> Response:
    return problems.respond(request, problems.of(error))


async def _http(request: Request, error: HTTPException) -> Response:
    if error.status_code == 405 and request.method == "OPTIONS":
        allowed = (error.headers or {}).get("Allow", "GET, HEAD")
        return Response(status_code=204, headers=gate.preflight(sorted(allowed.split(", "))))
    detail = {404: f"there is nothing at {request.url.path}", 405: f"{request.method} is not for {request.url.path}"}
    return problems.respond(
        request, Problem(error.status_code, detail.get(error.status_code, error.detail), headers=error.headers)
    )


def _version() -> str:
    """Of the code and of what pages are made of, so that no client keeps a page of an older version."""
    digest = hashlib.sha256(version("claimgraph").encode())
    digest.update(repr(sorted(pages.versions().items())).encode())
    for folder in (pages.TEMPLATES, Path(__file__).parent):
        for file in sorted(folder.rglob("*")):
            if file.suffix in (".html", ".py"):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
