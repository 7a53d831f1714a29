"""Authority files in Turtle, as rows: one concept each, with the line on which it begins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import DataError
from kg.linking.tables import Row
from kg.ontology import term

if TYPE_CHECKING:
    from rdflib import Graph

_SUBJECT = re.compile(r"(?:<([^>]*)>|([\w.-]*):([\w.-]*[\w-]|)(?=\s))")


def rows(path: Path, data: bytes) -> Iterator[Row]:
    """The concepts of a file. Raises DataError for one that is not Turtle, or has a concept without an IRI."""
    from rdflib import BNode

    graph = _parsed(path, data)
    described: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    unnamed = set()
    for subject, predicate, value in graph:
        described[str(subject)][str(predicate)].append(str(value))
        if isinstance(subject, BNode):
            unnamed.add(str(subject))
    concepts = {s: values for s, values in described.items() if term("skos:Concept") in values[term("rdf:type")]}
    for node in sorted(unnamed & concepts.keys()):
        label = ", ".join(concepts[node][term("skos:prefLabel")]) or "without a label"
        raise DataError(f"{path}: a concept ({label}) is a blank node: give it an IRI")
    lines = _lines(data, {prefix: str(namespace) for prefix, namespace in graph.namespaces()})
    for iri, values in concepts.items():
        yield Row(iri, lines.get(iri, 0), values)


def _lines(data: bytes, prefixes: Mapping[str, str]) -> dict[str, int]:
    """The line on which each subject begins, by IRI: as a rule files are written so that it begins one."""
    found: dict[str, int] = {}
    for number, line in enumerate(data.decode("utf-8").split("\n"), 1):
        if match := _SUBJECT.match(line):
            full, prefix, local = match.groups()
            found.setdefault(full if full is not None else prefixes.get(prefix, "") + local, number)
    return found


def _parsed(path: Path, data: bytes) -> Graph:
    from rdflib import Graph
    from rdflib.exceptions import ParserError
    from rdflib.plugins.parsers.notation3 import BadSyntax

    try:
        return Graph().parse(data=data, format="turtle")
    except (BadSyntax, ParserError, UnicodeDecodeError, IndexError) as error:  # IndexError: the file ends too soon
        raise DataError(f"{path} is not Turtle: {_first_lines(error)}") from error


def _first_lines(error: Exception) -> str:
    line = getattr(error, "lines", None)
    return f"line {line + 1}: {error._why}" if line is not None and hasattr(error, "_why") else str(error)[:200]
