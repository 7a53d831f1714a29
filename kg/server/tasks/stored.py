"""Stored queries, asked by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.export.sheets import sheet
from kg.queries import understand
from kg.server.tasks.knowledge import gazetteer
from kg.server.tasks.replies import Sink, reply
from kg.server.tasks.sparql import check_xml
from kg.store import Reader
from kg.workers import Reply


def stored(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """`query`, its name, `values` for its parameters, `format`, and the `largest` result in bytes."""
    asked = understand(reader, arguments["query"], arguments["values"], gazetteer=gazetteer(reader))
    sink = Sink(arguments["largest"])
    if arguments["format"] == "sheet":
        sink.write(sheet(reader.select(asked.sparql)))
        return reply(sink.getvalue(), arguments)
    reader.write(asked.sparql, format=arguments["format"], out=sink)
    if arguments["format"] in ("xml", "rdf"):
        check_xml(sink.getvalue())
    return reply(sink.getvalue(), arguments)
