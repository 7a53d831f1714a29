"""Which place a name means in an article.

Each candidate weighs as much as its people make it likely, times what the article says for it; "none of these" weighs
something too. A candidate's share of the whole is the confidence. The first round knows only the states that the
article names and the containers beside each name; what it finds for sure is evidence in the second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.linking.choices import LIKELY, SURE, Choice
from kg.linking.concepts import Concept
from kg.linking.context import Evidence, containers, evidence
from kg.linking.gazetteer import Named, Place
from kg.linking.knowledge import AREAS, Knowledge, prior, weight_of
from kg.linking.names import fold, is_area_name
from kg.model import Article, Entity

STATES = ("State", "Country")
LINKABLE = (*STATES, "Settlement", "AdministrativeArea", "Place")

_NONE_OF_THESE = weight_of(2_000)
_STATE = 10.0
_DEMONYM = 20.0
_BESIDE = 1000.0  # "Springfield, Illinois"
_CONTRADICTED = 0.01  # "Springfield, Illinois" for the Springfield in Ohio
_COUNTRY = 30.0
_REGION = 10.0
_NEAR = 3.0
_AREA = 20.0
_PERSONAL = 0.03
_WORD = 0.002
_ELSEWHERE = 0.3
_GREAT = 100_000
_MOST = 0.98
_TIE = 0.8


@dataclass(frozen=True, slots=True)
class _Candidate:
    known: Concept | Place
    prior: float
    alias: bool = False
    settled: bool = False  # so well known that the article need not be about its country


def resolve(entities: Sequence[Entity], article: Article, knowledge: Knowledge) -> dict[int, Choice]:
    """The places and states of an article, by entity key. What is not there is unknown or undecided."""
    asked = [entity for entity in entities if entity.named and entity.type in LINKABLE]
    candidates = {entity.key: _candidates(entity, knowledge) for entity in asked}
    beside = {entity.key: containers(entity, article, knowledge) for entity in asked}
    known: Mapping[int, Concept | Place] = {
        entity.key: candidates[entity.key][0].known
        for entity in asked
        if entity.type in STATES and candidates[entity.key] and isinstance(candidates[entity.key][0].known, Concept)
    }
    choices: dict[int, Choice] = {}
    for _ in range(2):
        choices = {}
        everything = evidence(asked, known)
        for entity in asked:
            found = everything.without(known.get(entity.key), entity)
            if choice := _choose(entity, candidates[entity.key], beside[entity.key], found):
                choices[entity.key] = choice
        known = {key: choice.known for key, choice in choices.items() if choice.confidence >= SURE}
    return choices


def _candidates(entity: Entity, knowledge: Knowledge) -> list[_Candidate]:
    """The states first, then the places, likeliest first."""
    concepts = dict.fromkeys(known.concept for known in knowledge.concepts(entity.name) if known.concept.geonames)
    states = [_Candidate(concept, _STATE * weight_of(knowledge.population(concept))) for concept in concepts]
    places = knowledge.places(entity.name)
    doubt = 1.0 if _great(states, places) else _doubt(entity.name, knowledge)
    if doubt < 1.0:
        places = tuple(named for named in places if named.main == 2)
    covered = {concept.geonames for concept in concepts}
    return states + [
        _Candidate(named.place, _weight(named, places, entity) * doubt, named.main == 0, bool(named.place.capital))
        for named in places
        if named.place.id not in covered and named.place.kind != "country"
    ]


def _great(states: Sequence[_Candidate], places: Sequence[Named]) -> bool:
    """Whether a thing of that name is so well known that common words are no reason to doubt it."""
    return bool(states) or any(
        named.main and named.place.kind == "settlement" and (named.place.capital or named.place.population >= _GREAT)
        for named in places[:1]
    )


def _doubt(name: str, knowledge: Knowledge) -> float:
    """How much less likely a name is a place that also is a word or a personal name."""
    if knowledge.is_wordy(name):
        return _WORD
    return _PERSONAL if knowledge.is_ordinary(name) else 1.0


def _weight(named: Named, among: Sequence[Named], entity: Entity) -> float:
    weight = prior(named, among=among)
    area = named.place.kind in AREAS
    if entity.type == "AdministrativeArea" or is_area_name(fold(entity.name)):
        return weight * (_AREA if area else 1.0)
    return weight


def _choose(
    entity: Entity, candidates: Sequence[_Candidate], beside: set[tuple[str, str | None]], found: Evidence
) -> Choice | None:
    if not candidates:
        return None
    if not any(_inside(one.known, beside) for one in candidates):
        beside = set()  # a list of places, not a place and where it is
    weighed = [(one.prior * _support(one, entity, beside, found), one.known) for one in candidates]
    weighed.sort(key=lambda pair: -pair[0])
    (best, known), *others = weighed
    if others and others[0][0] > best * _TIE:
        return None
    confidence = min(_MOST, best / (sum(weight for weight, _ in weighed) + _NONE_OF_THESE))
    if confidence < LIKELY:
        return None
    alone = best == candidates[0].prior
    method = "authority" if isinstance(known, Concept) else "gazetteer" if alone else "gazetteer-context"
    return Choice(known=known, confidence=round(confidence, 2), method=method)


def _support(candidate: _Candidate, entity: Entity, beside: set[tuple[str, str | None]], found: Evidence) -> float:
    """How much more likely the article makes a candidate."""
    known = candidate.known
    country = known.country or ""
    factor = 1 + _COUNTRY * found.share(country)
    if isinstance(known, Place) and not candidate.settled and not found.count(country):
        factor = _ELSEWHERE if found.anything or candidate.alias else 1.0
    if isinstance(known, Concept):
        return factor * (_DEMONYM if any(mention.rule == "demonym" for mention in entity.mentions) else 1.0)
    if found.names_region(known):
        factor *= _REGION
    if found.near(known):
        factor *= _NEAR
    if beside:
        factor *= _BESIDE if _inside(known, beside) else _CONTRADICTED
    return factor


def _inside(known: Concept | Place, containers: set[tuple[str, str | None]]) -> bool:
    if isinstance(known, Concept):
        return False
    return (known.country, known.admin1) in containers or (known.country, None) in containers
