"""Which actor of the authority a name means in an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.lexicon import table
from kg.linking import bodies
from kg.linking.authority import Known
from kg.linking.choices import Choice
from kg.linking.concepts import Concept
from kg.linking.knowledge import Knowledge
from kg.linking.names import fold, is_acronym
from kg.model import Article, Entity

ORGANISED = ("Organisation", "MediaOrganisation", "PoliticalParty", "ArmedForce", "ArmedGroup", "GovernmentBody")
_CONFIDENCE = {"label": 0.95, "alias": 0.9, "surname": 0.82}
_ACRONYM = 0.85
_FOREIGN_ACRONYM = 0.6
_SHORT = 3
_GREAT = 30_000_000


@dataclass(frozen=True, slots=True)
class Scene:
    """The article around an entity: its other entities, the countries that it mentions, the states found in it, and
    the states that the names of bodies tell themselves."""

    article: Article
    entities: Sequence[Entity]
    countries: frozenset[str]
    states: Mapping[int, Concept]
    told: Mapping[int, Concept]

    def state(self, entity: Entity) -> Concept | None:
        """The state that an armed force or a government body belongs to."""
        return self.states.get(entity.state) if entity.state is not None else self.told.get(entity.key)


def resolve(entity: Entity, scene: Scene, knowledge: Knowledge) -> Choice | None:
    """The actor that an entity is, or None when the authority does not know it or the article leaves it open."""
    if not entity.named:
        return None
    for name in _names(entity, scene, knowledge):
        found = [known for known in knowledge.listed(name) if _compatible(entity, known.concept, scene)]
        if found:
            return _pick(name, entity, found, scene, knowledge)
    return None


def _names(entity: Entity, scene: Scene, knowledge: Knowledge) -> list[str]:
    """What to look up: the name; a body's name with its state; other full names that the article gives it."""
    names = [entity.name]
    if state := scene.state(entity):
        owners = (state.demonym or state.label, state.label, *state.aliases)
        names += [f"{owner} {entity.name}" for owner in owners]
        names += [f"{entity.name} of {state.label}", f"{entity.name} of the {state.label}"]
        if body := bodies.body(entity.name, state, knowledge):
            names += [bodies.label(body, state), bodies.other_label(body, state)]
    text = scene.article.text
    spans = [mention.span for mention in entity.mentions if mention.rule == "name"]
    return names + [name for span in spans if len((name := text[span.start : span.end]).split()) > 1]


def _compatible(entity: Entity, concept: Concept, scene: Scene) -> bool:
    """A person is never an organisation, and a ministry of one state is not that of another."""
    if entity.type != concept.type and not (entity.type in ORGANISED and concept.type in ORGANISED):
        return False
    state = scene.state(entity)
    return state is None or concept.state in (None, state.id)


def _pick(name: str, entity: Entity, found: Sequence[Known], scene: Scene, knowledge: Knowledge) -> Choice | None:
    best = _best(found, scene)
    if best is None or (best.concept.type == "Person" and not _is_that_person(best, entity, scene, knowledge)):
        return None
    confidence = _CONFIDENCE[best.kind]
    method = "authority-surname" if best.kind == "surname" else "authority"
    if is_acronym(name) and best.kind == "alias":
        method = "authority-acronym"
        known = best.concept.country is None or best.concept.country in scene.countries
        confidence = _ACRONYM if known or len(name.replace(".", "")) > _SHORT else _FOREIGN_ACRONYM
    return Choice(known=best.concept, confidence=confidence, method=method)


def _best(found: Sequence[Known], scene: Scene) -> Known | None:
    """Of several concepts the one from the user's own file, by its label, or from a country that the article names."""
    first = found[0]
    same = [one for one in found if (one.concept.rank, one.kind) == (first.concept.rank, first.kind)]
    if len({one.concept.id for one in same}) == 1:
        return first
    here = [one for one in same if one.concept.country in scene.countries]
    return here[0] if len({one.concept.id for one in here}) == 1 else None


def _is_that_person(found: Known, entity: Entity, scene: Scene, knowledge: Knowledge) -> bool:
    """A bare surname, or a full name of common names, may be somebody else's: then the person's country must be in the
    article. A great country's leaders are called by their surnames everywhere.
    """
    person = found.concept
    at_home = person.country in scene.countries
    if found.kind != "surname":
        return at_home or not knowledge.is_ordinary(entity.name)
    state = knowledge.authority.state(person.country) if person.country else None
    great = state is not None and knowledge.population(state) >= _GREAT
    return (at_home or great) and not _another_of_that_name(entity, scene)


def _another_of_that_name(entity: Entity, scene: Scene) -> bool:
    """Whether the article names somebody else whose full name ends so."""
    ending = f" {fold(entity.name)}"
    return any(
        other.type == "Person" and other.key != entity.key and fold(other.name).endswith(ending)
        for other in scene.entities
    )


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
