"""The actors and places of a store, as its reconciliation service knows them."""

from __future__ import annotations

import io
import sys
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from kg.errors import DataError
from kg.linking.names import fold
from kg.ontology import CG
from kg.reconciliation.schema import Property, types
from kg.terms import iri, plain

if TYPE_CHECKING:
    from kg.store import Reader

_LABELS: Final = ("skos:prefLabel", "skos:altLabel")
_UNNAMED: Final = "UnnamedActor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """`types` are local names. `own` tells that it is a thing of one article alone, whose name tells nobody else."""

    iri: str
    label: str
    types: tuple[str, ...]
    context: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Every name of things of some types, in the same order: the thing, the name, whether it is its label, its key."""

    things: Sequence[str]
    texts: Sequence[str]
    preferred: Sequence[bool]
    keys: Sequence[str]

    def of(self, things: Container[str]) -> Names:
        """Those of some things."""
        kept = [one in things for one in self.things]
        return Names(
            things=list(compress(self.things, kept)),
            texts=list(compress(self.texts, kept)),
            preferred=list(compress(self.preferred, kept)),
            keys=list(compress(self.keys, kept)),
        )


_KNOWN: Final[WeakKeyDictionary[Reader, dict[frozenset[str], Names]]] = WeakKeyDictionary()
_KEPT: Final = 8  # sets of classes; nearly everybody asks for the same few


class Entities:
    """Reads what it is asked for. The names, which are many, are read once for a reader, which does not change."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._names = _KNOWN.setdefault(reader, {})

    @property
    def space(self) -> str:
        """What the identifiers are put after."""
        return f"{self._reader.base}id/"

    def identifier(self, iri_: str) -> str:
        return iri_.removeprefix(self.space)

    def iri(self, identifier: str) -> str | None:
        """Of an identifier, or of an IRI of this graph or of other data that it links to. None for none."""
        for candidate in (self.space + identifier, identifier):
            try:
                node = iri(candidate)
            except DataError:
                continue
            pattern = f"VALUES ?type {{ {_classes(known())} }} ?thing a ?type"
            rows = self._reader.select(
                f"SELECT ?thing {{ {{ BIND({node} AS ?thing) {pattern} }} UNION "
                f"{{ ?thing skos:exactMatch|owl:sameAs {node} . {pattern} }} }} ORDER BY ?thing LIMIT 1"
            ).rows
            if rows:
                return str(rows[0][0])
        return None

    def names(self, classes: frozenset[str]) -> Names:
        """Of the things of some classes, all when there are none."""
        if classes not in self._names:
            if len(self._names) > _KEPT:
                del self._names[next(one for one in self._names if one)]
            self._names[classes] = self.names(frozenset()).of(self._of(classes)) if classes else self._read_names()
        return self._names[classes]

    def described(self, iris: Iterable[str]) -> dict[str, Entity]:
        """By IRI, without the actors that have no name ("a senior official")."""
        given = _values(iris)
        found: dict[str, dict[str, Any]] = {}
        for thing, label, type_, context, own in self._reader.select(_DESCRIBED.replace("$given", given)).rows:
            one = found.setdefault(str(thing), {"label": str(label), "types": [], "context": "", "own": bool(own)})
            one["types"].append(str(type_).removeprefix(CG))
            one["context"] = str(context or "")
        return {
            thing: Entity(
                iri=thing,
                label=one["label"],
                types=tuple(sorted(name for name in set(one["types"]) if name in known())),
                context=one["context"],
                own=one["own"],
            )
            for thing, one in found.items()
            if _UNNAMED not in one["types"]
        }

    def values(self, iris: Sequence[str], property_: Property) -> dict[str, list[Value]]:
        """The values of a property, by thing."""
        found: dict[str, list[Value]] = defaultdict(list)
        for row in self._reader.select(_query(property_, f"{_values(iris)} ")).rows:
            found[str(row[0])].append(_value(property_, row))
        if property_.kind == "number":  # what has none is in no group
            found.update({one: [Value(value="0")] for one in iris if one not in found})
        return found

    def all_values(self, property_: Property) -> Iterator[tuple[str, Value]]:
        """Of all things that have a value. Raises nothing for a number: nobody is found by it."""
        if property_.kind != "number":
            for row in self._reader.select(_query(property_, "")).rows:
                yield str(row[0]), _value(property_, row)

    def _read_names(self) -> Names:
        things, texts, preferred = list[str](), list[str](), list[bool]()
        for label in _LABELS:
            for thing, text in _rows(self._reader, f"SELECT ?t ?n {{ ?t {label} ?n }}"):
                things.append(sys.intern(thing[1:-1]))
                texts.append(plain(text))
                preferred.append(label == _LABELS[0])
        return Names(things=things, texts=texts, preferred=preferred, keys=[fold(text) for text in texts])

    def _of(self, classes: frozenset[str]) -> set[str]:
        found = _rows(self._reader, f"SELECT ?t {{ VALUES ?type {{ {_classes(classes)} }} ?t a ?type }}")
        return {thing[1:-1] for (thing,) in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """`label` is that of an entity; `links` are the IRIs of the same entity elsewhere."""

    value: str
    label: str = ""
    links: frozenset[str] = frozenset()


@cache
def known() -> frozenset[str]:
    return frozenset(one.id for one in types())


def _rows(reader: Reader, sparql: str) -> Iterator[list[str]]:
    """The terms of the rows as the engine writes them: the names of a large graph are many."""
    out = io.BytesIO()
    reader.write(sparql, format="tsv", out=out)
    return (line.split("\t") for line in out.getvalue().decode("utf-8").split("\n")[1:] if line)


def _query(property_: Property, given: str) -> str:
    if property_.kind == "number":
        return f"SELECT ?thing (COUNT(DISTINCT ?value) AS ?n) {{ {given}{property_.pattern} }} GROUP BY ?thing"
    if property_.kind == "text":
        return f"SELECT DISTINCT ?thing ?value {{ {given}{property_.pattern} }} ORDER BY ?thing ?value"
    return (
        f"SELECT ?thing ?value (MIN(?name) AS ?label) (GROUP_CONCAT(DISTINCT STR(?link); separator=' ') AS ?links) "
        f"{{ {given}{property_.pattern} OPTIONAL {{ ?value skos:prefLabel ?name }} "
        f"OPTIONAL {{ ?value skos:exactMatch|owl:sameAs ?link }} }} "
        "GROUP BY ?thing ?value ORDER BY ?thing ?label ?value"
    )


def _value(property_: Property, row: Sequence[Any]) -> Value:
    if property_.kind != "entity":
        return Value(value=str(row[1]))
    return Value(value=str(row[1]), label=str(row[2] or row[1]), links=frozenset(str(row[3] or "").split()))


def _classes(names: Iterable[str]) -> str:
    return " ".join(f"cg:{name}" for name in sorted(names))


def _values(iris: Iterable[str]) -> str:
    return f"VALUES ?thing {{ {' '.join(sorted(iri(one) for one in iris))} }}"


_DESCRIBED: Final = """SELECT ?thing ?label ?type (MIN(?name) AS ?context) (MAX(?article) AS ?own) {
  $given
  ?thing skos:prefLabel ?label ; a ?type .
  OPTIONAL { ?thing geo:sfWithin|cg:ofState|cg:affiliation ?where . ?where skos:prefLabel ?name }
  OPTIONAL { ?thing cg:identity ?identity }
  BIND(COALESCE(?identity = "article", false) AS ?article)
} GROUP BY ?thing ?label ?type ORDER BY ?thing ?type"""
