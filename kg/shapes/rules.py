"""The shapes, read from `shapes/*.ttl` and built once in a process."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat, parse
from pyshacl.errors import ShapeLoadError
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDFS, SH, Graph, URIRef

from kg.errors import DataError
from kg.shapes.data import rdflib_term
from kg.terms import Triple

LINKS = "links.ttl"
"""What our own links look like; whoever adds a graph may link to what he likes."""


@cache
def shapes_of(shapes: Path, ontology: Path, *, without: str | None = None) -> tuple[ShapesGraph, tuple[Triple, ...]]:
    """The shapes, but those of one file, and the class hierarchy that sh:class and sh:targetClass look into."""
    graph = Graph()
    for path in turtle_files(shapes):
        if path.name != without:
            _parse(graph, path)
    _refuse_unknown_terms(graph, shapes)
    built = ShapesGraph(graph)
    try:
        _ = built.shapes
    except ShapeLoadError as error:
        raise DataError(f"a shape in {shapes} cannot be used: {one_line(error)}: repair it") from error
    return built, tuple(_class_hierarchy(ontology))


def turtle_files(where: Path) -> tuple[Path, ...]:
    found = tuple(sorted(where.glob("*.ttl")))
    if not found:
        raise DataError(f"no *.ttl file in {where}: reinstall claimgraph")
    return found


def _parse(graph: Graph, path: Path) -> None:
    try:
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            graph.add((rdflib_term(str(quad.subject)), rdflib_term(str(quad.predicate)), rdflib_term(str(quad.object))))
    except SyntaxError as error:
        raise DataError(f"{path} is not Turtle: {one_line(error)}: repair it") from error
    except OSError as error:
        raise DataError(f"{path} cannot be read: {one_line(error)}: reinstall claimgraph") from error


def _refuse_unknown_terms(graph: Graph, where: Path) -> None:
    """pySHACL passes over a misspelt sh:minCuont without a word, and then nothing is checked."""
    for term in {term for triple in graph for term in triple}:
        if isinstance(term, URIRef) and term.startswith(str(SH)) and term not in SH:
            raise DataError(f"{term} in {where} is no term of SHACL: check its spelling")


def _class_hierarchy(ontology: Path) -> Iterator[Triple]:
    graph = Graph()
    _parse(graph, ontology / "claimgraph.ttl")
    for lower, upper in graph.subject_objects(RDFS.subClassOf):
        if isinstance(upper, URIRef):
            yield Triple(lower.n3(), f"<{RDFS.subClassOf}>", upper.n3())


def one_line(error: Exception) -> str:
    return " ".join(str(error).split())
