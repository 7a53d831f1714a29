"""Values of properties, fetched for entities that were reconciled.

Source: Reconciliation Service API 0.2, section "Data extension service".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from kg.reconciliation.fields import Given, Number
from kg.reconciliation.messages import TypeReference
from kg.reconciliation.suggestions import SuggestedProperty

_DATE = (
    r"^(-?(?:[1-9][0-9]*)?[0-9]{4})-(1[0-2]|0[1-9])-(3[01]|0[1-9]|[12][0-9])T(2[0-3]|[01][0-9]):([0-5][0-9]):([0-5][0-9])"
    r"(\.[0-9]+)?(Z|[+-](?:2[0-3]|[01][0-9]):[0-5][0-9])?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedProperty:
    """`settings` are those that the service's manifest offers."""

    id: str
    settings: Given[dict[str, Any]] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionQuery:
    ids: tuple[str, ...]
    properties: tuple[RequestedProperty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendedProperty:
    """`service` is where its values can be reconciled in their turn."""

    id: str
    name: str
    type: Given[TypeReference] = None
    service: Given[Annotated[str, Field(pattern="^https?://")]] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value: an entity (id, name, perhaps a description), a text, a number, a date with time, or none at all."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012

    id: Given[str] = None
    name: Given[str] = None
    description: Given[str] = None
    text: Annotated[Given[str], Field(alias="str")] = None
    number: Annotated[Given[Number], Field(alias="float")] = None
    integer: Annotated[Given[int], Field(alias="int")] = None
    date: Given[Annotated[str, Field(pattern=_DATE)]] = None

    def __post_init__(self) -> None:
        entity = (self.id, self.name)
        literals = [one for one in (self.text, self.number, self.integer, self.date) if one is not None]
        kinds = len(literals) + (entity != (None, None) or self.description is not None)
        if kinds > 1 or (None in entity and (entity != (None, None) or self.description is not None)):
            raise ValueError("a value is an entity (id and name), or one of str, float, int, date, or empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionResponse:
    """`rows`: for each entity and each property the values."""

    meta: tuple[ExtendedProperty, ...]
    rows: dict[str, dict[str, tuple[Cell, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyProposal:
    """Properties that a service can fetch for entities of a type."""

    properties: tuple[SuggestedProperty, ...]
    type: Given[str] = None
    limit: Given[Number | int] = None
