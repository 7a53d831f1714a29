"""What a reconciliation service is asked and what it answers.

Plain values, for a client and for a service alike; `kg.reconciliation.wire` reads and writes them.
Source: Reconciliation Service API 0.2, W3C Entity Reconciliation Community Group, sections "Reconciliation queries" and
"Reconciliation query responses".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from kg.reconciliation.fields import Given, Number


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityValue:
    """A value of a property that is itself an entity, reconciled before."""

    __pydantic_config__ = {"extra": "ignore"}  # noqa: RUF012 - else what holds for a query holds for its parts

    id: str
    name: Given[str] = None


PropertyValue: TypeAlias = str | bool | Number | int | EntityValue


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyConstraint:
    """The candidates' property `pid` should have the value `v`, or one of several."""

    __pydantic_config__ = {"extra": "ignore"}  # noqa: RUF012

    pid: str
    v: PropertyValue | tuple[PropertyValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A name, properties, or both. `limit` is how many candidates are wanted."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012

    query: Given[str] = None
    type: Given[str | tuple[str, ...]] = None
    limit: Given[Number | int] = None
    properties: Given[tuple[PropertyConstraint, ...]] = None
    type_strict: Given[Literal["any", "should", "all"]] = None

    def __post_init__(self) -> None:
        if self.query is None and not self.properties:
            raise ValueError("a query needs a query string or at least one property")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeReference:
    """A type that an entity has."""

    id: str
    name: Given[str] = None
    broader: Given[tuple[TypeReference, ...]] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A type that a service knows, as it introduces it."""

    id: str
    name: str
    description: Given[str] = None
    broader: Given[tuple[Type, ...]] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Something that a score was made of."""

    id: Given[str] = None
    value: Given[bool | Number | int] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entity that may be meant. Services scale their scores as they like; `match` says that they are sure."""

    id: str
    name: str
    score: Number | int
    description: Given[str] = None
    match: Given[bool] = None
    features: Given[tuple[Feature, ...]] = None
    type: Given[tuple[str | TypeReference, ...]] = None

    @property
    def types(self) -> tuple[TypeReference, ...]:
        """All types in one form."""
        return tuple(TypeReference(id=one) if isinstance(one, str) else one for one in self.type or ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The candidates of one query, best first."""

    result: tuple[Candidate, ...]


QueryBatch: TypeAlias = dict[str, Query]
ResultBatch: TypeAlias = dict[str, Result]
"""The answer to a batch: a result for each query, under the same key."""
