"""The IRIs of the graph, dereferenced: what a thing is gets "see other" to a document about it.

Source: Cool URIs for the Semantic Web, W3C Interest Group Note 3 December 2008, section 4.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.server.answers import serving
from kg.server.html import page

_PAGES = {"place": "place", "actor": "actor", "event": "event"}


def routes() -> list[Route]:
    return [
        Route("/article/{key}", article),
        Route("/id/{kind}/{name}", thing),
        Route("/doc/id/{kind}/{name}", document),
    ]


async def article(request: Request) -> Response:
    return await page(request, "article", iri=f"{serving(request).base}article/{request.path_params['key']}")


async def thing(request: Request) -> Response:
    return RedirectResponse(f"/doc{request.url.path}", status_code=303, headers={"Vary": "Accept"})


async def document(request: Request) -> Response:
    kind, name = request.path_params["kind"], request.path_params["name"]
    return await page(request, _PAGES.get(kind, "thing"), iri=f"{serving(request).base}id/{kind}/{name}")
