"""Graphs of new articles, loaded in bulk before the steps that make them count.

The engine takes an update apart quad by quad, and merges what it wrote later; loaded in bulk, many articles cost a
third. A bulk is not atomic, but nothing counts that the manifest has no row of: what is to be loaded is noted before,
and what has no row afterwards, because the builder was killed, is removed when the store is opened again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from kg.article_graph import PackedGraph
from kg.errors import DataError
from kg.iris import Minter
from kg.store.arriving import Arriving
from kg.store.manifest import Manifest
from kg.store.master import Master
from kg.store.updates import Change, update
from kg.terms import iri

FEWEST = 4
"""Articles for which a bulk is worth its syncs."""


class OneByOne:
    """Loads nothing: each step brings what it needs."""

    @property
    def waiting(self) -> set[str]:
        """The graphs that are there and do not count yet."""
        return set()

    def begin(self, articles: Sequence[PackedGraph]) -> None:
        """Load the graphs of those articles of which there is no version."""

    def take(self, article: str) -> Arriving | None:
        """What was loaded of an article that now gets its row."""
        return None

    def end(self) -> None:
        """Remove what was loaded and not taken."""


class Loading(OneByOne):
    """Of one master; what a killed builder had loaded is removed at once."""

    def __init__(self, master: Master, manifest: Manifest, minter: Minter) -> None:
        self._master, self._manifest, self._minter = master, manifest, minter
        self._loaded: dict[str, Arriving] = {}
        self._noted = manifest.loading()
        self._remove(self._noted)

    def begin(self, articles: Sequence[PackedGraph]) -> None:
        times = Counter(one.article for one in articles)
        new = [one for one in articles if times[one.article] == 1 and self._manifest.row(one.article) is None]
        if len(new) < FEWEST:
            return
        self._note({one.article: one.text_graph for one in new})
        try:
            arriving = {one.article: Arriving.of(one) for one in new}
            self._master.load("".join(_graphs(one, arriving[one.article]) for one in new))
        except DataError:  # of one article: it is told when that one is stored by itself
            self._remove(self._noted)
        else:
            self._loaded = arriving

    @property
    def waiting(self) -> set[str]:
        return {name for article in self._loaded for name in (article, self._noted[article])}

    def take(self, article: str) -> Arriving | None:
        return self._loaded.pop(article, None)

    def end(self) -> None:
        if self._loaded and not self._master.failed:
            self._remove({article: self._noted[article] for article in self._loaded})
        self._loaded = {}

    def _note(self, graphs: Mapping[str, str]) -> None:
        names = [name for pair in graphs.items() for name in pair]
        change = Change(
            dropped=[name for name in names if self._exists(name)],  # of a log that was lost
            forgotten=[self._manifest.loading_line(self._noted)] if self._noted else [],
            noted=[self._manifest.loading_line(graphs)],
        )
        self._master.update(update(change, self._minter), dropped=0)
        self._master.sync()
        self._noted = dict(graphs)

    def _remove(self, graphs: Mapping[str, str]) -> None:
        left = [pair for pair in graphs.items() if self._manifest.row(pair[0]) is None]
        dropped = [name for pair in left for name in pair if self._exists(name)]
        if dropped:
            self._master.update(update(Change(dropped=dropped), self._minter), dropped=0)

    def _exists(self, graph: str) -> bool:
        return next(self._manifest.store.quads_for_pattern(None, None, None, NamedNode(graph)), None) is not None


def _graphs(article: PackedGraph, arriving: Arriving) -> str:
    """As TriG."""
    named = ((article.article, arriving.graph), (article.text_graph, arriving.text))
    return "".join(f"GRAPH {iri(graph)} {{\n{chr(10).join(lines)}\n}}\n" for graph, lines in named)
