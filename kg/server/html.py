"""The pages."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.server.answers import answer
from kg.server.gate import POLICY
from kg.server.negotiation import HTML
from kg.server.summaries import Summaries


def routes() -> list[Route]:
    return [Route("/", home)]


async def home(request: Request) -> Response:
    summaries: Summaries = request.app.state.summaries
    return await page(request, "home", **await summaries.for_home())


async def page(request: Request, name: str, **values: str) -> Response:
    """A page of `kg.server.tasks.page`, made by a worker. The parameters of the request are `values`, too."""
    return await page_with_policy(request, name, POLICY, **values)


async def page_with_policy(request: Request, name: str, policy: str, **values: str) -> Response:
    """For a page that may do what others may not; `policy` is its Content-Security-Policy."""
    given: Mapping[str, str] = {**request.query_params, **values}
    headers = {"Content-Security-Policy": policy}
    return await answer(request, "page", {"page": name, "values": given}, media=HTML, headers=headers)
