"""Entities, types and properties whose names begin as somebody types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.linking.names import fold
from kg.reconciliation import matching
from kg.reconciliation.entities import Entities
from kg.reconciliation.messages import TypeReference
from kg.reconciliation.schema import PROPERTIES, classes, types
from kg.reconciliation.suggestions import (
    SuggestedEntities,
    SuggestedEntity,
    SuggestedProperties,
    SuggestedProperty,
    SuggestedTypes,
)

MOST: Final = 20


def entities(known: Entities, prefix: str, *, type_: str = "", skip: int = 0) -> SuggestedEntities:
    """Those that begin so come before those with a word that does, and short names before long ones."""
    wanted, names = fold(prefix), known.names(classes(type_))
    if not wanted:
        return SuggestedEntities(result=())
    ranked: dict[str, tuple[int, int, str]] = {}
    for thing, text, key in zip(names.things, names.texts, names.keys, strict=True):
        if (place := _place(wanted, key)) is not None:
            rank = (place, len(key), text)
            ranked[thing] = min(rank, ranked.get(thing, rank))
    chosen = sorted(ranked, key=lambda thing: (ranked[thing], thing))[: skip + 4 * MOST]
    found = known.described(chosen)
    listed = [found[thing] for thing in chosen if thing in found][skip : skip + MOST]
    return SuggestedEntities(
        result=tuple(
            SuggestedEntity(
                id=known.identifier(one.iri),
                name=one.label,
                description=matching.describe(one),
                notable=tuple(TypeReference(id=name) for name in one.types),
            )
            for one in listed
        )
    )


def properties(prefix: str) -> SuggestedProperties:
    found = _beginning(prefix, ((one.name, one.id) for one in PROPERTIES.values()))
    return SuggestedProperties(
        result=tuple(
            SuggestedProperty(id=id_, name=PROPERTIES[id_].name, description=PROPERTIES[id_].description)
            for id_ in found
        )
    )


def type_names(prefix: str) -> SuggestedTypes:
    known = {one.id: one for one in types()}
    return SuggestedTypes(
        result=tuple(known[id_] for id_ in _beginning(prefix, ((one.name, one.id) for one in known.values())))
    )


def facts(known: Entities, iri: str, ids: Iterable[str]) -> list[tuple[str, str]]:
    """Some properties of an entity with their values, in words; those that it has."""
    read = ((PROPERTIES[id_].name, known.values([iri], PROPERTIES[id_]).get(iri, [])) for id_ in ids)
    return [(name, ", ".join(value.label or value.value for value in values)) for name, values in read if values]


def _beginning(prefix: str, named: Iterable[tuple[str, str]]) -> list[str]:
    """All for nothing."""
    wanted = fold(prefix)
    return [id_ for name, id_ in named if not wanted or _place(wanted, fold(name)) is not None or id_ == prefix]


def _place(wanted: str, key: str) -> int | None:
    """0 where it begins the name, 1 where it begins a word of it."""
    if key.startswith(wanted):
        return 0
    return 1 if f" {wanted}" in key else None
