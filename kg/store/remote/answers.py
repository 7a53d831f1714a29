"""What a store on the network answers, as terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from kg.errors import StoreError
from kg.store.remote.http import Reply

Cell = NamedNode | BlankNode | Literal | None
_FORMATS: Final = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "text/n3": RdfFormat.TURTLE,
    "text/rdf+n3": RdfFormat.TURTLE,
}


def terms(reply: Reply) -> list[Sequence[Cell]]:
    """The rows of a table."""
    found = _parsed(reply)
    if not isinstance(found, QuerySolutions):
        raise _nonsense(reply)
    names = [variable.value for variable in found.variables]
    return [tuple(row[name] for name in names) for row in found]


def truth(reply: Reply) -> bool:
    found = _parsed(reply)
    if not isinstance(found, QueryBoolean):
        raise _nonsense(reply)
    return bool(found)


def triples(reply: Reply) -> list[Quad]:
    """Of a graph, without its name."""
    try:
        return list(parse(reply.body, _FORMATS[reply.type]))
    except (KeyError, SyntaxError, ValueError) as error:
        raise _nonsense(reply) from error


def _parsed(reply: Reply) -> QuerySolutions | QueryBoolean:
    try:
        return parse_query_results(reply.body, QueryResultsFormat.JSON)
    except (SyntaxError, ValueError) as error:
        raise _nonsense(reply) from error


def _nonsense(reply: Reply) -> StoreError:
    start = " ".join(reply.body[:60].decode("utf-8", "replace").split())
    kind = reply.type or "no type"
    return StoreError(f"the store's answer ({kind}, {start!a}) is not what SPARQL 1.1 says: check its address")
