"""One store that is being built: what is accepted, what is made of it, and where that goes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg import articles, space
from kg.articles import Failure
from kg.capture import Capture
from kg.engines import Lost
from kg.journal import Entry, Journal, Position, Told
from kg.pipeline.known import Known
from kg.pipeline.living import Living
from kg.pipeline.making import Made, Task
from kg.pipeline.outcome import Outcome, SetAside
from kg.pipeline.provenance import maker
from kg.pipeline.settings import Settings
from kg.places import Place, beside
from kg.quarantine import Held, Kind, Quarantine, key_of

if TYPE_CHECKING:
    from kg.article_graph import PackedGraph
    from kg.store import Row, Writer

_GROUP: Final = 16  # captures that are accepted with one sync of the disk
_SOON: Final = 0.2  # seconds after which a smaller group is accepted
TOGETHER: Final = 256  # articles that are stored together, at most: each time the engine merges much of what is there
_LONGEST: Final = 20.0  # seconds after which fewer are


class Site:
    """A builder's store, its journal and its quarantine, opened, and made, when they are needed.

    Everything that is accepted ends in the store or in the quarantine, in the order in which it was accepted; `outcome`
    counts it. Raises StoreError when the store is locked, or a disk fails.
    """

    def __init__(
        self,
        store: Place,
        settings: Settings,
        leaving: ExitStack,
        *,
        retry: bool = False,
        tell: Callable[[str], object] = lambda _: None,
    ) -> None:
        self._told = tell
        self.outcome = Outcome()
        self.touched: set[str] = set()
        self._folder = store
        self._settings = settings
        self._leaving = leaving
        self._retry = retry
        self._known = Known()
        self._refused: dict[str, Held] = {}
        self._passed = ""
        self._ready: list[tuple[Task, PackedGraph]] = []
        self._since = 0.0

    def open(self, *, anew: bool = False) -> None:
        """Open the store now, made where there is none; `anew` with an empty database, beside which the old one is
        kept. Its lock is told before anything else."""
        from kg.queries import examples
        from kg.store import Writer

        free = self._settings.min_free
        opened = (
            Writer.anew(self._folder, min_free=free)
            if anew
            else Writer.create(self._folder, base=self._settings.base, min_free=free)
        )
        self.writer: Writer = self._leaving.enter_context(opened)
        self.writer.supply(examples.graph(self.writer.base))
        self.writer.supply(self.writer.runs)
        self._maker = maker(self._settings)
        self._journal = Journal(self._folder)
        self._journal.mend(Position.read(self.writer.position))
        self._quarantine = Quarantine(self._folder)
        self._known = Known(self.writer.articles(), self._maker)
        known = () if self._retry else self._quarantine.known()
        self._refused = {one.content: one for one in known if one.content and one.maker == self._maker}

    @property
    def is_open(self) -> bool:
        return hasattr(self, "writer")

    def pending(self) -> Iterator[Task]:
        """What was accepted before and is not done yet."""
        if self.is_open:
            for end, entry in self._journal.entries(Position.read(self.writer.position)):
                if isinstance(entry, Capture):
                    self._known.add(entry)
                yield _task(entry, end)

    def again(self) -> Iterator[Task]:
        """What of the journal makes the present state and was made by another version, or is missing; then the articles
        of an older version that are not in the journal."""
        living = Living.of(self._journal)
        for end, entry in self._journal.entries():
            if living.holds(end, entry):
                if isinstance(entry, Capture) and entry.digest in self._known:
                    self.outcome.unchanged += 1
                else:
                    yield replace(_task(entry, end), position="")
        for row in list(self.writer.articles()):
            if row.maker != self._maker and living.contents.isdisjoint(row.contents) and row.reading:
                yield of_stored(row, self.writer)

    def accepted(
        self, found: Iterable[Capture | Failure], safe: Callable[[Capture], object] = lambda _: None
    ) -> Iterator[Task]:
        """What is new or has changed, when it is safe in the journal. The rest is counted. `safe` hears of both."""
        group: list[Capture] = []
        since = 0.0
        for one in found:
            if isinstance(one, Failure):
                self.outcome.failures.append(one)
            elif self._known.put_off(one):
                self.outcome.unchanged += 1
                self._told(one.source)
            elif self._is_known(one):
                safe(one)
                self._told(one.source)
            else:
                since = since if group else time.monotonic()
                group.append(one)
            if len(group) >= _GROUP or (group and time.monotonic() - since > _SOON):
                yield from self._accept(group, safe)
                group = []
        reverted = self._known.reverted()
        self.outcome.unchanged -= len(reverted)
        yield from self._accept([*group, *reverted], safe)

    def take(self, task: Task, result: Made | Lost) -> None:
        """Store what was made, at the latest when that is to be settled, or set it aside."""
        if isinstance(result, Made) and result.graph and result.report:
            self.touched.update(result.touched)
            if result.report.conforms:
                self._since = self._since if self._ready else time.monotonic()
                self._ready.append((task, result.graph))
                return
        self._store()
        if isinstance(result, Lost):
            self._set_aside(task, "lost", result.reason, report=f"{result.reason}\n{result.trace}".strip())
        elif task.told:
            self._do(task.told, task.position)
        elif result.failure:
            self._set_aside(task, "unreadable", result.failure)
        elif result.graph and result.report:
            self._set_aside(task, "nonconforming", result.report.text, graph=result.graph)
        self._passed = task.position or self._passed

    def finish(self, *, everything: bool = False) -> None:
        """What was set aside last is done, too; or all that is in the journal."""
        if everything:
            self._passed = str(self._journal.end())
        if self._passed:
            self.writer.advance(self._passed)
        if self.is_open:
            self.writer.complete()

    @property
    def is_due(self) -> bool:
        """Whether enough is ready to be settled, or has been for long."""
        waited = time.monotonic() - self._since > _LONGEST
        return len(self._ready) >= TOGETHER or (bool(self._ready) and waited)

    def settle(self) -> None:
        """Have what was taken survive a power cut, and readers see it when it is time."""
        if self.is_open:
            self._store()
            self.writer.sync()

    def _do(self, told: Told, position: str) -> None:
        if told.kind == "retracted":
            self.writer.retract(told.name, position=position)
        elif told.kind == "removed":
            self.writer.remove(told.name, position=position)
        else:
            from kg.store import AddedGraph

            self.writer.add(AddedGraph.from_bytes(told.name, told.data), position=position)

    def _is_known(self, one: Capture) -> bool:
        if held := self._refused.get(one.digest):
            self._tell(held)
            return True
        if self._known.holds(one):
            self.outcome.unchanged += 1
            return True
        self._known.add(one)
        return False

    def _accept(self, group: list[Capture], safe: Callable[[Capture], object]) -> Iterator[Task]:
        if not group:
            return
        if not self.is_open:
            self.open()
        space.require(beside(self._folder), self._settings.min_free)
        for one, end in zip(group, self._journal.append(group), strict=True):
            safe(one)
            yield _task(one, end)

    def _store(self) -> None:
        """Store what is ready, in the order in which it was accepted."""
        ready, self._ready = self._ready, []
        if not ready:
            return
        changed = self.writer.replace_all([(graph, task.position) for task, graph in ready])
        self.outcome.stored += sum(changed)
        self.outcome.unchanged += len(changed) - sum(changed)
        for task, graph in ready:
            self._passed = task.position or self._passed
            self._quarantine.release(key=key_of(graph.article), origin=graph.source)
            if task.capture:
                self._quarantine.release(key=_unmade(task.capture.digest), origin=task.capture.origin)

    def _set_aside(
        self, task: Task, kind: Kind, reason: str, *, report: str = "", graph: PackedGraph | None = None
    ) -> None:
        content = task.capture.digest if task.capture else task.content
        held = Held(
            key=key_of(graph.article) if graph else _unmade(content),
            source=task.source,
            origin=graph.source if graph else task.capture.origin if task.capture else task.origin,
            kind=kind,
            report=report or reason,
            content=content,
            maker=self._maker,
        )
        self._quarantine.put(held, graph)
        self._tell(held, graph)

    def _tell(self, held: Held, graph: PackedGraph | None = None) -> None:
        if held.kind == "unreadable":
            self.outcome.failures.append(Failure(source=held.source, reason=held.report))
        else:
            stays = self.writer.has(graph) if graph else bool(self.writer.read_from(held.origin))
            reason = "does not conform" if held.kind == "nonconforming" else held.report.partition("\n")[0]
            self.outcome.set_aside.append(SetAside(source=held.source, reason=reason, report=held.report, stays=stays))


def _unmade(content: str) -> str:
    """What is set aside is called when it has no IRI, because nothing was made of it."""
    return content[:16]


def _task(entry: Entry, end: Position) -> Task:
    if isinstance(entry, Capture):
        return Task(capture=entry, position=str(end))
    return Task(told=entry, position=str(end))


def of_stored(row: Row, writer: Writer) -> Task:
    """To make the graph of a stored article again, from the text as it was read."""
    return Task(
        article=articles.stored(writer.text(row), row.reading),
        origin=next(iter(row.sources), ""),
        content=next(iter(row.contents), ""),
    )
