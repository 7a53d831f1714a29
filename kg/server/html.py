"""The pages."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.server.answers import answer
from kg.server.negotiation import HTML
from kg.server.summaries import Summaries


def routes() -> list[Route]:
    return [Route("/", home)]


async def home(request: Request) -> Response:
    summaries: Summaries = request.app.state.summaries
    return await page(request, "home", **await summaries.for_home())


async def page(request: Request, name: str, **values: str) -> Response:
    """A page of `kg.server.tasks.page`, made by a worker. The parameters of the request are `values`, too."""
    given: Mapping[str, str] = {**request.query_params, **values}
    return await answer(request, "page", {"page": name, "values": given}, media=HTML)
