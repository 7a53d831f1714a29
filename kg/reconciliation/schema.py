"""The types and properties of a graph of ours, as its reconciliation service offers them.

Identifiers are the local names of classes ("Settlement"), and short words for properties.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from kg.ontology import ACTOR_TYPES, CG, PLACE_TYPES
from kg.reconciliation.messages import Type

Kind = Literal["entity", "text", "number"]

_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
WIDER: Final = {"Actor": ACTOR_TYPES, "Place": PLACE_TYPES}
_LINK: Final = "?thing skos:exactMatch|owl:sameAs ?link . "


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """`pattern` is SPARQL that leads from ?thing to ?value; of a number it counts ?value."""

    id: str
    name: str
    description: str
    kind: Kind
    pattern: str
    places_only: bool = False
    actors_only: bool = False

    @property
    def identifies(self) -> bool:
        """Whether a value of it tells which thing is meant."""
        return self.id in ("wikidata", "geonames", "dbpedia", "link")


def _links(space: str) -> str:
    name = f'REPLACE(STRAFTER(STR(?link), "{space}"), "/$", "")'
    return f'{_LINK}FILTER(STRSTARTS(STR(?link), "{space}")) BIND({name} AS ?value)'


PROPERTIES: Final = {
    one.id: one
    for one in (
        Property(
            id="country",
            name="country",
            description="The country that a place lies in, or that a force or a public body is of",
            kind="entity",
            pattern="{ ?thing geo:sfWithin+ ?value . ?value a cg:Country } UNION { ?thing cg:ofState ?value }",
        ),
        Property(
            id="within",
            name="lies in",
            description="The places that a place lies in, at any depth",
            kind="entity",
            pattern="?thing geo:sfWithin+ ?value .",
            places_only=True,
        ),
        Property(
            id="affiliation",
            name="affiliation",
            description="Whom a person speaks for",
            kind="entity",
            pattern="?thing cg:affiliation ?value .",
            actors_only=True,
        ),
        Property(
            id="alias",
            name="also called",
            description="Other names",
            kind="text",
            pattern="?thing skos:altLabel ?value .",
        ),
        Property(
            id="wikidata",
            name="Wikidata item",
            description="The item of Wikidata, such as Q212",
            kind="text",
            pattern=_links("http://www.wikidata.org/entity/"),
        ),
        Property(
            id="geonames",
            name="GeoNames number",
            description="The number of a place in GeoNames, such as 486816",
            kind="text",
            pattern=_links("https://sws.geonames.org/"),
            places_only=True,
        ),
        Property(
            id="dbpedia",
            name="DBpedia name",
            description="The name of the resource in DBpedia",
            kind="text",
            pattern=_links("http://dbpedia.org/resource/"),
        ),
        Property(
            id="link",
            name="link",
            description="The IRIs of the same thing in other data",
            kind="text",
            pattern=f"{_LINK}BIND(STR(?link) AS ?value)",
        ),
        Property(
            id="position",
            name="position",
            description="Where a place is: a point in WKT, longitude first",
            kind="text",
            pattern="?thing geo:hasGeometry/geo:asWKT ?wkt . BIND(STR(?wkt) AS ?value)",
            places_only=True,
        ),
        Property(
            id="articles",
            name="articles",
            description="How many articles mention it",
            kind="number",
            pattern="?span cg:refersTo ?thing ; nif:referenceContext ?value .",
        ),
        Property(
            id="statements",
            name="statements",
            description="How many statements it makes: claims of its own, never facts",
            kind="number",
            pattern="?value cg:speaker ?thing .",
        ),
    )
}


@cache
def types() -> tuple[Type, ...]:
    """Each with the one that it is a kind of."""
    wider = {name: Type(id=name, name=_words(name)) for name in WIDER}
    narrow = [
        Type(id=name, name=_words(name), broader=(wider[group],))
        for group, names in WIDER.items()
        for name in names
        if name not in WIDER
    ]
    return (*wider.values(), *narrow)


def classes(name: str) -> frozenset[str]:
    """The local names of the classes that a type stands for; none for an unknown type. It may be given by its IRI."""
    local = name.removeprefix(CG).removeprefix("cg:")
    known = {one.id for one in types()}
    return frozenset((local, *WIDER.get(local, ()))) if local in known else frozenset()


def properties_of(type_: str) -> list[Property]:
    """Those that things of a type may have; all, for an unknown one."""
    wanted = classes(type_)
    place = not wanted or bool(wanted.intersection(PLACE_TYPES))
    actor = not wanted or bool(wanted.intersection(ACTOR_TYPES))
    return [one for one in PROPERTIES.values() if (place or not one.places_only) and (actor or not one.actors_only)]


def _words(name: str) -> str:
    return _HUMP.sub(" ", name).lower()
