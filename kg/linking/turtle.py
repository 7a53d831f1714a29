"""Authority files in Turtle, as rows: one concept each, with the line on which it begins."""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import DataError
from kg.linking.faults import DESCRIPTION, EXACT, NAMES, STATE, Fault, named, shown
from kg.linking.tables import Reading, Row, decoded
from kg.ontology import term

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_SUBJECT = re.compile(r"(?:<([^>]*)>|([\w.-]*):([\w.-]*[\w-]|)(?=\s))")
_TEXTS = (*NAMES, DESCRIPTION)
_READ = (*_TEXTS, EXACT, STATE)
_CONCEPT = term("skos:Concept")


def read(path: Path, data: bytes) -> Reading:
    """The concepts of a file, by IRI. Raises DataError, with file and line, for one that is not Turtle."""
    from rdflib import BNode

    text = decoded(path, data)
    graph = _parsed(path, text)
    with _silent():
        lines = _lines(text, {prefix: str(namespace) for prefix, namespace in graph.namespaces()})
    found = Reading()
    for subject, values in sorted(_described(graph).items()):
        if _CONCEPT not in values[term("rdf:type")]:
            continue
        line = lines.get(str(subject), 0)
        if isinstance(subject, BNode):
            label = ", ".join(map(shown, values[term("skos:prefLabel")])) or "without a label"
            found.faults.append(Fault(path, line, f"a concept ({label}) is a blank node: give it an IRI"))
            continue
        iri = str(subject)
        words = [f"{named(iri)} {words}" for words in _node_faults(graph, subject)]
        found.faults.extend(Fault(path, line, one, subject=iri) for one in words)
        found.rows.append(Row(iri, line, values))
    return found


def _described(graph: Graph) -> dict[Node, dict[str, list[str]]]:
    """The values of each subject by predicate, sorted. Blank nodes are none: their names change with every reading."""
    from rdflib import BNode

    described: dict[Node, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in graph:
        if not isinstance(value, BNode):
            described[subject][str(predicate)].append(str(value))
    for values in described.values():
        for several in values.values():
            several.sort()
    return described


def _node_faults(graph: Graph, subject: Node) -> Iterator[str]:
    """Texts that are IRIs, and blank nodes."""
    from rdflib import BNode, URIRef

    for predicate, value in sorted(graph.predicate_objects(subject)):
        name = str(predicate)
        if name in _READ and isinstance(value, BNode):
            yield f"has a blank node as {name}: give an IRI or a text"
        elif name in _TEXTS and isinstance(value, URIRef):
            yield f"has <{shown(value)}> as {name}: that is a text between quotation marks"


def _lines(text: str, prefixes: Mapping[str, str]) -> dict[str, int]:
    """The line on which each subject begins, by IRI: as a rule files are written so that it begins one."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if match := _SUBJECT.match(line):
            full, prefix, local = match.groups()
            found.setdefault(full if full is not None else prefixes.get(prefix, "") + local, number)
    return found


def _parsed(path: Path, text: str) -> Graph:
    from rdflib import Graph
    from rdflib.exceptions import ParserError
    from rdflib.plugins.parsers.notation3 import BadSyntax

    try:
        with _silent():
            return Graph().parse(data=text, format="turtle")
    except BadSyntax as error:
        raise DataError(f"{path}:{error.lines + 1}: not Turtle: {shown(error._why)} (a table ends in .tsv)") from error
    except RecursionError as error:
        raise DataError(f"{path}: not Turtle: it nests too deeply") from error
    except IndexError as error:
        raise DataError(f"{path}: not Turtle: it ends too soon") from error
    except (ParserError, ValueError, AssertionError, AttributeError, TypeError, KeyError) as error:
        # What the parser does not foresee it stumbles over: a quotation without an end, a keyword of N3.
        raise DataError(f"{path}: not Turtle: {shown(str(error))}") from error


@contextmanager
def _silent() -> Iterator[None]:
    """rdflib logs IRIs that it does not like; they are told as faults."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before
