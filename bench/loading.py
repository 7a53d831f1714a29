"""What it costs to store articles: our writer against pyoxigraph alone, with the same graphs.

    python bench/loading.py [--count 100] [--seed 1]

All begin with what a worker has made, text of N-Triples. Our writer also keeps the manifest, forgets things that
nobody mentions any more, is safe from a power cut after each article, and publishes a generation at the end; the
others do not. CPU time with that of RocksDB's threads; bytes on disk after closing.
"""

from __future__ import annotations

import argparse
import gc
import pickle
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import made_up_news
from apart import elsewhere
from processes import on_disk
from pyoxigraph import RdfFormat, Store, parse

from kg import articles
from kg.article_graph import PackedGraph
from kg.files import sync_data
from kg.iris import Minter
from kg.model import Article
from kg.ontology import DEFAULT_BASE
from kg.pipeline.site import TOGETHER
from kg.store import Writer

Load = Callable[[Path, Sequence[PackedGraph]], None]
THINGS: Final = Minter(DEFAULT_BASE).things
TOO_LONG: Final = 300  # CPU seconds


def main() -> None:
    parser = argparse.ArgumentParser(description="Storing articles: our writer against pyoxigraph alone.")
    parser.add_argument("--count", type=int, default=100, help="how many articles")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    made = graphs(given.count, seed=given.seed)
    print(table(len(made), *measured(made)))


def graphs(count: int, *, seed: int = 1) -> list[PackedGraph]:
    """Of made-up articles. Another process makes them, so that the model is not in the way of what follows."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "graphs")
        elsewhere(lambda: path.write_bytes(pickle.dumps(_made(count, seed))), limit=3600)
        found: list[PackedGraph] = pickle.loads(path.read_bytes())
        return found


def _made(count: int, seed: int) -> list[PackedGraph]:
    from kg.pipeline import Extractor, Settings

    with tempfile.TemporaryDirectory() as name:
        paths = made_up_news.write(Path(name), count, seed=seed)
        extractor = Extractor(Settings())
        return [extractor.graph(found).packed() for found in extractor.named(_readable(paths))]


def _readable(paths: Sequence[Path]) -> Iterator[Article]:
    return (one for one in articles.read(map(str, paths)) if isinstance(one, Article))


def write(store: Path, made: Sequence[PackedGraph]) -> None:
    with Writer.create(store) as writer:
        for start in range(0, len(made), TOGETHER):
            writer.replace_all([(one, "") for one in made[start : start + TOGETHER]])


def _write_each(store: Path, made: Sequence[PackedGraph]) -> None:
    with Writer.create(store) as writer:
        for one in made:
            writer.replace(one)


def _update(store: Path, made: Sequence[PackedGraph]) -> None:
    opened = Store(str(store))
    for one in made:
        opened.update(_replacing(one))


def _update_synced(store: Path, made: Sequence[PackedGraph]) -> None:
    opened = Store(str(store))
    for one in made:
        opened.update(_replacing(one))
        for log in store.glob("*.log"):
            sync_data(log)


def _extend(store: Path, made: Sequence[PackedGraph]) -> None:
    opened = Store(str(store))
    for one in made:
        opened.extend(parse(input=_quads(one), format=RdfFormat.TRIG))


def _bulk(store: Path, made: Sequence[PackedGraph]) -> None:
    Store(str(store)).bulk_load("".join(map(_quads, made)).encode(), RdfFormat.TRIG)


def _replacing(one: PackedGraph) -> str:
    return f"DROP SILENT GRAPH <{one.article}> ; DROP SILENT GRAPH <{one.text_graph}> ; INSERT DATA {{ {_quads(one)} }}"


def _quads(one: PackedGraph) -> str:
    """As TriG, and as it may stand in an update."""
    things = "".join(f"{' '.join(triple)} .\n" for triple in one.things)
    named = ((one.article, one.graph), (one.text_graph, one.text), (THINGS, things))
    return "".join(f"GRAPH <{name}> {{\n{triples}}}\n" for name, triples in named)


WAYS: Final[Mapping[str, Load]] = {
    "our writer": write,
    "… each article by itself": _write_each,
    "pyoxigraph, an update for each article": _update,
    "… and its log to disk (fdatasync)": _update_synced,
    "pyoxigraph, `extend` for each article": _extend,
    "pyoxigraph, `bulk_load` of all": _bulk,
}


def measured(made: Sequence[PackedGraph]) -> tuple[int, dict[str, tuple[float, int]]]:
    """How many quads there are; and for each way CPU seconds and bytes on disk, for all articles."""
    found = {name: _cost(load, made) for name, load in WAYS.items()}
    with tempfile.TemporaryDirectory() as name:
        store = Path(name, "store")
        elsewhere(lambda: write(store, made), limit=TOO_LONG)
        again = elsewhere(lambda: _timed(write, store, made), limit=TOO_LONG)
        found["our writer, with nothing changed"] = (again, 0)
        return sum(one.triples + len(one.things) for one in made), found


def _cost(load: Load, made: Sequence[PackedGraph]) -> tuple[float, int]:
    with tempfile.TemporaryDirectory() as name:
        store = Path(name, "store")
        spent = elsewhere(lambda: _timed(load, store, made), limit=TOO_LONG)
        return spent, on_disk(store)


def _timed(load: Load, store: Path, made: Sequence[PackedGraph]) -> float:
    start = time.process_time()
    load(store, made)
    gc.collect()  # closes the store
    return time.process_time() - start


def table(count: int, quads: int, found: Mapping[str, tuple[float, int]]) -> str:
    alone = found["pyoxigraph, an update for each article"][0]
    lines = [
        f"{count} articles, {quads / count:,.0f} quads each.\n",
        "| | CPU of an article, ms | times an update | kB on disk an article |\n|---|--:|--:|--:|",
    ]
    for name, (spent, size) in found.items():
        disk = f"{size / count / 1000:.0f}" if size else ""
        lines.append(f"| {name} | {1000 * spent / count:.2f} | {spent / alone:.2f} | {disk} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
