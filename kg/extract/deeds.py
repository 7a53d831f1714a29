"""Whose the thing is that a verb is about: "rejected *Kenya's* offer", "condemned an attack by *the rebels*"; and who
the clause after a verb is about: "demanded that *Chile* pull back", "threatened to leave *the union*"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract import clauses
from kg.extract.frames import Frame, frames
from kg.extract.nouns import class_of, nouns
from kg.extract.parties import is_owner, party
from kg.extract.polarity import is_infinitive
from kg.ontology import PLACE_TYPES

if TYPE_CHECKING:
    from kg.extract.cast import Cast
    from kg.syntax import Token

_OWNERS = ("poss", "amod", "compound", "nmod")
_DOERS = ("by", "from")
_TOUCHED = ("against", "with", "on", "upon", "to", "of", "from", "between")
_CLAUSES = ("ccomp", "xcomp")
_DOING = ("nsubj", "nsubjpass")


def whose(cast: Cast, noun: Token) -> int | None:
    """The actor to whom a thing belongs, or whose deed it is."""
    if noun.pos_ not in ("NOUN", "VERB") or class_of(noun, nouns().actors) is not None or cast.at(noun.i) is not None:
        return None
    owners = [one for one in noun.children if one.dep_ in _OWNERS and is_owner(cast, one)]
    by = (clauses.prepositional(noun, word) for word in _DOERS)
    found = (party(cast, one) for one in (*owners, *by) if one is not None)
    return next((key for key in found if key is not None), None)


def is_about(frame: Frame, verb: Token, target: Token | None) -> bool:
    """Whether the object of a verb, or what it is a measure of ("tons of food"), is one of the things that its frame
    asks for; and it, or the verb of its clause, none of those that it excludes."""
    if not (frame.things or frame.unless):
        return True
    objects = list(clauses.conjuncts(target)) if target is not None else []
    words = {one.lemma_.lower() for one in (*objects, *(c for c in verb.children if c.dep_ == "xcomp"))}
    if not words.isdisjoint(frame.unless):
        return False
    measured = (of.lemma_.lower() for one in objects if (of := clauses.prepositional(one, "of")) is not None)
    return not frame.things or not frame.things.isdisjoint((*words, *measured))


def asks(verb: Token) -> bool:
    """Whether somebody asks for something to be done or agrees to it, and does not only ask or think the same."""
    to_do = (is_infinitive(one) for one in verb.children if one.dep_ in _CLAUSES)
    return any(to_do) or any(clauses.prepositional(verb, word) is not None for word in ("for", "on", "upon", "to"))


def addressee(cast: Cast, verb: Token) -> Token | None:
    """The first actor that the clause after a verb speaks of: who shall do it, or to whom it shall be done."""
    some = (one for one in _spoken_of(verb) if one.dep_ in _DOING or not is_place(cast, one))
    return next((one for one in some if party(cast, one) is not None or whose(cast, one) is not None), None)


def _spoken_of(verb: Token) -> Iterator[Token]:
    for clause in verb.children:
        if clause.dep_ not in _CLAUSES:
            continue
        own = clauses.child(clause, "nsubj", "nsubjpass")
        if own is not None:
            yield own
            continue
        target = clauses.child(clause, "dobj")
        if target is not None:
            yield target
        for holder in (target, clause) if target is not None else (clause,):
            yield from (one for word in _TOUCHED if (one := clauses.prepositional(holder, word)) is not None)


def is_place(cast: Cast, token: Token) -> bool:
    """Whether a noun names a place. To ask who acts there takes a capital for its government, so it is not asked of
    places to which something is done."""
    key = cast.at(token.i)
    return key is not None and cast.type(key) in PLACE_TYPES


def is_weapon(token: Token) -> bool:
    return token.lemma_.lower() in frames().weapons


def receiver(verb: Token) -> Token | None:
    """ "gave *the village* food": who receives, where no preposition says it."""
    found = clauses.child(verb, "dative")
    return found if found is not None and found.pos_ != "ADP" else None
