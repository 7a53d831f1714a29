"""SPARQL 1.1 Protocol, reading only.

Source: SPARQL 1.1 Protocol, W3C Recommendation 21 March 2013, section 2.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.server import gate
from kg.server.addresses import own_address
from kg.server.answers import answer, answer_foreign, serving
from kg.server.choosing import chosen, fitting
from kg.server.negotiation import GRAPHS, HTML, TABLES, Media
from kg.server.problems import Problem
from kg.store import forms

METHODS: Final = ("GET", "HEAD", "POST")
_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_GRAPH_FORMS: Final = ("CONSTRUCT", "DESCRIBE")
HOW_TO_ADD: Final = "this server only reads: `kg build` beside it adds articles, `kg add` RDF of your own"


@dataclass(frozen=True, slots=True, kw_only=True)
class SparqlRequest:
    """Where the request names no graphs, the query decides, or else it is about the union of all."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"query": self.query, "default_graphs": self.default_graphs, "named_graphs": self.named_graphs}


async def endpoint(request: Request) -> Response:
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=gate.preflight(METHODS))
    if request.method in ("GET", "HEAD") and not request.scope["query_string"]:
        return await _description(request)
    asked = await _read(request)
    limits = serving(request).limits
    if len(asked.query.encode("utf-8", "surrogatepass")) > limits.query:
        raise Problem(413, f"a query has at most {limits.query} bytes")
    media = _media(request, asked)
    arguments = {**asked.to_json(), "format": media.name, "largest": limits.result, "base": _endpoint(request)}
    return await answer_foreign(request, "sparql", arguments, media=media)


async def no_update(request: Request) -> Response:
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=gate.preflight(("POST",)))
    raise Problem(403, HOW_TO_ADD)


async def _description(request: Request) -> Response:
    media = chosen(request, (*GRAPHS, HTML))
    if media is HTML:
        return RedirectResponse("/sparql-editor", status_code=303, headers={"Vary": "Accept"})
    arguments = {
        "endpoint": _endpoint(request),
        "url": own_address(request),
        "triples": request.app.state.products.triples(),
        "format": media.name,
        "largest": serving(request).limits.result,
    }
    links = (
        f'<{own_address(request)}/void>; rel="describedby", <{own_address(request)}/openapi.json>; rel="service-desc"'
    )
    return await answer(request, "description", arguments, media=media, headers={"Link": links})


def _endpoint(request: Request) -> str:
    return f"{own_address(request)}/sparql"


async def _read(request: Request) -> SparqlRequest:
    pairs = _pairs(request.scope["query_string"].decode("latin-1"))
    if request.method == "POST":
        kind, _, rest = request.headers.get("content-type", "").partition(";")
        kind = kind.strip().lower()
        charset = rest.lower().partition("charset=")[2].strip(' "') or "utf-8"
        if kind == _UPDATE:
            raise Problem(403, HOW_TO_ADD)
        if kind not in (_FORM, _QUERY):
            raise Problem(415, f"a query comes as {_QUERY}, or as {_FORM} in a field `query`")
        text = _decoded(await _body(request), charset)
        pairs += _pairs(text) if kind == _FORM else [("query", text)]
    return _request(pairs)


def _request(pairs: Sequence[tuple[str, str]]) -> SparqlRequest:
    if any(name == "update" for name, _ in pairs):
        raise Problem(403, HOW_TO_ADD)
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) != 1:
        raise Problem(400, f"one parameter `query` is needed, and there are {len(queries)}")
    return SparqlRequest(
        query=queries[0],
        default_graphs=tuple(value for name, value in pairs if name in ("default-graph-uri", "using-graph-uri")),
        named_graphs=tuple(value for name, value in pairs if name in ("named-graph-uri", "using-named-graph-uri")),
        format=next((value for name, value in pairs if name == "format"), None),
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except (UnicodeDecodeError, ValueError) as error:
        raise Problem(400, "the parameters are not UTF-8, percent-encoded, or too many") from error


async def _body(request: Request) -> bytes:
    most = serving(request).limits.query * 3  # a character may take three bytes in a form
    body, size = bytearray(), 0
    async for piece in request.stream():
        size += len(piece)
        if size <= most:  # the rest is not kept, but read: who still sends hears no answer
            body += piece
    if size > most:
        raise Problem(413, f"a query has at most {serving(request).limits.query} bytes")
    return bytes(body)


def _decoded(body: bytes, charset: str) -> str:
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"a query comes in UTF-8, not in {charset}")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"the query is not UTF-8 (byte {error.start})") from error


def _media(request: Request, asked: SparqlRequest) -> Media:
    offered: Sequence[Media] = GRAPHS if forms.form(asked.query) in _GRAPH_FORMS else TABLES
    return fitting(request, offered, asked.format)
