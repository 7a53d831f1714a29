"""Forces and bodies that are called by whose they are: "Russian troops", "Kyiv's forces", "Moscow's defence ministry",
"Kurdish fighters", "the army"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.nouns import class_of, class_of_name, nouns
from kg.extract.roster import FORCES, ORGANISED, STATES, Draft, Roster, key_of
from kg.model import Sense
from kg.ontology import PLACE_TYPES

if TYPE_CHECKING:
    from spacy.tokens import Token

_INSIDE = ("compound", "nmod", "amod", "poss")
_DASH = frozenset({"-", "–", "—"})
_NEAR = 60
"""How many tokens back the same noun still means the same force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    """Whose force or body a noun speaks of: a state, a named group, or a people that has no state (`word` alone)."""

    start: int
    word: str
    state: int | None = None
    entity: int | None = None


def add_forces(roster: Roster) -> None:
    """In text order, so that "its forces" finds its state."""
    for key, draft in enumerate(tuple(roster.drafts)):
        if draft.state is None and draft.type in ("ArmedForce", "GovernmentBody"):
            _give_state(roster, key)
    for token in roster.doc:
        if token.pos_ not in ("NOUN", "PROPN") or token.i in roster.at:
            continue
        kind = class_of(token, nouns().actors)
        if token.ent_type_ == "NORP" and token.tag_ in ("NNPS", "NNS"):
            _add_people(roster, token)
            continue
        if kind not in (*FORCES, "GovernmentBody"):
            kind = "ArmedForce" if token.lemma_.lower() in nouns().owned else None
        owner = _owner(roster, token) if kind is not None and not is_individual(token) else None
        if kind is not None and owner is not None:
            _add(roster, token, kind, owner)


def is_individual(token: Token) -> bool:
    """ "a soldier" is a person, "soldiers" are a force."""
    return token.tag_ == "NN" and token.lemma_.lower() in nouns().individuals and token.dep_ != "compound"


def _add_people(roster: Roster, token: Token) -> None:
    sense = roster.knowledge.demonym(token.text)
    if sense is not None:
        state = roster.state(sense)
        key = roster.named(f"people:{state}", Draft(type="Group", name=token.text, state=state))
        roster.mention(key, token.i, token.i + 1, "demonym", head=token.i)


def _add(roster: Roster, token: Token, kind: str, owner: _Owner) -> None:
    if kind != "GovernmentBody":
        owner = replace(owner, start=_from_ally(token, owner.start))
    if owner.state is not None:
        key = _of_state(roster, token, kind, owner, owner.state)
    elif owner.entity is not None:
        key = _of_entity(roster, token, kind, owner.entity, owner.start)
    else:
        words = roster.words(owner.start, token.i + 1)
        key = roster.named(f"forces of {owner.word.casefold()}", Draft(type=kind, name=words))
    roster.mention(key, owner.start, token.i + 1, "demonym" if owner.state is not None else "description", head=token.i)


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


def _of_state(roster: Roster, token: Token, kind: str, owner: _Owner, state: int) -> int:
    if kind == "ArmedForce":
        return force_of(roster, state, owner.word)
    if kind == "GovernmentBody":
        return _body(roster, token, owner, state)
    name = roster.words(owner.start, token.i + 1)
    return roster.named(f"{kind}:{state}:{key_of(name)}", Draft(type=kind, name=name, state=state))


def _body(roster: Roster, token: Token, owner: _Owner, state: int) -> int:
    """A body of a state; "Moscow's defence ministry" and "the Russian Defense Ministry" are one."""
    first = next((c.i for c in sorted(token.lefts, key=lambda c: c.i) if c.i > owner.start and c.dep_ in _INSIDE), None)
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
                senses = roster.knowledge.senses(owner.name) if owner.type in STATES else ()
                return next((s for s in senses if s.type in STATES), roster.knowledge.metonym(owner.name))
    return None


# ---------------------------------------------------------------- whose


def _owner(roster: Roster, token: Token) -> _Owner | None:
    """The modifier that names a state, its capital, a people or a group."""
    for child in sorted(token.children, key=lambda c: c.i):
        if child.i >= token.i or child.dep_ not in _INSIDE or _is_backed(child):
            continue
        found = _possessive(roster, child) if child.tag_ == "PRP$" else _named_owner(roster, child)
        if found is not None:
            return found
    return None


def _named_owner(roster: Roster, child: Token) -> _Owner | None:
    start = child.left_edge.i if child.dep_ == "poss" else child.i
    for first in (child.i - 1, child.i):  # "South Sudanese" before "Sudanese"
        named = first >= 0 and roster.doc[first].pos_ in ("ADJ", "PROPN", "NOUN")
        word = roster.words(first, child.i + 1) if named else ""
        sense = roster.knowledge.demonym(word)
        if sense is not None:
            return _Owner(start=min(start, first), word=word, state=roster.state(sense))
    if child.i in roster.at:
        return _owned_by(roster, child)
    is_people = child.ent_type_ == "NORP" and child.tag_ in ("JJ", "NNP") and child.text[0].isupper()
    return _Owner(start=child.i, word=child.text) if is_people else None


def _possessive(roster: Roster, child: Token) -> _Owner | None:
    """ "its troops", "his fighters": of the last state, group or person that the sentences before speak of."""
    classes = {"its": ("State", *FORCES), "their": ("State", *FORCES), "his": ("Person",), "her": ("Person",)}
    own = classes.get(child.lower_, ())
    key = _sayer(roster, child) if "State" in own else None
    if key is None:
        key = roster.last(own, before=child.i, reach=_NEAR)
    if key is None:
        return None
    state = key if roster[key].type == "State" else roster[key].state
    if state is not None and roster[key].type != "Person":
        return _Owner(start=child.i, word=roster[state].name, state=state)
    return _Owner(start=child.i, word=roster[key].name, entity=key)


def _sayer(roster: Roster, word: Token) -> int | None:
    """The group or state that does or says so: "X moved its men", "X said its men had …"."""
    verb = word.head.head if word.head.dep_ == "dobj" or word.head.head.dep_ != "ccomp" else word.head.head.head
    who = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < word.i - 1), None)
    key = roster.at.get(who.i) if who is not None else None
    return key if key is not None and roster[key].type in ORGANISED - {"MediaOrganisation"} else None


def _owned_by(roster: Roster, child: Token) -> _Owner | None:
    key = roster.at[child.i]
    start = child.i
    while start > 0 and roster.at.get(start - 1) == key:
        start -= 1
    name, kind = roster[key].name, roster[key].type
    if kind in STATES:
        return _Owner(start=start, word=name, state=key)
    sense = roster.knowledge.metonym(name) if kind in PLACE_TYPES else None
    if sense is not None:
        roster.forget(key, start, child.i + 1)
        return _Owner(start=start, word=name, state=roster.state(sense))
    if kind in ("Settlement", "Facility"):
        return None
    return _Owner(start=start, word=name, entity=key) if kind in {*ORGANISED, *PLACE_TYPES, "Person"} else None


def _is_backed(child: Token) -> bool:
    """ "Russian-backed forces" and "pro-Russian rebels" are not Russian."""
    doc, i = child.doc, child.i
    behind = i + 1 < len(doc) and doc[i + 1].text in _DASH and not child.whitespace_
    return behind or (i > 0 and doc[i - 1].text[-1] in _DASH and not doc[i - 1].whitespace_)


# ---------------------------------------------------------------- the forces of a state


def force_of(roster: Roster, state: int, word: str = "") -> int:
    """The force of a state, whatever the text calls it: its troops, its army, its soldiers."""
    known = roster.by_name.get(f"force:{state}")
    if known is None:
        name = f"{adjective_of(roster, state, word)} forces"
        known = roster.named(f"force:{state}", Draft(type="ArmedForce", name=name, state=state))
    return known


def adjective_of(roster: Roster, state: int, word: str = "") -> str:
    """The adjective of a state, in the word given if it is one, else its name."""
    if word and roster.knowledge.demonym(word) is not None:
        return word.rstrip("s") if word.endswith("ns") else word
    name = roster[state].name
    if name in nouns().adjectives:
        return nouns().adjectives[name]
    own = [s.id for s in roster.knowledge.senses(name) if s.type in STATES]
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


def own_force(roster: Roster, token: Token) -> int | None:
    """ "the army": the one of that noun just before, or that of the state that the article is about, or the last."""
    lemma = token.lemma_.lower()
    nearest = next((k for i, k in roster.before(token.i, reach=_NEAR) if _is_state_force(roster, k, lemma, i)), None)
    if nearest is not None:
        return nearest
    home = home_state(roster)
    if home is not None:
        return force_of(roster, home)
    return next((k for _, k in roster.before(token.i) if roster[k].type == "ArmedForce" and roster[k].state), None)


def _is_state_force(roster: Roster, key: int, lemma: str, at: int) -> bool:
    draft = roster[key]
    return draft.type == "ArmedForce" and draft.state is not None and roster.doc[at].lemma_.lower() == lemma


def home_state(roster: Roster) -> int | None:
    """The state in which most of the places of an article lie, if the article speaks of it too."""
    known = roster.by_name.get("home")
    if known is None:
        found = _home(roster)
        known = roster.by_name["home"] = -1 if found is None else found
    return None if known < 0 else known


def _home(roster: Roster) -> int | None:
    spoken = {sense.country: sense for sense in _states_spoken_of(roster) if sense.country}
    votes: Counter[str] = Counter()
    for draft in roster.drafts:
        if draft.type in PLACE_TYPES:
            country = next((s.country for s in roster.knowledge.senses(draft.name) if s.country), None)
            if country in spoken:
                votes[country] += len(draft.mentions)
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return roster.state(spoken[ranked[0][0]])


def _states_spoken_of(roster: Roster) -> Iterator[Sense]:
    for token in roster.doc:
        if token.pos_ in ("ADJ", "PROPN") and token.text[0].isupper():
            sense = roster.knowledge.demonym(token.text)
            if sense is not None:
                yield sense
    for draft in roster.drafts:
        if draft.type in STATES:
            yield from (s for s in roster.knowledge.senses(draft.name) if s.type in STATES)
        elif draft.type == "Settlement":
            sense = roster.knowledge.metonym(draft.name)
            if sense is not None:
                yield sense


def is_own_force(token: Token) -> bool:
    """Whether a noun without an adjective is for the force of the state: "the army", "government forces"."""
    words = [c.lemma_.lower() for c in token.children if c.dep_ in _INSIDE and c.i < token.i]
    if any(word in nouns().own for word in words):
        return class_of(token, nouns().actors) == "ArmedForce"
    definite = any(c.dep_ == "det" and c.lower_ == "the" for c in token.children)
    bare = token.dep_ == "compound" or definite
    return bare and not words and class_of_name(token.lemma_, nouns().actors) == "ArmedForce" and token.tag_ == "NN"
