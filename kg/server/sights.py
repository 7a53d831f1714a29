"""Claims drawn: over time, on a map, and as a network of who says what of whom.

Drawing all claims takes seconds on a large graph, so it is done once for each generation.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import product
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
    "network": {"actor": "", "actors": "60", "kind": ""},
}
"""The parameters of each, as they are when nobody chooses."""

_SHAPES: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "timeline": {"lanes": ("12", "24", "48"), "span": ("", "all")},
    "map": {},
    "network": {"actors": ("30", "60", "150", "500", "2000"), "kind": ("", "relays", "contradicts")},
}
"""Of the parameters, those by which all claims are shown in another way. What is read for one of them does for all."""

Choice = tuple[str, ...]
"""The values of the parameters, in the order of `_FIELDS`."""


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
    choice = _choice(request, name)
    if choice not in _ALL_CLAIMS[name]:
        return await page(request, name)
    headers = {"Content-Security-Policy": POLICY}
    if kept := await _keeper(request).get(name):
        body = kept.value[choice]["html"]
        return respond_compressed(request, body, media=HTML, state=kept.state, headers=headers)
    html = pages.render("preparing.html", {"name": name, "failed": _keeper(request).failed(name)})
    headers |= {**_AGAIN, "Cache-Control": "no-store"}
    return Response(html, status_code=503, media_type=HTML.content_type, headers=headers)


async def _drawing(request: Request, name: str) -> Response:
    """What the script of a page draws, for the same parameters."""
    choice = _choice(request, name)
    if choice not in _ALL_CLAIMS[name]:
        return await answer(request, "drawing", {"drawing": name, "values": dict(request.query_params)}, media=JSON)
    if kept := await _keeper(request).get(name):
        return respond_compressed(request, kept.value[choice]["json"], media=JSON, state=kept.state)
    raise Problem(503, f"the {name} of all claims is being drawn: try again in some seconds", headers=_AGAIN)


def _choice(request: Request, name: str) -> Choice:
    """() when it has parameters that are not known here."""
    given = request.query_params
    if set(given) - set(_FIELDS[name]):
        return ()
    return tuple(given.get(field, "").strip() or usual for field, usual in _FIELDS[name].items())


def _keeper(request: Request) -> Keeper:
    keeper: Keeper = request.app.state.keeper
    return keeper


async def _drawn(serving: Serving, kept: Mapping[str, Kept], *, name: str) -> Kept:
    """For each choice that shows all claims the page and the drawing, compressed, by "html" and "json"."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    choices = [dict(zip(_FIELDS[name], choice, strict=True)) for choice in _ALL_CLAIMS[name]]
    answered = await serving.run("sight", {"name": name, "as_of": now, "choices": choices}, seconds=_SECONDS)
    body = io.BytesIO(answered.reply.body)
    forms = [{form: body.read(length) for form, length in one.items()} for one in answered.reply.notes["lengths"]]
    return Kept(value=dict(zip(_ALL_CLAIMS[name], forms, strict=True)), state=answered.state)


def _of_all_claims(name: str) -> tuple[Choice, ...]:
    shapes = (_SHAPES[name].get(field, (usual,)) for field, usual in _FIELDS[name].items())
    return tuple(product(*shapes))


_ALL_CLAIMS: Final[Mapping[str, tuple[Choice, ...]]] = {name: _of_all_claims(name) for name in _FIELDS}
MAKERS: Final[Mapping[str, Maker]] = {name: partial(_drawn, name=name) for name in _FIELDS}
