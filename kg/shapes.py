"""Validation against the shapes in `shapes/*.ttl`. The one door to pySHACL.

As usually called, pySHACL spends four fifths of its time around the shapes and not on them: it copies the data into an
rdflib graph, builds the shape objects again, parses each `sh:sparql` text again and evaluates it in Python. Here the
shapes are built once in a process, the data is a pair of dictionaries, and Oxigraph answers the SPARQL constraints.

What an article says can never change the rules: the shapes graph is always passed, and there is no inference, no
SHACL-AF, no JavaScript and no import.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store, Variable, parse
from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError
from pyshacl.graph_abstraction import DataGraph
from pyshacl.helper.path_helper import shacl_path_to_sparql_path
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator
from rdflib import RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib import Variable as RdflibVariable
from rdflib.namespace import NamespaceManager
from rdflib.query import Result as RdflibResult

from kg.errors import DataError
from kg.ontology import PREFIXES
from kg.resources import folder
from kg.terms import Triple

Term = URIRef | BNode | Literal
_Index = defaultdict[Term, defaultdict[Term, list[Term]]]

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_UNESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_LITERAL = re.compile(r'"(.*)"(?:\^\^<([^>]*)>|@([A-Za-z0-9-]+))?', re.DOTALL)
_XSD_STRING = PREFIXES["xsd"] + "string"
_LONG = 256
_NOTHING: Mapping[Term, list[Term]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One result. `shape` and `constraint` ("MinCount") are what is broken.

    `path` is a SPARQL property path, or None for a node shape.
    """

    focus: str
    message: str
    shape: str
    constraint: str
    path: str | None = None
    value: str | None = None
    severity: str = "Violation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`results` are sorted; `text` has one line for each of them."""

    conforms: bool
    text: str
    results: tuple[Violation, ...] = ()


def validate(triples: Iterable[Triple]) -> Report:
    """Validate an article's graph together with its things and its text.

    Raises DataError when a shapes file is broken.
    """
    shapes, classes = _shapes(folder("shapes"), folder("ontology"))
    given = tuple(triples)
    try:
        data = _Data((*given, *classes))
    except (SyntaxError, ValueError) as error:
        return _no_graph(given, error)
    validator: Any = _Validator(data, shacl_graph=shapes.graph, options={"inplace": True})
    validator.shacl_graph = shapes  # already built; the validator would build one for each article
    try:
        _, results, _ = validator.run()
    except (ShapeLoadError, ConstraintLoadError, ReportableRuntimeError, SyntaxError, re.error) as error:
        raise DataError(f"a shape in {folder('shapes')} cannot be used: {_one_line(error)}: repair it") from error
    return _report(results)


def _report(results: tuple[Violation, ...]) -> Report:
    return Report(conforms=not results, text="\n".join(_line(r) for r in results) or "conforms", results=results)


def _no_graph(triples: Sequence[Triple], error: SyntaxError | ValueError) -> Report:
    """A term that no RDF store would take, such as the address of a page with "%zz" in it, is the article's fault."""
    line = error.lineno if isinstance(error, SyntaxError) else None
    focus = triples[line - 1].subject.strip("<>") if line and line <= len(triples) else "the graph"
    message = f"Every term is written as N-Triples wants it: {_one_line(error)}."
    return _report((Violation(focus=focus, message=message, shape="NTriples", constraint="Syntax"),))


def _line(result: Violation) -> str:
    about = "".join(f", {name} {value}" for name, value in (("path", result.path), ("value", result.value)) if value)
    return f"{result.focus}: {result.message} ({result.shape}{about})"


@cache
def _shapes(shapes: Path, ontology: Path) -> tuple[ShapesGraph, tuple[Triple, ...]]:
    """The shapes, and the class hierarchy that sh:class and sh:targetClass look into."""
    graph = Graph()
    for path in _turtle_files(shapes):
        _parse(graph, path)
    _refuse_unknown_terms(graph, shapes)
    built = ShapesGraph(graph)
    try:
        _ = built.shapes
    except ShapeLoadError as error:
        raise DataError(f"a shape in {shapes} cannot be used: {_one_line(error)}: repair it") from error
    return built, tuple(_class_hierarchy(ontology))


def _turtle_files(where: Path) -> list[Path]:
    found = sorted(where.glob("*.ttl"))
    if not found:
        raise DataError(f"no *.ttl file in {where}: reinstall claimgraph")
    return found


def _parse(graph: Graph, path: Path) -> None:
    try:
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            graph.add((_term(str(quad.subject)), _term(str(quad.predicate)), _term(str(quad.object))))
    except SyntaxError as error:
        raise DataError(f"{path} is not Turtle: {_one_line(error)}: repair it") from error
    except OSError as error:
        raise DataError(f"{path} cannot be read: {_one_line(error)}: reinstall claimgraph") from error


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


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


class _Validator(Validator):
    """Gives results as values instead of a report graph, which costs more than the validation of a good article."""

    @classmethod
    def create_validation_report(
        cls, sg: ShapesGraph, conforms: bool, results: list[tuple[str, BNode, list[tuple[Any, Any, Any]]]]
    ) -> tuple[tuple[Violation, ...], str]:
        found = {_violation(sg, triples) for _, _, triples in results}
        return tuple(sorted(found, key=lambda v: (v.focus, v.shape, v.constraint, v.value or "", v.message))), ""


def _violation(shapes: ShapesGraph, triples: list[tuple[Any, Any, Any]]) -> Violation:
    said = {p: o[1] if isinstance(o, tuple) else o for _, p, o in triples}
    path = said.get(SH.resultPath)
    value = said.get(SH.value)
    return Violation(
        focus=str(said[SH.focusNode]),
        message=str(said.get(SH.resultMessage, "")),
        shape=_short(said[SH.sourceShape]),
        constraint=_short(said[SH.sourceConstraintComponent]).removesuffix("ConstraintComponent"),
        path=None if path is None else shacl_path_to_sparql_path(shapes, path, prefixes=PREFIXES),
        value=None if value is None else str(value),
        severity=_short(said[SH.resultSeverity]),
    )


def _short(term: Term) -> str:
    return re.split("[#/]", str(term))[-1]


_DataGraph: Any = DataGraph  # untyped, for the methods below take fewer arguments than those of an rdflib graph


class _Data(_DataGraph):  # type: ignore[misc]
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
            subject, predicate, object_ = map(_term, triple)
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
    return {name: _term(str(value)) for name, value in zip(names, solution, strict=True) if value is not None}


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


def _term(text: str) -> Term:
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
