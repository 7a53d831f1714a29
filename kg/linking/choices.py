"""What identification decides for one entity, and how sure it must be."""

from __future__ import annotations

from dataclasses import dataclass

from kg.linking.concepts import Concept
from kg.linking.gazetteer import Place

SURE = 0.8  # from here on a link is skos:exactMatch
LIKELY = 0.5  # from here on it is skos:closeMatch; below there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`method` names what decided: authority, authority-surname, gazetteer, gazetteer-context."""

    known: Concept | Place
    confidence: float
    method: str
