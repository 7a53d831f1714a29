"""Which place a name means in an article.

Each candidate weighs as much as its people make it likely, times what the article says for it; "none of these" weighs
something too. A candidate's share of the whole is the confidence. All names are weighed together: the shares of each
are evidence for the others, in a few rounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from urllib.parse import urlsplit

from kg.linking.choices import LIKELY, Choice
from kg.linking.concepts import Concept
from kg.linking.context import Evidence, Reading, containers, gather
from kg.linking.gazetteer import Named, Place
from kg.linking.knowledge import AREAS, Knowledge, prior, weight_of
from kg.linking.names import fold, is_area_name
from kg.linking.surroundings import fit, is_no_place
from kg.model import Article, Entity

STATES = ("State", "Country")
LINKABLE = (*STATES, "Settlement", "AdministrativeArea", "Place")

_NONE_OF_THESE = weight_of(2_000)
_STATE = 40.0
_STATE_OR_REGION = 10.0  # "Georgia"
_DEMONYM = 20.0
_BESIDE = 1000.0  # "Springfield, Illinois"
_CONTRADICTED = 0.01  # "Springfield, Illinois" for the Springfield in Ohio
_COUNTRY = 30.0
_REGION = 40.0
_NEAR = 3.0
_AREA = 20.0
_PERSONAL = 0.03
_WORD = 0.002
_ELSEWHERE = 0.3
_GREAT = 100_000
_MOST = 0.98
_TIE = 0.8


_ROUNDS = 5
_SOME = 0.05
_NOTHING = gather([])
_NAMED_AFTER_PLACES = ("Organisation", "GovernmentBody", "Facility", "Place")


@dataclass(frozen=True, slots=True)
class _Candidate:
    known: Concept | Place
    prior: float
    alias: bool = False
    settled: bool = False  # so well known that the article need not be about its country


@dataclass(frozen=True, slots=True)
class _Name:
    """An entity with what it can be, likeliest first, and the regions and countries that stand beside it."""

    entity: Entity
    candidates: Sequence[_Candidate]
    beside: Set[tuple[str, str | None]]


def resolve(entities: Sequence[Entity], article: Article, knowledge: Knowledge) -> dict[int, Choice]:
    """The places and states of an article, by entity key. What is not there is unknown or undecided."""
    names = [
        _Name(entity, _candidates(entity, article, knowledge), containers(entity, article, knowledge))
        for entity in entities
        if entity.named and entity.type in LINKABLE
    ]
    asked = len(names)
    names += _in_other_names(entities, article, {fold(name.entity.name) for name in names}, knowledge)
    readings = [_reading(name, _NOTHING) for name in names]
    around = [*_actors(entities, knowledge), *_home(article, knowledge)]
    for _ in range(_ROUNDS):
        everything = gather([*readings, *around])
        readings = [_reading(name, everything.without(own)) for name, own in zip(names, readings, strict=True)]
    found = (
        (name.entity.key, _choose(name, own))
        for name, own in zip(names[:asked], readings, strict=False)
        if not is_no_place(name.entity, article)
    )
    return {key: choice for key, choice in found if choice}


def _actors(entities: Sequence[Entity], knowledge: Knowledge) -> list[Reading]:
    """Where well-known actors are at home, who alone have their name."""
    found = []
    for entity in entities:
        if entity.named and entity.type not in LINKABLE:
            concepts = {known.concept for known in knowledge.concepts(entity.name) if known.concept.country}
            found += [Reading(1, [(concept, 1.0)]) for concept in concepts if len(concepts) == 1]
    return found


def _home(article: Article, knowledge: Knowledge) -> Iterator[Reading]:
    """The country and the region of the outlet whose site the article is from, as the register tells them:
    "newspaper, Ohio"."""
    for outlet in knowledge.outlets(urlsplit(article.url or "").hostname or ""):
        if outlet.country:
            yield Reading(1, [(outlet, 1.0)])
        for phrase in (outlet.description or "").split("; "):
            name = phrase.partition(", ")[2]
            regions = [one.place for one in knowledge.places(name) if one.main == 2 and one.place.kind == "region"]
            yield from (Reading(1, [(one, 1.0)]) for one in regions if one.country == outlet.country)


def _in_other_names(entities: Sequence[Entity], article: Article, known: Set[str], knowledge: Knowledge) -> list[_Name]:
    """The places that names of organisations and buildings begin with, once each: "Indiana State Police" tells where
    the article is, though it mentions no place."""
    found: dict[str, _Name] = {}
    for entity in entities:
        if not entity.named or entity.type not in _NAMED_AFTER_PLACES:
            continue
        words = entity.name.split()
        for length in range(min(len(words) - 1, 3), 0, -1):
            name = " ".join(words[:length])
            key = fold(name)
            if key in known or key in found:
                break
            inner = Entity(key=entity.key, type="Place", name=name)
            if candidates := _candidates(inner, article, knowledge):
                found[key] = _Name(inner, candidates, frozenset())
                break
    return list(found.values())


def _candidates(entity: Entity, article: Article, knowledge: Knowledge) -> list[_Candidate]:
    """The states first, then the places, likeliest first."""
    concepts = dict.fromkeys(known.concept for known in knowledge.concepts(entity.name) if known.concept.geonames)
    places = knowledge.places(entity.name)
    region = any(named.main == 2 and named.place.kind == "region" for named in places)
    weight = _STATE_OR_REGION if region else _STATE
    states = [_Candidate(concept, weight * weight_of(knowledge.population(concept))) for concept in concepts]
    doubt = 1.0 if _great(states, places) else _doubt(entity.name, knowledge)
    if doubt < 1.0 and not is_area_name(fold(entity.name)):
        places = tuple(named for named in places if named.main == 2)
    covered = {concept.geonames for concept in concepts}
    for named in places:
        if named.place.id not in covered and named.place.kind != "country":
            unsure = doubt if named.main == 2 else min(doubt, _WORD) if doubt < 1.0 else 1.0
            weight = _weight(named, places, entity) * fit(named.place, entity, article) * unsure
            states.append(_Candidate(named.place, weight, named.main == 0, _is_settled(named.place)))
    return states


def _is_settled(place: Place) -> bool:
    return bool(place.capital) or place.kind == "continent"


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


def _reading(name: _Name, found: Evidence) -> Reading:
    """How likely each candidate is: its share of the weights of all, of which "none of these" has some."""
    beside = name.beside if any(_inside(one.known, name.beside) for one in name.candidates) else frozenset()
    weights = [one.prior * _support(one, name.entity, beside, found) for one in name.candidates]
    whole = sum(weights) + _NONE_OF_THESE
    shares = [(one.known, weight / whole) for one, weight in zip(name.candidates, weights, strict=True)]
    return Reading(max(len(name.entity.mentions), 1), shares)


def _choose(name: _Name, reading: Reading) -> Choice | None:
    ranked = sorted(reading.shares, key=lambda one: -one[1])
    if not ranked or ranked[0][1] < LIKELY or (len(ranked) > 1 and ranked[1][1] > ranked[0][1] * _TIE):
        return None
    known, share = ranked[0]
    alone = known == name.candidates[0].known
    method = "authority" if isinstance(known, Concept) else "gazetteer" if alone else "gazetteer-context"
    return Choice(known=known, confidence=round(min(_MOST, share), 2), method=method)


def _support(candidate: _Candidate, entity: Entity, beside: Set[tuple[str, str | None]], found: Evidence) -> float:
    """How much more likely the article makes a candidate."""
    known = candidate.known
    share = found.share(known.country or "")
    factor = 1 + _COUNTRY * share
    if isinstance(known, Place) and not candidate.settled and share < _SOME:
        factor = _ELSEWHERE if found.total > _SOME or candidate.alias else 1.0
    if isinstance(known, Concept):
        return factor * (_DEMONYM if any(mention.rule == "demonym" for mention in entity.mentions) else 1.0)
    factor *= 1 + (_REGION - 1) * found.in_region(known)
    if found.near(known):
        factor *= _NEAR
    if beside:
        factor *= _BESIDE if _inside(known, beside) else _CONTRADICTED
    return factor


def _inside(known: Concept | Place, containers: Set[tuple[str, str | None]]) -> bool:
    if isinstance(known, Concept):
        return False
    return (known.country, known.admin1) in containers or (known.country, None) in containers
