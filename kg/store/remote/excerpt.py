"""The part of a store on the network that a builder needs to see, fetched when it is needed, and kept up to date.

Only the one builder changes the store, so what it has seen stays true but for its own changes. The graphs that articles
share, those of the things, the derivations and the manifest, are mirrored as they are changed; all else is fetched
anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import product
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.iris import Minter
from kg.store.lookup import Name, Object, Pattern, Subject
from kg.store.remote.answers import terms, triples
from kg.store.remote.http import Endpoint
from kg.store.updates import Change, update

MOST_KEPT: Final = 100_000  # quads, after which all is forgotten, so that memory does not grow with the store
MOST_TOGETHER: Final = 500  # terms in one query


class Excerpt:
    """A `Lookup` and `Distant`. `settle` sends what was changed and not yet sent, when that would matter."""

    def __init__(self, endpoint: Endpoint, minter: Minter, *, settle: Callable[[], None]) -> None:
        self._endpoint = endpoint
        self._minter = minter
        self._mirrored = frozenset({minter.things, minter.manifest, minter.derivations})
        self._settle = settle
        self._store = Store()
        self._known: set[Pattern] = set()  # of the graphs that are mirrored
        self._elsewhere: set[Pattern] = set()
        self._kept = 0

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object: Object | None,  # noqa: A002
        graph_name: Name | None = None,
        /,
    ) -> Iterator[Quad]:
        self.foresee([(subject, predicate, object, graph_name)])
        return self._store.quads_for_pattern(subject, predicate, object, graph_name)

    def foresee(self, patterns: Iterable[Pattern]) -> None:
        """One request for all that is not known yet, but for whole graphs, which take one each."""
        new = [one for one in dict.fromkeys(patterns) if not self._knows(one)]
        whole = [one for one in new if one[:3] == (None, None, None) and isinstance(one[3], NamedNode)]
        if whole or any(not self._is_mirrored(one[3]) for one in new):
            self._settle()
        for pattern in whole:
            assert isinstance(pattern[3], NamedNode)
            found = triples(self._endpoint.graph(pattern[3].value))
            self._keep([pattern], [Quad(one.subject, one.predicate, one.object, pattern[3]) for one in found])
        rest = [one for one in new if one not in whole]
        for start in range(0, len(rest), MOST_TOGETHER):
            some = rest[start : start + MOST_TOGETHER]
            self._keep(some, self._fetched(_wanted(some)))

    def held(
        self, candidates: set[NamedNode], *, leaving: set[Name], things: NamedNode, naming: frozenset[NamedNode]
    ) -> set[NamedNode]:
        if not candidates:
            return set()
        self._settle()
        listed = sorted(map(str, candidates))
        besides = ", ".join(listed)
        gone = ", ".join(sorted(map(str, {*leaving, things})))
        names = ", ".join(sorted(map(str, naming)))
        found: set[NamedNode] = set()
        for start in range(0, len(listed), MOST_TOGETHER):
            wanted = f"""SELECT DISTINCT ?thing WHERE {{
              VALUES ?thing {{ {" ".join(listed[start : start + MOST_TOGETHER])} }}
              FILTER(
                EXISTS {{ GRAPH ?g {{ ?s ?p ?thing }} FILTER(?g NOT IN ({gone}) && ?p NOT IN ({names})) }} ||
                EXISTS {{ GRAPH {things} {{ ?s ?p ?thing }} FILTER(?s NOT IN ({besides}) && ?p NOT IN ({names})) }}
              )
            }}"""
            rows = terms(self._endpoint.query(wanted))
            found |= {thing for (thing,) in rows if isinstance(thing, NamedNode)}
        return found

    def change(self, change: Change) -> None:
        """What the builder does to the store."""
        if self._elsewhere:
            for graph in [one for one in self._store.named_graphs() if not self._is_mirrored(one)]:
                self._store.remove_graph(graph)
            self._elsewhere.clear()
        gone = [graph for graph in change.dropped if graph in self._mirrored]
        shared = replace(change, dropped=gone, added={})
        self._store.update(update(shared, self._minter))
        self._kept += len(change.described) + len(change.noted) + len(change.derived)

    def forget(self) -> None:
        """Nothing is known any more, when much was. Only when all is sent."""
        if self._kept > MOST_KEPT:
            self._store.clear()
            self._known.clear()
            self._elsewhere.clear()
            self._kept = 0

    def _knows(self, pattern: Pattern) -> bool:
        """Whether it, or one that it is a part of, was fetched."""
        known = self._known if self._is_mirrored(pattern[3]) else self._elsewhere
        return any(one in known for one in product(*({term, None} for term in pattern)))

    def _is_mirrored(self, graph: Name | None) -> bool:
        return isinstance(graph, NamedNode) and graph.value in self._mirrored

    def _keep(self, patterns: list[Pattern], quads: list[Quad]) -> None:
        self._store.extend(quads)
        for one in patterns:
            (self._known if self._is_mirrored(one[3]) else self._elsewhere).add(one)
        self._kept += len(quads)

    def _fetched(self, wanted: str) -> list[Quad]:
        rows = terms(self._endpoint.query(wanted))
        return [Quad(s, p, o, g) for s, p, o, g in rows]  # type: ignore[arg-type]


def _wanted(patterns: list[Pattern]) -> str:
    """One query for all patterns: those which leave open the same, of the same graph, are asked together."""
    alike: dict[tuple[tuple[bool, ...], Name | None], list[Pattern]] = defaultdict(list)
    for one in patterns:
        alike[tuple(term is not None for term in one[:3]), one[3]].append(one)
    parts = (_part(given, graph, some) for (given, graph), some in alike.items())
    return f"SELECT ?s ?p ?o ?g WHERE {{\n{' UNION '.join(parts)}\n}}"


def _part(given: tuple[bool, ...], graph: Name | None, patterns: list[Pattern]) -> str:
    names = [name for name, is_given in zip(("?s", "?p", "?o"), given, strict=True) if is_given]
    rows = (" ".join(str(term) for term in one[:3] if term is not None) for one in patterns)
    values = f"VALUES ({' '.join(names)}) {{ {' '.join(f'({row})' for row in rows)} }}" if names else ""
    if isinstance(graph, NamedNode):
        return f"{{ {values} GRAPH {graph} {{ ?s ?p ?o }} BIND({graph} AS ?g) }}"
    if isinstance(graph, DefaultGraph):
        return "{ FILTER(false) }"  # nothing of ours is there
    return f"{{ {values} GRAPH ?g {{ ?s ?p ?o }} }}"
