"""Which actor of the authority a name means in an article.

Every concept of that name weighs as much as the article makes it likely; "none of these" weighs one. A concept's share
of the whole is the confidence. The first round knows the places and states of the article, the second also whom the
first found.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from urllib.parse import urlsplit

from kg.lexicon import table
from kg.linking import bodies, offices, organisations, persons
from kg.linking.authority import Known
from kg.linking.choices import SURE, Choice
from kg.linking.concepts import REGISTER, SHIPPED, Concept
from kg.linking.knowledge import Knowledge
from kg.linking.names import fold, is_acronym
from kg.linking.organisations import ORGANISED
from kg.linking.personal import FAMILY, GIVEN, SPELLING
from kg.linking.scenes import Scene
from kg.model import Entity

_MOST = 0.98
_DOMAIN = 0.97
_OFFICE = 0.9
_NAMESAKE = 1.8
_LISTED_BY_USER = 4.0
_METHODS = {
    "surname": "authority-surname",
    FAMILY: "authority-surname",
    GIVEN: "authority-surname",
    SPELLING: "authority-spelling",
}


def resolve_all(scene: Scene, knowledge: Knowledge) -> dict[int, Choice]:
    """The actors of an article, by entity key. Who is unknown, or left open by the article, is absent."""
    found: dict[int, Choice] = {}
    for _ in range(2):
        found = {
            entity.key: choice for entity in scene.entities if (choice := resolve(entity, scene, knowledge)) is not None
        }
        sure = {key: choice.known for key, choice in found.items() if choice.confidence >= SURE}
        scene = scene.with_actors({key: known for key, known in sure.items() if isinstance(known, Concept)})
    return found


def resolve(entity: Entity, scene: Scene, knowledge: Knowledge) -> Choice | None:
    """The actor that an entity is, or None; `scene` may hold the actors that are known already."""
    if outlet := _outlet(entity, scene, knowledge):
        return Choice(known=outlet, confidence=_DOMAIN, method="authority-domain")
    if holder := offices.holder(entity, scene, knowledge):
        return Choice(known=holder, confidence=_OFFICE, method="authority-office")
    if not entity.named and entity.type != "Group":
        return None
    for name in dict.fromkeys(_names(entity, scene, knowledge)):
        weighed = _weighed(name, entity, scene, knowledge)
        if weighed and (choice := _choose(name, weighed)):
            return choice
    return None


def _outlet(entity: Entity, scene: Scene, knowledge: Knowledge) -> Concept | None:
    """The outlet of the article, by the site that it is read from."""
    article = scene.article
    if not article.url or not article.publisher or fold(article.publisher) != fold(entity.name):
        return None
    found = knowledge.outlets(_host(article.url))
    return found[0] if len(found) == 1 and entity.type in ORGANISED else None


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # "https://[oops/news"
        return ""


def _names(entity: Entity, scene: Scene, knowledge: Knowledge) -> Iterator[str]:
    """What to look up: the name; a body's name with its state; other full names that the article gives it."""
    text = scene.article.text
    common = entity.type in ORGANISED and bodies.needs_state(entity.name)
    states = _states(entity, scene, knowledge, common=common)
    composed = [name for state in states for name in _of_state(entity.name, state, knowledge)]
    yield from (*composed, entity.name) if common else (entity.name, *composed)
    for mention in entity.mentions:
        name = text[mention.span.start : mention.span.end]
        if mention.rule == "name" and " " in name:
            yield name


def _states(entity: Entity, scene: Scene, knowledge: Knowledge, *, common: bool) -> list[Concept]:
    """The states whose body or party a name may mean: the one that it belongs to, or those of the article. The name of
    a party that goes on ("the Workers' Party of …") is not the one here."""
    if told := scene.state(entity):
        return [told]
    if common:
        countries = scene.homes(entity)
    elif fold(entity.name).endswith(" party") and not _goes_on(entity, scene.article.text):
        countries = [home for home in (scene.home(entity),) if home]
    else:
        return []
    found = (knowledge.authority.state(country) for country in countries)
    return [state for state in found if state is not None]


def _goes_on(entity: Entity, text: str) -> bool:
    return any(text.startswith(" of ", mention.span.end) for mention in entity.mentions)


def _of_state(name: str, state: Concept, knowledge: Knowledge) -> Iterator[str]:
    """The names of a body with those of its state, wherever that may stand."""
    for owner in dict.fromkeys((state.demonym or state.label, state.label, *state.aliases)):
        yield f"{owner} {name}"
    yield f"{name} of {state.label}"
    if body := bodies.body(name, state, knowledge):
        yield bodies.label(body, state)
        yield bodies.other_label(body, state)


def _weighed(name: str, entity: Entity, scene: Scene, knowledge: Knowledge) -> list[tuple[float, Known]]:
    """The concepts that a name can mean, each with what speaks for it, the likeliest first."""
    if entity.type == "Person":
        if " " not in name and scene.namesakes(entity, name):
            meant = persons.of_namesake(entity, name, scene)
            return [(_NAMESAKE, Known(meant, "surname"))] if meant else []
        found = [
            (persons.weigh(known, entity, scene, knowledge, name), known)
            for known in persons.candidates(name, knowledge)
        ]
    else:
        fitting = [
            known
            for known in knowledge.listed(name)
            if organisations.fits(entity, known.concept) and _of_that_state(known.concept, entity, scene)
        ]
        found = [(organisations.weigh(known, entity, scene, knowledge, name), known) for known in fitting]
        found = _well_known(found)
    found = [(score + _bonus(known), known) for score, known in found]
    best = sorted(found, key=lambda pair: (-pair[0], pair[1].concept.rank, pair[1].concept.id))
    once: dict[str, tuple[float, Known]] = {}
    for pair in best:
        once.setdefault(pair[1].concept.id, pair)
    return _own(list(once.values()))


def _bonus(known: Known) -> float:
    """Whom users list by a full name in files of their own, they expect in their articles."""
    return _LISTED_BY_USER if known.concept.rank < SHIPPED and known.kind in ("label", "alias") else 0.0


def _well_known(weighed: list[tuple[float, Known]]) -> list[tuple[float, Known]]:
    """Without the outlets that are merely listed where a well-known one has the name: some have two items."""
    known = any(one.concept.rank < REGISTER and score > 0 for score, one in weighed)
    listed = {id(one) for _, one in weighed if one.concept.rank >= REGISTER and one.concept.type == "MediaOrganisation"}
    return [(score, one) for score, one in weighed if not (known and id(one) in listed)]


def _own(weighed: list[tuple[float, Known]]) -> list[tuple[float, Known]]:
    """The concepts from the user's own files, where there are any of the name: they win over ours."""
    own = [(score, known) for score, known in weighed if known.concept.rank < SHIPPED]
    first = min((known.concept.rank for _, known in own), default=None)
    return [(score, known) for score, known in own if known.concept.rank == first] or weighed


def _of_that_state(concept: Concept, entity: Entity, scene: Scene) -> bool:
    """A ministry of one state is not that of another."""
    state = scene.state(entity)
    return state is None or concept.state in (None, state.id)


def _choose(name: str, weighed: list[tuple[float, Known]]) -> Choice | None:
    (best, known), *_ = weighed
    confidence = min(_MOST, math.exp(best) / (1.0 + sum(math.exp(score) for score, _ in weighed)))
    if confidence < SURE:
        return None
    method = _METHODS.get(known.kind, "authority")
    if is_acronym(name) and known.kind == "alias" and known.concept.type != "Person":
        method = "authority-acronym"
    return Choice(known=known.concept, confidence=round(confidence, 2), method=method)


def whole_forces(entity: Entity, state: Concept) -> str | None:
    """What a state's forces as a whole are called, whatever noun the article chose: "Russian forces" for "Russian
    troops"; None for a part of them."""
    if entity.type != "ArmedForce":
        return None
    words = f" {fold(entity.name)} "
    for own in (state.label, *state.aliases, state.demonym or state.label):
        words = words.replace(f" {fold(own)} ", " ").replace(f" {fold(own)}s ", " ")
    noun = words.strip().removesuffix(" of")
    return f"{state.demonym or state.label} forces" if noun in table("linking")["forces"]["whole"] else None
