"""What is known, but for what must not be chosen: so that the next candidate is found."""

from __future__ import annotations

from kg.linking.authority import Known
from kg.linking.concepts import Concept
from kg.linking.gazetteer import Named
from kg.linking.knowledge import Knowledge


class Without(Knowledge):
    """As if the authority and the gazetteer did not have some things, given as "wikidata:Q90" or "geonames:2988507"."""

    def __init__(self, knowledge: Knowledge, banned: frozenset[str]) -> None:
        self.__dict__.update(knowledge.__dict__)  # the same indexes, and what is remembered of them
        self._banned = banned

    def listed(self, name: str) -> tuple[Known, ...]:
        return tuple(known for known in super().listed(name) if known.concept.id not in self._banned)

    def forms(self, key: str, kind: str) -> tuple[Known, ...]:
        return tuple(known for known in super().forms(key, kind) if known.concept.id not in self._banned)

    def outlets(self, host: str) -> tuple[Concept, ...]:
        return tuple(concept for concept in super().outlets(host) if concept.id not in self._banned)

    def holders(self, title: str, body: str) -> tuple[Known, ...]:
        return tuple(known for known in super().holders(title, body) if known.concept.id not in self._banned)

    def places(self, name: str) -> tuple[Named, ...]:
        return tuple(named for named in super().places(name) if f"geonames:{named.place.id}" not in self._banned)
