"""Which thing each entity of one article is, and how surely: the linking stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from kg.iris import Minter
from kg.linking import actors, bodies, places, teams
from kg.linking.actors import whole_forces
from kg.linking.bans import Without
from kg.linking.choices import LIKELY, SURE, Choice
from kg.linking.concepts import Concept
from kg.linking.curated import NOBODY, Curated
from kg.linking.deciding import Work, decided, finished
from kg.linking.evidence import evidence, identifier
from kg.linking.knowledge import Knowledge
from kg.linking.naming import is_full_name, is_proper
from kg.linking.organisations import ORGANISED
from kg.linking.scenes import Scene
from kg.linking.things import CLOSE, EXACT, describe, iri, targets
from kg.model import Article, Entity, Identification, Link, Thing
from kg.ontology import PLACE_TYPES
from kg.spelling import canonical

_SHARED = ("Organisation", "MediaOrganisation", "PoliticalParty", "ArmedGroup")


def identify(
    entities: Sequence[Entity],
    article: Article,
    knowledge: Knowledge,
    minter: Minter,
    curated: Curated = NOBODY,
) -> Identification:
    """Gives each entity its IRI; entities that are one thing have one. A wrong link is worse than none, and what the
    curator says wins. Raises DataError, with file and line, for what a curator's row says and the article refutes.
    """
    work = Work(entities=entities, article=article, knowledge=knowledge, minter=minter, curated=curated)
    choices = _choices(work)
    scene = _scene(entities, article, choices, knowledge)
    minted = _minted(work, choices, scene)
    found: dict[int, Sequence[Thing]] = {}
    links: dict[int, tuple[Link, ...]] = {}
    for entity in entities:
        described = minted[entity.key]
        choice = choices.get(entity.key)
        made = _links(choice, evidence(entity, choices, scene, knowledge), knowledge) if choice else ()
        found[entity.key], links[entity.key] = decided(work, entity, described, made) if curated else (described, made)
    things = {thing.id: thing for described in found.values() for thing in described}
    things.update(_states(things, scene, knowledge, minter))
    return Identification(
        ids={key: described[0].id for key, described in found.items()},
        things=finished(things.values(), curated) if curated else things,
        links={key: made for key, made in links.items() if made},
    )


def _choices(work: Work) -> dict[int, Choice]:
    """What each entity is that is known; places and states first, since they tell whose ministry is meant."""
    entities, article, knowledge = work.entities, work.article, work.knowledge
    playing = teams.teams(entities, article)

    def located(known: Knowledge) -> dict[int, Choice]:
        return {key: choice for key, choice in places.resolve(entities, article, known).items() if key not in playing}

    found = located(knowledge)
    if work.curated:
        _curate(work, found, lambda entity, known: located(known).get(entity.key))
        found |= {key: choice for key, choice in work.told().items() if key in found or work.is_place(choice)}
    scene = _scene(entities, article, found, knowledge)
    acting = actors.resolve_all(scene, knowledge)
    if work.curated:
        _curate(work, acting, lambda entity, known: actors.resolve_all(scene, known).get(entity.key), scene=scene)
    return {**found, **acting, **work.told()}


def _curate(
    work: Work,
    choices: dict[int, Choice],
    resolve: Callable[[Entity, Knowledge], Choice | None],
    *,
    scene: Scene | None = None,
) -> None:
    """Puts the next candidate, or none, in the place of what the curator says an entity is not."""
    scene = scene or _scene(work.entities, work.article, choices, work.knowledge)
    for entity in work.entities:
        banned: set[str] = set()
        while choice := choices.get(entity.key):
            own = _own(entity, scene, work.knowledge, work.minter, Counter(), {}).id
            if not work.forbids(entity, own, choice):
                break
            del choices[entity.key]
            if identifier(choice.known) not in banned:
                banned.add(identifier(choice.known))
                if other := resolve(entity, Without(work.knowledge, frozenset(banned))):
                    choices[entity.key] = other


def _minted(work: Work, choices: Mapping[int, Choice], scene: Scene) -> dict[int, Sequence[Thing]]:
    """The thing that each entity is, with its surroundings; whom only a body tells from others, after the bodies."""
    seen: Counter[tuple[str, str]] = Counter()
    found: dict[int, Sequence[Thing]] = {}
    for entity in sorted(work.entities, key=lambda one: one.affiliation is not None):
        if choice := choices.get(entity.key):
            found[entity.key] = _linked(entity, choice, work.knowledge, work.minter)
        else:
            found[entity.key] = [_own(entity, scene, work.knowledge, work.minter, seen, found)]
    return found


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


def _links(choice: Choice, words: tuple[str, ...], knowledge: Knowledge) -> tuple[Link, ...]:
    return tuple(
        Link(
            target=target,
            relation=EXACT if choice.confidence >= SURE else CLOSE,
            confidence=choice.confidence,
            method=choice.method,
            version=knowledge.version(choice.known),
            evidence=words,
        )
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
        identity="name",
        matches=tuple((CLOSE, target) for target in targets(choice.known)),
        state=exact.state,
        within=exact.within,
        lat=exact.lat,
        lon=exact.lon,
    )
    return [near, *around]


def _own(
    entity: Entity,
    scene: Scene,
    knowledge: Knowledge,
    minter: Minter,
    seen: Counter[tuple[str, str]],
    found: Mapping[int, Sequence[Thing]],
) -> Thing:
    """A thing that only the articles know. `found` are the things of bodies, states and places.

    A proper name of an organisation is one thing in all articles, and so is a full name of a person together with what
    the person speaks for or holds office in. All else is a thing of its article, since nothing says that two are the
    same.
    """
    state = scene.state(entity)
    if state and (thing := _of_state(entity, state, knowledge, minter)):
        return thing
    label = canonical(entity.name) if entity.named else entity.name
    around = found.get(entity.affiliation) if entity.affiliation is not None else None
    body = around[0].id if around and around[0].identity != "article" else None
    identity, content = _content(entity, label, state, body, knowledge)
    if not content:
        content = _of_article(entity, label, scene, seen)
    mint = minter.place if entity.type in ("State", *PLACE_TYPES) else minter.actor
    return Thing(
        id=mint(label, *content),
        type=entity.type,
        label=label,
        identity=identity,
        named=entity.named,
        state=iri(state, minter) if state else None,
        affiliation=body if identity == "affiliation" else None,
    )


def _content(
    entity: Entity, label: str, state: Concept | None, body: str | None, knowledge: Knowledge
) -> tuple[str, tuple[str, ...]]:
    """What makes an entity one thing in all articles; nothing for a thing of its article alone."""
    if not entity.named:
        return "article", ()
    if entity.type == "Person":
        return ("affiliation", (entity.type, "of", body)) if body and is_full_name(label) else ("article", ())
    if entity.type in ORGANISED and state:
        proper = is_proper(bodies.besides(entity.name, state), knowledge)
        return ("state", (entity.type, state.id)) if proper else ("article", ())
    if entity.type in _SHARED and not bodies.needs_state(entity.name) and is_proper(label, knowledge):
        return "name", (entity.type,)
    return "article", ()


def _of_state(entity: Entity, state: Concept, knowledge: Knowledge, minter: Minter) -> Thing | None:
    """A state's forces as a whole, or a body that every state has: one thing, whatever the article calls it."""
    if whole := whole_forces(entity, state):
        return Thing(
            id=minter.actor(whole, entity.type, state.id),
            type=entity.type,
            label=whole,
            identity="state",
            state=iri(state, minter),
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
        identity="state",
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
