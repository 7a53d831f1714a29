"""Claims drawn: over time, on a map, and as a network of who says what of whom."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.server.html import page


def routes() -> list[Route]:
    return [Route("/timeline", timeline)]


async def timeline(request: Request) -> Response:
    return await page(request, "timeline")
