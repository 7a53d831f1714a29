"""Questions in words: their answers, and suggestions while they are written."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.server import suggestions
from kg.server.answers import answer, serving
from kg.server.choosing import chosen
from kg.server.negotiation import HTML, TABLES, Media
from kg.server.problems import Problem
from kg.server.summaries import Summaries
from kg.views.stored import given_parameters

_OWN: Final = frozenset({"q", "query", "page"})


def routes() -> list[Route]:
    return [Route("/ask", ask), Route("/suggest", suggest)]


async def ask(request: Request) -> Response:
    """`q` is a question in words; or `query` is the name of a stored query, and the others its parameters. A page, or
    for programs the rows of the stored query."""
    media = chosen(request, (HTML, *TABLES))
    if media is not HTML:
        return await _rows(request, media)
    summaries: Summaries = request.app.state.summaries
    names = summaries.names_for(request.query_params.get("q", ""))
    arguments = {"values": dict(request.query_params), "names": names}
    return await answer(request, "ask", arguments, media=HTML)


async def _rows(request: Request, media: Media) -> Response:
    values = dict(request.query_params)
    words = values.get("query") or values.get("q", "")
    if not words.strip():
        raise Problem(404, "the question is empty: add q=who+claimed+control+of+Sudzha")
    arguments = {
        "query": words,
        "values": given_parameters({name: value for name, value in values.items() if name not in _OWN}),
        "format": media.name,
        "largest": serving(request).limits.result,
    }
    return await answer(request, "stored", arguments, media=media)


async def suggest(request: Request) -> Response:
    """Questions that begin with what is written so far, about what the graph speaks most of."""
    summaries: Summaries = request.app.state.summaries
    names = summaries.summary.names if summaries.summary else ()
    found = suggestions.suggest(request.query_params.get("q", ""), names, base=request.app.state.serving.base)
    return JSONResponse({"suggestions": [one.to_json() for one in found]}, headers={"Cache-Control": "no-cache"})
