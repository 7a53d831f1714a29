"""What the services that complete and preview answer.

Source: Reconciliation Service API 0.2, sections "Suggest services" and "Flyout".
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.reconciliation.fields import Given
from kg.reconciliation.messages import Type, TypeReference


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedEntity:
    id: str
    name: str
    description: Given[str] = None
    notable: Given[tuple[str | TypeReference, ...]] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedProperty:
    id: str
    name: str
    description: Given[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedEntities:
    result: tuple[SuggestedEntity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedProperties:
    result: tuple[SuggestedProperty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedTypes:
    result: tuple[Type, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flyout:
    """A piece of HTML that tells of an entity, a property or a type. Show it only where scripts cannot run."""

    id: str
    html: str
