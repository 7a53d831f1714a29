"""The OpenAPI document, made of the routes, of the stored queries, and of `kg.server.operations`.

Source: OpenAPI Specification 3.1.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.queries import Parameter as QueryParameter
from kg.queries import StoredQuery, catalogue
from kg.reconciliation import wire
from kg.server.addresses import own_address
from kg.server.answers import respond, serving
from kg.server.operations import IRI, OPERATIONS, PAGES, RESULTS, TEXT, Operation, Parameter, form_of, typed
from kg.server.problems import JSON as PROBLEM
from kg.server.stored import JSON, formats
from kg.views.stored import LONGEST, meaning
from kg.workers import Limits

_UNSAID: Final = frozenset({"HEAD", "OPTIONS"})  # they go without saying where GET is
_PLACE: Final = re.compile(r"\{(\w+)(?::\w+)?\}")
_URL: Final = '"URL of the server"'
_STORED: Final = "/query/{name}"
_ELSEWHERE: Final = (301, 302, 303, 307, 308)
_COMMON: Final = (400, 404, 406, 413, 421, 503, 504)
_TYPES: Final = {
    "xsd:date": {"type": "string", "format": "date"},
    "xsd:gYear": {"type": "string", "pattern": r"^\d{4}$"},
    "xsd:gYearMonth": {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
}


def routes() -> list[Route]:
    return [Route("/openapi.json", openapi)]


async def openapi(request: Request) -> Response:
    """What this server can be asked, for programs."""
    url = own_address(request)
    body = _written(request.app, serving(request).limits).replace(_URL, json.dumps(url))
    return respond(request, body.encode("ascii"), media=JSON, state=url)


@cache
def _written(app: Starlette, limits: Limits) -> str:
    """Made once, for it takes long enough to hold up whoever else is answered. The address is that of each request."""
    routes_ = [one for one in app.routes if isinstance(one, Route)]
    return json.dumps(document(routes_, url=json.loads(_URL), limits=limits))


def document(routes_: Iterable[Route], *, url: str, limits: Limits) -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for route in routes_:
        for path, method, operation in _operations(route):
            described = {"operationId": _id(path, method), **_described(path, operation, limits)}
            paths.setdefault(path, {})[method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Claimgraph",
            "version": version("claimgraph"),
            "summary": "Who claimed what: a graph of claims in the news",
            "description": _limits(limits),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": url}],
        "paths": paths,
        "components": {"schemas": {**wire.schemas(), **_SCHEMAS}},
    }


def _id(path: str, method: str) -> str:
    """What programs call an operation: that of an address is the address, "query_who_claimed_control"."""
    words = re.findall(r"\w+", path) or ["home"]
    return "_".join(words if method == "GET" else [*words, method.lower()])


def _operations(route: Route) -> Iterator[tuple[str, str, Operation]]:
    """What can be done at a route: at that of the stored queries, each of them."""
    path = _PLACE.sub(r"{\1}", route.path)
    if path == _STORED:
        for query in catalogue().values():
            yield path.replace("{name}", query.name), "GET", _stored(query)
        return
    for method in sorted(set(route.methods or ()) - _UNSAID):
        yield path, method, _operation(path, method, route)


def _operation(path: str, method: str, route: Route) -> Operation:
    known = OPERATIONS.get((method, path))
    if known:
        return known
    if method != "GET" or path == "/update":
        return Operation(summary="Refused: this server only reads", tag="refused", answers={}, statuses=(403,))
    start, _, suffix = path.rpartition(".")
    whole = OPERATIONS.get((method, start))
    if whole:
        return Operation(
            summary=f"{whole.summary} ({suffix})", tag=whole.tag, answers=whole.answers, statuses=whole.statuses
        )
    said = PAGES.get(path) or (inspect.getdoc(route.endpoint) or "").partition("\n")[0]
    return Operation(summary=said or path, tag="pages", answers={"*/*": {}}, statuses=_ELSEWHERE)


def _stored(query: StoredQuery) -> Operation:
    parameters = (
        Parameter(
            name=one.name,
            description=f"{one.name}: {meaning(one)}",
            schema=_schema(one),
            required=one.required,
            example=query.defaults.get(one.name),
        )
        for one in query.parameters.values()
    )
    offered = tuple(formats(query))
    return Operation(
        summary=query.summary,
        description=query.description,
        tag="stored queries",
        parameters=(*parameters, form_of(offered)),
        answers=typed(*offered, json=RESULTS),
    )


def _schema(parameter: QueryParameter) -> Mapping[str, Any]:
    """An empty field of a form counts as not filled in."""
    text = {"type": "string", "maxLength": LONGEST, "pattern": r"\S"}
    iri = {**text, **IRI} if parameter.type == "iri" and not parameter.kind else text
    schema = _TYPES.get(parameter.type, iri)
    return schema if parameter.required else {"anyOf": [schema, {"const": ""}]}


def _described(path: str, operation: Operation, limits: Limits) -> dict[str, Any]:
    made: dict[str, Any] = {
        "summary": operation.summary,
        **({"description": operation.description} if operation.description else {}),
        "tags": [operation.tag],
        "parameters": [
            *({"name": name, "in": "path", "required": True, "schema": TEXT} for name in _PLACE.findall(path)),
            *(_parameter(one) for one in operation.parameters),
        ],
        "responses": _responses(operation),
    }
    if operation.body:
        made["requestBody"] = {"content": {media: {"schema": one} for media, one in operation.body.items()}}
        made["requestBody"]["description"] = f"A query has at most {limits.query} bytes."
        made["requestBody"]["required"] = True
    return made


def _parameter(one: Parameter) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": one.name,
        "in": "query",
        "description": one.description,
        "required": one.required,
        "schema": one.schema,
    }
    if one.example is not None:
        made["example"] = one.example
    return made


def _responses(operation: Operation) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if operation.answers:
        content = {media: {"schema": schema} for media, schema in operation.answers.items()}
        made["200"] = {"description": "The answer", "content": content}
        made["304"] = {"description": "What the client has already is still so (If-None-Match)"}
    for status in (*operation.statuses, *_COMMON):
        made[str(status)] = {"description": HTTPStatus(status).phrase}
        if status >= 400:
            made[str(status)]["content"] = {
                PROBLEM.types[0]: {"schema": {"$ref": wire.REFERENCE.format(model="Problem")}},
                "text/html": {"schema": TEXT},
            }
    return made


def _limits(limits: Limits) -> str:
    return (
        "Every event is a claim of somebody: each row of an answer says whose. Begin with /query, which lists the "
        "stored queries, or with a question in words at /ask; /sparql is for what they do not answer. Reading only. "
        f"A query is stopped after {limits.seconds:g} seconds (504); it has at most {limits.query} bytes, and its "
        f"answer at most {limits.result} bytes (413): a cut one is never sent as a whole. When too many wait, the "
        "answer is 503 with Retry-After. Every error is a problem in JSON (RFC 9457), or a page for browsers. Answers "
        "have an ETag, which stays the same until the graph changes."
    )


_OBJECT: Final = "object"
_SCHEMAS: Final[Mapping[str, Any]] = {
    "Problem": {
        "type": _OBJECT,
        "description": "RFC 9457",
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What is wrong, and the way out, in one line"},
        },
        "required": ["type", "title", "status", "detail"],
    },
    "SparqlResults": {
        "type": _OBJECT,
        "description": "SPARQL 1.1 Query Results JSON Format",
        "properties": {
            "head": {"type": _OBJECT, "properties": {"vars": {"type": "array", "items": TEXT}}},
            "results": {
                "type": _OBJECT,
                "properties": {"bindings": {"type": "array", "items": {"type": _OBJECT}}},
                "required": ["bindings"],
            },
            "boolean": {"type": "boolean"},
        },
        "required": ["head"],
    },
    "Health": {
        "type": _OBJECT,
        "properties": {"status": TEXT, "state": TEXT, "version": TEXT},
        "required": ["status", "state"],
    },
    "StoredQuery": {
        "type": _OBJECT,
        "properties": {
            "name": TEXT,
            "summary": TEXT,
            "description": TEXT,
            "url": TEXT,
            "tags": {"type": "array", "items": TEXT},
            "questions": {"type": "array", "items": TEXT},
            "formats": {"type": "array", "items": TEXT},
            "parameters": {
                "type": "array",
                "items": {
                    "type": _OBJECT,
                    "properties": {"name": TEXT, "type": TEXT, "required": {"type": "boolean"}, "description": TEXT},
                    "required": ["name", "type", "required", "description"],
                },
            },
            "sparql": TEXT,
        },
        "required": ["name", "summary", "description", "url", "parameters", "formats", "sparql"],
    },
}
