"""A graph as pySHACL reads it: a pair of dictionaries, and Oxigraph for what is asked in SPARQL."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store, Variable
from pyshacl.graph_abstraction import DataGraph
from rdflib import BNode, Graph, Literal, URIRef
from rdflib import Variable as RdflibVariable
from rdflib.namespace import NamespaceManager
from rdflib.query import Result as RdflibResult

from kg.ontology import PREFIXES
from kg.terms import Triple

Term = URIRef | BNode | Literal
_Index = defaultdict[Term, defaultdict[Term, list[Term]]]

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_UNESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_LITERAL = re.compile(r'"(.*)"(?:\^\^<([^>]*)>|@([A-Za-z0-9-]+))?', re.DOTALL)
_XSD_STRING = PREFIXES["xsd"] + "string"
_LONG = 256
_NOTHING: Mapping[Term, list[Term]] = {}


_DataGraph: Any = DataGraph  # untyped, for the methods below take fewer arguments than those of an rdflib graph


class Data(_DataGraph):  # type: ignore[misc]
    """The data as pySHACL reads it: what it asks for, and nothing else."""

    def __new__(cls, triples: Iterable[Triple]) -> Any:
        return super().__new__(cls, store=None)

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._triples = tuple(triples)
        self._store = Store()
        lines = "".join(f"{s} {p} {o} .\n" for s, p, o in self._triples)
        self._store.load(lines.encode(), format=RdfFormat.N_TRIPLES)
        self._objects: _Index = defaultdict(lambda: defaultdict(list))
        self._subjects: _Index = defaultdict(lambda: defaultdict(list))
        for triple in self._triples:
            subject, predicate, object_ = map(rdflib_term, triple)
            self._objects[predicate][subject].append(object_)
            self._subjects[predicate][object_].append(subject)

    def __len__(self) -> int:
        return len(self._triples)

    @property
    def namespace_manager(self) -> NamespaceManager:
        return _names()

    def objects(self, subject: Term, predicate: Term) -> Iterable[Term]:
        return self._objects.get(predicate, _NOTHING).get(subject, ())

    def subjects(self, predicate: Term, object_: Term) -> Iterable[Term]:
        return self._subjects.get(predicate, _NOTHING).get(object_, ())

    def subject_objects(self, predicate: Term) -> Iterator[tuple[Term, Term]]:
        for subject, objects in self._objects.get(predicate, _NOTHING).items():
            for object_ in objects:
                yield subject, object_

    def transitive_objects(self, subject: Term, predicate: Term) -> Iterable[Term]:
        return _closure(subject, lambda term: self.objects(term, predicate))

    def transitive_subjects(self, predicate: Term, object_: Term) -> Iterable[Term]:
        return _closure(object_, lambda term: self.subjects(predicate, term))

    def predicate_objects(self, subject: Term) -> Iterator[tuple[Term, Term]]:
        for predicate, objects in self._objects.items():
            for object_ in objects.get(subject, ()):
                yield predicate, object_

    def quads(self, pattern: object) -> Iterator[tuple[object, object, object, Graph]]:
        """Asked for only to spell out a blank node, which is of no use to a reader: it becomes "[ ]"."""
        yield None, None, None, Graph()

    def query(self, query: str, initBindings: Mapping[str, Term]) -> RdflibResult:  # noqa: N803
        """Oxigraph puts $this into patterns, and not into a FILTER of a group that has no pattern with it."""
        bound: dict[Variable, Any] = {Variable(name): _node(term) for name, term in initBindings.items()}
        found: Any = self._store.query(query, substitutions=bound)
        result = RdflibResult("SELECT")
        result.vars = [RdflibVariable(v.value) for v in found.variables]
        result.bindings = [_row(result.vars, solution) for solution in found]
        return result


@cache
def _names() -> NamespaceManager:
    return Graph().namespace_manager


def _node(term: Term) -> NamedNode | BlankNode:
    return BlankNode(term) if isinstance(term, BNode) else NamedNode(term)


def _row(names: Iterable[RdflibVariable], solution: Iterable[object]) -> dict[RdflibVariable, Term]:
    return {name: rdflib_term(str(value)) for name, value in zip(names, solution, strict=True) if value is not None}


def _closure(start: Term, following: Callable[[Term], Iterable[Term]]) -> Iterator[Term]:
    seen = {start}
    pending = [start]
    while pending:
        term = pending.pop()
        yield term
        for further in following(term):
            if further not in seen:
                seen.add(further)
                pending.append(further)


def rdflib_term(text: str) -> Term:
    """The rdflib term of an N-Triples term. Nearly all terms of an article return in the next one; its sentences do
    not, and are not worth remembering."""
    return _parsed(text) if len(text) > _LONG else _remembered(text)


def _parsed(text: str) -> Term:
    if text.startswith("<"):
        return URIRef(text[1:-1])
    if text.startswith("_:"):
        return BNode(text[2:])
    match = _LITERAL.fullmatch(text)
    if match is None:
        raise ValueError(f"not an N-Triples term: {text!r}")
    lexical, datatype, language = match.groups()
    lexical = _ESCAPE.sub(_unescaped, lexical) if "\\" in lexical else lexical
    if datatype == _XSD_STRING:  # in RDF 1.1 the same literal as one without a datatype, but not in rdflib
        datatype = None
    # Without normalize=False rdflib would rewrite the value, and "01" would pass for "1".
    return Literal(lexical, lang=language, datatype=datatype, normalize=False)


_remembered = lru_cache(maxsize=16_384)(_parsed)


def _unescaped(match: re.Match[str]) -> str:
    short, long, character = match.groups()
    return _UNESCAPED.get(character, character) if character else chr(int(short or long, 16))
