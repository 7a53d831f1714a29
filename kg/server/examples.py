"""The stored queries as examples in RDF, which query editors and agents look for at a well-known place.

They stand in the graph, too; here `schema:target` is the address that this server was just called by."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.iris import EXAMPLES
from kg.queries import examples
from kg.server.addresses import own_address
from kg.server.answers import respond, serving
from kg.server.choosing import chosen
from kg.server.negotiation import GRAPHS, HTML, Media
from kg.server.stored import known

_OFFERED: Final = (*GRAPHS, HTML)


def routes() -> list[Route]:
    return [Route(f"/{EXAMPLES}", listing), Route(f"/{EXAMPLES}/{{name}}", example)]


async def listing(request: Request) -> Response:
    """All of them."""
    return _answer(request, None)


async def example(request: Request) -> Response:
    """One of them, by the name of its query."""
    return _answer(request, known(request.path_params["name"]).name)


def _answer(request: Request, name: str | None) -> Response:
    media = chosen(request, _OFFERED)
    if media is HTML:
        return RedirectResponse(f"/query/{name}" if name else "/query", status_code=303, headers={"Vary": "Accept"})
    return respond(request, _written(request, name, media), media=media, state=own_address(request))


def _written(request: Request, name: str | None, media: Media) -> bytes:
    base = serving(request).base
    found = examples.triples(base, f"{own_address(request)}/sparql", names=None if name is None else (name,))
    return examples.serialise(found, media.name, base=base)
