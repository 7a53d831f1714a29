"""Queries that strangers wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.errors import QueryError
from kg.server.tasks.replies import Sink, reply
from kg.store import Reader
from kg.store.answers import NOT_IN_XML
from kg.workers import Reply


def sparql(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """`query`, with the `base` of its relative IRIs, `format`, `default_graphs`, `named_graphs`, `largest` in bytes."""
    sink = Sink(arguments["largest"])
    reader.write(
        arguments["query"],
        format=arguments["format"],
        out=sink,
        default_graphs=arguments["default_graphs"],
        named_graphs=arguments["named_graphs"],
        base_iri=arguments.get("base"),
    )
    body = sink.getvalue()
    if arguments["format"] in ("xml", "rdf"):
        check_xml(body)
    return reply(body, arguments)


def check_xml(body: bytes) -> None:
    found = NOT_IN_XML.search(body.decode("utf-8"))
    if found:
        raise QueryError(f"the answer has the character U+{ord(found[0]):04X}, which XML cannot carry: ask for JSON")
