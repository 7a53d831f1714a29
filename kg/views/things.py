"""Anything else that has an IRI: what the graph says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kg.ontology import PREFIXES
from kg.terms import iri
from kg.views.claims import Thing
from kg.views.described import Description, describe

if TYPE_CHECKING:
    from kg.store import Reader
    from kg.store.answers import Term

_SHOWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """`name` is a prefixed name, or the IRI. `values` are texts, or things with their pages."""

    name: str
    values: tuple[str | Thing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anything:
    """`incoming` are the properties of others that point here, the first of them."""

    about: Description
    properties: tuple[Property, ...]
    incoming: tuple[Property, ...]


def thing(reader: Reader, values: Mapping[str, str]) -> Anything:
    """`values`: iri. Raises UnknownNameError for an IRI that the graph does not have."""
    about = describe(reader, values["iri"])
    this = iri(about.iri)
    return Anything(
        about=about,
        properties=_properties(reader, f"{this} ?property ?value"),
        incoming=_properties(reader, f"?value ?property {this}"),
    )


def _properties(reader: Reader, pattern: str) -> tuple[Property, ...]:
    rows = reader.select(_ALL.replace("$pattern", pattern).replace("$limit", str(_SHOWN)))
    found: dict[str, list[str | Thing]] = {}
    for property_, value, label in rows.terms:
        found.setdefault(_short(str(getattr(property_, "value", ""))), []).append(_value(value, label))
    return tuple(Property(name=name, values=tuple(each)) for name, each in sorted(found.items()))


def _value(value: Term | None, label: Term | None) -> str | Thing:
    text = str(getattr(value, "value", ""))
    if isinstance(value, NamedNode):
        return Thing(iri=text, label=str(getattr(label, "value", "")) or _short(text))
    return text


def _short(name: str, prefixes: Iterable[tuple[str, str]] = tuple(PREFIXES.items())) -> str:
    """ "cg:Settlement"; the IRI itself where no prefix of ours fits."""
    return next((f"{short}:{name[len(long) :]}" for short, long in prefixes if name.startswith(long)), name)


_ALL: Final = """SELECT ?property ?value (MIN(?label_) AS ?label) WHERE {
  { SELECT DISTINCT ?property ?value WHERE { $pattern } LIMIT $limit }
  OPTIONAL { ?value skos:prefLabel|rdfs:label|dcterms:title ?label_ }
} GROUP BY ?property ?value ORDER BY STR(?property) STR(?value)"""
