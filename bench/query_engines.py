"""Eight stored queries on the engines that one could ask instead, each with the same graph and the same text.

    kg build FOLDER --store STORE
    python bench/query_engines.py STORE [--limit 10] [--no-servers]

CPU time of one question: in process, that of a process which has opened or loaded the graph; over HTTP, that of all
processes of the server, asked by one client with a text that is new each time. Nothing is counted for starting and
loading. What takes longer than the limit is ended. Each must find as many rows as Claimgraph's own reader.

rdflib-endpoint is installed from PyPI into an environment of its own, under build/bench/.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import processes
import servers
from apart import elsewhere
from pyoxigraph import RdfFormat, Store
from stored_queries import chosen, loaded

from kg import queries
from kg.ontology import PREFIXES
from kg.queries.binding import bind
from kg.store import Reader

Ask = Callable[[str], int]
"""A query, as text → how many rows it found."""

QUERIES: Final[Mapping[str, Mapping[str, str]]] = {
    "who-claimed-control": {"place": "place"},
    "claims-about-place": {"place": "place"},
    "what-did-say": {"speaker": "actor"},
    "denied-claims": {},
    "contradictions": {"place": "place"},
    "corroboration": {"place": "place"},
    "who-relays-whom": {},
    "evidence": {"statement": "statement"},
}
"""What people ask, with what is given: the place of most events, the speaker of most statements, and so on."""

_OFTEN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """CPU seconds: the most that one question may take, and the least that it is asked for, again and again."""

    limit: float
    least: float

    @property
    def too_long(self) -> str:
        return f"> {1000 * self.limit:,.0f}"


Cost = tuple[int, float] | str
"""How many rows there were, and the CPU seconds; or why that is not known."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Eight stored queries on several engines.")
    parser.add_argument("store", type=Path)
    parser.add_argument("--limit", type=float, default=5, help="CPU seconds of one query")
    parser.add_argument("--at-least", type=float, default=0.3, help="CPU seconds to ask each for")
    parser.add_argument("--no-servers", action="store_true", help="only what runs in process")
    parser.add_argument("--port", type=int, default=8793)
    given = parser.parse_args()
    texts = elsewhere(lambda: bound(Reader.open(given.store)))
    effort = Effort(limit=given.limit, least=given.at_least)
    found = in_process(given.store, texts, effort)
    if not given.no_servers:
        found |= over_http(given.store, texts, effort, port=given.port)
    print(table(texts, found))


def bound(reader: Reader) -> dict[str, str]:
    """The text of each query, with what is given."""
    values = chosen(reader)
    catalogue = queries.catalogue()
    return {
        name: bind(catalogue[name].text, {parameter: values[kind] for parameter, kind in given.items()})
        for name, given in QUERIES.items()
    }


def in_process(store: Path, texts: Mapping[str, str], effort: Effort) -> dict[str, dict[str, Cost]]:
    """By engine, each query in a process of its own."""
    found: dict[str, dict[str, Cost]] = {}
    for engine, opened in ENGINES.items():
        ready = opened(store)
        print(f"… {engine}", file=sys.stderr, flush=True)
        found[engine] = {
            name: _taken(elsewhere(partial(_cost, ready, text, effort), limit=effort.limit + effort.least), effort)
            for name, text in texts.items()
        }
    return found


def _taken(found: list[float] | None, effort: Effort) -> Cost:
    return (int(found[0]), found[1]) if found else effort.too_long


def _cost(opened: Callable[[], Ask], text: str, effort: Effort) -> tuple[int, float]:
    ask = opened()
    rows, spent, times = ask(text), 0.0, 0
    while not times or (spent < effort.least and times < _OFTEN):
        start = time.process_time()
        ask(_new(text, times))
        spent += time.process_time() - start
        times += 1
    return rows, spent / times


def _new(text: str, number: int) -> str:
    """The same query, which no cache knows."""
    return f"{text}\n# {number}"


def _reader(store: Path) -> Callable[[], Ask]:
    def opened() -> Ask:
        reader = Reader.open(store)
        return lambda text: len(reader.select(text))

    return opened


def _pyoxigraph(store: Path) -> Callable[[], Ask]:
    return lambda: _asked_of(Reader.open(store).store)


def _pyoxigraph_in_memory(store: Path) -> Callable[[], Ask]:
    memory = loaded(str(store))
    return lambda: _asked_of(memory)


def _asked_of(store: Store) -> Ask:
    def ask(text: str) -> int:
        return sum(1 for _ in store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True))

    return ask


def _oxrdflib(store: Path) -> Callable[[], Ask]:
    import oxrdflib  # noqa: F401 once, not in each process that asks
    import rdflib.plugins.sparql  # noqa: F401

    def opened() -> Ask:
        dataset = Reader.open(store).dataset()
        return lambda text: len(dataset.query(text))

    return opened


def _rdflib(store: Path) -> Callable[[], Ask]:
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=loaded(str(store)).dump(format=RdfFormat.N_QUADS), format="nquads")
    return lambda: lambda text: len(dataset.query(text))


ENGINES: Final[Mapping[str, Callable[[Path], Callable[[], Ask]]]] = {
    "Claimgraph": _reader,
    "pyoxigraph": _pyoxigraph,
    "pyoxigraph in memory": _pyoxigraph_in_memory,
    "oxrdflib": _oxrdflib,
    "rdflib in memory": _rdflib,
}
"""By name: what opens a store or loads it, and then gives what asks it, in the process that shall ask."""


def over_http(store: Path, texts: Mapping[str, str], effort: Effort, *, port: int) -> dict[str, dict[str, Cost]]:
    found: dict[str, dict[str, Cost]] = {}
    for name, program in servers.programs(store, port=port).items():
        print(f"… {name}", file=sys.stderr, flush=True)
        found[name] = {}
        while waiting := [query for query in texts if query not in found[name]]:
            with servers.running(program) as process:
                for query in waiting:
                    found[name][query] = _served(program.url, process, texts[query], effort)
                    if isinstance(found[name][query], str):
                        break  # it may still be busy with what took too long: ask another one
    return found


def _served(url: str, process: int, text: str, effort: Effort) -> Cost:
    at = urlsplit(url)
    connection = HTTPConnection(at.hostname or "", at.port, timeout=3 * effort.limit)
    try:
        rows = _rows(connection, at.path, text)
        before, spent, times = processes.cpu(processes.tree(process)), 0.0, 0
        while not times or (spent < effort.least and times < _OFTEN):
            _rows(connection, at.path, _new(text, times))
            times += 1
            spent = processes.cpu(processes.tree(process)) - before
    except TimeoutError:
        return effort.too_long
    except (OSError, HTTPException, ValueError) as error:
        print(f"… {url}: {error}", file=sys.stderr, flush=True)
        return "fails"
    finally:
        connection.close()
    return rows, spent / times


def _rows(connection: HTTPConnection, path: str, text: str) -> int:
    """Raises ValueError when the server refuses to answer."""
    headers = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
    connection.request("POST", path, body=text.encode(), headers=headers)
    with connection.getresponse() as answer:
        said = answer.read()
        if answer.status != 200:
            raise ValueError(said[:200].decode("utf-8", "replace"))
    return len(json.loads(said)["results"]["bindings"])


def table(texts: Mapping[str, str], found: Mapping[str, Mapping[str, Cost]]) -> str:
    lines = [f"| CPU of a question, ms | rows | {' | '.join(found)} |", f"|---|--:|{'--:|' * len(found)}"]
    for query in texts:
        ours = found["Claimgraph"][query]
        rows = 0 if isinstance(ours, str) else ours[0]
        cells = [_cell(costs[query], rows) for costs in found.values()]
        lines.append(f"| {query} | {rows:,} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(cost: Cost, rows: int) -> str:
    if isinstance(cost, str):
        return cost
    digits = 2 if cost[1] < 0.01 else 1 if cost[1] < 0.1 else 0
    other = "" if cost[0] == rows else f" ({cost[0]:,} rows)"
    return f"{1000 * cost[1]:,.{digits}f}{other}"


if __name__ == "__main__":
    main()
