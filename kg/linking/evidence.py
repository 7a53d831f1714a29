"""What speaks for a link, as short words that are kept with the decision, so that a query can filter by them.

name:label          how the known thing bears the name: label, alias, surname; of places main, other
candidates:3        so many known things bear a name of the entity
candidate:wikidata:Q90   one of the others, by its id; the first ones only
people:6036         the population of a place
beside              the article puts the region or the country of the place right beside its name
country:UA          another thing of the article is surely of that country
state:wikidata:Q212 the state that the body or force belongs to in the article
curator             a row of the curator's file, with who wrote it (author:…) and when (date:…)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.linking.choices import SURE, Choice
from kg.linking.concepts import Concept
from kg.linking.context import containers
from kg.linking.gazetteer import Place
from kg.linking.knowledge import Knowledge
from kg.linking.names import fold
from kg.linking.scenes import Scene
from kg.model import Entity

_MOST = 5
_MAIN = {2: "main", 1: "main", 0: "other"}


def evidence(entity: Entity, choices: Mapping[int, Choice], scene: Scene, knowledge: Knowledge) -> tuple[str, ...]:
    """The words for the decision on one entity, sorted: facts that the linker weighs, the same for the same article."""
    choice = choices[entity.key]
    found = {*_names(entity, choice, scene, knowledge), *_surroundings(entity, choice, scene, knowledge)}
    country = choice.known.country
    others = (one for key, one in choices.items() if key != entity.key and one.known != choice.known)
    if country and any(one.known.country == country and one.confidence >= SURE for one in others):
        found.add(f"country:{country}")
    return tuple(sorted(found))


def identifier(known: Concept | Place) -> str:
    return f"geonames:{known.id}" if isinstance(known, Place) else known.id


def _names(entity: Entity, choice: Choice, scene: Scene, knowledge: Knowledge) -> Iterator[str]:
    """How the name is known, and what else is known by it."""
    chosen = identifier(choice.known)
    kinds: dict[str, str] = {}
    for name in _spellings(entity, scene):
        for known in knowledge.listed(name):
            kinds.setdefault(known.concept.id, known.kind)
        for named in knowledge.places(name) if isinstance(choice.known, Place) else ():
            kinds.setdefault(identifier(named.place), _MAIN[named.main])
    if chosen in kinds:
        yield f"name:{kinds[chosen]}"
    others = [other for other in kinds if other != chosen]
    yield f"candidates:{len(others) + 1}"
    yield from (f"candidate:{other}" for other in others[:_MOST])


def _spellings(entity: Entity, scene: Scene) -> Sequence[str]:
    text = scene.article.text
    named = [text[m.span.start : m.span.end] for m in entity.mentions if m.rule in ("name", "acronym", "surname")]
    return list({fold(name): name for name in (entity.name, *named)}.values())


def _surroundings(entity: Entity, choice: Choice, scene: Scene, knowledge: Knowledge) -> Iterator[str]:
    known = choice.known
    if isinstance(known, Place):
        if known.population:
            yield f"people:{known.population}"
        if {(known.country, known.admin1), (known.country, None)} & containers(entity, scene.article, knowledge):
            yield "beside"
    if state := scene.state(entity):
        yield f"state:{state.id}"
