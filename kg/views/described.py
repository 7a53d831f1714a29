"""What a thing is: names, classes, links, and where it lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kg.errors import DataError, UnknownNameError
from kg.terms import iri
from kg.views.claims import Thing, local, values

if TYPE_CHECKING:
    from kg.store import Reader

UNNAMED: Final = "UnnamedActor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """To the same thing elsewhere. `match` is "exact", "close" or, where a curator says so, "same"; `confidence` is the
    highest that an article's decision gave, from 0 to 1, or None."""

    target: str
    match: str
    confidence: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """`types` are local names, "Settlement"; an actor without a name of its own ("a senior official") is `unnamed`."""

    iri: str
    label: str
    types: tuple[str, ...]
    names: tuple[str, ...]
    links: tuple[Link, ...]
    unnamed: bool


def describe(reader: Reader, given: str) -> Description:
    """Raises UnknownNameError for an IRI that the graph does not describe."""
    found = known(reader, given)
    one = iri(found)
    properties: dict[str, list[str]] = defaultdict(list)
    for name, value in reader.select(_PROPERTIES.replace("$this", one)).rows:
        properties[str(name)].append(str(value))
    types = tuple(sorted({local(type_) for type_ in properties["type"]} - {""}))
    labels = properties["label"]
    return Description(
        iri=found,
        label=labels[0] if labels else found.removeprefix(reader.base),
        types=tuple(type_ for type_ in types if type_ not in (UNNAMED, "Actor") or len(types) == 1),
        names=tuple(sorted(set(properties["name"]) - set(labels[:1]))),
        links=_links(reader, one, properties),
        unnamed=UNNAMED in types,
    )


def known(reader: Reader, given: str) -> str:
    """The IRI as the graph spells it: letters beyond ASCII are percent-encoded there, and plain in a decoded path."""
    for one in dict.fromkeys((given, quote(given, safe="/:@!$&'()*+,;=~-._%#"))):
        try:
            if reader.select(f"SELECT ?p WHERE {{ {iri(one)} ?p ?o }} LIMIT 1").rows:
                return one
        except DataError:
            continue
    raise UnknownNameError(f"the graph does not have {given}: search for it by its name")


def within(reader: Reader, place: str) -> tuple[Thing, ...]:
    """The places that a place lies in, the largest first."""
    above: dict[str, list[Thing]] = defaultdict(list)
    for inner, outer, label, type_ in reader.select(_WITHIN.replace("$this", iri(place))).rows:
        above[str(inner)].append(Thing(iri=str(outer), label=str(label or outer), type=local(type_)))
    chain: list[Thing] = []
    at, seen = place, {place}
    while outer_places := [one for one in above[at] if one.iri not in seen]:
        chain.insert(0, outer_places[0])
        at = outer_places[0].iri
        seen.add(at)
    return tuple(chain)


def things(reader: Reader, pattern: str, *, limit: int) -> tuple[Thing, ...]:
    """What stands for ?thing in a SPARQL pattern, by its name."""
    rows = reader.select(_THINGS.replace("$pattern", pattern).replace("$limit", str(limit))).rows
    return tuple(Thing(iri=str(thing), label=str(label or thing), type=local(type_)) for thing, label, type_ in rows)


def named(reader: Reader, iris: Iterable[str]) -> dict[str, Thing]:
    """Things by IRI, with their names; with their IRI where they have none."""
    given = list(dict.fromkeys(iris))
    found = {one: Thing(iri=one, label=one.removeprefix(reader.base)) for one in given}
    rows = reader.select(_NAMES.replace("$given", values("thing", given))).rows
    return found | {
        str(thing): Thing(iri=str(thing), label=str(label), type=local(type_))
        for thing, label, type_ in rows
        if label is not None
    }


def _links(reader: Reader, one: str, properties: Mapping[str, list[str]]) -> tuple[Link, ...]:
    targets = [(match, target) for match in ("same", "exact", "close") for target in properties.get(match, ())]
    if not targets:
        return ()
    decided = {
        str(target): float(str(confidence))
        for target, confidence in reader.select(_DECISIONS.replace("$this", one)).rows
        if confidence is not None
    }
    return tuple(Link(target=target, match=match, confidence=decided.get(target)) for match, target in targets)


_PROPERTIES: Final = """SELECT DISTINCT ?name ?value WHERE {
  $this ?property ?value
  BIND(IF(?property = rdf:type, "type",
    IF(?property IN (skos:prefLabel, rdfs:label), "label", IF(?property = skos:altLabel, "name",
    IF(?property = skos:exactMatch, "exact", IF(?property = skos:closeMatch, "close",
    IF(?property = owl:sameAs, "same", "")))))) AS ?name)
  FILTER(?name != "")
} ORDER BY ?name STR(?value)"""
_WITHIN: Final = """SELECT DISTINCT ?inner ?outer ?label (MIN(?class) AS ?type) WHERE {
  $this geo:sfWithin* ?inner . ?inner geo:sfWithin ?outer .
  OPTIONAL { ?outer skos:prefLabel ?label }
  OPTIONAL { ?outer a ?type_ . BIND(STR(?type_) AS ?class) }
} GROUP BY ?inner ?outer ?label ORDER BY ?inner STR(?outer)"""
_THINGS: Final = """SELECT ?thing (MIN(?label_) AS ?label) (MIN(?class) AS ?type) WHERE {
  { SELECT DISTINCT ?thing WHERE { $pattern } LIMIT $limit }
  OPTIONAL { ?thing skos:prefLabel ?label_ }
  OPTIONAL { ?thing a ?type_ . BIND(STR(?type_) AS ?class) }
} GROUP BY ?thing ORDER BY LCASE(?label) STR(?thing)"""
_NAMES: Final = """SELECT ?thing (MIN(?label_) AS ?label) (MIN(?class) AS ?type) WHERE {
  $given
  OPTIONAL { ?thing skos:prefLabel ?label_ }
  OPTIONAL { ?thing a ?type_ . BIND(STR(?type_) AS ?class) }
} GROUP BY ?thing"""
_DECISIONS: Final = """SELECT ?target (MAX(?confidence_) AS ?confidence) WHERE {
  ?decision cg:entity $this ; cg:target ?target ; cg:confidence ?confidence_
} GROUP BY ?target"""
