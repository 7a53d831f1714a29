"""Who takes, holds and leaves places in a war though no list knows their noun: "Russians", "the other side", "his
company", "cadres"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg import lexicon
from kg.extract.forces import force_of
from kg.extract.frames import frames
from kg.extract.home import home_state, lone_force, other_side
from kg.extract.nouns import class_of, nouns
from kg.extract.owners import INSIDE, owner_of
from kg.extract.reference import PRONOUNS
from kg.extract.roster import FORCES
from kg.extract.unnamed import people, vague_party
from kg.ontology import ACTOR_TYPES, STATE_TYPES

if TYPE_CHECKING:
    from spacy.vocab import Vocab

    from kg.extract.cast import Cast
    from kg.syntax import Token

_GROUP_NAME = re.compile(r"[A-Z][a-z]?[A-Z0-9-]+[a-z]?$|[Aa][a-z]-[A-Z]")  # "JNIM", "FAMa", "al-Shabaab"
_NUMBERED = re.compile(r"\d+(st|nd|rd|th)$")
_NEAREST = 4
"""How many of the nouns that are alike count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimants:
    """Nouns for those who may be party to a war; actors.toml explains."""

    guards: frozenset[str]
    regimes: frozenset[str]
    associates: frozenset[str]
    home: frozenset[str]
    sides: frozenset[str]
    units: frozenset[str]
    alone: frozenset[str]
    like: frozenset[str]
    unlike: frozenset[str]
    bodies: frozenset[str]
    ordinary: frozenset[str]
    least: float
    least_of_town: float


@cache
def _words() -> Claimants:
    table = lexicon.table("actors")["claimants"]
    values: dict[str, Any] = {
        name: frozenset(table[name]) if isinstance(table[name], list) else table[name] for name in Claimants.__slots__
    }
    return Claimants(**values)


def claimant(cast: Cast, token: Token, *, of_town: bool = False) -> int | None:
    """The party that a noun phrase stands for, as its words or those beside it tell; who takes or holds a town may be
    called more kinds of things."""
    if token.pos_ not in ("NOUN", "PROPN", "ADJ") or token.lower_ in PRONOUNS:
        return None
    for rule in (_home, _enemy, _people, _named, _owned, _side, _unit):
        key = rule(cast, token)
        if key is not None:
            return key
    return _like_fighters(cast, token, _words().least_of_town if of_town else _words().least)


def is_owner_noun(token: Token) -> bool:
    """Whether a noun before another tells who has it: "opposition hands", "the other side's retreat"."""
    known = _words()
    return token.lemma_.lower() in known.bodies | known.sides | known.associates | known.regimes | nouns().enemies


def own_garrison(cast: Cast, token: Token, key: int) -> int:
    """ "the last garrison troops", "a platoon": those of the state that the article is about, where no other state has
    any."""
    draft, known = cast.draft(key), _words()
    told_apart = any(c.dep_ in ("amod", "nmod", "poss") and c.lower_ not in known.ordinary for c in token.lefts)
    is_known = draft.named or draft.vague or draft.state is not None or draft.type != "ArmedForce"
    if is_known or told_apart or token.pos_ == "PRON" or token.lemma_.lower() in nouns().foreign:
        return key
    own = lone_force(cast.roster)
    if own is not None:
        cast.roster.refer(own, token.i, token.i + 1, "description")
    return own if own is not None else key


def is_claimant(cast: Cast, key: int) -> bool:
    """Whether somebody who is said to hold, take or lose a town in a war can be a party to it: anybody with a name, and
    the police."""
    draft = cast.draft(key)
    if draft.type == "GovernmentBody":
        return draft.name.split()[-1].lower() in _words().guards
    return draft.named and draft.type in ("Organisation", "Person", "Group") and not draft.roles & nouns().offices


def is_called_as_groups_are(name: str) -> bool:
    return _GROUP_NAME.match(name) is not None


def may_be_armed(cast: Cast, key: int) -> bool:
    """Whether somebody of whom nobody knows anything is called as armed groups are: "the MNDAA"."""
    draft = cast.draft(key)
    known = draft.type not in ("Organisation", "Person") or not draft.named or not is_unknown(cast, key)
    return not known and is_called_as_groups_are(draft.name)


def is_unknown(cast: Cast, key: int) -> bool:
    """Whether nobody knows an actor of that name."""
    return not any(sense.type in ACTOR_TYPES for sense in cast.knowledge.senses(cast.draft(key).name))


def is_regime(cast: Cast, key: int) -> bool:
    """Whether a body rules by arms: "the junta"."""
    name = cast.draft(key).name.lower()
    return cast.type(key) == "GovernmentBody" and any(name.endswith(noun) for noun in _words().regimes)


def _home(cast: Cast, token: Token) -> int | None:
    """ "the state", "the nation": that in which the places lie."""
    bare = all(c.dep_ in ("det", "punct", "case") for c in token.lefts)
    if token.lemma_.lower() not in _words().home or not bare or not any(c.lower_ == "the" for c in token.lefts):
        return None
    return home_state(cast.roster)


def _enemy(cast: Cast, token: Token) -> int | None:
    """ "the enemy" of whom the text does not tell who it is."""
    return _party_called(cast, token) if token.lemma_.lower() in nouns().enemies else None


def _people(cast: Cast, token: Token) -> int | None:
    """ "Russians are in X": their forces."""
    key = cast.at(token.i)
    if key is None or cast.type(key) != "Group":
        return None
    state = cast.draft(key).state
    return force_of(cast.roster, state) if state is not None else None


def _named(cast: Cast, token: Token) -> int | None:
    """ "the Wazalendo", "Kurds": a name that no one person or place can have."""
    several = token.tag_ in ("NNPS", "NNS") and token.text[0].isupper() and token.ent_type_ == "NORP"
    if not several and not (token.pos_ == "PROPN" and any(c.lower_ == "the" for c in token.lefts)):
        return None
    key = cast.at(token.i)
    if key is None:
        if token.is_sent_start and not several:
            return None
        key = people(cast.roster, token)
    draft = cast.draft(key)
    if draft.type not in ("Person", "Group") or not is_unknown(cast, key) or draft.roles or draft.side is not None:
        return None
    draft.type = "ArmedGroup"
    return key


def _owned(cast: Cast, token: Token) -> int | None:
    """ "the group's knights", "an RSF patrol", "his company": whoever has them, where those bear arms."""
    lemma = token.lemma_.lower()
    if lemma in _words().associates:
        has_owner = any(c.dep_ in ("poss", "amod", "compound") for c in token.children)
        return _party_called(cast, token) if has_owner and token.tag_ == "NNS" else None
    if not _may_be_theirs(cast, token):
        return None
    owner = owner_of(cast.roster, token)
    if owner is not None and owner.state is not None:
        return force_of(cast.roster, owner.state)
    word = next((c for c in token.children if c.dep_ == "poss"), None)
    if word is not None and word.lower_ == "our":
        side = cast.side(token)
        return _force_of(cast, side, token) if side is not None else _party_called(cast, token)
    by = owner.entity if owner is not None else cast.whose(word) if word is not None else None
    if by is None:
        return _party_called(cast, token) if word is not None and word.pos_ == "PROPN" else None
    return _force_of(cast, by, token)


def _force_of(cast: Cast, key: int, token: Token) -> int | None:
    """The force that an owner's men are: "the general's men" by their own words."""
    draft = cast.draft(key)
    state = key if draft.type in STATE_TYPES else draft.state
    if state is not None:
        return force_of(cast.roster, state)
    if draft.type == "Organisation" and draft.named and is_unknown(cast, key):
        draft.type = "ArmedGroup"
    if draft.type in FORCES:
        return key
    return _party_called(cast, token) if draft.type == "Person" else None


def _may_be_theirs(cast: Cast, token: Token) -> bool:
    key = cast.at(token.i)
    if token.pos_ == "PROPN" or (key is not None and cast.draft(key).named):
        return False
    lemma = token.lemma_.lower()
    if lemma in _words().units | nouns().owned | nouns().portions:
        return True
    return token.tag_ == "NNS" and class_of(token, nouns().actors) is None and _is_like_fighters(token, _words().least)


def _side(cast: Cast, token: Token) -> int | None:
    """ "the other side", "the eastern camp"."""
    modified = any(c.dep_ in ("amod", "nmod", "compound") for c in token.children)
    if token.lemma_.lower() in _words().bodies and token.tag_ == "NN":
        told = token.dep_ in INSIDE or any(c.lower_ == "the" for c in token.lefts)
        return _party_called(cast, token) if told else None
    if token.lemma_.lower() not in _words().sides or token.tag_ != "NN" or not modified:
        return None
    if any(c.lower_ == "other" for c in token.children):
        last = cast.last(("ArmedForce", "ArmedGroup"), before=token.i)
        found = other_side(cast.roster, last, before=token.i) if last is not None else None
        if found is not None:
            return found
    return _party_called(cast, token)


def _unit(cast: Cast, token: Token) -> int | None:
    """ "a column", "the patrol", "the 45th"."""
    lemma, key = token.lemma_.lower(), cast.at(token.i)
    if key is not None and cast.draft(key).named:
        return None
    numbered = _NUMBERED.match(token.text) is not None and any(c.lower_ == "the" for c in token.children)
    if not numbered and lemma not in _words().alone:
        return None
    own = lone_force(cast.roster) if not numbered else None
    return own if own is not None else _party_called(cast, token)


def _like_fighters(cast: Cast, token: Token, least: float) -> int | None:
    """ "cadres", "masked youngsters": people of whom nobody says that they are civilians."""
    key = cast.at(token.i)
    several = token.tag_ == "NNS" or (token.tag_ == "NNPS" and token.is_sent_start)
    if not several or (key is not None and cast.draft(key).named):
        return None
    if token.lemma_.lower() == "man":
        described = any(c.dep_ in ("amod", "prep", "acl", "compound", "nummod") for c in token.children)
        return _party_called(cast, token) if described else None
    return _party_called(cast, token) if _is_like_fighters(token, least) else None


def _party_called(cast: Cast, token: Token) -> int:
    key = vague_party(cast.roster, token)
    draft = cast.draft(key)
    draft.type, draft.vague = "ArmedGroup", True
    return key


# ---------------------------------------------------------------- which nouns are for people under arms


def _is_like_fighters(noun: Token, least: float) -> bool:
    """Whether a noun that no list has is nearer to those for people under arms than to those for others and things."""
    known = _words()
    if (
        noun.lower_ in known.unlike
        or noun.lemma_.lower() in frames().nouns
        or class_of(noun, nouns().places) is not None
    ):
        return False
    return noun.lower_ in known.like or _nearness(noun.vocab, noun.lower_) > least


@cache
def _nearness(vocab: Vocab, word: str) -> float:
    """How much nearer a word is to the nouns for people under arms; 0 of a word that has no vector, as rare names have
    none, and -1 where the model has no vectors at all."""
    known = _words()
    if not any(vocab[one].has_vector for one in known.like):
        return -1.0
    return _likeness(vocab, word, known.like) - _likeness(vocab, word, known.unlike)


def _likeness(vocab: Vocab, word: str, others: frozenset[str]) -> float:
    lexeme = vocab[word]
    near = sorted(lexeme.similarity(vocab[one]) for one in others if lexeme.has_vector and vocab[one].has_vector)
    return sum(near[-_NEAREST:]) / _NEAREST
