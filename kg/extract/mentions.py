"""Where else an article speaks of its cast: pronouns, offices and descriptions that no statement and no event asked
for. Groups, forces and bodies that it never names join the cast, people that it never names do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.cast import Cast
from kg.extract.nouns import class_of, is_one, nouns
from kg.extract.reference import OURS, PERSONAL, described
from kg.extract.roster import ORGANISED
from kg.ontology import ACTOR_TYPES, PLACE_TYPES

if TYPE_CHECKING:
    from kg.syntax import Token

_NOUNS = ("NOUN", "PROPN")


def add_mentions(cast: Cast) -> None:
    """To be asked last: nothing found here changes what another word means."""
    for token in cast.doc:
        if token.i in cast.roster.at or token.i in cast.roster.referring:
            continue
        if token.lower_ in PERSONAL or token.lower_ in OURS:
            cast.find(token, classes=ACTOR_TYPES)
        elif token.pos_ in _NOUNS:
            _add_description(cast, token)


def _add_description(cast: Cast, noun: Token) -> None:
    if class_of(noun, nouns().actors) is None and class_of(noun, nouns().places) is None:
        return
    named = _named_beside(cast, noun)
    if named is None:
        found = described(cast.roster, noun, (*ACTOR_TYPES, *PLACE_TYPES))
        if found is None and _is_organised(noun):
            cast.actor(noun)
        return
    start, end = _office(noun)
    if cast.type(named) == "Person" or cast.doc[start].lower_ in ("the", "a", "an"):
        cast.roster.refer(named, start, end, "description")


def _is_organised(noun: Token) -> bool:
    """Whether a noun is for a force, a group or a body, and not for a thing that merely has the same name."""
    if noun.dep_ in ("compound", "nmod", "amod") or noun.lemma_.lower() in nouns().things or is_one(noun):
        return False
    return class_of(noun, nouns().actors) in ORGANISED and class_of(noun, nouns().places) is None


def _named_beside(cast: Cast, noun: Token) -> int | None:
    """Whom an office or a description stands beside: "X, the army chief", "the army chief, X"."""
    beside = [noun.head] if noun.dep_ == "appos" else [c for c in noun.children if c.dep_ == "appos"]
    return next((cast.roster.at[t.i] for t in beside if t.i in cast.roster.at), None)


def _office(noun: Token) -> tuple[int, int]:
    """The noun with the words before it, and "of X" and "for X" behind."""
    end = noun.i + 1
    for child in noun.rights:
        if child.dep_ != "prep" or child.left_edge.i != end or child.right_edge.i - noun.i > 8:
            break
        end = child.right_edge.i + 1
    return noun.left_edge.i, end
