"""What a person holds an office or a post in, as the words beside the name say: "Kenyan Health Minister X", "X, a
spokesman for the Y", "Y analyst X", "X, the mayor of Z"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract.nouns import class_of, nouns
from kg.extract.roster import ORGANISED, Roster
from kg.ontology import PLACE_TYPES, STATE_TYPES

if TYPE_CHECKING:
    from kg.syntax import Token

_INSIDE = ("compound", "nmod", "amod", "poss")
_BEHIND = frozenset({"of", "for", "at", "with", "in", "from"})
_PUBLIC = (*STATE_TYPES, *PLACE_TYPES)


def add_affiliations(roster: Roster) -> None:
    """To be asked last: it changes nothing but the affiliations. Of several the first that is stated counts."""
    for at, key in list(roster.before(len(roster.doc)))[::-1]:
        draft = roster[key]
        if draft.type == "Person" and draft.named and draft.affiliation is None:
            draft.affiliation = next(_affiliations(roster, roster.doc[at], key), None)


def _affiliations(roster: Roster, name: Token, person: int) -> Iterator[int]:
    for role in _roles(name):
        before = [*role.lefts, *(word for word in name.lefts if word.i < role.i)]
        behind = (owner for word in role.rights if word.lower_ in _BEHIND for owner in word.children)
        for word in (*before, *behind):
            found = _owner(roster, word, person)
            if found is not None and _fits(roster, found, role):
                yield found


def _roles(name: Token) -> Iterator[Token]:
    """The nouns for an office or a post that stand before a name or in apposition to it."""
    beside = [c for c in name.children if c.dep_ in ("compound", "nmod", "appos")]
    if name.dep_ in ("appos", "compound", "nmod"):
        beside.append(name.head)
    return (noun for noun in beside if noun.lemma_.lower().rstrip(".") in nouns().posts | nouns().public)


def _owner(roster: Roster, word: Token, person: int) -> int | None:
    """The state of a demonym, or the body, force or place that a word names."""
    if word.dep_ not in (*_INSIDE, "pobj"):
        return None
    sense = roster.knowledge.demonym(word.text)
    if sense is not None:
        return roster.state(sense)
    key = roster.at.get(word.i)
    if key is None or key == person or not roster[key].named:
        return None
    return key if roster[key].type in {*ORGANISED, "PoliticalParty", *PLACE_TYPES} else None


def _fits(roster: Roster, owner: int, role: Token) -> bool:
    """Whether the office is one of such an owner: a minister is a state's, an analyst a body's."""
    if roster[owner].type not in _PUBLIC:
        return True
    return role.lemma_.lower().rstrip(".") in nouns().public or class_of(role, nouns().actors) == "GovernmentBody"
