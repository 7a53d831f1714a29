"""Which entity of a store a name means, and how sure that is.

Scores go to 100. Likeness of spelling alone is never sure: `match` is for a name that is just the same, that nothing
else of the graph has, and whose properties are what they should be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rapidfuzz import fuzz, process

from kg.linking.names import fold, is_acronym
from kg.reconciliation.entities import Entities, Entity, Names, Value
from kg.reconciliation.messages import Candidate, EntityValue, Feature, PropertyConstraint, Query, Result, TypeReference
from kg.reconciliation.schema import PROPERTIES, WIDER, classes

LIMIT: Final = 10
MOST: Final = 50
"""Candidates of a query."""

_POOL: Final = 100  # names that are looked at closely
_LIKE: Final = 55  # below it two names have little in common
_ALIAS: Final = 0.98
_PROPERTIES: Final = 0.4  # their part in the score
_SCORERS: Final = ((fuzz.ratio, 1.0), (fuzz.token_sort_ratio, 0.97), (fuzz.token_set_ratio, 0.85))


def answer(entities: Entities, query: Query) -> Result:
    """The candidates, best first."""
    limit = max(1, min(int(query.limit or LIMIT), MOST))
    likeness = _by_name(entities, query) if query.query else _by_properties(entities, query)
    known = entities.described(likeness)
    held = {thing: _held(entities, thing, query.properties or ()) for thing in known}
    fitting = [thing for thing in known if _fits(known[thing], query)]
    sure = _sure(query, fitting, known, likeness, held)
    found = [
        _candidate(entities, known[thing], likeness[thing], held[thing], match=[thing] == sure) for thing in fitting
    ]
    return Result(result=tuple(sorted(found, key=lambda one: (-one.score, one.name, one.id))[:limit]))


def _by_name(entities: Entities, query: Query) -> dict[str, float]:
    """How alike the names of things are to a name, the best of each; an identifier means what it identifies."""
    wanted = query.query or ""
    if found := entities.iri(wanted.strip()) if _may_identify(wanted) else None:
        return {found: 100.0}
    names, best = entities.names(_classes(query)), dict[str, float]()
    for index, score in _alike(fold(wanted), names):
        likeness = score if names.preferred[index] else score * _ALIAS
        best[names.things[index]] = max(likeness, best.get(names.things[index], 0.0))
    return dict(sorted(best.items(), key=lambda one: -one[1])[:_POOL])


def _alike(wanted: str, names: Names) -> Iterator[tuple[int, float]]:
    for scorer, weight in _SCORERS:
        for _, score, index in process.extract(
            wanted, names.keys, scorer=scorer, limit=_POOL, score_cutoff=_LIKE / weight
        ):
            yield index, score * weight


def _by_properties(entities: Entities, query: Query) -> dict[str, float]:
    """The things that the first property holds for."""
    first = (query.properties or ())[0]
    if first.pid not in PROPERTIES:
        return {}
    found = (thing for thing, value in entities.all_values(PROPERTIES[first.pid]) if _is(value, first))
    return dict.fromkeys(list(dict.fromkeys(found))[:_POOL], 100.0)


def _classes(query: Query) -> frozenset[str]:
    """The classes that the names are to be of; none where any will do."""
    if query.type is None or query.type_strict == "should":
        return frozenset()
    return frozenset[str]().union(*(classes(one) for one in _types(query)))


def _types(query: Query) -> tuple[str, ...]:
    return (query.type,) if isinstance(query.type, str) else query.type or ()


def _fits(entity: Entity, query: Query) -> bool:
    wanted = [classes(one) for one in _types(query)]
    if not wanted or query.type_strict == "should":
        return True
    every = all if query.type_strict == "all" else any
    return every(bool(one.intersection(entity.types)) for one in wanted)


def _held(entities: Entities, thing: str, wanted: Sequence[PropertyConstraint]) -> Mapping[str, bool | None]:
    """Whether each property is what it should be; None where the graph does not know."""
    held: dict[str, bool | None] = {}
    for one in wanted:
        known = entities.values([thing], PROPERTIES[one.pid])[thing] if one.pid in PROPERTIES else []
        held[one.pid] = any(_is(value, one) for value in known) if known else None
    return held


def _is(value: Value, wanted: PropertyConstraint) -> bool:
    given = wanted.v if isinstance(wanted.v, tuple) else (wanted.v,)
    return any(_same(value, one.id if isinstance(one, EntityValue) else str(one)) for one in given)


def _same(value: Value, wanted: str) -> bool:
    """By IRI, identifier (the last steps of an IRI), number or name."""
    iris = (value.value, *value.links)
    if any(one == wanted or one.rstrip("/").endswith(f"/{wanted}") for one in iris if wanted):
        return True
    if _number(wanted) is not None and _number(wanted) == _number(value.value):
        return True
    return fold(value.label or value.value) == fold(wanted)


def _sure(
    query: Query,
    fitting: Sequence[str],
    known: Mapping[str, Entity],
    likeness: Mapping[str, float],
    held: Mapping[str, Mapping[str, bool | None]],
) -> list[str]:
    """The things that can be meant; when it is one, it is."""
    same = [thing for thing in fitting if likeness[thing] >= 100 * _ALIAS and all(held[thing].values())]
    wanted = query.query
    if wanted is None:
        asked = (PROPERTIES.get(one.pid) for one in query.properties or ())
        return same if any(one and one.identifies for one in asked) else []
    if _may_identify(wanted) or len(same) != 1:
        return same
    label = known[same[0]].label
    # "us" is not "US"; and what one article calls "the brigade" is not what another one means by it.
    unlike = is_acronym(label) and fold(label) == fold(wanted) and label != wanted
    return [] if unlike or known[same[0]].own else same


def _candidate(
    entities: Entities, entity: Entity, likeness: float, held: Mapping[str, bool | None], *, match: bool
) -> Candidate:
    score = likeness
    if held:
        fulfilled = sum(0.5 if one is None else float(one) for one in held.values()) / len(held)
        score = (1 - _PROPERTIES) * likeness + _PROPERTIES * 100 * fulfilled
    return Candidate(
        id=entities.identifier(entity.iri),
        name=entity.label,
        score=round(score, 1),
        match=match,
        description=describe(entity),
        type=tuple(TypeReference(id=one, name=_words(one)) for one in entity.types),
        features=(
            Feature(id="name", value=round(likeness, 1)),
            *(Feature(id=pid, value=bool(one)) for pid, one in held.items()),
        ),
    )


def describe(entity: Entity) -> str:
    """ "settlement, Kursk Oblast" """
    kinds = " and ".join(_words(one) for one in entity.types if one not in WIDER) or _words("".join(entity.types[:1]))
    return f"{kinds}, {entity.context}" if entity.context else kinds


def _words(name: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()


def _may_identify(text: str) -> bool:
    return text.strip().startswith(("http://", "https://", "actor/", "place/"))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
