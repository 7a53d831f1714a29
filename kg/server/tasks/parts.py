"""Parts of the graph: descriptions of things, named graphs, and what the endpoint says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kg.errors import SizeLimitError
from kg.export import parts, service, statements, write
from kg.server.tasks.replies import Sink, reply
from kg.store import Reader
from kg.workers import Reply

TRUNCATED: Final = {"X-KG-Truncated": "true"}


def describe(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """The thing `iri` in a `format`, in at most `largest` bytes. `document` is the IRI of what is made, if it has one
    of its own."""
    about = parts.describe(reader, arguments["iri"])
    document = arguments["document"]
    dataset = f"{reader.base}dataset"
    noted = parts.note(document, about, topic=arguments["iri"], dataset=dataset) if document else []
    sink = Sink(arguments["largest"])
    write([*about.quads, *noted], format=arguments["format"], out=sink, base=reader.base)
    return reply(sink.getvalue(), arguments, headers=TRUNCATED if about.left_out else {})


def graph(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """The named graph `graph`, or the union of all for None, in a `format`, in at most `largest` bytes."""
    sink = Sink(arguments["largest"])
    try:
        parts.stream(parts.graph(reader, arguments["graph"]), format=arguments["format"], out=sink)
    except SizeLimitError as error:
        raise SizeLimitError(
            f"the graph is larger than {arguments['largest']} bytes: take /dump.trig.gz, which has all, or ask for a "
            "part of it with CONSTRUCT and LIMIT at /sparql"
        ) from error
    return reply(sink.getvalue(), arguments)


def text(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """The text of which `graph` is the graph, as it was read."""
    return reply(parts.text(reader, arguments["graph"]).encode("utf-8"), arguments)


def description(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """The SPARQL endpoint `endpoint` of the server at `url` in a `format`; `triples` may be None."""
    told = service.describe(reader, endpoint=arguments["endpoint"], url=arguments["url"], triples=arguments["triples"])
    sink = Sink(arguments["largest"])
    write(statements(told), format=arguments["format"], out=sink, base=reader.base)
    return reply(sink.getvalue(), arguments)
