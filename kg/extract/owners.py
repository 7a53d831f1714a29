"""Whose force or body a noun speaks of: "Russian troops", "Kyiv's forces", "the army of X", "its men"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from kg.extract.nouns import class_of, nouns
from kg.extract.roster import FORCES, ORGANISED, Roster
from kg.ontology import PLACE_TYPES, STATE_TYPES

if TYPE_CHECKING:
    from kg.syntax import Token

INSIDE = ("compound", "nmod", "amod", "poss")
_DASH = frozenset({"-", "–", "—"})
_REACH = 60
"""How many tokens back "its" looks for whom it means."""
_CLAUSES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose force or body a noun speaks of: a state, a named group, or a people that has no state (`word` alone).

    `start` is where the phrase begins, `end` where it ends if the owner stands behind the noun.
    """

    start: int
    word: str
    end: int | None = None
    state: int | None = None
    entity: int | None = None


def owner_of(roster: Roster, token: Token) -> Owner | None:
    """The modifier that names a state, its capital, a people or a group."""
    for child in sorted(token.children, key=lambda c: c.i):
        if child.i >= token.i or child.dep_ not in INSIDE or _is_backed(child):
            continue
        found = _possessive(roster, child) if child.tag_ == "PRP$" else _named_owner(roster, child)
        if found is not None:
            return found
    return _owner_behind(roster, token)


def _owner_behind(roster: Roster, token: Token) -> Owner | None:
    """ "the government of X", "forces of the Y Front"."""
    of = token.nbor(1) if token.i + 1 < len(token.doc) else token
    if of.lower_ != "of" or of.head.i != token.i:
        return None
    owner = next((c for c in of.children if c.dep_ == "pobj" and c.i in roster.at), None)
    if owner is None:
        return None
    found = _owned_by(roster, owner)
    if found is None or (found.entity is not None and roster[found.entity].type in ("Person", *PLACE_TYPES)):
        return None
    return replace(found, start=_first_word(token), end=owner.i + 1)


def _first_word(token: Token) -> int:
    """Where the noun phrase of a head begins, without its article."""
    start = token.left_edge.i
    return start + 1 if start < token.i and token.doc[start].dep_ == "det" else start


def _named_owner(roster: Roster, child: Token) -> Owner | None:
    start = child.left_edge.i if child.dep_ == "poss" else child.i
    for first in (child.i - 1, child.i):  # "South Sudanese" before "Sudanese"
        named = first >= 0 and roster.doc[first].pos_ in ("ADJ", "PROPN", "NOUN")
        word = roster.words(first, child.i + 1) if named else ""
        sense = roster.knowledge.demonym(word)
        if sense is not None:
            return Owner(start=min(start, first), word=word, state=roster.state(sense))
    if child.i in roster.at:
        return _owned_by(roster, child)
    if child.lemma_.lower() in nouns().alliances:
        return Owner(start=child.i, word=child.lower_)
    is_people = child.ent_type_ == "NORP" and child.tag_ in ("JJ", "NNP") and child.text[0].isupper()
    return Owner(start=child.i, word=child.text) if is_people else None


def _possessive(roster: Roster, child: Token) -> Owner | None:
    """ "its troops": of whoever does or says so, else of the last state or group that the sentences before speak of."""
    if child.lower_ not in ("its", "their"):
        return None
    who = possessor(child)
    key = _doer(roster, who) if who is not None else _last(roster, ("State", *FORCES), child)
    if key is None:
        return None
    state = key if roster[key].type == "State" else roster[key].state
    if state is not None:
        return Owner(start=child.i, word=roster[state].name, state=state)
    return Owner(start=child.i, word=roster[key].name, entity=key)


def _last(roster: Roster, classes: tuple[str, ...], word: Token) -> int | None:
    """The last of the classes; a capital that does something is its state."""
    for at, key in roster.before(word.i, reach=_REACH):
        if roster[key].type in classes:
            return key
        if roster.doc[at].dep_ == "nsubj" and roster[key].type in PLACE_TYPES:
            state = _doer(roster, roster.doc[at])
            if state is not None:
                return state
    return None


def possessor(word: Token) -> Token | None:
    """Who "its" is most likely of: the subject in "X moved its men" and "X said its men had …"."""
    who = subject_before(word)
    if who is None or who.pos_ == "PRON":
        return None
    if who.pos_ != "NOUN" or class_of(who, nouns().actors) is not None:
        return who
    return next((c for c in who.children if c.dep_ == "poss" and c.pos_ != "PRON"), who)  # "X's statement says its …"


def subject_before(word: Token) -> Token | None:
    """The subject of the clause that a word stands in, or of those around it."""
    clauses = islice(word.head.ancestors, _CLAUSES)
    return next((c for verb in clauses for c in verb.children if _is_subject_before(c, word)), None)


def _is_subject_before(who: Token, word: Token) -> bool:
    return who.dep_ == "nsubj" and who.i < word.i - 1 and not who.is_ancestor(word)


def _doer(roster: Roster, who: Token) -> int | None:
    key = roster.at.get(who.i)
    if key is None:
        return None
    if roster[key].type in PLACE_TYPES:  # "Moscow said its troops …"
        sense = roster.knowledge.metonym(roster[key].name)
        return roster.state(sense) if sense is not None else None
    return key if roster[key].type in ORGANISED - {"MediaOrganisation"} else None


def _owned_by(roster: Roster, child: Token) -> Owner | None:
    key = roster.at[child.i]
    start = child.i
    while start > 0 and roster.at.get(start - 1) == key:
        start -= 1
    name, kind = roster[key].name, roster[key].type
    if kind in STATE_TYPES:
        return Owner(start=start, word=name, state=key)
    sense = roster.knowledge.metonym(name) if kind in PLACE_TYPES else None
    if sense is not None:
        roster.forget(key, start, child.i + 1)
        return Owner(start=start, word=name, state=roster.state(sense))
    if kind in ("Settlement", "Facility"):
        return None
    return Owner(start=start, word=name, entity=key) if kind in {*ORGANISED, *PLACE_TYPES, "Person"} else None


def _is_backed(child: Token) -> bool:
    """ "Russian-backed forces" and "pro-Russian rebels" are not Russian, and "CITY - Rebels" not the city's."""
    doc, i = child.doc, child.i
    behind = i + 1 < len(doc) and doc[i + 1].text in _DASH
    return behind or (i > 0 and doc[i - 1].text[-1] in _DASH and not doc[i - 1].whitespace_)
