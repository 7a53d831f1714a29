"""The one builder of a store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from pyoxigraph import Literal, NamedNode

from kg import space
from kg.article_graph import ArticleGraph, PackedGraph
from kg.defaults import MIN_FREE
from kg.errors import ClaimgraphError, StoreError
from kg.iris import Minter
from kg.ontology import DEFAULT_BASE
from kg.places import Place, folder, is_address
from kg.store import arriving, canonical, conversion, directory, runs
from kg.store.additions import AddedGraph
from kg.store.arriving import Arriving
from kg.store.derivations import Derivations
from kg.store.directory import Directory
from kg.store.loading import Loading, OneByOne
from kg.store.lookup import Lookup, Name
from kg.store.manifest import Beside, Kept, Manifest, Row, State
from kg.store.master import Master, check_nothing_is_lost, set_aside
from kg.store.publishing import Publisher
from kg.store.runs import Counts
from kg.store.sweep import reachable, unreferenced
from kg.store.updates import Change, update

Supplied = AddedGraph | Callable[[], AddedGraph]


class Writer:
    """Adds, replaces and retracts articles, each in one step that is seen, and survives, wholly or not at all.

    A context manager: at its end all is published to readers; from time to time it is, too (`publishing`). When
    `replace` or `retract` returns, what they did is safe from a killed process and from a power cut; with `sync=False`,
    when `sync` returns, which costs as much for many articles as for one. What is given as `position` becomes that of
    the store in the same step. An article is refused (StoreError) when fewer than `min_free` bytes of the disk are
    left. A StoreError ends the work: open the store again, and the last published and the stored articles are there.
    """

    def __init__(self, folder: Directory, *, min_free: int = MIN_FREE, anew: bool = False) -> None:
        self._directory = folder
        self._min_free = min_free
        self._master = Master(folder)
        folder.clean()
        self._store = self._master.store
        self._lookup: Lookup = self._store
        self._things = NamedNode(folder.minter.things)
        self._manifest = Manifest(self._lookup, NamedNode(folder.minter.manifest))
        self._supplied: list[Supplied] = []
        with self._guarded():
            self._take_up(folder, anew=anew)

    def _take_up(self, folder: Directory, *, anew: bool) -> None:
        if folder.format < directory.FORMAT:
            conversion.convert(self._master, self._manifest, folder)
        self._state = self._manifest.state()
        if anew:
            self._write(Change(), State(revision=max(folder.revisions(), default=0)))
        self._derivations = Derivations(self._lookup, self._manifest, folder.minter)
        self._loading: OneByOne = Loading(self._master, self._manifest, folder.minter)
        self._publisher = Publisher(folder, manifest=self._manifest.graph)
        self._count_runs()
        check_nothing_is_lost(folder, self._state.revision)
        self._master.sync()

    @classmethod
    def create(cls, path: Place, *, base: str = DEFAULT_BASE, min_free: int = MIN_FREE) -> Writer:
        """Open the store, made anew where there is none. Raises StoreError if it is locked, or something else."""
        if is_address(path):
            from kg.store.remote.address import address
            from kg.store.remote.writer import RemoteWriter

            return RemoteWriter.create_at(address(str(path)), base=base)
        return cls(directory.create(Path(path), base=base), min_free=min_free)

    @classmethod
    def open(cls, path: Place, *, min_free: int = MIN_FREE) -> Writer:
        """Open a store that exists. Raises StoreError if it does not, or is locked."""
        if is_address(path):
            from kg.store.remote.address import address
            from kg.store.remote.writer import RemoteWriter

            return RemoteWriter.open_at(address(str(path)))
        return cls(directory.find(Path(path)), min_free=min_free)

    @classmethod
    def anew(cls, path: Place, *, min_free: int = MIN_FREE) -> Self:
        """Open a store that exists with an empty database, and keep the old one beside it. Readers see what was
        published until the new one is `complete`. Raises StoreError when it does not exist, or is locked."""
        found = directory.find(folder(path, to="a database made anew"))
        set_aside(found)
        return cls(found, min_free=min_free, anew=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if not self._master.failed:
                self.publish()
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the lock, without publishing."""
        self._master.close()
        del self._store, self._lookup, self._manifest, self._derivations, self._loading

    @property
    def base(self) -> str:
        return self._directory.base

    @property
    def _place(self) -> object:
        return self._directory.path

    def _guarded(self) -> AbstractContextManager[None]:
        """What the engine says of the disk becomes a StoreError, after which nothing more is written."""
        return self._master.guarded()

    def _require_room(self) -> None:
        space.require(self._directory.path, self._min_free)

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
        return self._state.position

    def advance(self, position: str, *, sync: bool = True) -> None:
        """Note that the journal has been worked through up to there: for readers nothing changes."""
        if position not in ("", self.position):
            self._write(Change(), replace(self._state, position=self._noted(position)))
            self._settle(sync=sync)

    def row(self, article: str) -> Row | None:
        """What is known of a stored article; None for anything else."""
        try:
            return self._manifest.row(article)
        except ValueError:  # no IRI
            return None

    def read_from(self, source: str) -> list[Row]:
        """The articles that are stored from a source."""
        return self._manifest.read_from(source) if source else []

    def has(self, article: ArticleGraph | PackedGraph) -> bool:
        """Whether a version of the article is stored: the same IRI, or one from the same source."""
        return self._manifest.row(article.article) is not None or bool(self._manifest.read_from(article.source))

    def replace(self, article: ArticleGraph | PackedGraph, *, position: str = "", sync: bool = True) -> bool:
        """Store an article in place of its old version: the same IRI, or another one from the same source.

        Returns whether anything of the graph changed. Raises DataError for a triple that belongs in another graph.
        """
        self._require_room()
        made = article.packed() if isinstance(article, ArticleGraph) else article
        with self._guarded():
            return self._replace(made, position, sync=sync)

    def _replace(self, made: PackedGraph, position: str, *, sync: bool) -> bool:
        old = self._manifest.row(made.article)
        others = [row for row in self._manifest.read_from(made.source) if row.article != made.article]
        stays = old is not None and old.digest == made.digest and bool(old.own)
        loaded = self._loading.take(made.article)
        new = None if stays else loaded or Arriving.of(made)
        leaving = [one for one in others if one.sources == (made.source,)]
        row = arriving.row(made, old, new, replaced=leaving)
        if old == row and not others:
            self.advance(position, sync=sync)
            return False
        kept = [one._replace(sources=rest) for one in others if (rest := _without(one.sources, made.source))]
        leaving += [old] if old and new else []
        forgotten = [*others, *([old] if old else [])]
        self._change(
            row, new, leaving=leaving, forgotten=forgotten, noted=[row, *kept], position=position, there=bool(loaded)
        )
        self._settle(sync=sync)
        return bool(new or leaving)

    def replace_all(self, articles: Sequence[tuple[PackedGraph, str]]) -> list[bool]:
        """`replace` each of some articles, given with its position, in order: where many of them are new, that costs
        less than one by one."""
        self._require_room()
        with self._guarded():
            self._loading.begin([made for made, _ in articles])
        try:
            done = [self.replace(made, position=position, sync=False) for made, position in articles]
        finally:
            self._loading.end()
        self.sync()
        return done

    def retract(self, article: str, *, position: str = "", sync: bool = True) -> bool:
        """Drop an article, and the things that only it mentioned. Returns whether it was there."""
        with self._guarded():
            row = self._manifest.row(article)
            if row is None:
                self.advance(position, sync=sync)
                return False
            self._change(None, None, leaving=[row], forgotten=[row], noted=[], position=position)
            self._settle(sync=sync)
            return True

    def added(self) -> list[str]:
        """The names of the graphs that were added beside the articles, sorted."""
        return list(self._manifest.all_beside("added"))

    def holds(self, graph: AddedGraph) -> bool:
        """Whether that very graph was added."""
        kept = self._manifest.beside(graph.name, "added")
        return kept is not None and kept.digest == graph.digest

    def add(self, graph: AddedGraph, *, position: str = "", sync: bool = True) -> bool:
        """Store a graph beside those of the articles, in place of an older one of its name. Returns whether anything
        changed."""
        self._require_room()
        if self.holds(graph):
            self.advance(position, sync=sync)
            return False
        self._put(graph.name, graph, "added", position=position)
        self._settle(sync=sync)
        return True

    def remove(self, name: str, *, position: str = "", sync: bool = True) -> bool:
        """Drop a graph that was added. Returns whether it was there."""
        if self._manifest.beside(name, "added") is None:
            self.advance(position, sync=sync)
            return False
        self._put(name, None, "added", position=position)
        self._settle(sync=sync)
        return True

    def sync(self) -> None:
        """Have all that was done survive a power cut, and readers see it when it is time."""
        self._master.sync()
        self.publish_if_due()

    def supply(self, graph: Supplied) -> None:
        """Have a graph that ships with Claimgraph in whatever is published, or what makes one then: not of the user's,
        so not among `added`."""
        self._supplied.append(graph)

    def runs(self) -> AddedGraph:
        """How many of the stored articles and statements each run made."""
        return runs.graph(self._state.runs or {}, Minter(self.base))

    def publish_if_due(self) -> None:
        """`publish`, unless that was done a short while ago: to be called now and then when nothing is stored."""
        if self._publisher.is_due():
            self.publish()

    def publish(self) -> None:
        """Let readers see the present state, if they do not see it already, and if anything was ever stored; not, while
        the database is being made anew."""
        if self._directory.withheld.exists():
            return
        self._put_supplied()
        revision = self._state.revision
        if revision and revision not in self._directory.revisions():
            with self._master.guarded():
                self._publisher.publish(self._store, revision)
            self._master.emptied()

    def complete(self) -> None:
        """The database holds all that it should, if it was being made anew, and may be published."""
        with self._master.guarded():
            self._directory.withheld.unlink(missing_ok=True)

    def _put(self, name: str, graph: AddedGraph | None, whose: Beside, *, position: str = "") -> None:
        old = self._manifest.beside(name, whose)
        lines = canonical.as_stored(arriving.text(graph.triples)) if graph else []
        noted = Kept(digest=graph.digest, own=canonical.digest(lines)) if graph else None
        # What nobody but this graph spoke of goes with it, unless it still speaks of it.
        spoken_of = {triple.object for triple in graph.triples} if graph else set()
        change = Change(
            dropped=[name],
            stale=[line for line in self._swept([name], set()) if line.split(" ", 1)[0] not in spoken_of],
            forgotten=[self._manifest.beside_line(name, old, whose)] if old else [],
            noted=[self._manifest.beside_line(name, noted, whose)] if noted else [],
            added={name: lines} if graph else {},
        )
        self._commit(change, position)

    def _put_supplied(self) -> None:
        for supplied in self._supplied if self._state.revision else ():
            graph = supplied() if callable(supplied) else supplied
            kept = self._manifest.beside(graph.name, "supplied")
            if not kept or kept.digest != graph.digest:
                self._put(graph.name, graph, "supplied")

    def _change(
        self,
        row: Row | None,
        new: Arriving | None,
        *,
        leaving: list[Row],
        forgotten: list[Row],
        noted: list[Row],
        position: str,
        there: bool = False,
    ) -> None:
        graphs = [graph for one in leaving for graph in (one.article, one.text_graph)]
        stale, described = self._changed_things(new)
        change = Change(
            dropped=graphs,
            gone=sum(one.triples for one in leaving),
            stale=[*stale, *self._swept(graphs, new.subjects if new else set())],
            described=described,
            forgotten=[line for one in forgotten for line in self._manifest.written(one)],
            noted=[line for one in noted for line in self._manifest.lines(one)],
            added={row.article: new.graph, row.text_graph: new.text} if row and new else {},
            loaded=(row.article, row.text_graph) if row and there else (),
        )
        try:
            self._commit(self._derivations.beside(change, forgotten, noted), position, runs_=self._made(new, leaving))
        except ClaimgraphError:
            self._derivations.forget()
            raise

    def _made(self, new: Arriving | None, leaving: list[Row]) -> Counts:
        """What each run has made, when an article comes and others leave."""
        gone = [runs.of_store(self._lookup, one.article) for one in leaving]
        return runs.changed(self._state.runs or {}, gone=gone, come=[runs.of_lines(new.graph)] if new else [])

    def _count_runs(self) -> None:
        """Unless that was done before: older versions did not."""
        if self._state.runs is None:
            self._write(Change(), replace(self._state, runs=runs.of_store(self._lookup)))

    def _commit(self, change: Change, position: str, runs_: Counts | None = None) -> None:
        old = self._state
        things = old.things - canonical.total(change.stale) + canonical.total(change.described)
        derivations = old.derivations - canonical.total(change.underived) + canonical.total(change.derived)
        new = State(
            revision=old.revision + 1,
            position=self._noted(position),
            things=things % canonical.MODULUS,
            derivations=derivations % canonical.MODULUS,
            runs=old.runs if runs_ is None else runs_,
        )
        self._write(change, new)

    def _write(self, change: Change, state: State) -> None:
        """Oxigraph carries out one update wholly or not at all, even when the process is killed."""
        change = replace(
            change,
            forgotten=[*change.forgotten, self._manifest.state_line(self._state)],
            noted=[*change.noted, self._manifest.state_line(state)],
        )
        self._carry_out(change)
        self._state = state

    def _carry_out(self, change: Change) -> None:
        text = update(change, self._directory.minter)
        self._master.update(text, dropped=change.gone)

    def _noted(self, position: str) -> str:
        """What the state says of where the journal is, when it is at a new position, or "" for none."""
        return position or self._state.position

    def _settle(self, *, sync: bool) -> None:
        if sync:
            self.sync()

    def _changed_things(self, new: Arriving | None) -> tuple[set[str], set[str]]:
        """What to remove from and to add to the graph of things, so that it describes as the article does.

        A description depends on its IRI alone, so there is nothing to remove, unless a newer version describes better.
        """
        if new is None:
            return set(), set()
        old = {line for subject in new.subjects for line in self._description(NamedNode(subject))}
        return old - new.things, new.things - old

    def _swept(self, graphs: list[str], subjects: set[str]) -> Iterator[str]:
        """The lines of the things that go with these graphs; the `subjects` stay."""
        leaving: set[Name] = {NamedNode(graph) for graph in graphs}
        candidates = reachable(self._lookup, leaving, things=self._things) - {NamedNode(one) for one in subjects}
        leaving |= {NamedNode(graph) for graph in self._loading.waiting}
        for thing in unreferenced(self._lookup, candidates, leaving=leaving, things=self._things):
            yield from self._description(thing)

    def _description(self, thing: NamedNode) -> Iterator[str]:
        for quad in self._lookup.quads_for_pattern(thing, None, None, self._things):
            yield f"{quad.subject} {quad.predicate} {quad.object} ."


def _without(sources: tuple[str, ...], source: str) -> tuple[str, ...]:
    return tuple(one for one in sources if one != source)
