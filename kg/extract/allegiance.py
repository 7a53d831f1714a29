"""The side that a speaker is on, and so who "we" and "our forces" are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.forces import force_of
from kg.extract.home import home_state, is_own_force, own_force
from kg.extract.nouns import class_of, nouns
from kg.extract.reference import called, described
from kg.extract.roster import FORCES, ORGANISED, Roster
from kg.extract.surroundings import phrases
from kg.ontology import STATE_TYPES

if TYPE_CHECKING:
    from kg.syntax import Token

_OWN_FORCE = frozenset({"army", "military"})


def side_of(roster: Roster, head: Token) -> int | None:
    """Whom the words around a speaker put them with: "Taliban spokesman X", "a spokesman for the Y", "an Israeli
    general"; an officer of whom nothing is said is of the army of the state that the article is about."""
    nearby = [head, *(c for c in head.children if c.dep_ in ("compound", "appos", "nmod", "amod", "poss"))]
    if head.dep_ == "appos":
        nearby.append(head.head)
    nearby.extend(verb for verb in head.children if verb.dep_ == "relcl" and verb.lemma_ in ("speak", "work"))
    for token in nearby:
        for word in (token, *token.children):
            found = _side(roster, word, head)
            if found is not None:
                army = roster[found].type in STATE_TYPES and any(t.lemma_.lower() in _OWN_FORCE for t in nearby)
                return force_of(roster, found) if army else found
    key = roster.at.get(head.i)
    home = home_state(roster) if key is not None and roster[key].roles & nouns().ranks else None
    return force_of(roster, home) if home is not None else None


def _side(roster: Roster, word: Token, head: Token) -> int | None:
    if word.dep_ == "prep" and word.lower_ in ("for", "of", "from"):
        word = next((c for c in word.children if c.dep_ == "pobj"), word)
    sense = roster.knowledge.demonym(word.text)
    if sense is not None:
        return roster.state(sense)
    key = roster.at.get(word.i)
    if key is None and (is_own_force(word) or word.lemma_.lower() in _OWN_FORCE):
        return own_force(roster, word)  # "army spokesman X"
    if key is None and class_of(word, nouns().actors) == "ArmedGroup" and word.i != head.i:
        key = _lone_group(roster, before=word.i)  # "a rebel captain"
    if key is None and word.lower_ in ("its", "their"):
        key = _doer_before(roster, word)  # "their spokesman"
    if key is None and word.dep_ == "pobj" and class_of(word, nouns().actors) in FORCES:
        key = described(roster, word, tuple(FORCES))  # "an officer of the brigade"
    if key is None and class_of(word, nouns().actors) == "GovernmentBody":
        *_, phrase = phrases(word)
        key = called(roster, phrase, "GovernmentBody", before=word.i)  # "ministry spokesman X"
    if key is None or key == roster.at.get(head.i) or roster[key].type not in (*ORGANISED, "Country"):
        return None
    return None if roster[key].type == "MediaOrganisation" else key


def _doer_before(roster: Roster, word: Token) -> int | None:
    """The army or group that does something in the sentence before."""
    first = word.sent.start
    before = roster.doc[first - 1].sent if first else word.sent
    who = next((c for c in before.root.children if c.dep_ == "nsubj" and c.i < word.i), None)
    if who is None:
        return None
    key = roster.at.get(who.i)
    return key if key is not None else described(roster, who, tuple(FORCES))


def _lone_group(roster: Roster, *, before: int) -> int | None:
    """The one armed group that the article names, or speaks of if it names none."""
    groups = [key for key, draft in enumerate(roster.drafts) if draft.type == "ArmedGroup" and not draft.vague]
    named = [key for key in groups if roster[key].named] or groups
    return named[0] if len(named) == 1 else None


def ours(roster: Roster, speaker: int, *, noun: Token | None) -> int | None:
    """Who "we" are when an entity speaks, or, with a noun, whose "our forces" are."""
    draft = roster[speaker]
    side = speaker if draft.type != "Person" and draft.named else draft.side
    if side is None:
        return speaker if noun is None else None
    state = side if roster[side].type in STATE_TYPES else roster[side].state
    if roster[side].type == "ArmedForce" and roster[side].name.split()[-1].lower() in nouns().anybodys:
        return side
    if state is not None and (noun is not None or roster[side].type == "GovernmentBody"):
        return force_of(roster, state)
    if noun is not None and roster[side].type == "Organisation":
        roster[side].type = "ArmedGroup"  # it has forces
    return side
