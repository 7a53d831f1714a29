"""Turtle and TriG for people: sorted, grouped by subject, with prefixes and IRIs relative to the base.

pyoxigraph's own writer keeps data IRIs whole or escapes half their characters, and depends on the order of its input.
Source: RDF 1.1 Turtle and RDF 1.1 TriG, W3C Recommendations 25 February 2014.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from pyoxigraph import Literal, NamedNode, Quad

from kg.ontology import PREFIXES, term

_LOCAL_NAME = re.compile(r"[A-Za-z_](?:[\w-]*\w)?", re.ASCII)
_RELATIVE = re.compile(r"[A-Za-z][\w%~-]*(?:/[\w%~-]+)*(?:#[\w=,-]+)?", re.ASCII)
_BARE = {
    term("xsd:integer"): re.compile(r"[+-]?\d+", re.ASCII),
    term("xsd:decimal"): re.compile(r"[+-]?\d*\.\d+", re.ASCII),
    term("xsd:boolean"): re.compile(r"true|false"),
}
_TYPE = term("rdf:type")


def header(*, base: str) -> str:
    """The declarations that `subjects` and `graph` rely on."""
    return f"@base <{base}> .\n" + "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())


def graph(name: str, quads: Iterable[Quad], *, base: str) -> Iterator[str]:
    """One named graph of a TriG document, in pieces."""
    yield f"\n{_iri(name, base=base)} {{"
    yield from subjects(quads, base=base)
    yield "}\n"


def subjects(quads: Iterable[Quad], *, base: str) -> Iterator[str]:
    """Triples, which come subject by subject, in Turtle: a block for each subject; `rdf:type` comes first."""
    return (_block(group, base=base) for _, group in groupby(quads, key=lambda q: str(q.subject)))


def _block(group: Iterable[Quad], *, base: str) -> str:
    quads = sorted(group, key=lambda q: (q.predicate.value != _TYPE, str(q.predicate), str(q.object)))
    lines = " ;\n    ".join(_predicates(quads, base=base))
    return f"\n{_term(quads[0].subject, base=base)} {lines} .\n"


def _predicates(quads: list[Quad], *, base: str) -> Iterator[str]:
    for predicate, group in groupby(quads, key=lambda q: q.predicate.value):
        verb = "a" if predicate == _TYPE else _iri(predicate, base=base)
        yield f"{verb} {' , '.join(_term(quad.object, base=base) for quad in group)}"


def _term(node: object, *, base: str) -> str:
    if isinstance(node, NamedNode):
        return _iri(node.value, base=base)
    return _literal(node, base=base) if isinstance(node, Literal) else str(node)


def _iri(iri: str, *, base: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    if iri.startswith(base) and base.endswith("/") and _RELATIVE.fullmatch(iri, len(base)):
        return f"<{iri[len(base) :]}>"
    return f"<{iri}>"


def _literal(literal: Literal, *, base: str) -> str:
    datatype = literal.datatype.value
    if datatype in _BARE and _BARE[datatype].fullmatch(literal.value):
        return literal.value
    if literal.language or datatype == term("xsd:string"):
        return str(literal)
    return f"{Literal(literal.value)}^^{_iri(datatype, base=base)}"
