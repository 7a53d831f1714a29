"""What conforms, and what of it does not."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError
from pyshacl.helper.path_helper import shacl_path_to_sparql_path
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator
from rdflib import SH, BNode

from kg.errors import DataError
from kg.ontology import PREFIXES
from kg.resources import folder
from kg.shapes.data import Data, Term
from kg.shapes.gate import gate
from kg.shapes.rules import LINKS, one_line, shapes_of, turtle_files
from kg.terms import Triple

_log = logging.getLogger(__name__)


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


CONFORMS = Report(conforms=True, text="conforms")


def validate(triples: Iterable[Triple]) -> Report:
    """Validate an article's graph together with its things and its text.

    Raises DataError when a shapes file is broken.
    """
    given = tuple(triples)
    _, classes = shapes_of(folder("shapes"), folder("ontology"))
    quick = gate(turtle_files(folder("shapes")), classes)
    if quick is not None and quick.passes(given):
        return CONFORMS
    report = validate_by_pyshacl(given)
    if quick is not None and report.conforms:
        _log.warning("the gate refused a graph that pySHACL lets pass: please report it: %s", given[:1])
    return report


def validate_added(triples: Iterable[Triple]) -> Report:
    """As `validate`, for graphs of the user's own: they may link to any data set."""
    return validate_by_pyshacl(triples, without=LINKS)


def validate_by_pyshacl(triples: Iterable[Triple], *, without: str | None = None) -> Report:
    """The reference: what it finds is what is reported. `without` is a file of shapes that do not count."""
    shapes, classes = shapes_of(folder("shapes"), folder("ontology"), without=without)
    given = tuple(triples)
    try:
        data = Data((*given, *classes))
    except (SyntaxError, ValueError) as error:
        return _no_graph(given, error)
    validator: Any = _Validator(data, shacl_graph=shapes.graph, options={"inplace": True})
    validator.shacl_graph = shapes  # already built; the validator would build one for each article
    try:
        _, results, _ = validator.run()
    except (ShapeLoadError, ConstraintLoadError, ReportableRuntimeError, SyntaxError, re.error) as error:
        raise DataError(f"a shape in {folder('shapes')} cannot be used: {one_line(error)}: repair it") from error
    return _report(results)


def _report(results: tuple[Violation, ...]) -> Report:
    return Report(conforms=not results, text="\n".join(_line(r) for r in results) or "conforms", results=results)


def _no_graph(triples: Sequence[Triple], error: SyntaxError | ValueError) -> Report:
    """A term that no RDF store would take, such as the address of a page with "%zz" in it, is the article's fault."""
    line = error.lineno if isinstance(error, SyntaxError) else None
    focus = triples[line - 1].subject.strip("<>") if line and line <= len(triples) else "the graph"
    message = f"Every term is written as N-Triples wants it: {one_line(error)}."
    return _report((Violation(focus=focus, message=message, shape="NTriples", constraint="Syntax"),))


def _line(result: Violation) -> str:
    about = "".join(f", {name} {value}" for name, value in (("path", result.path), ("value", result.value)) if value)
    return f"{result.focus}: {result.message} ({result.shape}{about})"


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
