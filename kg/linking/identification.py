"""Which thing each entity of one article is, and how surely: the linking stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.iris import Minter
from kg.linking import actors, bodies, places, teams
from kg.linking.actors import whole_forces
from kg.linking.choices import LIKELY, SURE, Choice
from kg.linking.concepts import Concept
from kg.linking.knowledge import Knowledge
from kg.linking.organisations import ORGANISED
from kg.linking.scenes import Scene
from kg.linking.things import CLOSE, EXACT, describe, iri, targets
from kg.model import Article, Entity, Identification, Link, Thing
from kg.ontology import PLACE_TYPES
from kg.spelling import canonical

_SHARED = ("Organisation", "MediaOrganisation", "ArmedGroup")


def identify(entities: Sequence[Entity], article: Article, knowledge: Knowledge, minter: Minter) -> Identification:
    """Gives each entity its IRI; entities that are one thing have one. A wrong link is worse than none."""
    playing = teams.teams(entities, article)
    found_places = places.resolve(entities, article, knowledge)
    choices = {key: choice for key, choice in found_places.items() if key not in playing}
    scene = _scene(entities, article, choices, knowledge)
    choices |= actors.resolve_all(scene, knowledge)
    ids: dict[int, str] = {}
    things: dict[str, Thing] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for entity in entities:
        found = choices.get(entity.key)
        if found:
            described = _linked(entity, found, knowledge, minter)
        else:
            described = [_own(entity, scene, knowledge, minter, seen)]
        ids[entity.key] = described[0].id
        things.update((thing.id, thing) for thing in described)
    things.update(_states(things, scene, knowledge, minter))
    return Identification(ids=ids, things=things, links={key: _links(choice) for key, choice in choices.items()})


def _scene(entities: Sequence[Entity], article: Article, choices: dict[int, Choice], knowledge: Knowledge) -> Scene:
    sure = {key: choice.known for key, choice in choices.items() if choice.confidence >= SURE}
    states = {key: known for key, known in sure.items() if isinstance(known, Concept)}
    return Scene(
        article=article,
        entities=entities,
        known=sure,
        states=states,
        told=_told(entities, frozenset(states.values()), knowledge),
    )


def _told(entities: Sequence[Entity], states: frozenset[Concept], knowledge: Knowledge) -> dict[int, Concept]:
    """The states that the names of forces and common bodies tell themselves, by entity key."""
    asked = (one for one in entities if one.type in ORGANISED and one.state is None)
    told = ((one, bodies.state_in(one.name, states, knowledge)) for one in asked)
    return {
        one.key: state for one, state in told if state and (whole_forces(one, state) or _body(one, state, knowledge))
    }


def _links(choice: Choice) -> tuple[Link, ...]:
    relation = EXACT if choice.confidence >= SURE else CLOSE
    return tuple(
        Link(target=target, relation=relation, confidence=choice.confidence, method=choice.method)
        for target in targets(choice.known)
    )


def _linked(entity: Entity, choice: Choice, knowledge: Knowledge, minter: Minter) -> list[Thing]:
    """The known thing with its surroundings; or, when that is not sure, a thing of its own that is close to it."""
    assert choice.confidence >= LIKELY
    exact, *around = describe(choice.known, knowledge, minter)
    if choice.confidence >= SURE:
        return [exact, *around]
    mint = minter.place if exact.type in ("State", *PLACE_TYPES) else minter.actor
    label = canonical(entity.name)
    near = Thing(
        id=mint(label, CLOSE, exact.id),
        type=exact.type,
        label=label,
        matches=tuple((CLOSE, target) for target in targets(choice.known)),
        state=exact.state,
        within=exact.within,
        lat=exact.lat,
        lon=exact.lon,
    )
    return [near, *around]


def _own(entity: Entity, scene: Scene, knowledge: Knowledge, minter: Minter, seen: Counter[tuple[str, str]]) -> Thing:
    """A thing that only the articles know. A proper name of an organisation is one thing in all articles; persons,
    groups, places, whoever has no name, and bodies of who knows which state are things of their article alone, since
    nothing says that they are the same.
    """
    common = entity.named and entity.type in ORGANISED and bodies.needs_state(entity.name)
    state = scene.state(entity)
    if state and (thing := _of_state(entity, state, knowledge, minter)):
        return thing
    label = canonical(entity.name) if entity.named else entity.name
    if entity.named and entity.type in ORGANISED and state:
        content: tuple[str, ...] = (entity.type, state.id)
    elif entity.named and entity.type in _SHARED and not common:
        content = (entity.type,)
    else:
        content = _of_article(entity, label, scene, seen)
    mint = minter.place if entity.type in ("State", *PLACE_TYPES) else minter.actor
    return Thing(
        id=mint(label, *content),
        type=entity.type,
        label=label,
        named=entity.named,
        state=iri(state, minter) if state else None,
    )


def _of_state(entity: Entity, state: Concept, knowledge: Knowledge, minter: Minter) -> Thing | None:
    """A state's forces as a whole, or a body that every state has: one thing, whatever the article calls it."""
    if whole := whole_forces(entity, state):
        return Thing(
            id=minter.actor(whole, entity.type, state.id), type=entity.type, label=whole, state=iri(state, minter)
        )
    body = _body(entity, state, knowledge)
    if body is None:
        return None
    kind = "ArmedForce" if entity.type == "ArmedForce" else "GovernmentBody"
    label = bodies.label(body, state)
    return Thing(
        id=minter.actor(label, kind, state.id, body),
        type=kind,
        label=label,
        alt_labels=(bodies.other_label(body, state),),
        state=iri(state, minter),
    )


def _body(entity: Entity, state: Concept, knowledge: Knowledge) -> str | None:
    """Which body of its state an entity is. "The central bank of Kenya" is no name, but there is only one."""
    if entity.type not in ORGANISED:
        return None
    body = bodies.body(entity.name, state, knowledge)
    return body if body and (entity.named or bodies.is_single(body)) else None


def _of_article(entity: Entity, label: str, scene: Scene, seen: Counter[tuple[str, str]]) -> tuple[str, ...]:
    """What tells an entity from all others: its article, and which one of that name it is there."""
    seen[entity.type, label] += 1
    number = seen[entity.type, label]
    return (entity.type, scene.article.key, *((str(number),) if number > 1 else ()))


def _states(things: dict[str, Thing], scene: Scene, knowledge: Knowledge, minter: Minter) -> dict[str, Thing]:
    """The states that things belong to, where no entity stands for them."""
    named = {thing.state for thing in things.values() if thing.state} - things.keys()
    return {
        thing.id: thing
        for state in (*scene.states.values(), *scene.told.values())
        for thing in describe(state, knowledge, minter)
        if thing.id in named
    }
