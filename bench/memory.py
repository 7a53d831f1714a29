"""Memory and disk that a graph takes, by how many articles it has.

    kg build FOLDER --store STORE
    python bench/memory.py STORE [--parts 4]

The first articles of the store, a quarter of them, a half, and so on, with all things: what the engine adds to the
memory of a process when it holds them (as `kg serve` does), and what a reader of the whole generation on disk adds,
after a question about its most disputed place.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from typing import Final

import processes
from apart import elsewhere
from processes import MEGABYTE
from pyoxigraph import NamedNode, RdfFormat, Store, serialize
from stored_queries import chosen

from kg import queries
from kg.queries.binding import bind
from kg.store import Reader

_ARTICLES: Final = "SELECT ?article { GRAPH ?article { ?article a cg:Article } } ORDER BY ?article"


def main() -> None:
    parser = argparse.ArgumentParser(description="Memory and disk that a graph takes.")
    parser.add_argument("store", type=Path)
    parser.add_argument("--parts", type=int, default=4)
    given = parser.parse_args()
    total = elsewhere(lambda: len(articles(Reader.open(given.store))))
    lines = ["| articles | quads | in memory, MB | kB an article | kB of 1,000 quads |", "|--:|--:|--:|--:|--:|"]
    for part in range(1, given.parts + 1):
        count = total * part // given.parts
        quads, size = measured(given.store, count)
        each = f"{size / count / 1000:.0f} | {size / quads:.0f}"
        lines.append(f"| {count:,} | {quads:,} | {size / MEGABYTE:,.0f} | {each} |")
    print("\n".join(lines))
    disk, read = elsewhere(lambda: opened(given.store), limit=600)
    print(
        f"\nOn disk the generation of all {total:,} takes {disk / MEGABYTE:,.0f} MB, {disk / total / 1000:.0f} kB an "
        f"article; opening it and asking who claimed control of one place adds {read / MEGABYTE:,.0f} MB to a process."
    )


def measured(store: Path, count: int) -> tuple[int, int]:
    with tempfile.TemporaryDirectory() as name:
        quads = elsewhere(lambda: written(store, count, Path(name, "some.nq")), limit=3600)
        return quads, elsewhere(lambda: held(Path(name, "some.nq")), limit=3600)


def articles(reader: Reader) -> list[str]:
    return [str(row[0]) for row in reader.select(_ARTICLES).rows]


def written(path: Path, count: int, out: Path) -> int:
    """The first articles as N-Quads, with all things: how many quads."""
    reader = Reader.open(path)
    keys = (one.removeprefix(reader.minter.article("")) for one in articles(reader)[count:])
    later = {NamedNode(graph) for key in keys for graph in (reader.minter.article(key), reader.minter.text(key))}
    quads = [quad for quad in reader.store if quad.graph_name not in later]
    serialize(quads, str(out), format=RdfFormat.N_QUADS)
    return len(quads)


def held(path: Path) -> int:
    """Bytes that the quads of a file take in memory."""
    before, store = _memory(), Store()
    store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    return _memory() - before


def opened(path: Path) -> tuple[int, int]:
    """Bytes of the generation on disk, and of memory that reading it takes."""
    before, reader = _memory(), Reader.open(path)
    text = queries.catalogue()["who-claimed-control"].text
    reader.select(bind(text, {"place": chosen(reader)["place"]}))
    return processes.on_disk(max((path / "generations").iterdir())), _memory() - before


def _memory() -> int:
    return processes.memory([os.getpid()])


if __name__ == "__main__":
    main()
