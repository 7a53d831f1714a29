"""SPARQL 1.1 Graph Store HTTP Protocol, reading only.

Source: SPARQL 1.1 Graph Store HTTP Protocol, W3C Recommendation 21 March 2013, sections 4.1 and 5.2.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.errors import TimeLimitError
from kg.server import gate
from kg.server.answers import answer, serving
from kg.server.choosing import chosen
from kg.server.negotiation import GRAPHS
from kg.server.problems import Problem

_METHODS: Final = ("GET", "HEAD")
_WRITING: Final = ("PUT", "POST", "DELETE", "PATCH")
HOW_TO_ADD: Final = "this server only reads: `kg add FILE` beside it adds a graph, `kg remove IRI` removes it"


def routes() -> list[Route]:
    methods = [*_METHODS, *_WRITING, "OPTIONS"]
    return [Route(path, graph, methods=methods) for path in ("/rdf-graph-store", "/data")]


async def graph(request: Request) -> Response:
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=gate.preflight(_METHODS))
    if request.method in _WRITING:
        raise Problem(403, HOW_TO_ADD)
    name = _name(request)
    media = chosen(request, GRAPHS)
    arguments = {"graph": name, "format": media.name, "largest": serving(request).limits.result}
    try:
        return await answer(request, "graph", arguments, media=media)
    except TimeLimitError as error:
        raise TimeLimitError("the graph is too large to be read in time: take /dump.trig.gz, which has all") from error


def _name(request: Request) -> str | None:
    """The IRI of the graph that is asked for, or None for the default graph."""
    try:
        pairs = parse_qsl(request.url.query, keep_blank_values=True, errors="strict", max_num_fields=10)
    except (UnicodeDecodeError, ValueError) as error:
        raise Problem(400, "the parameters are not UTF-8, percent-encoded, or too many") from error
    asked = [(name, value) for name, value in pairs if name in ("graph", "default")]
    if len(asked) != 1:
        raise Problem(400, "one of `graph=IRI` and `default` is needed: which graph is asked for?")
    (kind, value) = asked[0]
    return value if kind == "graph" and value != "default" else None
