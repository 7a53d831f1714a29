"""What the builder looks up in a store before it changes it: patterns of quads, on its own disk or far away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

Name = NamedNode | BlankNode | DefaultGraph
"""Of a graph."""
Subject = NamedNode | BlankNode | Triple
Object = NamedNode | BlankNode | Literal | Triple
Pattern = tuple[Subject | None, NamedNode | None, Object | None, Name | None]
"""Subject, predicate, object and graph; None is any."""


class Lookup(Protocol):
    """As an Oxigraph store answers."""

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object: Object | None,  # noqa: A002
        graph_name: Name | None = None,
        /,
    ) -> Iterator[Quad]: ...


class Quads(Lookup, Protocol):
    """What a reader may look up, too."""

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]: ...

    def contains_named_graph(self, graph_name: Name, /) -> bool: ...


@runtime_checkable
class Distant(Protocol):
    """A store to which each question is a journey: it is told beforehand what it will be asked."""

    def foresee(self, patterns: Iterable[Pattern]) -> None:
        """All these will be looked up."""

    def held(
        self, candidates: set[NamedNode], *, leaving: set[Name], things: NamedNode, naming: frozenset[NamedNode]
    ) -> set[NamedNode]:
        """The candidates that something refers to, other than by a property of `naming`, and other than the `leaving`
        graphs and the descriptions of candidates."""


def foresee(lookup: Lookup, patterns: Iterable[Pattern]) -> None:
    if isinstance(lookup, Distant):
        lookup.foresee(patterns)
