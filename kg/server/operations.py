"""What each address of the server takes and gives, as far as its route does not say: for the OpenAPI document.

The addresses themselves, their methods and their path parameters are those of the routes, and stored queries are those
of the catalogue; what is not listed here is described by the docstring of its function.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kg.iris import EXAMPLES
from kg.reconciliation.wire import REFERENCE
from kg.server import reconciliation, stored
from kg.server.choosing import DOCUMENTS
from kg.server.negotiation import GRAPHS, HTML, TABLES, Media

Schema = Mapping[str, Any]

TEXT: Final[Schema] = {"type": "string"}
IRI: Final[Schema] = {"type": "string", "format": "iri"}
_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    name: str
    description: str
    schema: Schema
    required: bool = False
    example: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """`answers` are the media types of the answer with their schemas; `statuses` are others than those of an answer and
    of common problems: 303 "see other", or 403. `body` is by media type, too."""

    summary: str
    tag: str
    description: str = ""
    parameters: tuple[Parameter, ...] = ()
    answers: Mapping[str, Schema]
    statuses: tuple[int, ...] = ()
    body: Mapping[str, Schema] | None = None


def typed(*offered: Media, json: Schema | None = None) -> dict[str, Schema]:
    """The media types of forms, with the schema of the one in JSON; JSON-LD has many shapes."""
    return {one.types[0]: (json or {}) if "json" in one.types[0] else TEXT for one in offered}


def form_of(offered: tuple[Media, ...]) -> Parameter:
    names = list(dict.fromkeys(one.name for one in offered))
    return Parameter(
        name="format",
        description="The form of the answer, where the Accept header does not say it",
        schema={"type": "string", "enum": [*names, ""]},
    )


def reference(name: str) -> Schema:
    return {"$ref": REFERENCE.format(model=name)}


RESULTS: Final = reference("SparqlResults")
_QUERY: Final[Schema] = {"type": "string", "format": "sparql-query", "minLength": 1}
_GRAPH_PARAMETERS: Final = (
    Parameter(
        name="default-graph-uri",
        description="A graph that the default graph is made of",
        schema={"type": "array", "items": IRI},
    ),
    Parameter(name="named-graph-uri", description="A graph that can be named", schema={"type": "array", "items": IRI}),
)
_ANSWERS: Final = {**typed(*TABLES, json=RESULTS), **typed(*GRAPHS)}
_PREFIX: Final = Parameter(
    name="prefix",
    description="What somebody has typed",
    schema={"type": "string", "maxLength": reconciliation.LONGEST},
)
_ID: Final = Parameter(
    name="id",
    description="An identifier",
    schema={"type": "string", "minLength": 1, "maxLength": reconciliation.LONGEST},
    required=True,
)
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0, "maximum": 9999}


def _suggested(what: str, answer: str, *more: Parameter) -> Operation:
    return Operation(
        summary=f"{what} whose names begin so",
        tag="reconciliation",
        parameters=(_PREFIX, *more),
        answers={_JSON: reference(answer)},
    )


def _flyout(what: str) -> Operation:
    return Operation(
        summary=f"A piece of HTML that tells of {what}",
        tag="reconciliation",
        parameters=(_ID,),
        answers={_JSON: reference("Flyout")},
    )


_RECONCILED: Final = {_JSON: {"anyOf": [reference(name) for name in ("Manifest", "ResultBatch", "ExtensionResponse")]}}
_MESSAGES: Final = (
    Parameter(
        name="queries",
        description="A batch of reconciliation queries, in JSON",
        schema={
            "type": "string",
            "contentMediaType": _JSON,
            "contentSchema": reference("QueryBatch"),
            "format": "reconciliation-queries",
        },
    ),
    Parameter(
        name="extend",
        description="A data extension query, in JSON",
        schema={
            "type": "string",
            "contentMediaType": _JSON,
            "contentSchema": reference("ExtensionQuery"),
            "format": "extension-query",
        },
    ),
)
_EXAMPLES: Final = f"/{EXAMPLES}"

OPERATIONS: Final[Mapping[tuple[str, str], Operation]] = {
    ("GET", "/sparql"): Operation(
        summary="Ask in SPARQL 1.1; without a query, what the endpoint can do",
        tag="SPARQL",
        parameters=(
            Parameter(name="query", description="A SPARQL query, for reading only", schema=_QUERY),
            *_GRAPH_PARAMETERS,
            form_of((*TABLES, *GRAPHS)),
        ),
        answers=_ANSWERS,
        statuses=(303,),
    ),
    ("POST", "/sparql"): Operation(
        summary="Ask in SPARQL 1.1",
        tag="SPARQL",
        parameters=(form_of((*TABLES, *GRAPHS)),),
        answers=_ANSWERS,
        statuses=(403, 415),
        body={
            _FORM: {
                "type": "object",
                "properties": {"query": _QUERY, **{one.name: one.schema for one in _GRAPH_PARAMETERS}},
                "required": ["query"],
            },
            "application/sparql-query": _QUERY,
        },
    ),
    ("GET", "/health"): Operation(summary="The process lives", tag="server", answers={_JSON: reference("Health")}),
    ("GET", "/ready"): Operation(summary="Questions are answered", tag="server", answers={_JSON: reference("Health")}),
    ("GET", "/openapi.json"): Operation(summary="This document", tag="server", answers={_JSON: {"type": "object"}}),
    ("GET", "/ask"): Operation(
        summary="Answer a question in words, such as: who claimed control of Sudzha",
        description="As rows of the stored query that takes the question (/query lists them), or as a page. One "
        'question asks one thing: for the other side of "who claimed control of Sudzha" ask "who denied control of '
        'Sudzha".',
        tag="stored queries",
        parameters=(
            Parameter(name="q", description="The question", schema=TEXT, example="who claimed control of Sudzha"),
            Parameter(name="query", description="Or the name of a stored query; then add its parameters", schema=TEXT),
            form_of((*TABLES, HTML)),
        ),
        answers=typed(*TABLES, HTML, json=RESULTS),
        statuses=(303,),
    ),
    ("GET", "/suggest"): Operation(
        summary="Questions that begin with what is written so far",
        tag="stored queries",
        parameters=(Parameter(name="q", description="The words so far", schema=TEXT),),
        answers={_JSON: {"type": "object"}},
    ),
    ("GET", "/query"): Operation(
        summary="The stored queries, each with its parameters",
        tag="stored queries",
        parameters=(
            form_of((stored.JSON, HTML)),
            Parameter(name="q", description="Words of a query (on the page only)", schema=TEXT),
            Parameter(name="tag", description="A tag (on the page only)", schema=TEXT),
        ),
        answers=typed(stored.JSON, HTML, json={"type": "array", "items": reference("StoredQuery")}),
    ),
    ("GET", _EXAMPLES): Operation(
        summary="The stored queries as examples in RDF (sh:SPARQLExecutable)",
        tag="stored queries",
        parameters=(form_of((*GRAPHS, HTML)),),
        answers=typed(*GRAPHS),
        statuses=(303,),
    ),
    ("GET", f"{_EXAMPLES}/{{name}}"): Operation(
        summary="A stored query as an example in RDF",
        tag="stored queries",
        parameters=(form_of((*GRAPHS, HTML)),),
        answers=typed(*GRAPHS),
        statuses=(303,),
    ),
    ("GET", "/reconcile"): Operation(
        summary="Reconcile names, or fetch values of properties; with neither, the manifest of the service",
        tag="reconciliation",
        parameters=_MESSAGES,
        answers=_RECONCILED,
    ),
    ("POST", "/reconcile"): Operation(
        summary="Reconcile names, or fetch values of properties",
        tag="reconciliation",
        answers=_RECONCILED,
        statuses=(415,),
        body={_FORM: {"type": "object", "properties": {one.name: one.schema for one in _MESSAGES}}},
    ),
    ("GET", "/reconcile/suggest/entity"): _suggested(
        "Actors and places",
        "SuggestedEntities",
        Parameter(name="cursor", description="How many to skip", schema=_COUNT),
        Parameter(name="type", description="Only of this type, such as Place", schema=TEXT),
    ),
    ("GET", "/reconcile/suggest/property"): _suggested("Properties", "SuggestedProperties"),
    ("GET", "/reconcile/suggest/type"): _suggested("Types", "SuggestedTypes"),
    ("GET", "/reconcile/flyout/entity"): _flyout("an entity"),
    ("GET", "/reconcile/flyout/property"): _flyout("a property"),
    ("GET", "/reconcile/flyout/type"): _flyout("a type"),
    ("GET", "/reconcile/properties"): Operation(
        summary="Properties that can be fetched for entities of a type",
        tag="reconciliation",
        parameters=(
            Parameter(name="type", description="A type, such as Place", schema=TEXT),
            Parameter(name="limit", description="How many at most", schema=_COUNT),
        ),
        answers={_JSON: reference("PropertyProposal")},
    ),
    ("GET", "/reconcile/preview"): Operation(
        summary="A small page on an entity, for a frame of another page",
        tag="reconciliation",
        parameters=(_ID,),
        answers=typed(HTML),
    ),
    **{
        ("GET", path): Operation(
            summary="A named graph, or the default graph (SPARQL 1.1 Graph Store Protocol, reading only)",
            tag="SPARQL",
            parameters=(
                Parameter(
                    name="graph",
                    description="The IRI of a graph, or `default`; `?default` alone is the default graph, too",
                    schema={"anyOf": [{"const": "default"}, IRI]},
                    required=True,
                ),
                form_of(GRAPHS),
            ),
            answers=typed(*GRAPHS),
        )
        for path in ("/rdf-graph-store", "/data")
    },
    **{
        ("GET", path): Operation(
            summary=summary,
            tag="linked data",
            parameters=(form_of(DOCUMENTS),),
            answers=typed(*DOCUMENTS),
            statuses=(303,),
        )
        for path, summary in (
            ("/void", "What the data set holds, in VoID"),
            ("/ontology", "What the terms of the graph mean"),
            ("/shapes", "What every graph must be like, in SHACL"),
            ("/article/{key}", "An article and the statements in it"),
            ("/doc/{rest}", "A document about a thing of the graph"),
        )
    },
    ("GET", "/dump.trig.gz"): Operation(
        summary="All graphs, but the words of articles", tag="linked data", answers={"application/gzip": TEXT}
    ),
}

PAGES: Final[Mapping[str, str]] = {
    "/": "The first page: a question, the newest claims, what the graph holds",
    "/id/{rest}": "A thing of the graph; its document is at /doc/id/{rest}",
    "/.well-known/genid/{rest}": "A thing of an added graph that has no name there; its document is at /doc",
    "/dataset": "The data set itself; its description is at /void",
    "/.well-known/void": "Where the description of the data set is",
    "/timeline": "Claims over time, in lanes by speaker, as a page",
    "/map": "Who is said to hold a place up to a day, as a page",
    "/map.json": "What the map draws: places, and who is said to hold them",
    "/network": "Who passes on and who contradicts whom, as a page",
    "/network.json": "What the network draws: speakers, and who passes on or contradicts whom",
    "/sparql-editor": "An editor for SPARQL, as a page",
    "/sparql-editor/terms": "Classes and properties of the graph, which the editor completes",
    "/favicon.ico": "The icon of the pages",
}
"""Summaries of what is for people, or for a script of a page."""
