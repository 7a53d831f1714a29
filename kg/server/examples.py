"""The stored queries as examples in RDF, which query editors and agents look for at a well-known place."""

from __future__ import annotations

import hashlib
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.queries import examples
from kg.server.addresses import own_address
from kg.server.answers import serving
from kg.server.negotiation import GRAPHS, HTML, Media, best, by_name
from kg.server.problems import Problem
from kg.server.stored import known

_OFFERED: Final = (*GRAPHS, HTML)


def routes() -> list[Route]:
    return [Route(f"/{examples.PATH}", listing), Route(f"/{examples.PATH}/{{name}}", example)]


async def listing(request: Request) -> Response:
    """All of them."""
    return _answer(request, None)


async def example(request: Request) -> Response:
    """One of them, by the name of its query."""
    return _answer(request, known(request.path_params["name"]).name)


def _answer(request: Request, name: str | None) -> Response:
    wanted = request.query_params.get("format")
    media = by_name(wanted, _OFFERED) if wanted else best(request.headers.get("accept"), _OFFERED)
    if media is None:
        raise Problem(406, f"examples can be had as {', '.join(one.types[0] for one in _OFFERED)}")
    if media is HTML:
        return RedirectResponse(f"/query/{name}" if name else "/query", status_code=303, headers={"Vary": "Accept"})
    return _sent(request, _written(request, name, media), media)


def _written(request: Request, name: str | None, media: Media) -> bytes:
    endpoint = f"{own_address(request)}/sparql"
    found = examples.triples(serving(request).base, endpoint, names=None if name is None else (name,))
    return examples.serialise(found, media.name, endpoint=endpoint)


def _sent(request: Request, body: bytes, media: Media) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media.content_type, headers=headers)
