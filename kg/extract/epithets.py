"""What a word beside a place's name says of who holds it: "the rebel-held town", "a Taliban stronghold", "ours"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract import clauses, polarity
from kg.extract.arms import speaking_side
from kg.extract.frames import frames
from kg.extract.keeping import whose
from kg.extract.nouns import class_of, nouns
from kg.extract.parties import is_owner, party
from kg.extract.roster import FORCES, Draft, key_of
from kg.extract.situations import Found, Scene, base
from kg.extract.unknowns import show_place
from kg.extract.whereabouts import Where, locate

if TYPE_CHECKING:
    from kg.syntax import Token

_COMPLEMENTS = frozenset({"acomp", "attr", "oprd"})
_PREDICATES = _COMPLEMENTS | {"advcl"}
_OWNERS = ("poss", "amod", "compound", "nmod")


def epithets(scene: Scene, token: Token) -> Iterator[Found]:
    """The event that a word implies of the place beside it or, as a predicate, says of its subject."""
    known = frames()
    if token.lower_ in known.compounds and token.i > 1 and token.nbor(-1).text in "-–":
        yield from _compound(scene, token)
    elif token.lemma_.lower() in known.strongholds:
        yield from _stronghold(scene, token)
    elif not polarity.is_irrealis(token):
        yield from _predicate(scene, token)


def is_epithet(token: Token) -> bool:
    known = frames()
    if token.lower_ in known.compounds and token.i > 1 and token.nbor(-1).text in "-–":
        return True
    is_predicate = token.dep_ in _COMPLEMENTS and token.head.lemma_.lower() in known.copulas
    said = token.lower_ in known.predicates or (token.ent_type_ == "NORP" and token.tag_ in ("JJ", "NNP"))
    return token.lemma_.lower() in known.strongholds or (is_predicate and said)


def _compound(scene: Scene, token: Token) -> Iterator[Found]:
    """ "the Ukrainian-controlled town of Sudzha", "the city is rebel-held"."""
    at_war = scene.at_war
    agent = party(scene.cast, token.nbor(-2))
    if not at_war and (agent is None or scene.cast.type(agent) != "State"):
        return  # "the Labour-held seat"
    thing = clauses.subject(token.head) if token.dep_ in _PREDICATES else token.head
    if any(c.dep_ == "mark" and c.lower_ == "as" for c in token.children):  # "we mark X as rebel-held"
        thing = clauses.object_of(token.head)
    if thing is not None and _is_body(thing):
        return
    if agent is None and thing is not None and at_war and locate(scene.cast, thing) is not None:
        agent = _unknown(scene, token.nbor(-2))
    if thing is not None:
        show_place(scene.cast, thing, certain=True)
    where = locate(scene.cast, thing) if thing is not None else None
    kind = frames().compounds[token.lower_]
    if where is not None and where.place != agent and (agent is not None or kind == "Contest"):
        yield _implied(kind, token, agent, where)


def _is_body(thing: Token) -> bool:
    """ "the GOP-run Senate"."""
    return class_of(thing, nouns().actors) is not None and class_of(thing, nouns().places) is None


def _unknown(scene: Scene, word: Token) -> int | None:
    """Who holds a place in a war bears arms, though nobody knows the name: "the Ansar-held town"."""
    if word.pos_ != "PROPN" or scene.cast.at(word.i) is not None:
        return None
    key = scene.cast.roster.named(key_of(word.text), Draft(type="ArmedGroup", name=word.text))
    scene.cast.roster.mention(key, word.i, word.i + 1, "name", head=word.i)
    return key


def _stronghold(scene: Scene, noun: Token) -> Iterator[Found]:
    """ "the Taliban stronghold of X", "X, a stronghold of the rebels", "X is a rebel stronghold"."""
    cast = scene.cast
    if any(c.lower_ in frames().bygone for c in noun.children):
        return
    of = clauses.prepositional(noun, "of")
    words = [c for c in noun.children if c.dep_ in _OWNERS and is_owner(cast, c)]
    keys = [key for word in (*words, of) if word is not None and (key := party(cast, word)) is not None]
    agent = next((key for key in keys if cast.type(key) in FORCES), None)
    beside = noun.head if noun.dep_ == "appos" else clauses.child(noun, "appos")
    subject = clauses.subject(noun.head) if noun.dep_ == "attr" else None
    spots = (of, clauses.prepositional(noun, "in"), beside, subject)
    where = next((w for spot in spots if spot is not None and (w := locate(cast, spot)) is not None), None)
    if agent is not None and where is not None and where.place != agent:
        one = _implied(frames().stronghold_type, noun, agent, where)
        yield one if subject is None else replace(one, presupposed=False, negated=polarity.is_negated(noun))


def _implied(kind: str, token: Token, agent: int | None, where: Where) -> Found:
    return Found(type=kind, trigger=token.i, agent=agent, place=where.place, part=where.part, presupposed=True)


def _whose(scene: Scene, token: Token) -> int | None:
    return whose(scene, token) if token.lower_ == "theirs" else scene.cast.actor(token)


def _predicate(scene: Scene, token: Token) -> Iterator[Found]:
    """ "the town is ours", "the town is Russian again", "the city remains contested"."""
    kind = frames().predicates.get(token.lower_, "Holding")
    agent = _whose(scene, token) if kind == "Holding" else speaking_side(scene, token) if kind == "Capture" else None
    subject = clauses.subject(token.head)
    where = locate(scene.cast, subject) if subject is not None else None
    if where is None or scene.cast.type(where.place) not in ("Settlement", "Facility", "Place", "AdministrativeArea"):
        return
    if scene.at_war and (agent is not None or kind != "Holding"):
        yield replace(base(scene, kind, token, (agent, None)), place=where.place, part=where.part)
