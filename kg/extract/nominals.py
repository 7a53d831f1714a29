"""Events that a noun tells of: "Russian control of the town", "launched an attack", "under rebel control"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract import clauses, polarity
from kg.extract.frames import Frame, frames
from kg.extract.parties import is_owner
from kg.extract.situations import Found, Scene, after, base, lacks_force, roles
from kg.extract.whereabouts import placed, spots
from kg.ontology import CONTROL_TYPES, PLACE_TYPES

if TYPE_CHECKING:
    from kg.syntax import Token

_LEAVES = frozenset({"Withdrawal", "Loss"})
_INTO = ("in", "on", "into", "under")
_BESIDE = 2
_OWNERS = ("poss", "amod", "compound", "nmod")


def from_noun(scene: Scene, noun: Token, lemma: str) -> list[Found]:
    """The events of the first frame of a noun that fits."""
    if polarity.is_irrealis(noun):
        return []
    light = _light(noun)
    if light is not None and polarity.is_irrealis(light):
        return []
    for frame in frames().nouns[lemma]:
        if frame.type not in CONTROL_TYPES and _is_modifier(noun):
            continue
        made = list(_from_frame(scene, frame, noun, lemma, light))
        if made:
            return made
    return []


def evoking(noun: Token) -> str:
    """The word, or the two words, by which a noun evokes its frames: "hunger strike" is no strike, "heart attack"
    nothing."""
    known, lemma = frames(), noun.lemma_.lower()
    if noun.lower_ != lemma and noun.lower_ in known.nouns:  # "talks" are held, a talk is given
        return noun.lower_
    for one in noun.lefts:
        if one.dep_ in ("compound", "amod") and (two := f"{one.lemma_.lower()} {lemma}") in known.nouns:
            return two
        if one.dep_ in ("compound", "amod") and two in known.figurative:
            return ""
    return lemma


def _light(noun: Token) -> Token | None:
    """The verb that lends its subject to a noun: "took control", "are in retreat"."""
    above = noun.head
    if noun.dep_ == "conj" or noun.dep_ not in ("dobj", "attr", "pobj", "nsubjpass"):
        return None
    if noun.dep_ == "pobj":
        if above.dep_ != "prep":
            return None
        word, above = above.lower_, above.head
        if above.dep_ == "advmod":  # "is back under control"
            above = above.head
        return above if above.lemma_.lower() in frames().light or word in frames().state_prepositions else None
    return above if above.lemma_.lower() in frames().light else None


def _from_frame(scene: Scene, frame: Frame, noun: Token, lemma: str, light: Token | None) -> Iterator[Found]:
    known = frames()
    if frame.type not in CONTROL_TYPES and noun.dep_ == "pobj" and not _is_in_it(noun, light):
        light = None
    subject = clauses.subject(light) if light is not None and light.pos_ in ("VERB", "AUX") else None
    if subject == noun:  # "there was fighting"
        subject = None
    owner = _owner(scene, frame, noun)
    kind = frame.type
    if kind == "Holding" and light is not None:
        kind = known.control.get(light.lemma_.lower(), kind)
    if kind == "Entry" and light is not None and known.control.get(light.lemma_.lower()) == "Loss":
        return  # "lost their foothold" is told by the verb
    if kind == "Holding" and _is_broken(noun):
        kind = "Loss"
    if kind in _LEAVES and owner is None and subject is None and noun.dep_ == "dobj":
        subject = clauses.subject(noun.head) if noun.head.lemma_.lower() in known.admitting else None
    doer = subject if subject is not None and _is_its_own(frame, owner) else owner or subject
    leaves = kind in _LEAVES
    main = (
        doer if frame.agent == "poss" and not leaves else None,
        doer if frame.patient == "poss" or (leaves and frame.agent == "poss") else None,
    )
    beside = (after(noun, frame.agent_prep), after(noun, frame.patient_prep) or after(light, frame.patient_prep))
    if leaves and beside[0] is None:
        beside = (_to_whom(noun, light), beside[1])
    by = after(light, ("by",)) if light is not None and clauses.is_passive(light) and main == (None, None) else None
    told = _without_twice(main, beside)
    taking = roles(scene, frame, lemma, main=told, beside=(by or beside[0], beside[1]))
    if taking is None and frame.mutual and frame.needs_place:  # "house-to-house combat" is nobody's
        taking = roles(scene, frame, lemma, main=(None, None), beside=beside)
    if taking is None or (taking != (None, None) and lacks_force(scene, frame, taking)):
        return
    if frame.needs_agent and taking[0] is None:
        return
    one = base(scene, kind, noun, taking)
    if light is not None:
        one = replace(one, negated=one.negated or polarity.is_negated(light))
    yield from placed(scene, frame, one, lemma, _spots(frame, noun, light))


def _owner(scene: Scene, frame: Frame, noun: Token) -> Token | None:
    """Whose it is; "the Istanbul talks" are nobody's."""
    owners = (c for c in noun.children if c.dep_ in _OWNERS and is_owner(scene.cast, c))
    return next((c for c in owners if frame.type in CONTROL_TYPES or not _is_setting(scene, c)), None)


def _is_in_it(noun: Token, light: Token | None) -> bool:
    """ "went on strike", "are in talks", but not "imposed a curfew after a riot"."""
    at = noun.head
    behind = light is not None and light.lemma_.lower() in frames().light and 0 < at.i - light.i <= _BESIDE
    return behind and at.lower_ in _INTO


def _is_its_own(frame: Frame, owner: Token | None) -> bool:
    """ "They held their first meeting": theirs is whoever held it."""
    return frame.type not in CONTROL_TYPES and owner is not None and owner.tag_ == "PRP$"


def _is_setting(scene: Scene, modifier: Token) -> bool:
    key = scene.cast.at(modifier.i) if modifier.dep_ != "poss" else None
    return key is not None and scene.cast.type(key) in PLACE_TYPES


def _is_modifier(noun: Token) -> bool:
    """ "an arrest warrant", "attack ads": the thing that the noun is about is no event."""
    return (
        noun.dep_ == "compound"
        and noun.head.pos_ in ("NOUN", "PROPN")
        and noun.head.i > noun.i
        and (noun.head.lemma_.lower() not in frames().nouns)
    )


def _spots(frame: Frame, noun: Token, light: Token | None) -> Iterator[Token]:
    """ "strikes on rebels in X", "In X, forces conducted strikes", "fighting raged in X", "the Kabul bombing"."""
    yield from spots(frame, noun, None, None)
    if frame.type not in CONTROL_TYPES:
        yield from (c for c in noun.lefts if c.dep_ in _OWNERS and c.pos_ == "PROPN")
    happens = _happens(noun)
    if happens is not None:
        yield from spots(frame, happens, None, None)
        shaken = clauses.child(happens, "dobj")
        if shaken is not None:
            yield shaken
    if frame.type == "Contest" and noun.dep_ == "dobj" and noun.head.lemma_.lower() in frames().witnesses:
        seen_by = clauses.subject(noun.head)
        if seen_by is not None:
            yield seen_by
    if frame.type == "Contest" and (foe := after(noun, frame.patient_prep)) is not None:
        yield from spots(frame, foe, None, None)  # "fighting with the rebels for X"
    if frame.needs_place:
        if light is not None and clauses.child(noun, "prep") is None:  # "gained a foothold in X"
            yield from spots(frame, light, None, None)
        return
    patient = after(noun, frame.patient_prep)
    for holder in (patient, light):
        if holder is not None:
            yield from spots(frame, holder, None, None)


def _is_broken(noun: Token) -> bool:
    """ "the army's hold on X is broken", "their control of X has ended"."""
    verb = noun.head if noun.dep_ in ("nsubj", "nsubjpass") else noun
    return verb.lemma_.lower() in frames().broken and not polarity.is_irrealis(verb)


def _happens(noun: Token) -> Token | None:
    """The verb that says that it happens: "fighting *raged*", "there *was* fighting"."""
    verb = noun.head
    if noun.dep_ in ("nsubj", "csubj") or (noun.dep_ == "attr" and clauses.child(verb, "expl") is not None):
        return verb if verb.lemma_.lower() in frames().happens or _is_fight(noun, verb) else None
    return None


def _is_fight(noun: Token, verb: Token) -> bool:
    """Fighting happens whatever it does: "clashes rumble on in X"."""
    contested = any(frame.type == "Contest" for frame in frames().nouns.get(noun.lemma_.lower(), ()))
    return contested and not polarity.is_irrealis(verb) and verb.lemma_.lower() not in frames().endings


def _to_whom(noun: Token, light: Token | None) -> Token | None:
    """Who gains what is lost: "lost control of the town of X to the rebels"."""
    lost = clauses.prepositional(noun, "of")
    deeper = clauses.prepositional(lost, "of") if lost is not None else None
    return next((to for one in (noun, light, lost, deeper) if (to := after(one, ("to",))) is not None), None)


def _without_twice(
    main: tuple[Token | None, Token | None], beside: tuple[Token | None, Token | None]
) -> tuple[Token | None, Token | None]:
    """ "Russia's attack by drones": what a preposition says outright goes before what the grammar suggests."""
    agent, patient = (None if told is not None else own for own, told in zip(main, beside, strict=True))
    return agent, patient
