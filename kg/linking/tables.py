"""Authority files as tables: a header, then one concept a line, cells separated by tabs, values in a cell by "|".

The columns are named in docs/linking.md. A row says the same as a concept in Turtle, and is checked like one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError
from kg.ontology import CG, term

SUFFIX = ".tsv"
REQUIRED = ("id", "label", "type")

_ITEM = re.compile(r"Q[1-9][0-9]{0,11}")
_SEVERAL = "|"
_PREDICATES = {
    "label": term("skos:prefLabel"),
    "aliases": term("skos:altLabel"),
    "country": CG + "countryCode",
    "state": CG + "ofState",
    "demonyms": CG + "demonym",
    "capitals": CG + "capital",
    "links": term("skos:exactMatch"),
    "domain": CG + "domain",
    "offices": CG + "office",
    "description": term("dcterms:description"),
    "sources": term("dcterms:source"),
}
_MANY = frozenset({"aliases", "demonyms", "capitals", "links", "offices"})
_ITEMS = "http://www.wikidata.org/entity/"


@dataclass(frozen=True, slots=True)
class Row:
    """One concept of a table: its IRI, its line, and its values by predicate."""

    subject: str
    line: int
    values: Mapping[str, list[str]]


def rows(path: Path, data: bytes) -> Iterator[Row]:
    """The concepts of a table. Raises DataError, with file and line, for what cannot be read."""
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        broken = data.count(b"\n", 0, error.start) + 1
        raise DataError(f"{path}:{broken}: not UTF-8: convert the file, for example with `iconv`") from error
    header: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.rstrip("\r").split("\t")]
        if header:
            yield _row(path, number, header, cells)
        else:
            header = _checked(path, number, cells)


def _checked(path: Path, number: int, header: list[str]) -> list[str]:
    unknown = [name for name in header if name not in ("id", "type", *_PREDICATES)]
    missing = [name for name in REQUIRED if name not in header]
    if unknown or missing or len(set(header)) != len(header):
        wrong = f"has no column {missing[0]!r}" if missing else f"has the column {(unknown or header)[0]!r}"
        columns = ", ".join(("id", "type", *_PREDICATES))
        raise DataError(f"{path}:{number}: the header {wrong}: the columns are {columns}, each once, between tabs")
    return header


def _row(path: Path, number: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) != len(header):
        raise DataError(f"{path}:{number}: {len(cells)} cells, but the header has {len(header)}")
    values: dict[str, list[str]] = defaultdict(list)
    given = dict(zip(header, cells, strict=True))
    identifier = given.pop("id")
    if _ITEM.fullmatch(identifier):
        identifier = _ITEMS + identifier
        values[term("skos:exactMatch")].append(identifier)
    elif "://" not in identifier:
        raise DataError(f"{path}:{number}: the id {identifier!r} is neither a Wikidata item (Q…) nor an IRI")
    values[term("rdf:type")] += [term("skos:Concept"), CG + given.pop("type")]
    for name, cell in given.items():
        if cell:
            values[_PREDICATES[name]] += cell.split(_SEVERAL) if name in _MANY else [cell]
    if state := values.get(_PREDICATES["state"]):
        values[_PREDICATES["state"]] = [_ITEMS + one if _ITEM.fullmatch(one) else one for one in state]
    return Row(identifier, number, values)
