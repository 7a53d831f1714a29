"""RDF files of the user's own → named graphs in the store, beside those of the articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.iris import Minter
from kg.journal import Journal, Position, Told
from kg.ontology import DEFAULT_BASE
from kg.places import Place

if TYPE_CHECKING:
    from kg.shapes import Report
    from kg.store import AddedGraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file that does not conform to the shapes; `report` says why. Nothing of it was added."""

    path: Path
    report: Report


@dataclass(slots=True, kw_only=True)
class Added:
    """Names of graphs, and files."""

    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    @property
    def exit_status(self) -> int:
        return 1 if self.refused else 0


def add(paths: Sequence[Path], store: Place, *, graph: str | None = None, base: str = DEFAULT_BASE) -> Added:
    """Add the graphs of Turtle, TriG, N-Triples or N-Quads files, each in place of the one of its name, and publish.

    `graph` names that of triples which stand in none; `base` is for a store that is made anew. All files are read, and
    checked against the shapes, before the store is touched. Raises InputError and UsageError as
    `kg.store.additions.read` does, and StoreError.
    """
    from kg.iris import check_base
    from kg.queries import examples
    from kg.store import Writer, opening

    minter = opening.minter(store) if opening.exists(store) else Minter(check_base(base))
    outcome = Added()
    accepted = _read(paths, graph=graph, minter=minter, outcome=outcome)
    if not accepted:
        return outcome
    with Writer.create(store, base=minter.base) as writer:
        writer.supply(examples.graph(minter.base))
        writer.supply(writer.runs)
        journal = Journal(store)
        for one in accepted:
            if writer.holds(one):
                outcome.unchanged.append(one.name)
                continue
            told = Told(kind="added", name=one.name, data=one.to_bytes())
            writer.add(one, position=journal.note(told, Position.read(writer.position)))
            outcome.changed.append(one.name)
    return outcome


def remove(name: str, store: Place) -> None:
    """Drop a graph that was added, and publish. Raises UsageError, with those there are, when there is no such."""
    from kg.store import Writer

    with Writer.open(store) as writer:
        known = writer.added()
        if name not in known:
            there = f"those are {', '.join(known)}" if known else "none was added"
            raise UsageError(f"{name} is no graph that was added: {there}")
        told = Told(kind="removed", name=name)
        writer.remove(name, position=Journal(store).note(told, Position.read(writer.position)))


def _read(paths: Sequence[Path], *, graph: str | None, minter: Minter, outcome: Added) -> list[AddedGraph]:
    from kg.shapes import validate_added
    from kg.store import additions

    found: dict[str, tuple[Path, AddedGraph]] = {}
    for path in paths:
        graphs = additions.read(path, graph=graph, minter=minter)
        report = validate_added(triple for one in graphs for triple in one.triples)
        if not report.conforms:
            outcome.refused.append(Refused(path=path, report=report))
            continue
        for one in graphs:
            if one.name in found:
                raise UsageError(f"{found[one.name][0]} and {path} both hold the graph {one.name}: put it in one file")
            found[one.name] = (path, one)
    return [one for _, one in found.values()]
