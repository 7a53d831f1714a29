"""Authority files as tables: a header, then one concept a line, cells separated by tabs, values in a cell by "|".

The columns are named in docs/linking.md. A row says the same as a concept in Turtle, and is checked like one.
"""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import DataError
from kg.linking.faults import Fault, quoted
from kg.ontology import CG, term

SUFFIX = ".tsv"
REQUIRED = ("id", "label", "type")
LONGEST_LINE = 1_000_000
REGISTER_MARK = "# register"
"""The first line of a table that only lists who there is, such as all people of a database: what its names say of an
article counts for less than the article's own words."""

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
COLUMNS = ("id", "type", *_PREDICATES)
_MANY = frozenset({"aliases", "demonyms", "capitals", "links", "offices", "sources"})
_ITEMS = "http://www.wikidata.org/entity/"


@dataclass(frozen=True, slots=True)
class Row:
    """One concept of a file: its IRI, its line, and its values by predicate."""

    subject: str
    line: int
    values: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, and what of it could not be read."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read(path: Path, data: bytes) -> Reading:
    """The concepts of a table. Raises DataError, with file and line, for one of which no row can be read."""
    header: list[str] = []
    found = Reading()
    for number, line in enumerate(decoded(path, data).split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if len(line) > LONGEST_LINE:
            most = f"at most {LONGEST_LINE:,} are taken"
            found.faults.append(Fault(path, number, f"a line of {len(line):,} characters: {most}"))
            continue
        cells = [cell.strip() for cell in line.rstrip("\r").split("\t")]
        if not header:
            header = cells
            found.faults.extend(Fault(path, number, words) for words in _header_faults(path, number, header))
        elif words := _row_fault(header, cells):
            found.faults.append(Fault(path, number, words))
        else:
            found.rows.append(_row(number, dict(zip(header, cells, strict=True))))
    return found


def is_register(data: bytes) -> bool:
    first, _, _ = data.removeprefix(codecs.BOM_UTF8).partition(b"\n")
    return first.rstrip() == REGISTER_MARK.encode()


def decoded(path: Path, data: bytes) -> str:
    """The text of a file. Raises DataError, with the line, for one that is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        broken = data.count(b"\n", 0, error.start) + 1
        raise DataError(f"{path}:{broken}: not UTF-8: convert the file, for example with `iconv`") from error


def _header_faults(path: Path, number: int, header: Sequence[str]) -> list[str]:
    """The columns that nobody knows. Raises DataError when a needed one is missing, or one stands there twice."""
    columns = f"the columns are {', '.join(COLUMNS)}, each once, between tabs"
    missing = [name for name in REQUIRED if name not in header]
    double = sorted({name for name in header if header.count(name) > 1})
    if missing or double:
        wrong = f"no column {missing[0]!r}" if missing else f"the column {quoted(double[0])} twice"
        raise DataError(f"{path}:{number}: the header has {wrong}: {columns}")
    unknown = [name for name in header if name not in COLUMNS]
    return [f"the header has the column {quoted(name)}: {columns}" for name in unknown]


def _row_fault(header: Sequence[str], cells: Sequence[str]) -> str | None:
    if len(cells) != len(header):
        return f"{len(cells)} cells, but the header has {len(header)}"
    identifier = cells[header.index("id")]
    if not _ITEM.fullmatch(identifier) and ":" not in identifier:
        return f"the id {quoted(identifier)} is neither a Wikidata item (Q…) nor an IRI"
    return None


def _row(number: int, given: dict[str, str]) -> Row:
    values: dict[str, list[str]] = defaultdict(list)
    identifier = given.pop("id")
    if _ITEM.fullmatch(identifier):
        identifier = _ITEMS + identifier
        values[term("skos:exactMatch")].append(identifier)
    values[term("rdf:type")] += [term("skos:Concept"), CG + given.pop("type")]
    for name, cell in given.items():
        if cell and name in _PREDICATES:
            several = cell.split(_SEVERAL) if name in _MANY else [cell]
            values[_PREDICATES[name]] += [value.strip() for value in several]
    if state := values.get(_PREDICATES["state"]):
        values[_PREDICATES["state"]] = [_ITEMS + one if _ITEM.fullmatch(one) else one for one in state]
    return Row(identifier, number, values)
