"""Which things are still spoken of: a thing lives as long as an article, or a thing that lives, refers to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.ontology import term
from kg.store.lookup import Distant, Lookup, Name, foresee

_NAMING = frozenset({NamedNode(term("owl:sameAs")), NamedNode(term("cg:target"))})
"""What only tells another IRI of a thing does not keep that alive."""


def reachable(store: Lookup, graphs: Iterable[Name], *, things: NamedNode) -> set[NamedNode]:
    """The things that these graphs refer to, and those that these things refer to, and so on."""
    found: set[NamedNode] = set()
    graphs = list(graphs)
    foresee(store, ((None, None, None, graph) for graph in graphs))
    new = {o for graph in graphs for o in _objects(store.quads_for_pattern(None, None, None, graph))}
    while new:
        foresee(store, ((thing, None, None, things) for thing in new))
        found |= {thing for thing in new if _described(store, thing, things)}
        new = {o for thing in new for o in _objects(store.quads_for_pattern(thing, None, None, things))} - found
    return found


def unreferenced(store: Lookup, candidates: set[NamedNode], *, leaving: set[Name], things: NamedNode) -> set[NamedNode]:
    """Those candidates that only `leaving` graphs, or other candidates of that kind, refer to."""
    living = _held(store, candidates, leaving, things)
    new = living
    while new:
        quads = (quad for thing in new for quad in store.quads_for_pattern(thing, None, None, things))
        referred = set(_objects(quad for quad in quads if quad.predicate not in _NAMING))
        new = (referred & candidates) - living
        living |= new
    return candidates - living


def _held(store: Lookup, candidates: set[NamedNode], leaving: set[Name], things: NamedNode) -> set[NamedNode]:
    if isinstance(store, Distant):
        return store.held(candidates, leaving=leaving, things=things, naming=_NAMING)
    return {thing for thing in candidates if _is_held(store, thing, candidates, leaving, things)}


def _is_held(
    store: Lookup, thing: NamedNode, candidates: set[NamedNode], leaving: set[Name], things: NamedNode
) -> bool:
    return any(
        quad.subject not in candidates if quad.graph_name == things else quad.graph_name not in leaving
        for quad in store.quads_for_pattern(None, None, thing, None)
        if quad.predicate not in _NAMING
    )


def _described(store: Lookup, thing: NamedNode, things: NamedNode) -> bool:
    return next(iter(store.quads_for_pattern(thing, None, None, things)), None) is not None


def _objects(quads: Iterable[Quad]) -> Iterator[NamedNode]:
    for quad in quads:
        term: NamedNode | BlankNode | Triple | object = quad.object
        if isinstance(term, NamedNode):
            yield term
