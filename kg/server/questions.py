"""Questions in words: their answers, and suggestions while they are written."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.server import suggestions
from kg.server.answers import answer
from kg.server.negotiation import HTML
from kg.server.summaries import Summaries


def routes() -> list[Route]:
    return [Route("/ask", ask), Route("/suggest", suggest)]


async def ask(request: Request) -> Response:
    """`q` is a question in words; or `query` is the name of a stored query, and the others its parameters."""
    summaries: Summaries = request.app.state.summaries
    names = summaries.names_for(request.query_params.get("q", ""))
    arguments = {"values": dict(request.query_params), "names": names}
    return await answer(request, "ask", arguments, media=HTML)


async def suggest(request: Request) -> Response:
    """Questions that begin with what is written so far, about what the graph speaks most of."""
    summaries: Summaries = request.app.state.summaries
    names = summaries.summary.names if summaries.summary else ()
    found = suggestions.suggest(request.query_params.get("q", ""), names, base=summaries.base)
    return JSONResponse({"suggestions": [one.to_json() for one in found]}, headers={"Cache-Control": "no-cache"})
