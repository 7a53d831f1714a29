"""What speaks for and against a name being that of a person whom the authority knows, in log odds.

The figures were set by reading wrong and missing links; bench/linking.py shows how well confidence agrees with them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from kg.lexicon import table
from kg.linking.authority import Known
from kg.linking.concepts import REGISTER, Concept
from kg.linking.knowledge import AREAS, Knowledge
from kg.linking.names import fold
from kg.linking.personal import FAMILY, GIVEN, SPELLING, contradicts, sound, variants
from kg.linking.scenes import Beside, Scene, beside, nations
from kg.model import Entity

_KINDS = {"label": 0.0, "alias": -0.3, "variant": -1.2, SPELLING: -1.0}
_SURNAME = {"surname": -0.3, FAMILY: -2.2, GIVEN: -2.2}
_UNHEARD_OF = 2
_GREAT = 30_000_000
_NEVER = 10.0
_UNSAID = -1.2
_HERS = frozenset({"mrs", "ms", "miss"})
_RARE = 3.5
_COMMON = 0.5
_TRADE = -2.5
_TRADE_OF_THE_ONLY = -1.0
_UNIQUE = -1.7  # one in fifty names like this is that of a second person
_SHORTEST = 2  # one letter is anybody


def candidates(name: str, knowledge: Knowledge) -> tuple[Known, ...]:
    """Whom a name can mean: by the name itself, else by another form of the full name, else by its sound."""
    if len(fold(name)) < _SHORTEST:
        return ()
    found = [known for known in knowledge.listed(name) if known.concept.type == "Person"]
    if " " not in name.strip():
        return tuple(_once([*found, *_by_family(name, knowledge)]))
    found += knowledge.forms(fold(name), "alias")
    if not found:
        for form in variants(name):
            same = (*knowledge.listed(form), *knowledge.forms(form, "alias"))
            found += [Known(known.concept, "variant") for known in same if known.concept.type == "Person"]
    if not found:
        found += knowledge.forms(sound(fold(name)), SPELLING)
    return tuple(known for known in _once(found) if not _contradicted(name, known.concept))


def _by_family(name: str, knowledge: Knowledge) -> Iterator[Known]:
    """Who has that surname, or a given name that nobody else has, as far as English readers have heard of them."""
    for kind in (FAMILY, GIVEN):
        for known in knowledge.forms(fold(name), kind):
            well_known = known.concept.rank < REGISTER
            if well_known or (kind == FAMILY and known.concept.targets[1:]):
                yield known


def of_namesake(entity: Entity, name: str, scene: Scene) -> Concept | None:
    """Whom a bare surname means that several persons of the article have: the only one of them who is known, if the
    article names that one first."""
    if {fold(word) for words in beside(entity, scene.article).before for word in words} & _HERS:
        return None  # "Mrs. Doe" need not be the Doe that is known
    same = scene.namesakes(entity, name)
    first = min(same, key=lambda one: min(mention.span for mention in one.mentions) if one.mentions else (0, 0))
    known = {scene.actors[other.key] for other in same if other.key in scene.actors}
    here = scene.actors.get(first.key)
    return here if here is not None and known == {here} and here.rank < REGISTER else None


def _once(found: list[Known]) -> Iterator[Known]:
    seen = set()
    for known in found:
        if known.concept.id not in seen:
            seen.add(known.concept.id)
            yield known


def _contradicted(name: str, person: Concept) -> bool:
    return all(contradicts(name, known) for known in (person.label, *person.aliases) if " " in known)


def weigh(known: Known, entity: Entity, scene: Scene, knowledge: Knowledge, name: str) -> float:
    """How much speaks for a person, in log odds."""
    person = known.concept
    around = beside(entity, scene.article)
    office = _of_office(known, around, knowledge, name)
    if known.kind in (FAMILY, GIVEN) and office <= 0 and not _is_the_only(person, name, knowledge):
        return -_NEVER
    return (
        _of_name(known, name, knowledge)
        + _of_fame(known, knowledge)
        + _of_country(person, entity, scene, knowledge)
        + _of_region(person, around, scene, knowledge, office)
        + _of_nation(person, around, knowledge)
        + office
    )


def _is_the_only(person: Concept, name: str, knowledge: Knowledge) -> bool:
    """Whether a well-known person has a surname or first name that next to nobody else has."""
    return person.rank < REGISTER and knowledge.authority.people(fold(name)) <= _UNHEARD_OF


def _of_name(known: Known, name: str, knowledge: Knowledge) -> float:
    """A full name says the more the fewer persons have its parts."""
    people = knowledge.authority.people
    words = [word for word in fold(name).split() if len(word) > 1]
    if known.kind in _SURNAME:
        return _SURNAME[known.kind] - 0.9 * math.log10((people(words[-1]) + 0.5) / 30)
    return _KINDS[known.kind] - 0.8 - 1.1 * max(-_RARE, min(_COMMON, commonness(words, knowledge)))


def commonness(words: list[str], knowledge: Knowledge) -> float:
    """The number of persons in the authority that would have a name by chance, as a power of ten."""
    everybody = max(1, knowledge.authority.persons)
    shares = ((knowledge.authority.people(word) + 0.5) / everybody for word in words)
    return math.log10(everybody * math.prod(shares))


def _of_fame(known: Known, knowledge: Knowledge) -> float:
    person = known.concept
    if person.rank < REGISTER:
        state = knowledge.authority.state(person.country) if person.country else None
        great = state is not None and knowledge.population(state) >= _GREAT
        return 1.6 + (0.5 if great else 0.0)
    return (0.3 if len(person.targets) > 1 else 0.0) + (0.4 if _held(person) & {"president", "prime-minister"} else 0.0)


def _of_country(person: Concept, entity: Entity, scene: Scene, knowledge: Knowledge) -> float:
    if person.country is None:
        return -0.5
    if scene.count(person.country, entity) > 0:
        return 0.2 + 1.3 * min(1.0, 2 * scene.share(person.country, entity))
    if scene.total(entity) <= 0:
        return -0.8
    return -0.8 if person.rank < REGISTER else -1.6


def _of_region(person: Concept, around: Beside, scene: Scene, knowledge: Knowledge, office: float) -> float:
    """Who held an office of a region is rarely news elsewhere, and rarely named without the office."""
    own = regions(person, knowledge)
    benches = {region for bench in around.benches for region in _areas(bench, person.country, knowledge)}
    if not own:
        return 1.0 if benches and person.country == "US" else 0.0
    if benches:
        return 2.0 if own & benches else -5.0
    here = {region for country, region in scene.regions if country == person.country}
    local = person.rank >= REGISTER and "governor" not in _held(person)
    unsaid = _UNSAID if local and office <= 0 else 0.0
    return unsaid + (1.3 if own & here else -1.6)


@lru_cache(maxsize=5_000)
def regions(person: Concept, knowledge: Knowledge) -> frozenset[str]:
    """The regions of their country that a description names: "member of the Ohio Senate"."""
    words = (person.description or "").replace(",", " ").split()
    names = (" ".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1))
    return frozenset(
        region for name in names if name[0].isupper() for region in _areas(name, person.country, knowledge)
    )


def _areas(name: str, country: str | None, knowledge: Knowledge) -> Iterator[str]:
    name = table("linking")["postal"].get(name, name)
    for form in (name, f"{name}."):
        for named in knowledge.places(form):
            place = named.place
            if place.kind in AREAS[:1] and place.country == country and named.main == 2 and place.admin1:
                yield place.admin1


def _of_nation(person: Concept, around: Beside, knowledge: Knowledge) -> float:
    said = nations(around, knowledge)
    if not said or person.country is None:
        return 0.0
    return 1.2 if person.country in said else -2.0


def _of_office(known: Known, around: Beside, knowledge: Knowledge, name: str) -> float:
    """Whether the words beside the name tell of an office that the person held, of another, or of no politician. Many
    who are known have a trade too: where hardly anybody else has the full name, that says less."""
    held = _held(known.concept)
    offices: set[str] = set()
    other = False
    for found in (*map(_last_role, around.titles), *map(_first_role, around.said)):
        offices |= found
        other = other or "other" in found
    if offices & held:
        return 2.2
    if other:
        full = known.kind in _KINDS and known.kind != SPELLING
        return _TRADE_OF_THE_ONLY if full and commonness(fold(name).split(), knowledge) <= _UNIQUE else _TRADE
    return -0.7 if offices else 0.0


def _first_role(words: str) -> frozenset[str]:
    """The offices that a phrase first tells of, or "other" for what is none. "Trade representative" is not
    "representative"."""
    found = _role_words().search(words)
    return _roles()[found[1]] if found else frozenset()


def _last_role(words: str) -> frozenset[str]:
    """The same of a title before a name, where the last office counts: "President Doe's lawyer Jane Roe"."""
    found = [_roles()[match[1]] for match in _role_words().finditer(words)]
    return found[-1] if found else frozenset()


@lru_cache(maxsize=10_000)
def _held(person: Concept) -> frozenset[str]:
    words = f" {fold(person.description or '')} "
    return frozenset(
        office
        for office, spoken in table("persons")["offices"].items()
        if any(f" {fold(held)} " in words or f" {fold(held)}s " in words for held in spoken["held"])
    )


@cache
def _roles() -> Mapping[str, frozenset[str]]:
    persons = table("persons")
    found: dict[str, set[str]] = {fold(word): {"other"} for word in persons["others"]["words"]}
    for office, spoken in persons["offices"].items():
        for word in spoken["said"]:
            found.setdefault(fold(word), set()).add(office)
    return {word: frozenset(offices) for word, offices in found.items()}


@cache
def _role_words() -> re.Pattern[str]:
    return re.compile(rf" ({'|'.join(map(re.escape, sorted(_roles(), key=len, reverse=True)))})(?= )")
