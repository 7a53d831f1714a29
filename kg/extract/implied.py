"""What the mention of an event leaves out and the article implies: who took "the town" that "has fallen", from where
"they fled towards the river".

The rest of the article tells: which place the events before are about, who is said to take or enter a place
elsewhere, who to hold or leave it, and who is against whom. Where that leaves two of them, nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract import clauses
from kg.extract.arms import speaking_side
from kg.extract.frames import frames
from kg.extract.roster import FORCES
from kg.extract.sides import Sides
from kg.extract.situations import Found, Scene
from kg.extract.topics import sets_scene
from kg.extract.whereabouts import is_part, part_of
from kg.ontology import CONTROL_TYPES

if TYPE_CHECKING:
    from kg.syntax import Doc, Token

_LEAVING = frozenset({"Withdrawal", "Loss"})
_SPOTS = ("Settlement", "Facility", "Place")
_REACH = 70
"""How many tokens back the place may be from which "they withdrew"."""
_WHITHER = ("to", "toward", "towards")
_FREEING = frozenset({"liberate", "liberation", "liberating"})
_PARTICLES = frozenset({"prt", "advmod", "acomp", "prep"})
_TIMES = frozenset({"DATE", "TIME"})


def completed(scene: Scene) -> list[Found]:
    """The events of a scene in the places and with the parties that the article implies for them."""
    return _with_parties(scene, [*scene.found, *_placed(scene)])


# ---------------------------------------------------------------- where


def _placed(scene: Scene) -> Iterator[Found]:
    """Forces that leave, are driven out or come in do so where the sentences before speak of, and it is there that "the
    airport" is, too."""
    told = {one.trigger for one in scene.found}
    about = sorted(
        (one.trigger, one.place) for one in scene.found if one.place is not None and one.type in CONTROL_TYPES
    )
    for one in scene.unplaced:
        trigger = scene.doc[one.trigger]
        part = _part(scene, trigger) if scene.at_war else None
        if one.trigger not in told and (part is not None or _moves(scene, one)):
            place = _place(scene, trigger, about)
            if place is not None:
                told.add(one.trigger)
                yield replace(one, place=place, part=part)


def _part(scene: Scene, trigger: Token) -> str | None:
    """ "They still hold *the northern blocks*", "the airport was lost", "they are inside *the airport*"."""
    if trigger.pos_ not in ("VERB", "AUX"):
        return None
    inside = clauses.prepositional(trigger, "inside")
    thing = clauses.object_of(trigger) or inside or clauses.prepositional(trigger, "in")
    if thing is None or thing.pos_ != "NOUN" or not any(c.lower_ == "the" for c in thing.subtree):
        return None
    if thing != inside and not is_part(scene.cast, thing):
        return None
    return part_of(thing)


def _moves(scene: Scene, one: Found) -> bool:
    """Whether a force is said to leave, to be driven out or to be inside, and nothing more of the place."""
    who = one.agent if one.type == "Entry" else one.patient
    if who is None or scene.cast.type(who) not in FORCES:
        return False
    trigger = scene.doc[one.trigger]
    if clauses.prepositional(trigger, "from") is not None or clauses.prepositional(trigger, "into") is not None:
        return False
    if one.type == "Withdrawal":
        target = clauses.child(trigger, "dobj")
        return target is None or target.ent_type_ in _TIMES
    particles = {c.lower_ for c in trigger.children if c.dep_ in _PARTICLES and clauses.child(c, "pobj") is None}
    if one.type == "Entry":
        known = frames().verbs.get(f"{trigger.lemma_.lower()} in", ())  # "walk in", but "dig in" may be anywhere
        return "inside" in particles or ("in" in particles and any(not frame.place for frame in known))
    return one.type == "Loss" and "out" in particles


def _place(scene: Scene, trigger: Token, about: Sequence[tuple[int, int]]) -> int | None:
    """That of the event before, or the last that a sentence since has named: one that any event is about, or "residents
    of X" speak of, because others are somewhere, too. Nobody leaves for where they are."""
    before = [one for one in about if one[0] < trigger.i and trigger.i - one[0] < _REACH]
    since = scene.doc[before[-1][0]].sent.end if before else 0
    reach = min(_REACH, trigger.i - since)
    named = scene.cast.roster.before(trigger.i, reach=reach) if reach > 0 else ()
    spots = [(at, key) for at, key in named if scene.cast.type(key) in _SPOTS]
    if not before:
        return spots[0][1] if spots else None
    known = {place for _, place in about}
    last = {place for at, place in before if at == before[-1][0]}
    place = next(
        (key for at, key in spots if key in known or _is_home(scene.doc[at]) or sets_scene(scene.doc[at])), None
    )
    if place is None and len(last) == 1:
        place = before[-1][1]
    return place if place not in _destinations(scene, trigger) else None


def _is_home(name: Token) -> bool:
    """ "residents of X say", "the mayor of X said"."""
    return name.dep_ == "pobj" and name.head.lower_ == "of" and name.head.head.dep_ == "nsubj"


def _destinations(scene: Scene, trigger: Token) -> set[int | None]:
    spots = (clauses.prepositional(trigger, word) for word in _WHITHER)
    return {scene.cast.place(spot) for spot in spots if spot is not None}


# ---------------------------------------------------------------- who


def _with_parties(scene: Scene, found: Sequence[Found]) -> list[Found]:
    if not any(_lacks_taker(one) or _lacks_loser(one) for one in found):
        return list(found)
    sides = Sides(scene.cast, found)
    return [_with_speaker(scene, sides, _with_party(scene.doc, sides, one)) for one in found]


def _with_speaker(scene: Scene, sides: Sides, one: Found) -> Found:
    """ "X has been taken", said by a group under arms of which nothing else tells that it has lost the place."""
    trigger = scene.doc[one.trigger]
    if not _lacks_taker(one) or one.negated or trigger.pos_ not in ("VERB", "AUX") or not clauses.is_passive(trigger):
        return one
    side = speaking_side(scene, trigger)
    if (
        side is None
        or scene.cast.type(side) != "ArmedGroup"
        or not sides.without([side], [k for _, k in sides.holders(one)])
    ):
        return one
    return replace(one, agent=side)


def _lacks_taker(one: Found) -> bool:
    return one.type == "Capture" and one.agent is None and one.place is not None


def _lacks_loser(one: Found) -> bool:
    return one.type in _LEAVING and one.patient is None and one.place is not None


def _with_party(doc: Doc, sides: Sides, one: Found) -> Found:
    if _lacks_taker(one):
        return replace(one, agent=_taker(doc, sides, one))
    if _lacks_loser(one):
        return replace(one, patient=_loser(doc, sides, one))
    return one


def _taker(doc: Doc, sides: Sides, one: Found) -> int | None:
    """Who takes or enters the place elsewhere and is not who has it; of those who attack it, likewise; else who is
    against those that have it."""
    taken, trigger = sides.takers(one), doc[one.trigger]
    candidates, holders = [key for _, key in taken], [key for _, key in sides.holders(one)]
    if any(c.lower_ == "again" for c in trigger.children):
        last = [key for at, key in taken if at < one.trigger][-1:]
        return sides.only(sides.without(candidates, last))
    if taken and _is_reversal(trigger):
        return _retaker(doc, sides, one)
    return _first(
        sides.only(candidates),
        sides.only(sides.without(candidates, holders)),
        sides.only(sides.without(sides.attackers(one), holders)) if not candidates else None,
        sides.against(holders),
    )


def _retaker(doc: Doc, sides: Sides, one: Found) -> int | None:
    """Who *re*takes it elsewhere; else the others than those who took it before. But who "took it from X" may be the
    one who liberated it."""
    taken = sides.takers(one)
    again = [key for at, key in taken if _is_reversal(doc[at])]
    before = [key for at, key in taken if not _is_reversal(doc[at])]
    other = sides.against(before)
    if other is not None and doc[one.trigger].lemma_.lower() in _FREEING:
        other = sides.only(sides.without([other], [key for _, key in sides.holders(one)]))
    return _first(sides.only(again), other)


def _is_reversal(trigger: Token) -> bool:
    """ "Retaken", "freed", "won back"."""
    lemma = trigger.lemma_.lower()
    return lemma in frames().freed or lemma in _FREEING or any(c.lower_ == "back" for c in trigger.children)


def _loser(doc: Doc, sides: Sides, one: Found) -> int | None:
    """Who has the place elsewhere; else who is against those who take it."""
    takers, holders = [key for _, key in sides.takers(one)], [key for _, key in sides.holders(one)]
    return _first(
        sides.only(sides.without(holders, takers)),
        sides.only(holders),
        sides.against(takers),
    )


def _first(*choices: int | None) -> int | None:
    return next((key for key in choices if key is not None), None)
