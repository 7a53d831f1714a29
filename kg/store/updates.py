"""Changes as SPARQL: one update, which Oxigraph carries out wholly or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.terms import Triple, iri

Contents = Mapping[str, Iterable[Triple] | str]
"""Triples, or N-Triples, by the IRI of their graph."""


def update(*, dropped: list[str], removed: Contents, added: Contents, drop: str = "DROP SILENT GRAPH {graph}") -> str:
    """`drop` is how the store is told to drop a graph."""
    steps = [drop.format(graph=iri(graph)) for graph in dropped]
    steps += [f"DELETE DATA {{ {_quads(removed)} }}", f"INSERT DATA {{ {_quads(added)} }}"]
    return " ;\n".join(steps)


def _quads(contents: Contents) -> str:
    return "\n".join(f"GRAPH {iri(graph)} {{\n{_written(triples)}}}" for graph, triples in contents.items())


def _written(triples: Iterable[Triple] | str) -> str:
    return triples if isinstance(triples, str) else "".join(f"{' '.join(triple)} .\n" for triple in triples)
