"""Answers as tables that people can read: labels for IRIs, and one column where the query has several for one thing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.ontology import CG, PREFIXES
from kg.store.answers import Table, prefixed
from kg.terms import iri

if TYPE_CHECKING:
    from kg.store import Reader

_NAMING: Final = ("Label", "Title")
# Columns of local names, "ArmedForce"; of periods, "2025-03"; of speakers, the outermost first.
_KINDS: Final = {"type": "term", "relation": "term", "month": "date", "via": "chain"}
_STANCES: Final = frozenset(f"{CG}{name}" for name in ("Asserting", "Denying", "Doubting", "LeavingOpen"))
_NUMBERS: Final = frozenset(
    f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double", "nonNegativeInteger")
)
_DATES: Final = frozenset(f"{PREFIXES['xsd']}{name}" for name in ("date", "gYear", "gYearMonth", "dateTime"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`kind` is "thing" (with an IRI), "term" (a local name of the ontology), "stance", "number", "date", "chain"
    (as `cg:via` has it), "text", or "quote" (with the IRI of its place in an article)."""

    kind: str
    text: str
    iri: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """`columns` are names of variables, "statedOn"."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


_EMPTY: Final = Cell(kind="text", text="")
_Row = Mapping[str, Mapping[str, str]]
"""As SPARQL's JSON has it: terms by variable, those that are bound."""


def grid(reader: Reader, table: Table, *, first: int, most: int) -> Grid:
    """`most` rows of a table, from the row `first` on."""
    labels = _label_columns(table.columns)
    quoted = {"quote", "article", "start", "end"} <= set(table.columns)
    dropped = {*labels.values(), *(("start", "end") if quoted else ())}
    shown = tuple(name for name in table.columns if name not in dropped)
    rows: list[_Row] = json.loads(table.data)["results"]["bindings"][first : first + most]
    known = _labels(reader, (term["value"] for row in rows for term in row.values() if term["type"] == "uri"))

    def cell(name: str, row: _Row) -> Cell:
        term = row.get(name)
        if term is None:
            return _EMPTY
        if name == "quote" and quoted:
            return Cell(kind="quote", text=term["value"], iri=_where(row))
        if term["type"] == "uri":
            said = row.get(labels.get(name, ""), {}).get("value")
            return _named(term["value"], said or known.get(term["value"], ""), reader.base)
        kind = _KINDS.get(name) or _kind(term.get("datatype", ""))
        return Cell(kind=kind, text=term["value"])

    return Grid(columns=shown, rows=tuple(tuple(cell(name, row) for name in shown) for row in rows))


def _label_columns(columns: Sequence[str]) -> dict[str, str]:
    """For columns of IRIs those that say what they are called: "placeLabel" for "place", "title" for "article"."""
    found = {name: f"{name}{ending}" for name in columns for ending in _NAMING if f"{name}{ending}" in columns}
    for bare, owner in (("label", columns[0] if columns else ""), ("title", "article")):
        if bare in columns and owner in columns and owner != bare:
            found.setdefault(owner, bare)
    return found


def _where(row: _Row) -> str:
    return f"{row['article']['value']}#char={row['start']['value']},{row['end']['value']}"


def _named(name: str, label: str, base: str) -> Cell:
    if name in _STANCES:
        return Cell(kind="stance", text=name.removeprefix(CG))
    if name.startswith(CG):
        return Cell(kind="term", text=name.removeprefix(CG), iri=name)
    if not label and name.startswith(f"{base}article/"):
        key, _, part = name.removeprefix(f"{base}article/").partition("#")
        day, digest = key[:10], key.rpartition("-")[2]
        article = f"article of {day}" if day[:4].isdigit() else f"article {digest[:8]}"
        label = f"statement {part[1:]}" if part[1:].isdigit() else article
    return Cell(kind="thing", text=label or prefixed(name).removeprefix(base), iri=name)


def _kind(datatype: str) -> str:
    return "number" if datatype in _NUMBERS else "date" if datatype in _DATES else "text"


def _labels(reader: Reader, iris: Iterable[str]) -> dict[str, str]:
    ours = sorted({one for one in iris if one.startswith(reader.base)})
    if not ours:
        return {}
    rows = reader.select(_LABELS.replace("$given", " ".join(iri(one) for one in ours))).rows
    return {str(thing): str(label) for thing, label in rows}


_LABELS: Final = """SELECT ?thing (MIN(?name) AS ?label) WHERE {
  VALUES ?thing { $given } VALUES ?naming { skos:prefLabel rdfs:label dcterms:title } ?thing ?naming ?name
} GROUP BY ?thing"""
