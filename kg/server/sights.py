"""Claims drawn: over time, on a map, and as a network of who says what of whom."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.server.answers import answer
from kg.server.html import page
from kg.server.negotiation import Media

JSON: Final = Media(name="json", types=("application/json",), charset="")


def routes() -> list[Route]:
    return [
        Route("/timeline", timeline),
        Route("/map", on_map),
        Route("/map.json", map_data),
        Route("/network", network),
        Route("/network.json", network_data),
    ]


async def timeline(request: Request) -> Response:
    return await page(request, "timeline")


async def on_map(request: Request) -> Response:
    return await page(request, "map")


async def map_data(request: Request) -> Response:
    return await _drawing(request, "map")


async def network(request: Request) -> Response:
    return await page(request, "network")


async def network_data(request: Request) -> Response:
    return await _drawing(request, "network")


async def _drawing(request: Request, name: str) -> Response:
    """What the script of a page draws, for the same parameters."""
    return await answer(request, "drawing", {"drawing": name, "values": dict(request.query_params)}, media=JSON)
