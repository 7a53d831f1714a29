"""Changes as SPARQL: one update, which Oxigraph carries out wholly or not at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from kg.iris import Minter
from kg.terms import iri


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one step does, in lines of N-Triples: graphs come and go whole; `stale` lines leave and `described` ones
    enter the graph of things, `forgotten` and `noted` ones the manifest, `underived` and `derived` ones the graph of
    derivations. `gone` counts the triples of the graphs that go, and `loaded` names those `added` that are there."""

    dropped: Collection[str] = ()
    gone: int = 0
    stale: Collection[str] = ()
    described: Collection[str] = ()
    forgotten: Collection[str] = ()
    noted: Collection[str] = ()
    underived: Collection[str] = ()
    derived: Collection[str] = ()
    added: Mapping[str, Collection[str]] = field(default_factory=dict)
    loaded: Collection[str] = ()


def update(change: Change, minter: Minter, *, drop: str = "DROP SILENT GRAPH {graph}") -> str:
    """`drop` is how the store is told to drop a graph."""
    things, manifest, derivations = minter.things, minter.manifest, minter.derivations
    removed = {things: change.stale, manifest: change.forgotten, derivations: change.underived}
    coming = {graph: lines for graph, lines in change.added.items() if graph not in change.loaded}
    added = {things: change.described, manifest: change.noted, derivations: change.derived, **coming}
    steps = [drop.format(graph=iri(graph)) for graph in change.dropped]
    steps += [f"DELETE DATA {{ {_quads(removed)} }}", f"INSERT DATA {{ {_quads(added)} }}"]
    return " ;\n".join(steps)


def _quads(contents: Mapping[str, Collection[str]]) -> str:
    return "\n".join(f"GRAPH {iri(graph)} {{\n{_joined(lines)}\n}}" for graph, lines in contents.items() if lines)


def _joined(lines: Collection[str]) -> str:
    return "\n".join(lines)
