"""Events that the outline of a clause tells of, whatever its verb: "strolled into X", "were flung out of X"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.extract import clauses, polarity
from kg.extract.arms import speaking, under_arms
from kg.extract.constructions import Construction, constructions
from kg.extract.frames import Frame
from kg.extract.keeping import is_kept, out_of_hands
from kg.extract.parties import party
from kg.extract.polarity import NOBODY
from kg.extract.roster import FORCES
from kg.extract.situations import Found, Scene, base
from kg.extract.unknowns import show_place
from kg.extract.whereabouts import placed

if TYPE_CHECKING:
    from kg.syntax import Token

_PLACED = frozenset({"Settlement", "Facility", "Place", "PlacePart", "AdministrativeArea"})
_IDLE = frozenset({"way", "themselves", "itself", "himself"})
_DRIVERS = frozenset({*FORCES, "State", "GovernmentBody"})

Sides = tuple[str, int | None, int | None]
"""The class of an event, its agent and its patient."""


def outlined(scene: Scene, verb: Token) -> list[Found]:
    """The events of the first construction that fits the clause of a verb."""
    if not scene.at_war:
        return []
    if verb.lemma_.lower() == "let":
        return list(_let_go(scene, verb))
    if any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children):
        return []
    for one in constructions().shapes:
        spots = list(_spots(one, verb)) if verb.lemma_.lower() not in one.but else []
        if spots and not polarity.is_irrealis(verb) and (made := list(_made(scene, one, verb, spots))):
            return made
    return []


def present(scene: Scene, noun: Token) -> list[Found]:
    """ "footage of soldiers inside X", "spoke of tanks in X": they are there."""
    known, of = constructions(), noun.head
    if noun.dep_ != "pobj" or of.lower_ != "of" or of.head.lemma_.lower() not in known.telling or not scene.at_war:
        return []
    holders = (noun, of.head) if of.head.pos_ == "NOUN" else (noun,)
    found = (clauses.prepositional(holder, word) for word in known.present for holder in holders)
    spots = [spot for spot in found if spot is not None]
    key = under_arms(scene, noun) if spots and not polarity.is_irrealis(of.head) else None
    return list(_at(scene, noun, "Entry", (key, None), spots)) if key is not None else []


def _made(scene: Scene, one: Construction, verb: Token, spots: Sequence[Token]) -> Iterator[Found]:
    sides = _sides(scene, one, verb)
    if sides is None:
        return
    kind, *roles = sides
    for spot in spots:
        for name in clauses.conjuncts(spot):
            show_place(scene.cast, name, certain=one.who != "to")  # "she was taken to the army's hospital"
    yield from _at(scene, verb, kind, (roles[0], roles[1]), spots)


def _at(
    scene: Scene, verb: Token, kind: str, roles: tuple[int | None, int | None], spots: Sequence[Token]
) -> Iterator[Found]:
    frame = Frame(type=kind, agent="subject", place=("object",), needs_place=True)
    for found in placed(scene, frame, base(scene, kind, verb, roles), verb.lemma_.lower(), spots):
        if found.place is not None and scene.cast.type(found.place) in _PLACED:
            yield found


def _let_go(scene: Scene, verb: Token) -> Iterator[Found]:
    """ "let the town slide"."""
    gone = clauses.child(verb, "ccomp", "xcomp")
    place = clauses.child(gone, "nsubj") if gone is not None and gone.lemma_ in constructions().letting else None
    loser = under_arms(scene, clauses.subject(verb))
    if place is not None and loser is not None and not polarity.is_irrealis(verb):
        yield from _at(scene, verb, "Loss", (None, loser), [place])


# ---------------------------------------------------------------- where


def _spots(one: Construction, verb: Token) -> Iterator[Token]:
    """The noun phrases that may name the place, where the clause has the shape."""
    target = clauses.object_of(verb)
    if (one.progressive and verb.tag_ != "VBG") or not _has_object(one, verb, target):
        return
    if one.object == "place":
        if target is not None:
            yield target
        return
    for words in one.where:
        spot = _subject(verb) if words == "subject" else _reached(one, verb, target, words)
        if spot is not None:
            yield spot
            within = clauses.prepositional(spot, "of")  # "through the gates of X"
            if within is not None and not is_kept(spot):
                yield within


def _has_object(one: Construction, verb: Token, target: Token | None) -> bool:
    """Whether the verb has such an object as the construction asks for."""
    if one.object == "it out":  # "slugging it out"
        out = any(c.dep_ in ("prt", "advmod", "prep") and c.lower_ == "out" for c in verb.children)
        return out and target is not None and target.lower_ == "it"
    if one.object == "themselves":
        return target is not None and target.lower_ in ("themselves", "itself")
    if one.object != "none" or target is None or target.lemma_.lower() in _IDLE:
        return True
    return one.who == "to" and clauses.is_passive(verb)  # "X was delivered to them"


def _subject(verb: Token) -> Token | None:
    return clauses.object_of(verb) if clauses.is_passive(verb) else clauses.own_subject(verb)


def _reached(one: Construction, verb: Token, target: Token | None, words: str) -> Token | None:
    """ "got its men inside X", "grappling with them at X": the parser may hang the place on the men."""
    found = clauses.reached(verb, words)
    beside = target if one.who == "object" and words != "from" else _against(one, verb)
    return clauses.reached(beside, words) if found is None and beside is not None else found


# ---------------------------------------------------------------- who


def _sides(scene: Scene, one: Construction, verb: Token) -> Sides | None:
    """What the construction tells of whom; None where nobody under arms takes part as it asks for."""
    subject, target = clauses.subject(verb), clauses.object_of(verb)
    who = {"subject": subject, "object": target}.get(one.who) or clauses.prepositional(verb, one.who)
    if one.type == "Contest":
        return _fighting(scene, one, verb, who)
    sender = subject if one.doer else None
    key = under_arms(scene, who, sender=sender if one.type == "Entry" else None)
    if one.whose:
        return _taking(scene, one, verb, key)
    if key is None:
        return None
    if one.type == "Loss":
        return _driven(scene, key, sender, is_passive=clauses.is_passive(verb))
    return (one.type, None, key) if one.type == "Withdrawal" else (one.type, key, None)


def _fighting(scene: Scene, one: Construction, verb: Token, who: Token | None) -> Sides | None:
    """ "A and B", "A … with B": both under arms, where it is not plain that they fight."""
    several = list(clauses.conjuncts(who)) if who is not None else []
    key = next((found for side in several if (found := under_arms(scene, side)) is not None), None)
    if key is None:
        return None
    others = several[1:] if one.mutual else [_against(one, verb)]
    other = next((found for side in others if (found := under_arms(scene, side)) is not None), None)
    alone = other is None or other == key
    return None if alone and (one.mutual or one.against) else (one.type, key, None)


def _against(one: Construction, verb: Token) -> Token | None:
    return next((side for word in one.against if (side := clauses.prepositional(verb, word)) is not None), None)


def _taking(scene: Scene, one: Construction, verb: Token, key: int | None) -> Sides | None:
    """ "wrested X from them"; "X was wrested from them", by those who say so."""
    if key is None and (clauses.subject(verb) is not None or not clauses.is_passive(verb)):
        return None
    key = key if key is not None else speaking(scene, verb)
    tokens = [token for words in one.whose if (token := clauses.reached(verb, words)) is not None]
    keys = (under_arms(scene, out_of_hands(scene.cast, token)) for token in tokens)
    loser = next((found for found in keys if found is not None), None)
    return (one.type, key, loser) if loser is not None and loser != key else None


def _driven(scene: Scene, key: int, doer: Token | None, *, is_passive: bool) -> Sides | None:
    """Whom others drive out has lost a place; who draws their own men back withdraws; what else does is no party."""
    if doer is None:
        return ("Loss", None, key) if is_passive else None  # "arriving fighters from X"
    if doer.lower_ in NOBODY:
        return "Loss", None, key
    driver = party(scene.cast, doer)
    if driver is None or scene.cast.type(driver) not in _DRIVERS:
        return None
    own, state = scene.cast.draft(key).state, scene.cast.draft(driver).state
    same = driver == key or (own is not None and own in (driver, state))
    return ("Withdrawal", None, key) if same else ("Loss", driver, key)
