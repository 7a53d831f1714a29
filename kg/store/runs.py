"""How much each run made of what is stored, kept right as the master changes: a graph that says so ships with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import NamedNode

from kg.iris import Minter
from kg.ontology import term
from kg.store.additions import AddedGraph
from kg.store.lookup import Lookup
from kg.terms import Triple, iri, named, typed

Counts = Mapping[str, tuple[int, int]]
"""By the IRI of a run: its articles, and the statements in them, narrations too."""

_MADE_BY: Final = NamedNode(term("prov:wasGeneratedBy"))
_A: Final = NamedNode(term("rdf:type"))
_STATEMENTS: Final = (NamedNode(term("cg:Statement")), NamedNode(term("cg:Narration")))
_RUN: Final = f"> {_MADE_BY} <"
_ENDS: Final = tuple(f" {_A} {kind} ." for kind in _STATEMENTS)


def of_lines(lines: Iterable[str]) -> Counts:
    """What the N-Triples of one article come to."""
    run, statements = "", 0
    for line in lines:
        if line.endswith(_ENDS):
            statements += 1
        elif _RUN in line:
            run = line[line.rindex("<") + 1 : line.rindex(">")]
    return {run: (1, statements)} if run else {}


def of_store(lookup: Lookup, graph: str | None = None) -> Counts:
    """What a store holds, or the graph of one article in it."""
    name = NamedNode(graph) if graph else None
    runs = {quad.graph_name: quad.object for quad in lookup.quads_for_pattern(None, _MADE_BY, None, name)}
    found = [{str(run)[1:-1]: (1, 0)} for run in runs.values()]
    made = (quad.graph_name for kind in _STATEMENTS for quad in lookup.quads_for_pattern(None, _A, kind, name))
    found += [{str(runs[article])[1:-1]: (0, 1)} for article in made if article in runs]
    return changed({}, come=found)


def changed(counts: Counts, *, gone: Iterable[Counts] = (), come: Iterable[Counts] = ()) -> Counts:
    """Sorted by run; without those that have no article any more."""
    found = dict(counts)
    for sign, parts in ((-1, gone), (1, come)):
        for part in parts:
            for run, (articles, statements) in part.items():
                before = found.get(run, (0, 0))
                found[run] = (before[0] + sign * articles, before[1] + sign * statements)
    return {run: found[run] for run in sorted(found) if found[run][0] > 0}


def graph(counts: Counts, minter: Minter) -> AddedGraph:
    triples = [
        Triple(iri(run), named(name), typed(str(number), "xsd:nonNegativeInteger"))
        for run, numbers in counts.items()
        for name, number in zip(("cg:articleCount", "cg:statementCount"), numbers, strict=True)
    ]
    return AddedGraph(name=minter.runs, triples=tuple(triples))
