"""In whose hands a place is: "is in rebel hands", "slipped out of their grip", "stays with the army"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from kg import lexicon
from kg.extract import clauses, polarity
from kg.extract.cast import Cast
from kg.extract.frames import Frame, frames
from kg.extract.parties import is_owner, party
from kg.extract.roster import FORCES
from kg.extract.situations import Found, Scene, after, base, roles
from kg.extract.whereabouts import locate, placed

if TYPE_CHECKING:
    from kg.syntax import Token

_OWNERS = ("poss", "amod", "compound", "nmod")
_GOVERNORS = frozenset({"VERB", "AUX", "NOUN", "PROPN"})
_STEPS = 4
_FRAME = Frame(
    type="Holding",
    agent="poss",
    place=("object",),
    actors=frozenset({"ArmedForce", "ArmedGroup", "State", "GovernmentBody"}),
    needs_place=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Nouns for having something, and what a preposition before them makes of it; constructions.toml explains."""

    nouns: frozenset[str]
    ground: frozenset[str]
    inside: frozenset[str]
    into: frozenset[str]
    out: frozenset[str]
    bearers: frozenset[str]
    stays: frozenset[str]
    keepers: frozenset[str]


@cache
def words() -> Keeping:
    table = lexicon.table("constructions")["keeping"]
    return Keeping(**{name: frozenset(table[name]) for name in Keeping.__slots__})


def is_kept(token: Token) -> bool:
    """Whether a noun after a preposition is one for having: "in the hands", "out of reach of"."""
    known = words()
    if token.dep_ != "pobj" or token.lemma_.lower() not in known.nouns | known.ground | frames().states:
        return False
    return token.head.lower_ in known.inside | known.into | known.out | {"of"}


def kept(scene: Scene, noun: Token) -> Iterator[Found]:
    """Who has a place, got it, or lost it, as it is in, came into or went out of somebody's hands."""
    word, governor = _preposition(noun.head)
    if governor is None or word is None:
        return
    owner, thing = _holder_and_thing(scene.cast, noun, governor)
    if owner is None or thing is None or polarity.is_irrealis(noun) or polarity.is_irrealis(governor):
        return
    lemma = noun.lemma_.lower()
    if not scene.at_war and lemma not in frames().states:
        return
    holder = whose(scene, owner) if owner.tag_ == "PRP$" else _force(scene, owner)
    if holder is None or (lemma in words().ground and scene.cast.type(holder) not in FORCES):
        return  # "in Russian territory" is geography
    kind = _kind(word, governor)
    one = base(scene, kind, noun, (holder, None))
    if kind == "Loss":
        if governor.pos_ == "VERB" and clauses.object_of(governor) == thing:
            return  # "wrested it from the hands of the rebels" is told by the verb
        one = replace(one, agent=None, patient=holder)
    yield from placed(scene, _FRAME, one, "hold", [thing])


def _preposition(prep: Token) -> tuple[str | None, Token | None]:
    """The preposition ("out" of "out of"), and the verb or noun that it depends on: "is back in", "firmly in"."""
    known, word, here = words(), prep.lower_, prep
    if word == "of":
        word, here = prep.head.lower_, prep.head
        if word not in known.out:
            return None, None
    for _ in range(_STEPS):
        here = here.head
        if here.pos_ in _GOVERNORS:
            return word, here
    return None, None


def _holder_and_thing(cast: Cast, noun: Token, governor: Token) -> tuple[Token | None, Token | None]:
    """Who has what: "X is in the hands of A", but "A is in possession of X"."""
    holder, thing = holder_of(cast, noun), _thing(governor)
    if holder is not None and holder.dep_ == "pobj" and locate(cast, holder) is not None:
        return clauses.subject(governor), holder
    return holder, thing


def _thing(governor: Token) -> Token | None:
    """What is in somebody's hands: the noun itself, what the verb is done to, or else its subject."""
    if governor.pos_ in ("NOUN", "PROPN"):
        return governor
    return clauses.object_of(governor) or clauses.subject(governor)


def _kind(word: str, governor: Token) -> str:
    known = words()
    if word in known.out:
        return "Loss"
    if word in known.into:
        return "Capture"
    return frames().control.get(governor.lemma_.lower(), "Holding") if governor.pos_ == "VERB" else "Holding"


def _force(scene: Scene, token: Token | None) -> int | None:
    """Who can hold a place, if a noun phrase stands for such a one."""
    taking = roles(scene, _FRAME, "hold", main=(token, None), beside=(None, None)) if token is not None else None
    return taking[0] if taking is not None else None


def whose(scene: Scene, word: Token) -> int | None:
    """ "its grip", "their hands": of the nearest subject before that can hold a place."""
    for verb in word.ancestors:
        subject = clauses.child(verb, "nsubj", "nsubjpass")
        if subject is None or subject.i > word.i or subject.pos_ == "PRON":
            continue
        key = party(scene.cast, subject)
        if key is not None and scene.cast.type(key) in _FRAME.actors:
            return key
    if word.lower_ == "theirs":
        return scene.cast.last(tuple(_FRAME.actors - {"State", "GovernmentBody"}), before=word.i)
    return _force(scene, word)


def holder_of(cast: Cast, noun: Token) -> Token | None:
    """Whose a noun is: "rebel hands", "their grip", "the control of the army"."""
    own = next((c for c in noun.children if c.dep_ in _OWNERS and is_owner(cast, c)), None)
    return own if own is not None else after(noun, ("of",))


def out_of_hands(cast: Cast, token: Token) -> Token:
    """Who loses what is taken: "the rebels" of "wrested it from the hands of the rebels", else the noun itself."""
    holder = holder_of(cast, token) if is_kept(token) else None
    return holder if holder is not None else token


# ---------------------------------------------------------------- who has it, and what is with whom


def stays_with(verb: Token) -> bool:
    """Whether a verb says with whom, under whom something is: "the town is with the army", "answers to them"."""
    return verb.lemma_.lower() in words().stays


def staying(scene: Scene, verb: Token) -> Iterator[Found]:
    """ "the town remains with the army", "the city is under the government again"."""
    known = words()
    holder = next((h for word in sorted(known.bearers) if (h := clauses.prepositional(verb, word)) is not None), None)
    place = clauses.own_subject(verb) or clauses.subject(verb)
    if holder is None or place is None or not scene.at_war or polarity.is_irrealis(verb):
        return
    key = _force(scene, holder)
    if key is not None and scene.cast.type(key) != "State":  # "Warsaw is with Kyiv"
        yield from placed(scene, _FRAME, base(scene, "Holding", verb, (key, None)), "hold", [place])


def keeper(scene: Scene, noun: Token) -> Iterator[Found]:
    """ "the rebels are masters of the town"; "the town is the preserve of the rebels", "is rebel territory"."""
    of, subject = clauses.prepositional(noun, "of"), clauses.subject(noun.head)
    own = next((c for c in noun.children if c.dep_ in _OWNERS and is_owner(scene.cast, c)), None)
    pairs = [(subject, of), (own or of, subject)]
    if clauses.child(noun, "case") is not None:
        pairs = [(noun, subject)]
    for holder, place in pairs:
        if holder is None or place is None or holder == place or polarity.is_irrealis(noun.head):
            continue
        key = _force(scene, holder)
        if key is None or not scene.at_war:
            continue
        made = list(placed(scene, _FRAME, base(scene, "Holding", noun, (key, None)), "hold", [place]))
        if made:
            yield from made
            return


def is_keeper(token: Token) -> bool:
    """Whether a predicate says who has a place: "are masters of", "is the preserve of", "is rebel ground", "is the
    army's"."""
    if token.dep_ != "attr" or token.head.lemma_.lower() not in frames().copulas:
        return False
    return token.lemma_.lower() in words().keepers or clauses.child(token, "case") is not None
