"""The one builder of a store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from pyoxigraph import Literal, NamedNode

from kg.article_graph import ArticleGraph, PackedGraph
from kg.errors import StoreError
from kg.ontology import DEFAULT_BASE
from kg.places import Place, is_address
from kg.store import directory
from kg.store.additions import AddedGraph
from kg.store.directory import Directory
from kg.store.lookup import Lookup, Name
from kg.store.manifest import Beside, Manifest, Row
from kg.store.master import check_nothing_is_lost, foreign_errors, lock, make_generation
from kg.store.sweep import reachable, unreferenced
from kg.store.updates import Contents, update
from kg.terms import Triple

LARGEST_LOG = 20_000_000  # bytes; opening a store replays its log, at 0.1 s a megabyte


class Writer:
    """Adds, replaces and retracts articles, each in one step that is seen, and survives, wholly or not at all.

    A context manager: at its end all is published to readers. When `replace` or `retract` returns, what they did is
    safe from a killed process and from a power cut. A StoreError ends the work: open the store again, and the last
    published and the stored articles are there.
    """

    def __init__(self, folder: Directory) -> None:
        self._directory = folder
        self._store = lock(folder)
        self._lookup: Lookup = self._store
        folder.clean()
        self._things = NamedNode(folder.minter.things)
        self._manifest = Manifest(self._store, NamedNode(folder.minter.manifest))
        self._revision = self._manifest.revision()
        self._published_log = 0
        self._supplied: list[AddedGraph] = []
        check_nothing_is_lost(folder, self._revision)
        with foreign_errors(folder):
            directory.sync_log(folder.master)  # of what a killed builder stored last

    @classmethod
    def create(cls, path: Place, *, base: str = DEFAULT_BASE) -> Writer:
        """Open the store, made anew where there is none. Raises StoreError if it is locked, or something else."""
        if is_address(path):
            from kg.store.remote.address import address
            from kg.store.remote.writer import RemoteWriter

            return RemoteWriter.create_at(address(str(path)), base=base)
        return cls(directory.create(Path(path), base=base))

    @classmethod
    def open(cls, path: Place) -> Writer:
        """Open a store that exists. Raises StoreError if it does not, or is locked."""
        if is_address(path):
            from kg.store.remote.address import address
            from kg.store.remote.writer import RemoteWriter

            return RemoteWriter.open_at(address(str(path)))
        return cls(directory.find(Path(path)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.publish()
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the lock, without publishing."""
        del self._store, self._manifest

    @property
    def base(self) -> str:
        return self._directory.base

    @property
    def _place(self) -> object:
        return self._directory.path

    def articles(self) -> Iterator[Row]:
        """What is stored, sorted by article."""
        return self._manifest.rows()

    def text(self, row: Row) -> str:
        """The text of a stored article. Raises StoreError when it is not what was stored."""
        quads = self._lookup.quads_for_pattern(NamedNode(row.article), None, None, NamedNode(row.text_graph))
        text = next((quad.object.value for quad in quads if isinstance(quad.object, Literal)), "")
        if hashlib.sha256(text.encode("utf-8")).hexdigest() != row.sha256:
            raise StoreError(f"store {self._place} is damaged: the text of {row.article} is not what was stored")
        return text

    @property
    def position(self) -> str:
        """Up to where the journal has been worked through, as `replace` was told last; "" at its beginning."""
        return self._manifest.position()

    def advance(self, position: str) -> None:
        """Note that the journal has been worked through up to there."""
        if position not in ("", self.position):
            self._change(None, leaving=[], forgotten=[], noted=[], position=position)

    def knows(self, source: str) -> bool:
        """Whether an article from that source is stored."""
        return bool(source) and bool(self._manifest.read_from(source))

    def has(self, article: ArticleGraph | PackedGraph) -> bool:
        """Whether a version of the article is stored: the same IRI, or one from the same source."""
        return self._manifest.row(article.article) is not None or bool(self._manifest.read_from(article.source))

    def replace(self, article: ArticleGraph | PackedGraph, *, position: str = "") -> bool:
        """Store an article in place of its old version: the same IRI, or another one from the same source.

        `position`, where it is given, becomes that of the store in the same step. Returns whether anything of the graph
        changed. Raises DataError for a triple that belongs in another graph.
        """
        made = article.packed() if isinstance(article, ArticleGraph) else article
        old = self._manifest.row(made.article)
        others = [row for row in self._manifest.read_from(made.source) if row.article != made.article]
        new = _row(made, old)
        if old == new and not others and position in ("", self.position):
            return False
        kept = [row._replace(sources=rest) for row in others if (rest := _without(row.sources, made.source))]
        leaving = [row for row in others if row.sources == (made.source,)]
        arriving = None if old and old.digest == new.digest else made
        if old and arriving:
            leaving.append(old)
        forgotten = [*others, *([old] if old else [])]
        self._change(arriving, leaving=leaving, forgotten=forgotten, noted=[new, *kept], position=position)
        return bool(arriving or leaving)

    def retract(self, article: str) -> bool:
        """Drop an article, and the things that only it mentioned. Returns whether it was there."""
        row = self._manifest.row(article)
        if row is None:
            return False
        self._change(None, leaving=[row], forgotten=[row], noted=[])
        return True

    def added(self) -> list[str]:
        """The names of the graphs that were added beside the articles, sorted."""
        return self._manifest.all_beside("added")

    def add(self, graph: AddedGraph) -> bool:
        """Store a graph beside those of the articles, in place of an older one of its name. Returns whether anything
        changed."""
        if self._manifest.beside(graph.name, "added") == graph.digest:
            return False
        self._put(graph.name, graph, "added")
        return True

    def remove(self, name: str) -> bool:
        """Drop a graph that was added. Returns whether it was there."""
        if self._manifest.beside(name, "added") is None:
            return False
        self._put(name, None, "added")
        return True

    def supply(self, graph: AddedGraph) -> None:
        """Have a graph that ships with Claimgraph in whatever is published: not of the user's, so not among `added`."""
        self._supplied.append(graph)

    def _put(self, name: str, graph: AddedGraph | None, whose: Beside) -> None:
        things, manifest, old = self._things.value, self._manifest.graph.value, self._manifest.beside(name, whose)
        forgotten = [self._manifest.beside_triple(name, old, whose)] if old else []
        noted = [self._manifest.beside_triple(name, graph.digest, whose)] if graph else []
        # What nobody but this graph spoke of goes with it, unless it still speaks of it.
        spoken_of = {triple.object for triple in graph.triples} if graph else set()
        swept = [triple for triple in self._swept([name], None) if triple.subject not in spoken_of]
        self._commit(
            dropped=[name],
            removed={things: swept, manifest: [*forgotten, self._manifest.revision_triple(self._revision)]},
            added={
                manifest: [*noted, self._manifest.revision_triple(self._revision + 1)],
                **({name: graph.triples} if graph else {}),
            },
        )

    def publish(self) -> None:
        """Let readers see the present state, if they do not see it already, and if anything was ever stored."""
        with foreign_errors(self._directory):
            self._put_supplied()
            if self._revision and self._revision not in self._directory.revisions():
                make_generation(self._store, self._directory, self._revision, without=self._manifest.graph)
                self._directory.keep_newest()
            self._published_log = directory.log_size(self._directory.master)

    def _put_supplied(self) -> None:
        for graph in self._supplied if self._revision else ():
            if self._manifest.beside(graph.name, "supplied") != graph.digest:
                self._put(graph.name, graph, "supplied")

    def _change(
        self,
        arriving: PackedGraph | None,
        *,
        leaving: list[Row],
        forgotten: list[Row],
        noted: list[Row],
        position: str = "",
    ) -> None:
        """Oxigraph carries out one update wholly or not at all, even when the process is killed."""
        graphs = [graph for row in leaving for graph in (row.article, row.text_graph)]
        things, manifest = self._things.value, self._manifest.graph.value
        stale, described = self._changed_things(arriving)
        passed, reached = self._moved(position)
        removed = {
            things: [*stale, *self._swept(graphs, arriving)],
            manifest: [*self._notes(forgotten), *passed, self._manifest.revision_triple(self._revision)],
        }
        added: dict[str, Iterable[Triple] | str] = {
            things: described,
            manifest: [*self._notes(noted), *reached, self._manifest.revision_triple(self._revision + 1)],
        }
        if arriving:
            added |= {arriving.article: arriving.graph, arriving.text_graph: arriving.text}
        self._commit(dropped=graphs, removed=removed, added=added)

    def _moved(self, position: str) -> tuple[list[Triple], list[Triple]]:
        """What to take from and to put into the manifest, so that it tells a new position."""
        old = self.position
        if position in ("", old):
            return [], []
        return [self._manifest.position_triple(old)] if old else [], [self._manifest.position_triple(position)]

    def _commit(self, *, dropped: list[str], removed: Contents, added: Contents) -> None:
        with foreign_errors(self._directory):
            self._store.update(update(dropped=dropped, removed=removed, added=added))
            directory.sync_log(self._directory.master)
        self._revision += 1
        if directory.log_size(self._directory.master) - self._published_log >= LARGEST_LOG:
            self.publish()

    def _notes(self, rows: list[Row]) -> list[Triple]:
        return [triple for row in rows for triple in self._manifest.triples(row)]

    def _changed_things(self, arriving: PackedGraph | None) -> tuple[set[Triple], set[Triple]]:
        """What to remove from and to add to the graph of things, so that it describes as the article does.

        A description depends on its IRI alone, so there is nothing to remove, unless a newer version describes better.
        """
        new = set(arriving.things) if arriving else set()
        subjects = {NamedNode(triple.subject[1:-1]) for triple in new}
        old = {triple for subject in subjects for triple in self._description(subject)}
        return old - new, new - old

    def _swept(self, graphs: list[str], arriving: PackedGraph | None) -> Iterator[Triple]:
        leaving: set[Name] = {NamedNode(graph) for graph in graphs}
        candidates = reachable(self._lookup, leaving, things=self._things)
        if arriving:
            candidates -= {NamedNode(triple.subject[1:-1]) for triple in arriving.things}
        for thing in unreferenced(self._lookup, candidates, leaving=leaving, things=self._things):
            yield from self._description(thing)

    def _description(self, thing: NamedNode) -> Iterator[Triple]:
        for quad in self._lookup.quads_for_pattern(thing, None, None, self._things):
            yield Triple(str(quad.subject), str(quad.predicate), str(quad.object))


def _row(article: PackedGraph, old: Row | None) -> Row:
    """The other captures that made the old version make this one, too, if nothing has changed."""
    same = old is not None and old.digest == article.digest and old.maker == article.maker
    return Row(
        article.article,
        tuple(sorted({article.source, *(old.sources if old else ())} - {""})),
        article.sha256,
        article.digest,
        article.text_graph,
        article.triples,
        article.reading,
        tuple(sorted({article.content, *(old.contents if old and same else ())} - {""})),
        article.maker,
    )


def _without(sources: tuple[str, ...], source: str) -> tuple[str, ...]:
    return tuple(one for one in sources if one != source)
