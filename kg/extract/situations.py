"""An event as one trigger tells of it, and who may take part in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract import clauses, polarity
from kg.extract.cast import Cast
from kg.extract.claimants import (
    claimant,
    is_called_as_groups_are,
    is_claimant,
    is_regime,
    is_unknown,
    own_garrison,
)
from kg.extract.deeds import is_weapon, whose
from kg.extract.forces import force_of
from kg.extract.frames import Frame, frames
from kg.extract.nouns import class_of_name, nouns
from kg.extract.parties import party
from kg.extract.reference import PRONOUNS
from kg.extract.roster import FORCES
from kg.model import TimeValue
from kg.ontology import CONTROL_TYPES, PLACE_TYPES

if TYPE_CHECKING:
    from kg.syntax import Doc, Token

_NEAR = 60
_MASTERY = frozenset({"Capture", "Holding", "Loss"})
_HOLDING = frozenset({*FORCES, "State", "GovernmentBody"})
_MEASURES = frozenset({"DATE", "TIME", "MONEY", "PERCENT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`presupposed` events are implied in passing ("the rebel-held town"). `refuted_by` is the token of a verdict on
    the clause that tells of the event: "it is *not true* that …", "reports that … are *false*"."""

    type: str
    trigger: int
    agent: int | None = None
    patient: int | None = None
    place: int | None = None
    part: str | None = None
    time: TimeValue | None = None
    negated: bool = False
    presupposed: bool = False
    refuted_by: int | None = None


@dataclass(slots=True, kw_only=True)
class Scene:
    """What the finding of events works on, and what it has found: `unplaced` events are claims of control whose place
    the text does not tell. `times` gives each date expression with the verb of its clause."""

    doc: Doc
    cast: Cast
    times: Sequence[tuple[int, TimeValue]]
    found: list[Found] = field(default_factory=list)
    unplaced: list[Found] = field(default_factory=list)
    speaks_of_war: bool = False

    @property
    def at_war(self) -> bool:
        """Whether the text speaks of people who bear arms."""
        return self.speaks_of_war or self.cast.has_forces()


def base(scene: Scene, kind: str, trigger: Token, roles: tuple[int | None, int | None]) -> Found:
    agent, patient = roles
    return Found(
        type=kind,
        trigger=trigger.i,
        agent=agent,
        patient=patient,
        time=_time(scene, trigger),
        negated=polarity.is_negated(trigger),
    )


def _time(scene: Scene, trigger: Token) -> TimeValue | None:
    """The date expression of the trigger's own clause; of several, the nearest."""
    verb = clauses.clause_verb(trigger).i
    own = [time for at, time in scene.times if at == verb]
    if not own:
        return None
    return min(own, key=lambda time: abs(time.span.start - trigger.idx) if time.span else 0)


# ---------------------------------------------------------------- participants


def roles(
    scene: Scene,
    frame: Frame,
    lemma: str,
    *,
    main: Sequence[Token | None],
    beside: Sequence[Token | None],
    of_town: bool = False,
) -> tuple[int | None, int | None] | None:
    """Agent and patient as entities, from the grammatical roles (`main`) or else from prepositions (`beside`).

    `of_town` events are those of war that are done to a town or the like, and not only in it.

    None when one of the main ones cannot take part in such an event; the others are then only left out.
    """
    keys: list[int | None] = []
    for own, other in zip(main, beside, strict=True):
        token = own if own is not None else other
        key = _taker(scene, frame, token, role=len(keys), of_town=of_town) if token is not None else None
        if key is not None and token is not None and frame.type in CONTROL_TYPES:
            enlist(scene, token, key)
        if key is not None and not may(scene, frame, lemma, key, beside=own is None, of_town=of_town):
            key = None
            if own is not None or not frame.is_spoken_of:
                return None
        elif key is None and own is not None and frame.needs_place and own.lower_ not in PRONOUNS:
            drives_out = frame.is_of_object and frame.agent == "subject" and own is main[0]
            if not drives_out:  # "shells drove them out"
                return None
        elif key is not None and frame.type in CONTROL_TYPES:
            key = _its_forces(scene, key)
        keys.append(key)
    agent, patient = keys
    if agent is not None and agent == patient and main[1] is not None and main[1].pos_ == "PRON":
        patient = _another(scene, main[1], agent)  # "until soldiers drove them out"
    doer = main[0] if main[0] is not None else beside[0]
    if frame.mutual and patient is None and agent is not None and doer is not None:
        patient = _other_side(scene, frame, lemma, doer, agent)
    if (agent is not None) + (patient is not None) < frame.needs or (agent is not None and agent == patient):
        return None
    return agent, patient


def enlist(scene: Scene, token: Token, key: int) -> None:
    """Where there is a war "armed men" and "the attackers" bear arms."""
    draft = scene.cast.draft(key)
    if draft.named or draft.type not in ("Group", "Organisation") or not scene.at_war:
        return
    if token.lemma_.lower() in nouns().combatants or any(c.lower_ in nouns().armed for c in token.children):
        draft.type = "ArmedGroup"


def _its_forces(scene: Scene, key: int) -> int:
    """The defence ministry of a state takes and loses ground by its forces."""
    draft = scene.cast.draft(key)
    own = draft.type == "GovernmentBody" and draft.state is not None
    return force_of(scene.cast.roster, draft.state) if own and draft.state is not None else key


def _taker(scene: Scene, frame: Frame, token: Token, *, role: int, of_town: bool) -> int | None:
    """Who takes part, as a noun phrase tells it; of weapons and of deeds, whose they are."""
    if _is_struck(scene, frame, token) or (frame.type in CONTROL_TYPES and _is_neither(token)):
        return None
    key = party(scene.cast, token)
    if frame.type in CONTROL_TYPES:
        known = key is not None and scene.cast.type(key) in _HOLDING
        if known and key is not None and scene.at_war:
            return own_garrison(scene.cast, token, key)
        return key if known or not scene.at_war else _first(_claimant(scene, frame, token, of_town=of_town), key)
    owned = frame.of_deeds if role else is_weapon(token)
    return whose(scene.cast, token) if key is None and owned else key


def _claimant(scene: Scene, frame: Frame, token: Token, *, of_town: bool) -> int | None:
    return claimant(scene.cast, token, of_town=of_town and frame.type in _MASTERY and not frame.of_forces)


def _is_neither(token: Token) -> bool:
    """ "neither army holds it" is no claim of either."""
    return any(c.lower_ == "neither" for c in token.children)


def _first(*keys: int | None) -> int | None:
    return next((key for key in keys if key is not None), None)


def _is_struck(scene: Scene, frame: Frame, token: Token) -> bool:
    """Whether a name is that of the place where it happens: who bombs a capital does not bomb its government."""
    key = scene.cast.at(token.i)
    named = key is not None and scene.cast.type(key) in PLACE_TYPES
    return named and "object" in frame.place and token.dep_ in ("dobj", "nsubjpass")


def sharing(
    scene: Scene, frame: Frame, lemma: str, *, main: Sequence[Token | None], taking: tuple[int | None, int | None]
) -> Iterator[tuple[int | None, int | None]]:
    """The participants, and those who share the place of one of them: "X and Y hold it", "X and Y left it"."""
    yield taking
    if frame.type not in CONTROL_TYPES or frame.mutual:
        return
    seen = set(taking)
    for role, token in enumerate(main):
        if token is None or taking[role] is None:
            continue
        for key in _joined(scene, token):
            if key not in seen and may(scene, frame, lemma, key) and (role == 0 or frame.is_leaving):
                seen.add(key)
                yield (key, taking[1]) if role == 0 else (taking[0], key)


def _joined(scene: Scene, token: Token) -> Iterator[int]:
    """ "X and Y", "French and Malian soldiers"."""
    for one in list(clauses.conjuncts(token))[1:]:
        key = party(scene.cast, one)
        if key is not None:
            yield key
    for adjective in token.children:
        for one in adjective.conjuncts if adjective.dep_ == "amod" else ():
            sense = scene.cast.knowledge.demonym(one.text)
            if sense is not None and one.dep_ == "conj":
                yield force_of(scene.cast.roster, scene.cast.state(sense))


def lacks_force(scene: Scene, frame: Frame, taking: tuple[int | None, int | None]) -> bool:
    """Whether a frame that is only of forces has found none: "the troops are in X", but no delegation."""
    known = [key for key in taking if key is not None]
    return frame.of_forces and not any(scene.cast.type(k) in FORCES or is_regime(scene.cast, k) for k in known)


def lacks_agent(frame: Frame, taking: tuple[int | None, int | None], doer: Token | None) -> bool:
    """Whether a frame needs somebody who does it and has none; weapons strike by themselves, but no hurricane does."""
    if taking[0] is not None:
        return False
    thing = doer is not None and doer.pos_ != "PRON" and not is_weapon(doer)
    return frame.needs_agent or (frame.armed and thing)


def _another(scene: Scene, pronoun: Token, key: int) -> int | None:
    """The last force before a pronoun but for one."""
    known = scene.cast.roster.before(pronoun.i, reach=_NEAR)
    return next((k for _, k in known if k != key and scene.cast.type(k) in FORCES), None)


def _other_side(scene: Scene, frame: Frame, lemma: str, doer: Token, agent: int) -> int | None:
    """The second of those who do it to each other."""
    for one in list(clauses.conjuncts(doer))[1:]:
        key = scene.cast.actor(one)
        if key is not None and key != agent and may(scene, frame, lemma, key):
            return key
    return None


def bears_arms(scene: Scene, key: int | None) -> bool:
    """Whether an actor is an armed force or group, a state, or a person under arms: "a gunman"."""
    if key is None:
        return False
    draft = scene.cast.draft(key)
    return draft.type in (*FORCES, "State") or (not draft.named and draft.name.split()[-1] in nouns().individuals)


def may(scene: Scene, frame: Frame, lemma: str, key: int, *, beside: bool = False, of_town: bool = False) -> bool:
    """Whether an entity can take part in an event. Who takes, holds and loses places bears arms or rules."""
    if of_town and frame.type in _MASTERY and is_claimant(scene.cast, key):
        return True
    draft, war = scene.cast.draft(key), lemma in frames().war
    if draft.type == "GovernmentBody" and frame.type in CONTROL_TYPES:
        return war or class_of_name(draft.name, {noun: noun for noun in nouns().civil}) is None
    if draft.type == "State" and frame.type == "Withdrawal":
        return lemma in frames().armies
    if draft.type in frame.actors:
        return True
    if draft.type == "Organisation" and frame.type in CONTROL_TYPES:
        if beside and war and lemma in frames().restored:  # only those under arms have a town retaken from them
            return True
        places = war or lemma in frames().of_places
        at_war = places and scene.at_war  # a company may "seize control" too, but not among troops
        if not at_war and (not is_called_as_groups_are(draft.name) or not (war or scene.at_war)):
            return False
        return war or is_unknown(scene.cast, key)
    if draft.type == "Group":
        return draft.state is not None or (war and draft.named)
    return draft.type == "Person" and war


def after(token: Token | None, prepositions: Sequence[str]) -> Token | None:
    """The noun after one of some prepositions that depend on a token, if it is no measure or date."""
    for word in prepositions if token is not None else ():
        found = clauses.prepositional(token, word) if token is not None else None
        if found is not None and found.ent_type_ not in _MEASURES:
            return found
    return None
