"""CPU seconds of every stored query on a store, with nothing given and with each of its parameters.

    python bench/stored_queries.py STORE [NAME …] [--in-memory] [--limit 10]

What is given is what costs most: the place of most events, the speaker of most statements, and so on. Each is asked
twice in a process of its own, which opens the generation on disk or, with `--in-memory`, shares it with the others as
workers of a server do. What takes more CPU than the limit is ended.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Mapping
from typing import Final

from apart import elsewhere
from pyoxigraph import RdfFormat, Store

from kg import queries
from kg.queries import Parameter, StoredQuery
from kg.queries.binding import bind
from kg.store import Reader

_MOST: Final = "SELECT ?x (COUNT(*) AS ?n) {{ {} }} GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1"
VALUES: Final = {
    "place": _MOST.format("?event cg:place ?x"),
    "region": _MOST.format("?place geo:sfWithin ?x"),
    "actor": _MOST.format("?statement cg:speaker ?x"),
    "agent": _MOST.format("?event cg:agent ?x"),
    "type of event": _MOST.format("?event cg:place ?place ; a ?x"),
    "event": _MOST.format("?statement cg:asserts ?x"),
    "statement": _MOST.format("?mention cg:statement ?x"),
    "first day": "SELECT (MIN(?day) AS ?x) { ?statement cg:statedOn ?day }",
    "last day": "SELECT (MAX(?day) AS ?x) { ?statement cg:statedOn ?day }",
}
"""By what a parameter takes: how to find what is given for it."""

_NAMED: Final = {"since": "first day", "until": "last day", "agent": "agent", "controller": "agent", "party": "agent"}


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU seconds of the stored queries.")
    parser.add_argument("store")
    parser.add_argument("names", nargs="*", metavar="NAME", help="these stored queries, instead of all")
    parser.add_argument("--in-memory", action="store_true", help="load the generation into memory first")
    parser.add_argument("--limit", type=float, default=10, help="CPU seconds of one query")
    arguments = parser.parse_args()
    values = elsewhere(lambda: chosen(Reader.open(arguments.store)))
    shared = loaded(arguments.store) if arguments.in_memory else None
    print("| query | given | rows | first | again |\n|---|---|--:|--:|--:|")
    for query in queries.catalogue().values():
        for given in cases(query, values) if query.name in (arguments.names or [query.name]) else ():
            sparql = bind(query.text, given)
            cost = elsewhere(lambda: costs(arguments.store, shared, sparql), limit=2 * arguments.limit)  # noqa: B023
            told = f"{cost[0]:,} | {cost[1]:.2f} | {cost[2]:.2f}" if cost else f"| > {arguments.limit:g} |"
            print(f"| {query.name} | {', '.join(given)} | {told} |", flush=True)


def chosen(reader: Reader) -> dict[str, str]:
    found = ((kind, reader.select(sparql).rows) for kind, sparql in VALUES.items())
    return {kind: str(rows[0][0]) for kind, rows in found if rows and rows[0][0]}


def cases(query: StoredQuery, values: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """What the query can be given: what it must be, and then each of the others beside that."""
    known = {one: values[_taken(query, one)] for one in query.parameters.values() if _taken(query, one) in values}
    must = {one.name: value for one, value in known.items() if one.required}
    yield must
    for one, value in known.items():
        if not one.required:
            yield {**must, one.name: value}


def _taken(query: StoredQuery, parameter: Parameter) -> str:
    if query.name == "claims-in-region" and parameter.kind == "place":
        return "region"
    if parameter.kind == "event":
        return "type of event"
    return _NAMED.get(parameter.name) or parameter.kind or parameter.name


def costs(path: str, shared: Store | None, sparql: str) -> list[float]:
    """The number of rows, and the CPU seconds of the first time and of the next."""
    reader = Reader.open(path)
    reader.store = shared or reader.store
    found = [0.0]
    for _ in range(2):
        start = time.process_time()
        table = reader.select(sparql)
        found.append(time.process_time() - start)
        found[0] = len(table)
    return found


def loaded(path: str) -> Store:
    """The newest generation in memory. Another process reads it, because its engine has threads."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with os.fdopen(writing, "wb") as pipe:
            Reader.open(path).store.dump(pipe, RdfFormat.N_QUADS)
        os._exit(0)
    os.close(writing)
    found = Store()
    with os.fdopen(reading, "rb") as pipe:
        found.bulk_load(pipe, RdfFormat.N_QUADS)
    os.waitpid(child, 0)
    return found


if __name__ == "__main__":
    main()
