"""The page with the editor for SPARQL, and the terms that it completes."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.server import gate
from kg.server.answers import answer, serving
from kg.server.html import page_with_policy
from kg.server.negotiation import Media

_SPARQL = Media(name="rq", types=("application/sparql-query",))
_JSON = Media(name="json", types=("application/json",), charset="")


def routes() -> list[Route]:
    return [
        Route("/sparql-editor", editor),
        Route("/sparql-editor/terms", terms),
        Route("/sparql-editor/examples/{name}", example),
    ]


async def editor(request: Request) -> Response:
    """Yasgui writes style attributes; nothing else is allowed here that other pages may not."""
    seconds = f"{serving(request).limits.seconds:g}"
    return await page_with_policy(request, "sparql-editor", gate.POLICY_WITH_STYLES, seconds=seconds)


async def terms(request: Request) -> Response:
    return await answer(request, "terms", {}, media=_JSON)


async def example(request: Request) -> Response:
    """A stored query, ready to run."""
    return await answer(request, "example", {"name": request.path_params["name"]}, media=_SPARQL)
