"""The quads of a store on the network, as the folder of a store gives them: without what only the builder needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kg.iris import Minter
from kg.store.lookup import Name, Object, Pattern, Subject
from kg.store.remote.answers import terms, truth
from kg.store.remote.excerpt import Excerpt
from kg.store.remote.http import Endpoint

_GRAPHS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }"


class RemoteQuads:
    """A graph that is asked for as a whole is fetched as a whole, and remembered until a later one takes its place."""

    def __init__(self, endpoint: Endpoint, minter: Minter) -> None:
        self._endpoint = endpoint
        self._manifest = minter.manifest
        self._excerpt = Excerpt(endpoint, minter, settle=self._make_room)

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object: Object | None,  # noqa: A002
        graph_name: Name | None = None,
        /,
    ) -> Iterator[Quad]:
        found = self._excerpt.quads_for_pattern(subject, predicate, object, graph_name)
        return (quad for quad in found if self._is_shown(quad.graph_name))

    def foresee(self, patterns: Iterable[Pattern]) -> None:
        self._excerpt.foresee(patterns)

    def held(
        self, candidates: set[NamedNode], *, leaving: set[Name], things: NamedNode, naming: frozenset[NamedNode]
    ) -> set[NamedNode]:
        return self._excerpt.held(candidates, leaving=leaving, things=things, naming=naming)

    def named_graphs(self) -> Iterator[NamedNode]:
        found = (graph for (graph,) in terms(self._endpoint.query(_GRAPHS)))
        return (graph for graph in found if isinstance(graph, NamedNode) and self._is_shown(graph))

    def contains_named_graph(self, graph_name: Name) -> bool:
        if not self._is_shown(graph_name):
            return False
        return truth(self._endpoint.query(f"ASK {{ GRAPH {graph_name} {{ ?s ?p ?o }} }}"))

    def _is_shown(self, graph: Name) -> bool:
        name = graph.value if isinstance(graph, NamedNode) else ""
        return name != self._manifest and not name.startswith(f"{self._manifest}/")

    def _make_room(self) -> None:
        self._excerpt.forget()
