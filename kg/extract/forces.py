"""Forces and bodies that are called by whose they are: "Russian troops", "Kyiv's forces", "Moscow's defence ministry",
"Kurdish fighters", "the army"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.nouns import class_of, is_one, nouns
from kg.extract.owners import INSIDE, Owner, owner_of
from kg.extract.roster import FORCES, Draft, Roster, key_of
from kg.extract.surroundings import phrases
from kg.model import Sense
from kg.ontology import PLACE_TYPES, STATE_TYPES

if TYPE_CHECKING:
    from kg.syntax import Token


def add_forces(roster: Roster) -> None:
    """In text order, so that "its forces" finds its state."""
    for key, draft in enumerate(tuple(roster.drafts)):
        if draft.state is None and draft.type in ("ArmedForce", "GovernmentBody"):
            _give_state(roster, key)
    for token in roster.doc:
        if token.pos_ not in ("NOUN", "PROPN") or token.i in roster.at:
            continue
        if token.ent_type_ == "NORP" and token.tag_ in ("NNPS", "NNS"):
            _add_people(roster, token)
            continue
        kind = owned_class(token)
        owner = owner_of(roster, token) if kind is not None and not is_one(token) else None
        if kind is not None and owner is not None:
            _add(roster, token, kind, owner)


def owned_class(token: Token) -> str | None:
    """The class of a force or body that a noun speaks of when the text says whose it is."""
    kind = class_of(token, nouns().actors)
    if kind in (*FORCES, "GovernmentBody"):
        return kind
    return "ArmedForce" if token.lemma_.lower() in nouns().owned else None


def _add_people(roster: Roster, token: Token) -> None:
    sense = roster.knowledge.demonym(token.text)
    if sense is not None:
        state = roster.state(sense)
        key = roster.named(f"people:{state}", Draft(type="Group", name=token.text, state=state))
        roster.mention(key, token.i, token.i + 1, "demonym", head=token.i)


def portion_of(roster: Roster, token: Token) -> Token | None:
    """Of "units of the army", "fighters from X", "a column of troops" the noun for the whole."""
    lemma = token.lemma_.lower()
    armed = class_of(token, nouns().actors) in FORCES
    if not (armed or lemma in nouns().portions):
        return None
    for preposition in token.children:
        if preposition.lower_ == "of" or (armed and preposition.lower_ == "from"):
            whole = next((c for c in preposition.children if c.dep_ == "pobj"), None)
            if whole is not None and _bears_arms(roster, whole):
                return whole
    return None


def _bears_arms(roster: Roster, token: Token) -> bool:
    if token.i in roster.at:
        return roster[roster.at[token.i]].type in FORCES
    return class_of(token, nouns().actors) in FORCES and token.pos_ == "NOUN"


def add_owned(roster: Roster, token: Token, *, start: int, by: int) -> int | None:
    """ "its fighters", said of somebody that only the article tells: the group itself, or a force of its own."""
    kind = owned_class(token)
    if kind is None or is_one(token):
        return None
    state = by if roster[by].type in STATE_TYPES else roster[by].state
    if state is not None and roster[by].type != "Person":
        return _add(roster, token, kind, Owner(start=start, word=roster[state].name, state=state))
    return _add(roster, token, kind, Owner(start=start, word=roster[by].name, entity=by))


def _add(roster: Roster, token: Token, kind: str, owner: Owner) -> int:
    if kind != "GovernmentBody":
        owner = replace(owner, start=_from_ally(token, owner.start))
    if owner.state is not None:
        key = _of_state(roster, token, kind, owner, owner.state)
    elif owner.entity is not None:
        key = _of_entity(roster, token, kind, owner.entity, owner.start)
    else:
        draft = Draft(type=kind, name=roster.words(owner.start, token.i + 1), named=owner.word[0].isupper())
        key = roster.named(f"forces of {owner.word.casefold()}", draft)
    roster[key].roles.update(phrases(token))
    end = owner.end or token.i + 1
    roster.mention(key, owner.start, end, "demonym" if owner.state is not None else "description", head=token.i)
    return key


def _from_ally(token: Token, start: int) -> int:
    """Where "Turkish-backed Syrian fighters" begin."""
    allied = [c.left_edge.i for c in token.lefts if c.lower_ in nouns().allied]
    return min(start, *allied) if allied else start


def _of_entity(roster: Roster, token: Token, kind: str, key: int, start: int) -> int:
    """ "Hamas fighters" are Hamas; the fighters of a person are a group of their own, the "Bush administration" a
    body."""
    if kind == "GovernmentBody":
        words = roster.words(start, token.i + 1)
        return roster.named(f"body of {key}:{key_of(token.text)}", Draft(type=kind, name=words))
    if roster[key].type == "Person" or roster[key].type in PLACE_TYPES:
        words = f"{roster[key].name}'s forces" if roster[key].type == "Person" else roster.words(start, token.i + 1)
        return roster.named(f"forces of {key}", Draft(type=kind, name=words))
    if roster[key].type != "Organisation":
        return key
    if token.lemma_.lower() in nouns().members | nouns().owned and not roster.knowledge.senses(roster[key].name):
        roster[key].type = "ArmedGroup"
        return key
    return roster.named(f"forces of {key}", Draft(type="ArmedForce", name=f"{roster[key].name} {token.text}"))


def _of_state(roster: Roster, token: Token, kind: str, owner: Owner, state: int) -> int:
    if kind == "ArmedForce":
        return force_of(roster, state, owner.word)
    if kind == "GovernmentBody":
        return _body(roster, token, owner, state)
    name = roster.words(owner.start, token.i + 1)
    return roster.named(f"{kind}:{state}:{key_of(name)}", Draft(type=kind, name=name, state=state))


def _body(roster: Roster, token: Token, owner: Owner, state: int) -> int:
    """A body of a state; "Moscow's defence ministry" and "the Russian Defense Ministry" are one."""
    before = owner.start - (owner.end is not None)  # of "the foreign ministry of X" the owner stands behind
    first = next((c.i for c in sorted(token.lefts, key=lambda c: c.i) if c.i > before and c.dep_ in INSIDE), None)
    noun = roster.words(token.i if first is None else first, token.i + 1)
    noun = noun.split("'s ")[-1]
    capital = roster.knowledge.demonym(owner.word) is None and owner.word != roster[state].name
    adjective = owner.word if capital and noun == "government" else adjective_of(roster, state, owner.word)
    name = f"{adjective} {noun}"
    for known in (f"body:{state}:{key_of(noun)}", key_of(name)):
        if known in roster.by_name:
            return roster.by_name[known]
    return roster.named(f"body:{state}:{key_of(noun)}", Draft(type="GovernmentBody", name=name, state=state))


def _give_state(roster: Roster, key: int) -> None:
    """The state in the name of a body or force: "Russian Defense Ministry", "Sudanese Armed Forces"."""
    draft = roster[key]
    first, _, rest = draft.name.partition(" ")
    sense = roster.knowledge.demonym(first) or _possessor(roster, key)
    if sense is None:
        return
    draft.state = roster.state(sense)
    if rest and draft.type == "GovernmentBody":
        roster.by_name.setdefault(f"body:{draft.state}:{key_of(rest)}", key)


def _possessor(roster: Roster, key: int) -> Sense | None:
    """ "Ukraine's General Staff"."""
    for span in roster[key].mentions:
        token = roster.doc.char_span(*span, alignment_mode="expand")
        for child in token.root.children if token is not None else ():
            if child.dep_ == "poss" and child.i in roster.at:
                owner = roster[roster.at[child.i]]
                senses = roster.knowledge.senses(owner.name) if owner.type in STATE_TYPES else ()
                return next((s for s in senses if s.type in STATE_TYPES), roster.knowledge.metonym(owner.name))
    return None


# ---------------------------------------------------------------- the forces of a state


def force_of(roster: Roster, state: int, word: str = "") -> int:
    """The force of a state, whatever the text calls it: its troops, its army, its soldiers."""
    known = roster.by_name.get(f"force:{state}")
    if known is None:
        name = f"{adjective_of(roster, state, word)} forces"
        known = roster.named(f"force:{state}", Draft(type="ArmedForce", name=name, state=state))
    return known


def government_of(roster: Roster, state: int) -> int:
    """The government of a state, whatever the text calls it."""
    draft = Draft(type="GovernmentBody", name=f"{adjective_of(roster, state)} government", state=state)
    return roster.named(f"body:{state}:government", draft)


def adjective_of(roster: Roster, state: int, word: str = "") -> str:
    """The adjective of a state, in the word given if it is one, else its name."""
    if word and roster.knowledge.demonym(word) is not None:
        return word.rstrip("s") if word.endswith("ns") else word
    name = roster[state].name
    if name in nouns().adjectives:
        return nouns().adjectives[name]
    own = [s.id for s in roster.knowledge.senses(name) if s.type in STATE_TYPES]
    for candidate in _adjectives(name):
        sense = roster.knowledge.demonym(candidate)
        if sense is not None and (sense.id in own or roster.by_name.get(sense.id) == state):
            return candidate
    return name


def _adjectives(name: str) -> Iterator[str]:
    for stem in (name, name.split()[-1]):
        for cut in range(6):
            for ending in nouns().endings:
                yield f"{stem[: len(stem) - cut]}{ending}"
