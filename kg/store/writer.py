"""The one builder of a store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from pyoxigraph import Literal, NamedNode, Store

from kg import files
from kg.article_graph import ArticleGraph
from kg.errors import DataError, StoreError
from kg.ontology import DEFAULT_BASE
from kg.store import directory
from kg.store.additions import AddedGraph
from kg.store.directory import Directory
from kg.store.manifest import Manifest, Row
from kg.store.sweep import Name, reachable, unreferenced
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
        self._store = _lock(folder)
        folder.clean()
        self._things = NamedNode(folder.minter.things)
        self._manifest = Manifest(self._store, NamedNode(folder.minter.manifest))
        self._revision = self._manifest.revision()
        self._published_log = 0
        _check_nothing_is_lost(folder, self._revision)
        with _foreign_errors(folder):
            directory.sync_log(folder.master)  # of what a killed builder stored last

    @classmethod
    def create(cls, path: Path | str, *, base: str = DEFAULT_BASE) -> Self:
        """Open the store, made anew where there is none. Raises StoreError if it is locked, or something else."""
        return cls(directory.create(Path(path), base=base))

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open a store that exists. Raises StoreError if it does not, or is locked."""
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

    def articles(self) -> Iterator[Row]:
        """What is stored, sorted by article."""
        return self._manifest.rows()

    def text(self, row: Row) -> str:
        """The text of a stored article. Raises StoreError when it is not what was stored."""
        quads = self._store.quads_for_pattern(NamedNode(row.article), None, None, NamedNode(row.text_graph))
        text = next((quad.object.value for quad in quads if isinstance(quad.object, Literal)), "")
        if hashlib.sha256(text.encode("utf-8")).hexdigest() != row.sha256:
            raise StoreError(
                f"store {self._directory.path} is damaged: the text of {row.article} is not what was stored"
            )
        return text

    def has(self, article: ArticleGraph) -> bool:
        """Whether a version of the article is stored: the same IRI, or one from the same source."""
        return self._manifest.row(article.article) is not None or bool(self._manifest.read_from(article.source))

    def replace(self, article: ArticleGraph) -> bool:
        """Store an article in place of its old version: the same IRI, or another one from the same source.

        Returns whether anything of the graph changed. Raises DataError for a triple that belongs in another graph.
        """
        old = self._manifest.row(article.article)
        others = [row for row in self._manifest.read_from(article.source) if row.article != article.article]
        new = _row(article, old)
        if old == new and not others:
            return False
        check_places(article)
        kept = [row._replace(sources=rest) for row in others if (rest := _without(row.sources, article.source))]
        leaving = [row for row in others if row.sources == (article.source,)]
        arriving = None if old and old.digest == new.digest else article
        if old and arriving:
            leaving.append(old)
        self._change(arriving, leaving=leaving, forgotten=[*others, *([old] if old else [])], noted=[new, *kept])
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
        return self._manifest.all_added()

    def add(self, graph: AddedGraph) -> bool:
        """Store a graph beside those of the articles, in place of an older one of its name. Returns whether anything
        changed."""
        if self._manifest.added(graph.name) == graph.digest:
            return False
        self._put(graph.name, graph)
        return True

    def remove(self, name: str) -> bool:
        """Drop a graph that was added. Returns whether it was there."""
        if self._manifest.added(name) is None:
            return False
        self._put(name, None)
        return True

    def _put(self, name: str, graph: AddedGraph | None) -> None:
        things, manifest, old = self._things.value, self._manifest.graph.value, self._manifest.added(name)
        forgotten = [self._manifest.added_triple(name, old)] if old else []
        noted = [self._manifest.added_triple(name, graph.digest)] if graph else []
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
        with _foreign_errors(self._directory):
            if self._revision and self._revision not in self._directory.revisions():
                self._make_generation()
                self._directory.keep_newest()
            self._published_log = directory.log_size(self._directory.master)

    def _make_generation(self) -> None:
        folder = self._directory.generations
        folder.mkdir(exist_ok=True)
        unfinished = folder / f"tmp-{self._revision}"
        self._store.backup(str(unfinished))
        copy = Store(str(unfinished))
        copy.remove_graph(self._manifest.graph)  # so that no answer can contain it
        copy.flush()
        del copy
        for file in unfinished.iterdir():
            if file.suffix != ".sst":  # RocksDB syncs its tables itself
                files.sync(file)
        files.sync(unfinished)
        unfinished.rename(self._directory.generation(self._revision))
        files.sync(folder)

    def _change(
        self, arriving: ArticleGraph | None, *, leaving: list[Row], forgotten: list[Row], noted: list[Row]
    ) -> None:
        """Oxigraph carries out one update wholly or not at all, even when the process is killed."""
        graphs = [graph for row in leaving for graph in (row.article, row.text_graph)]
        things, manifest = self._things.value, self._manifest.graph.value
        stale, described = self._changed_things(arriving)
        removed = {
            things: [*stale, *self._swept(graphs, arriving)],
            manifest: [*self._notes(forgotten), self._manifest.revision_triple(self._revision)],
        }
        added: dict[str, Iterable[Triple]] = {
            things: described,
            manifest: [*self._notes(noted), self._manifest.revision_triple(self._revision + 1)],
        }
        if arriving:
            added |= {arriving.article: arriving.graph, arriving.text_graph: arriving.text}
        self._commit(dropped=graphs, removed=removed, added=added)

    def _commit(self, *, dropped: list[str], removed: Contents, added: Contents) -> None:
        with _foreign_errors(self._directory):
            self._store.update(update(dropped=dropped, removed=removed, added=added))
            directory.sync_log(self._directory.master)
        self._revision += 1
        if directory.log_size(self._directory.master) - self._published_log >= LARGEST_LOG:
            self.publish()

    def _notes(self, rows: list[Row]) -> list[Triple]:
        return [triple for row in rows for triple in self._manifest.triples(row)]

    def _changed_things(self, arriving: ArticleGraph | None) -> tuple[set[Triple], set[Triple]]:
        """What to remove from and to add to the graph of things, so that it describes as the article does.

        A description depends on its IRI alone, so there is nothing to remove, unless a newer version describes better.
        """
        new = set(arriving.things) if arriving else set()
        subjects = {NamedNode(triple.subject[1:-1]) for triple in new}
        old = {triple for subject in subjects for triple in self._description(subject)}
        return old - new, new - old

    def _swept(self, graphs: list[str], arriving: ArticleGraph | None) -> Iterator[Triple]:
        leaving: set[Name] = {NamedNode(graph) for graph in graphs}
        candidates = reachable(self._store, leaving, things=self._things)
        if arriving:
            candidates -= {NamedNode(triple.subject[1:-1]) for triple in arriving.things}
        for thing in unreferenced(self._store, candidates, leaving=leaving, things=self._things):
            yield from self._description(thing)

    def _description(self, thing: NamedNode) -> Iterator[Triple]:
        for quad in self._store.quads_for_pattern(thing, None, None, self._things):
            yield Triple(str(quad.subject), str(quad.predicate), str(quad.object))


def check_places(article: ArticleGraph) -> None:
    """No triple may stand in two graphs: the union of the graphs would count it twice.

    Raises DataError for a triple of the article's graph whose subject is not the article's own, and for one of the
    things that is.
    """
    own = f"<{article.article}"
    for triple in (*article.graph, *article.text):
        if not triple.subject.startswith((f"{own}#", f"{own}>")):
            raise DataError(f"the graph of {article.article} describes {triple.subject}: it belongs among the things")
    for triple in article.things:
        if triple.subject.startswith((f"{own}#", f"{own}>")):
            raise DataError(f"the things of {article.article} describe {triple.subject}: it belongs in its graph")
    if not set(article.graph).isdisjoint(article.text):
        raise DataError(f"a triple of {article.article} stands both in its graph and in its text")


def _row(article: ArticleGraph, old: Row | None) -> Row:
    sources = {article.source, *(old.sources if old else ())} - {""}
    return Row(
        article.article,
        tuple(sorted(sources)),
        article.sha256,
        article.digest,
        article.text_graph,
        len(set(article.graph)) + len(set(article.text)),
        article.reading,
    )


def _without(sources: tuple[str, ...], source: str) -> tuple[str, ...]:
    return tuple(one for one in sources if one != source)


def _lock(folder: Directory) -> Store:
    try:
        return Store(str(folder.master))
    except OSError as error:
        if "LOCK: " in str(error):
            raise StoreError(
                f"store {folder.path} is locked by another kg build: wait for it, or use another --store"
            ) from error
        raise _store_error(folder, error) from error
    except (RuntimeError, ValueError) as error:  # a path that is no text, too
        raise _store_error(folder, error) from error


def _check_nothing_is_lost(folder: Directory, revision: int) -> None:
    """A database whose log is damaged opens without an error, at an older state."""
    published = folder.revisions()
    if published and published[0] > revision:
        raise StoreError(
            f"store {folder.path} is damaged: its master is at change {revision}, but {published[0]} was published; "
            "build it again in another --store"
        )


@contextmanager
def _foreign_errors(folder: Directory) -> Iterator[None]:
    """Oxigraph says OSError of the disk, ValueError and SyntaxError of terms, and RuntimeError of all else."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise _store_error(folder, error) from error
    except (SyntaxError, ValueError) as error:
        raise DataError(f"a term that store {folder.path} cannot take: {_first_line(error)}") from error


def _store_error(folder: Directory, error: Exception) -> StoreError:
    reason, way_out = _first_line(error), "look to its disk and permissions, or use another --store"
    return StoreError(f"store {folder.path} cannot be used ({reason}): {way_out}")


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
