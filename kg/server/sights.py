"""Claims drawn: over time, on a map, and as a network of who says what of whom.

Without parameters they show all claims. That takes seconds on a large graph, so it is drawn once for each generation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg import pages
from kg.server.answers import answer, respond_compressed
from kg.server.gate import POLICY
from kg.server.html import page
from kg.server.keeping import Keeper, Kept, Maker
from kg.server.negotiation import HTML, Media
from kg.server.problems import Problem
from kg.workers import Serving

JSON: Final = Media(name="json", types=("application/json",), charset="")
_SECONDS: Final = 120.0  # for a graph of 10,000 articles a tenth of it is enough
_AGAIN: Final = {"Retry-After": "5"}
_FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "timeline": dict.fromkeys(("place", "actor", "speaker", "type", "since", "until", "span"), "") | {"lanes": "12"},
    "map": {"until": ""},
    "network": {"actors": "60", "kind": ""},
}
"""The parameters of each, as they are when nobody chooses; others mean nothing to it."""


def routes() -> list[Route]:
    return [
        Route("/timeline", timeline),
        Route("/map", on_map),
        Route("/map.json", map_data),
        Route("/network", network),
        Route("/network.json", network_data),
    ]


async def timeline(request: Request) -> Response:
    return await _page(request, "timeline")


async def on_map(request: Request) -> Response:
    return await _page(request, "map")


async def map_data(request: Request) -> Response:
    return await _drawing(request, "map")


async def network(request: Request) -> Response:
    return await _page(request, "network")


async def network_data(request: Request) -> Response:
    return await _drawing(request, "network")


async def _page(request: Request, name: str) -> Response:
    if _chosen(request, name):
        return await page(request, name)
    headers = {"Content-Security-Policy": POLICY}
    if kept := await _kept(request, name):
        return respond_compressed(request, kept.value["html"], media=HTML, state=kept.state, headers=headers)
    html = pages.render("preparing.html", {"name": name})
    return Response(
        html, status_code=503, media_type=HTML.content_type, headers={**headers, **_AGAIN, "Cache-Control": "no-store"}
    )


async def _drawing(request: Request, name: str) -> Response:
    """What the script of a page draws, for the same parameters."""
    if _chosen(request, name):
        return await answer(request, "drawing", {"drawing": name, "values": dict(request.query_params)}, media=JSON)
    if kept := await _kept(request, name):
        return respond_compressed(request, kept.value["json"], media=JSON, state=kept.state)
    raise Problem(503, f"the {name} of all claims is being drawn: try again in some seconds", headers=_AGAIN)


def _chosen(request: Request, name: str) -> bool:
    """Whether the parameters ask for other than all that there is."""
    given = {field: request.query_params.get(field, "").strip() for field in _FIELDS[name]}
    return any(value not in ("", usual) for (value, usual) in zip(given.values(), _FIELDS[name].values(), strict=True))


async def _kept(request: Request, name: str) -> Kept | None:
    keeper: Keeper = request.app.state.keeper
    return await keeper.get(name)


async def _drawn(serving: Serving, *, name: str) -> Kept:
    """The page and the drawing, each compressed, by "html" and "json"."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    answered = await serving.run("sight", {"name": name, "as_of": now}, seconds=_SECONDS)
    parts, start = {}, 0
    for form, length in answered.reply.notes["lengths"].items():
        parts[form] = answered.reply.body[start : start + length]
        start += length
    return Kept(value=parts, state=answered.state)


MAKERS: Final[Mapping[str, Maker]] = {name: partial(_drawn, name=name) for name in _FIELDS}
