"""Values of properties for entities that were reconciled."""

from __future__ import annotations

from typing import Final

from kg.errors import UsageError
from kg.reconciliation.entities import Entities, Value
from kg.reconciliation.extension import Cell, ExtendedProperty, ExtensionQuery, ExtensionResponse, PropertyProposal
from kg.reconciliation.messages import TypeReference
from kg.reconciliation.schema import PROPERTIES, Property, properties_of
from kg.reconciliation.suggestions import SuggestedProperty

MOST: Final = 200
"""Entities of one query."""


def extend(entities: Entities, query: ExtensionQuery) -> ExtensionResponse:
    """Raises UsageError for an unknown property, and for too many entities. An unknown entity has no values."""
    if len(query.ids) > MOST:
        raise UsageError(f"{len(query.ids)} entities at once: ask for at most {MOST}")
    wanted = [_property(one.id) for one in query.properties]
    known = {id_: entities.iri(id_) for id_ in query.ids}
    iris = [one for one in known.values() if one]
    columns = {one.id: entities.values(iris, one) for one in wanted}
    return ExtensionResponse(
        meta=tuple(_meta(one) for one in wanted),
        rows={
            id_: {
                one.id: tuple(_cell(entities, one, value) for value in columns[one.id].get(known[id_] or "", ()))
                for one in wanted
            }
            for id_ in query.ids
        },
    )


def proposal(type_: str, limit: int) -> PropertyProposal:
    """Properties that can be fetched for entities of a type."""
    found = [SuggestedProperty(id=one.id, name=one.name) for one in properties_of(type_)]
    return PropertyProposal(properties=tuple(found[:limit]), type=type_ or None, limit=limit)


def _property(id_: str) -> Property:
    if id_ not in PROPERTIES:
        raise UsageError(f"no property {id_!r}; there are: {', '.join(PROPERTIES)}")
    return PROPERTIES[id_]


def _meta(one: Property) -> ExtendedProperty:
    place = TypeReference(id="Place", name="place") if one.places_only and one.kind == "entity" else None
    return ExtendedProperty(id=one.id, name=one.name, type=place)


def _cell(entities: Entities, property_: Property, value: Value) -> Cell:
    if property_.kind == "entity":
        return Cell(id=entities.identifier(value.value), name=value.label)
    return Cell(integer=int(value.value)) if property_.kind == "number" else Cell(text=value.value)
