"""Whose a place is, as a word before another one tells it: "rebel-held", "Kurdish hands", "government control"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.cast import Cast
from kg.extract.claimants import is_owner_noun
from kg.extract.forces import force_of
from kg.extract.frames import frames
from kg.extract.home import home_state
from kg.extract.nouns import class_of, nouns
from kg.extract.reference import OURS
from kg.extract.roster import FORCES, Draft, key_of
from kg.ontology import ACTOR_TYPES, PLACE_TYPES

if TYPE_CHECKING:
    from kg.syntax import Token

_MODIFIERS = frozenset({"amod", "compound", "nmod", "npadvmod", "poss", "punct", "dep"})
_RULES = frozenset({*FORCES, "GovernmentBody"})
_ANY = frozenset({"no", "any", "one", "single", "not", "last"})
_LONGEST = 3


def party(cast: Cast, word: Token) -> int | None:
    """The actor that a noun phrase's head or a modifier stands for: of "tens of thousands of students" the students."""
    while word.lemma_.lower() in frames().amounts and cast.at(word.i) is None and (of := _of(word)) is not None:
        word = of
    if word.lemma_.lower() in nouns().individuals and any(c.lower_ in _ANY for c in word.children):
        return _any_of(cast, word)
    if word.dep_ not in _MODIFIERS or word.lower_ in OURS or word.tag_ == "PRP$":
        return cast.actor(word)
    sense = cast.knowledge.demonym(word.text)
    if sense is not None:
        return cast.state(sense)
    named = cast.at(word.i)
    if named is not None and cast.type(named) in PLACE_TYPES:
        capital = cast.knowledge.metonym(cast.draft(named).name)
        return cast.state(capital) if capital is not None else cast.actor(word)
    if named is not None:
        return named
    return _known(cast, word) or _described(cast, word) or _people(cast, word) or cast.actor(word)


def _of(word: Token) -> Token | None:
    preposition = next((c for c in word.rights if c.lower_ == "of"), None)
    return next((c for c in preposition.children if c.dep_ == "pobj"), None) if preposition is not None else None


def _any_of(cast: Cast, word: Token) -> int | None:
    """ "no Israeli soldier", "not one rebel": what is said of all of them."""
    for child in word.children:
        sense = cast.knowledge.demonym(child.text)
        if sense is not None:
            return force_of(cast.roster, cast.state(sense))
    return _described(cast, word) or cast.actor(word)


def is_owner(cast: Cast, word: Token) -> bool:
    """Whether the modifier of a noun says whose it is: "Russian control", "the rebels' grip"."""
    if cast.at(word.i) is not None or word.tag_ == "PRP$" or cast.knowledge.demonym(word.text) is not None:
        return True
    return (
        is_owner_noun(word)
        or _is_people(word)
        or (word.pos_ in ("NOUN", "PROPN", "ADJ") and class_of(word, nouns().actors) in _RULES)
    )


def _known(cast: Cast, word: Token) -> int | None:
    """A name of several words that the tagger overlooked: "Islamic State-held"."""
    for length in range(_LONGEST, 1, -1):
        start = word.i - length + 1
        text = cast.roster.words(start, word.i + 1) if start >= 0 else ""
        kind = next((s.type for s in cast.knowledge.senses(text) if s.type in ACTOR_TYPES), None) if text else None
        if kind is not None and text[0].isupper():
            key = cast.roster.named(key_of(text), Draft(type=kind, name=text))
            cast.roster.mention(key, start, word.i + 1, "name", head=word.i)
            return key
    return None


def _described(cast: Cast, word: Token) -> int | None:
    """ "rebel-held": the rebels of whom the article speaks; "government-held": the state in which its places lie."""
    kind, lemma = class_of(word, nouns().actors), word.lemma_.lower()
    if kind not in _RULES or word.pos_ == "PROPN":
        return None
    if lemma in nouns().own:
        home = home_state(cast.roster)
        return force_of(cast.roster, home) if home is not None and kind == "ArmedForce" else home
    if kind != "ArmedGroup":
        return None
    same = (k for i, k in cast.roster.before(word.i) if cast.doc[i].lemma_.lower() == lemma and cast.type(k) == kind)
    found = next(same, None)
    groups = [key for key, draft in enumerate(cast.roster.drafts) if draft.type == kind]
    if found is None:
        found = groups[0] if len(groups) == 1 else None
    if found is None:
        plural = word.text if word.tag_ == "NNS" else f"{word.text}s"
        found = cast.roster.named(f"unnamed:{key_of(plural)}", Draft(type=kind, name=plural, named=False))
    cast.roster.mention(found, word.i, word.i + 1, "description", head=word.i)
    return found


def _people(cast: Cast, word: Token) -> int | None:
    """ "in Kurdish hands": the forces of a people without a state."""
    if not _is_people(word):
        return None
    forces = Draft(type="ArmedGroup", name=f"{word.text} forces")
    found = cast.roster.named(f"forces of {word.text.casefold()}", forces)
    cast.roster.mention(found, word.i, word.i + 1, "demonym", head=word.i)
    return found


def _is_people(word: Token) -> bool:
    return word.ent_type_ == "NORP" and word.tag_ in ("JJ", "NNP") and word.text[0].isupper()
