"""`/ontology` and `/shapes`: what the terms of the graph mean, and what every graph must be like."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache, partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg import pages, views
from kg.export import vocabulary
from kg.server.answers import respond, serving
from kg.server.choosing import DOCUMENTS, alternates, chosen, split
from kg.server.negotiation import HTML


def routes() -> list[Route]:
    return [
        Route(path, _endpoint(name))
        for name in ("ontology", "shapes")
        for path in (f"/{name}", *(f"/{name}.{one.name}" for one in DOCUMENTS))
    ]


def _endpoint(name: str) -> Callable[[Request], Awaitable[Response]]:
    return partial(_document, name=name)


async def _document(request: Request, *, name: str) -> Response:
    path, form = split(request.url.path, DOCUMENTS)
    media = chosen(request, DOCUMENTS, name=form)
    body = _page(name, serving(request).base) if media is HTML else vocabulary.document(name, media.name)
    return respond(request, body, media=media, headers=alternates(path, DOCUMENTS))


@cache
def _page(name: str, base: str) -> bytes:
    view = views.ontology() if name == "ontology" else views.shapes()
    return pages.render(f"{name}.html", {"view": view}, base=base).encode("utf-8")
