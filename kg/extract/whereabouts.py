"""Where an event takes place: the place that a noun phrase speaks of, and the part of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kg.extract import clauses
from kg.extract.cast import Cast
from kg.extract.frames import Frame, frames
from kg.extract.nouns import class_of, nouns
from kg.extract.roster import FORCES
from kg.extract.situations import Found, Scene, bears_arms
from kg.extract.topics import last_place
from kg.extract.unknowns import NEAR, WITHIN, listed, names_of_whole, show_place
from kg.ontology import CONTROL_TYPES, PLACE_TYPES, STATE_TYPES

if TYPE_CHECKING:
    from kg.syntax import Token

_BEYOND = ("across", "over")  # "the village across the river"
_SPOKEN_OF = 70
"""How many tokens back the place may be from which "they withdrew"."""
_DEEPEST = 3


class Where(NamedTuple):
    place: int
    part: str | None = None


# ---------------------------------------------------------------- the places of an event


def placed(scene: Scene, frame: Frame, base: Found, lemma: str, spots: Iterable[Token]) -> Iterator[Found]:
    """The event at each of the places that its noun phrases name, best first; none when it needs a place."""
    spots = list(spots)
    located = _most_exact(scene, base, spots)
    fought_for = base.type == "Contest" and scene.at_war
    if frame.needs_place and spots and (fought_for or _has_force(scene, base)):
        for one in clauses.conjuncts(spots[0]):
            show_place(scene.cast, one, certain=bool(located) or lemma not in frames().of_men)
            for name in names_of_whole(one):
                show_place(scene.cast, name, certain=True)
        located = _most_exact(scene, base, spots)
    if not located and not frame.needs_place:
        sides = (base.agent, base.patient)
        if any(key is not None for key in sides) and (not frame.armed or any(bears_arms(scene, k) for k in sides)):
            yield base
    elif not located and base.type in CONTROL_TYPES:
        scene.unplaced.append(base)
    if base.type in CONTROL_TYPES and _takes_no_part(base) and not scene.at_war:
        return  # "Ohio was lost", "the fall of the house"
    at_war = lemma in frames().war and scene.at_war
    taking = [k for k in (base.agent, base.patient) if k is not None]
    if frame.armed and not at_war and not any(bears_arms(scene, k) for k in taking):
        located = located if _takes_no_part(base) else []
    for place, part in located:
        if part is not None or not _is_game(scene, base, lemma, place):
            yield replace(base, place=place, part=part)


def _has_force(scene: Scene, base: Found) -> bool:
    sides = (base.agent, base.patient)
    return any(key is not None and scene.cast.type(key) in (*FORCES, "State", "Organisation") for key in sides)


def _takes_no_part(base: Found) -> bool:
    return base.agent is None and base.patient is None


def spots(frame: Frame, trigger: Token, subject: Token | None, target: Token | None) -> Iterator[Token]:
    """The noun phrases that may name the place, best first."""
    for where in frame.place:
        if where == "object":
            if target is not None and (frame.needs_place or target.pos_ != "PRON"):
                yield target
                if frame.needs_place and target.lemma_.lower() not in nouns().parts:
                    return
        elif where == "subject":
            if subject is not None:
                yield subject
        elif where == "poss":
            owner = clauses.child(trigger, "poss")
            if owner is not None:
                yield owner
        else:
            there = subject if clauses.child(trigger, "expl") is not None else None  # "there are no troops in X"
            for holder in (trigger, target, clauses.child(trigger, "dobj"), there, _left(there)):
                found = clauses.prepositional(holder, where) if holder is not None else None
                if found is not None:
                    yield found
    if "in" in frame.place:
        yield from _adverbs(trigger)


def _left(there: Token | None) -> Token | None:
    """ "there are no troops *left* in X"."""
    left = clauses.child(there, "acl") if there is not None else None
    return left if left is not None and left.lower_ in ("left", "remaining") else None


def _adverbs(trigger: Token) -> Iterator[Token]:
    """ "they are there", "X, where they hold out"."""
    for one in trigger.children:
        if one.dep_ == "advmod" and one.lower_ in ("there", "here"):
            yield one
        elif one.lower_ == "where" and trigger.dep_ == "relcl":
            yield trigger.head


def _most_exact(scene: Scene, base: Found, noun_phrases: Iterable[Token]) -> list[Where]:
    """The places of the first noun phrase that names any; a whole country gives way to a place named after it."""
    best: list[Where] = []
    for spot in noun_phrases:
        found = [where for one in clauses.conjuncts(spot) for where in _all_at(scene.cast, one, base)]
        found = [where for where in found if where.place not in (base.agent, base.patient)]
        found = [
            where for where in found if where.part or not _is_state(scene.cast, where)
        ] or found  # "in Anbar, Iraq"
        if found and (not best or (_is_state(scene.cast, best[0]) and not _is_state(scene.cast, found[0]))):
            best = [Where(place, part or best[0].part) for place, part in found] if best else found
    return best


def _all_at(cast: Cast, token: Token, base: Found) -> Iterator[Where]:
    """ "the villages of A and B" are two places; "it" is one only to those who fight or rule."""
    sides = [key for key in (base.agent, base.patient) if key is not None]
    if token.pos_ == "PRON" and sides and all(cast.type(key) in ("Group", "Person", "Organisation") for key in sides):
        return
    several = token.tag_ == "NNS" and class_of(token, nouns().places) in ("Settlement", "AdministrativeArea")
    of = (listed(token) if several else None) or clauses.prepositional(token, "of")
    where = (
        locate(cast, token, clause=clauses.clause_verb(cast.doc[base.trigger])) if not several or of is None else None
    )
    if where is not None:
        yield where
    if of is None or not (several or (where is not None and where.part is not None)):
        return
    for one in clauses.conjuncts(of):
        key = cast.place(one)
        if key is not None and (where is None or key != where.place):
            yield Where(key, where.part if where is not None else None)


def _is_state(cast: Cast, where: Where) -> bool:
    return cast.type(where.place) in STATE_TYPES


def _is_game(scene: Scene, base: Found, lemma: str, place: int) -> bool:
    """States hold, beat and take one another in games; in war they invade and occupy, or withdraw. Candidates take
    states, commanders towns."""
    if base.type not in CONTROL_TYPES:
        return False
    if base.agent is not None and scene.cast.type(base.agent) == "Person":
        return scene.cast.type(place) not in ("Settlement", "Facility") or not scene.at_war
    if scene.cast.type(place) not in STATE_TYPES or base.type == "Withdrawal":
        return False
    sides = [key for key in (base.agent, base.patient) if key is not None]
    return any(scene.cast.type(key) == "State" for key in sides) and lemma not in frames().war


# ---------------------------------------------------------------- one noun phrase


def locate(cast: Cast, token: Token, *, clause: Token | None = None, depth: int = 0) -> Where | None:
    """The place that a noun phrase speaks of, and the words for the part of it, if it is only a part.

    `clause` is the verb whose phrases may tell where a part is: "still hold the airport in X".
    """
    lemma = token.lemma_.lower()
    part = is_part(cast, token)
    if not part or (lemma in nouns().descriptions and token.tag_ == "NN"):
        key = cast.place(token)
        if key is not None:
            return Where(key, _extent(token))
    if not part and class_of(token, nouns().places) == "Settlement":
        beside = next((c for c in token.children if c.dep_ == "compound" and c.i == token.i - 1), None)
        key = cast.at(beside.i) if beside is not None else None
        if key is not None and cast.type(key) in PLACE_TYPES:  # "Raqqa city"
            return Where(key, _extent(token))
    if depth >= _DEEPEST or not (part or lemma == "control"):
        return None
    whole = _whole(cast, token, clause, depth)
    if whole is None:
        return None
    return Where(whole, part_of(token) if part else None)


def is_part(cast: Cast, token: Token) -> bool:
    """Whether a noun is for a part of a place, or for a building in it: "the eastern part", "the city hall"."""
    key = cast.at(token.i)
    if (key is not None and cast.type(key) in PLACE_TYPES) or _is_of_thing(cast, token):
        return False
    if (
        not nouns().parts.isdisjoint((token.lemma_.lower(), token.lower_))
        or class_of(token, nouns().places) == "Facility"
    ):
        return True
    if any(c.lower_ in nouns().directions and c.dep_ == "amod" for c in token.children):  # "the northern blocks"
        return class_of(token, {**nouns().actors, **nouns().places}) is None
    owner = clauses.child(token, "poss")  # "Raqqa's old city"
    owned = cast.at(owner.i) if owner is not None else None
    return owned is not None and cast.type(owned) in PLACE_TYPES and class_of(token, nouns().places) is not None


def _is_of_thing(cast: Cast, token: Token) -> bool:
    """ "seized a tanker and took control of *its bridge*": whether "its" is of what the clause before was done to."""
    if not any(c.lower_ == "its" for c in token.children):
        return False
    done_to = (c for verb in token.ancestors for c in verb.children if c.dep_ == "dobj" and not c.is_ancestor(token))
    thing = next((c for c in done_to if c.i < token.i and c.pos_ == "NOUN"), None)
    return thing is not None and class_of(thing, nouns().places) is None and cast.at(thing.i) is None


def _whole(cast: Cast, token: Token, clause: Token | None, depth: int) -> int | None:
    """The place that a part is a part of."""
    facility = class_of(token, nouns().places) == "Facility"
    near = [clauses.prepositional(one, word) for one in (token, clause) if one is not None for word in NEAR]
    behind = {*token.rights, *token.doc[token.i + 1 : token.i + 2]}
    near += [clauses.prepositional(c, "of") for c in behind if c.lemma_.lower() in nouns().compass]
    beside = near if facility else ()  # "the checkpoint near X" is that of X
    within = [word for word in WITHIN if word not in _BEYOND or class_of(token, nouns().places) != "Settlement"]
    for spot in (*(clauses.prepositional(token, word) for word in within), _following(token, within), *beside):
        where = locate(cast, spot, depth=depth + 1) if spot is not None else None
        if where is not None:
            cast.wholes[token.lemma_.lower()] = where.place
            return where.place
    owner = _owner(cast, token)
    if owner is not None:
        return owner
    for word in ("in", "of", "at") if clause is not None else ():
        spot = clauses.prepositional(clause, word) if clause is not None else None
        key = cast.place(spot) if spot is not None and spot.i > token.i else None
        if key is not None:
            return key
    definite = any(c.dep_ == "det" and c.lower_ == "the" for c in token.children)
    one = token.tag_ == "NN" or class_of(token, nouns().places) is None  # "the northern blocks", but not "the villages"
    if not definite or not one:
        return None
    known = cast.wholes.get(token.lemma_.lower()) if facility else None
    return known if known is not None else last_place(cast.roster, ("Settlement", "Place"), before=token.i)


def _following(token: Token, within: Sequence[str]) -> Token | None:
    """ "X and parts of Y": the parser may hang "of" on X."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    return clauses.child(after, "pobj") if after.dep_ == "prep" and after.lower_ in within else None


def _owner(cast: Cast, token: Token) -> int | None:
    """ "Sudzha's centre", "the town center", "Russian territory"."""
    for one in token.children:
        if one.dep_ in ("poss", "compound", "nmod"):
            key = cast.at(one.i)
            if key is not None and cast.type(key) in (*PLACE_TYPES, "State"):
                return key
            if one.lower_ == "its" and token.lemma_.lower() not in nouns().shares:
                return cast.last(("Settlement", "AdministrativeArea", "Place"), before=token.i, reach=_SPOKEN_OF)
            if class_of(one, nouns().places) is not None and one.lemma_.lower() in nouns().descriptions:
                return cast.topic(nouns().descriptions[one.lemma_.lower()], before=token.i)
        if one.dep_ == "amod" and token.lower_ in nouns().soil:
            sense = cast.knowledge.demonym(one.text)
            if sense is not None:
                return cast.state(sense)
    return None


def part_of(token: Token) -> str:
    """ "the eastern part", "a base near X": the words for a part, or for a thing, of a place."""
    start = min(
        (c.left_edge.i for c in token.lefts if c.dep_ not in ("det", "poss", "punct", "predet")), default=token.i
    )
    beside = (c for c in token.rights if c.lower_ in NEAR or c.lemma_.lower() in nouns().compass)
    end = next((c.right_edge.i for c in beside if c.dep_ in ("prep", "advmod")), token.i)
    return " ".join(token.doc[start : end + 1].text.split())


def _extent(token: Token) -> str | None:
    """ "the entire city", "central Rafah"."""
    known = nouns()
    whole = next((c for c in token.children if c.lower_ in known.extents and c.dep_ in ("amod", "predet", "det")), None)
    if whole is None and token.pos_ == "PROPN":
        whole = next((c for c in token.children if c.lower_ in known.directions and c.dep_ == "amod"), None)
    return " ".join(token.doc[whole.i : token.i + 1].text.split()) if whole is not None else None
