"""The shapes with one thing changed in one of them, for every thing that could be wrong in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

PREFIXES = URIRef("https://w3id.org/claimgraph/shapes")
NOWHERE = URIRef("urn:x:nowhere")
_WORDS = {SH.message, SH.prefixes, SH.declare}
_COUNTED = {SH.minCount: -1, SH.maxCount: 1, SH.minInclusive: -1, SH.maxInclusive: 1}
_OTHER_KIND = {SH.IRI: SH.IRIOrLiteral, SH.Literal: SH.IRIOrLiteral}
_OTHER_ORDER = {SH.lessThan: SH.lessThanOrEquals, SH.lessThanOrEquals: SH.lessThan}
_ALTERNATIVES = re.compile(r"\w+:\w+(?:\|\w+:\w+)+")


@dataclass(frozen=True)
class Mutation:
    """`shape` is the local name of the one that has changed; `graph` holds nothing else."""

    shape: str
    what: str
    graph: Graph


def mutations(shapes: Graph, ontology: Graph) -> Iterator[Mutation]:
    """Nothing is listed by hand, so that a constraint that is new is tried like the others."""
    for shape in sorted(own_shapes(shapes)):
        alone = only(shapes, shape)
        for predicate, value in sorted(alone.predicate_objects(shape)):
            if predicate in SH and predicate not in _WORDS:
                for what, changed in _changed(alone, shape, predicate, value, ontology):
                    yield Mutation(local(shape), f"{local(predicate)} {what}", changed)


def own_shapes(shapes: Graph) -> set[URIRef]:
    kinds = (SH.NodeShape, SH.PropertyShape)
    return {shape for kind in kinds for shape in shapes.subjects(RDF.type, kind) if isinstance(shape, URIRef)}


def only(shapes: Graph, shape: Node) -> Graph:
    """One shape, and the prefixes."""
    found = Graph()
    pending = [shape, PREFIXES]
    while pending:
        subject = pending.pop()
        for triple in shapes.triples((subject, None, None)):
            found.add(triple)
            if isinstance(triple[2], BNode):
                pending.append(triple[2])
    return found


def local(term: object) -> str:
    return re.split("[#/]", str(term))[-1]


def _changed(alone: Graph, shape: Node, predicate: Node, value: Node, ontology: Graph) -> Iterator[tuple[str, Graph]]:
    if predicate == SH.path:
        yield "elsewhere", _with(alone, (shape, predicate, value), (shape, predicate, NOWHERE))
        yield from _fewer(alone, value, SH.alternativePath)
        return
    yield f"{_short(value)} left out", _with(alone, (shape, predicate, value), None)
    for what, other in _others(predicate, value, ontology):
        yield what, _with(alone, (shape, predicate, value), (shape, predicate, other))
    if predicate in _OTHER_ORDER:
        yield "or not equal", _with(alone, (shape, predicate, value), (shape, _OTHER_ORDER[predicate], value))
    if predicate == SH["in"]:
        yield from _shorter(alone, value)
    if predicate == SH.sparql:
        select = alone.value(value, SH.select)
        for what, other in _queries(str(select)):
            yield what, _with(alone, (value, SH.select, select), (value, SH.select, Literal(other)))


def _others(predicate: Node, value: Node, ontology: Graph) -> Iterator[tuple[str, Node]]:
    """Looser, tighter, or simply other."""
    if predicate in _COUNTED:
        for step in (1, -1):
            if int(value) + step >= 0 or predicate == SH.minInclusive:
                yield f"{int(value) + step}", Literal(int(value) + step)
    elif predicate == SH.nodeKind:
        yield "of another kind, too", _OTHER_KIND[value]
    elif predicate == SH.datatype:
        yield "another", RDF.langString if value == XSD.string else XSD.string
    elif predicate == SH["class"]:
        yield "nobody is of", NOWHERE
        for upper in sorted(one for one in ontology.objects(value, RDFS.subClassOf) if isinstance(one, URIRef)):
            if local(upper) not in ("Feature", "SpatialObject"):  # of others, and not said of anything here
                yield f"{local(upper)} instead", upper
    elif predicate == SH.hasValue:
        yield "another", NOWHERE
    elif predicate == SH.pattern:
        for what, other in _patterns(str(value)):
            yield what, Literal(other)


def _patterns(pattern: str) -> Iterator[tuple[str, str]]:
    yield "with anything before", pattern.removeprefix("^")
    yield "with anything after", pattern.removesuffix("$")
    group = re.fullmatch(r"(\^\()([^()]*(?:\([^()]*\)[^()]*)*)(\)\$)", pattern)
    if group:
        branches = re.split(r"\|(?![^(]*\))", group[2])
        for number, branch in enumerate(branches):
            kept = branches[:number] + branches[number + 1 :]
            yield f"without {branch}", group[1] + "|".join(kept) + group[3]


def _queries(select: str) -> Iterator[tuple[str, str]]:
    for found in _ALTERNATIVES.finditer(select):
        names = found[0].split("|")
        for name in names:
            kept = "|".join(one for one in names if one != name)
            yield f"without {name}", select[: found.start()] + kept + select[found.end() :]
    if "!=" in select:
        yield "equal", select.replace("!=", "=", 1)
    if "NOT EXISTS" in select:
        yield "exists", select.replace("NOT EXISTS", "EXISTS", 1)


def _fewer(alone: Graph, path: Node, kind: Node) -> Iterator[tuple[str, Graph]]:
    listed = alone.value(path, kind)
    if listed is not None:
        yield from _shorter(alone, listed)


def _shorter(alone: Graph, listed: Node) -> Iterator[tuple[str, Graph]]:
    """Without each of a list."""
    for number, member in enumerate(list(Collection(alone, listed))):
        changed = copied(alone)
        Collection(changed, listed)[number] = NOWHERE
        yield f"without {_short(member)}", changed


def copied(graph: Graph) -> Graph:
    copy = Graph()
    for triple in graph:
        copy.add(triple)
    return copy


def _with(graph: Graph, old: tuple[Node, Node, Node], new: tuple[Node, Node, Node] | None) -> Graph:
    changed = copied(graph)
    changed.remove(old)
    if new:
        changed.add(new)
    return changed


def _short(value: Node) -> str:
    return "" if isinstance(value, BNode) else local(value)[:40]
