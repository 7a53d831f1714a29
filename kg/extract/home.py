"""The state that an article is about, and its force: "the army", "government troops"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract.forces import force_of, owned_class
from kg.extract.nouns import class_of, class_of_name, nouns
from kg.extract.owners import INSIDE
from kg.extract.roster import Roster, key_of
from kg.extract.surroundings import phrases
from kg.model import Sense
from kg.ontology import PLACE_TYPES, STATE_TYPES

if TYPE_CHECKING:
    from kg.syntax import Token

_NEAR = 60
"""How many tokens back the same noun still means the same force."""
_ENOUGH = 2
"""How many places show the country of an article that names none."""


def own_force(roster: Roster, token: Token) -> int | None:
    """ "the army": the one of that noun just before, or that of the state that the article is about, or the last."""
    lemma = token.lemma_.lower()
    if lemma in nouns().formations:
        named = (k for _, k in roster.before(token.i) if roster[k].named and lemma in roster[k].name.lower().split())
        formation = next(named, None)
        if formation is not None:
            return formation
    nearest = next((k for i, k in roster.before(token.i, reach=_NEAR) if _is_state_force(roster, k, lemma, i)), None)
    if nearest is not None:
        return nearest
    home, armed = home_state(roster), _armed_states(roster)
    if home is not None and (home in armed or len(armed) != 1 or roster[home].mentions):
        return force_of(roster, home)
    if len(armed) == 1:  # "Israeli troops … the army", where the places are all of another land
        return force_of(roster, armed.pop())
    return next((k for _, k in roster.before(token.i) if roster[k].type == "ArmedForce" and roster[k].state), None)


def _armed_states(roster: Roster) -> set[int]:
    return {draft.state for draft in roster.drafts if draft.type == "ArmedForce" and draft.state is not None}


def _is_state_force(roster: Roster, key: int, lemma: str, at: int) -> bool:
    draft = roster[key]
    return draft.type == "ArmedForce" and draft.state is not None and roster.doc[at].lemma_.lower() == lemma


def _phrase(token: Token) -> str:
    *_, longest = phrases(token)
    return longest.replace("force", "forces") if token.tag_ == "NNS" else longest


def adopt(roster: Roster) -> None:
    """A "National Army" named without a state is that of the state that the article is about; so is a "defence
    ministry"."""
    home = home_state(roster)
    for key, draft in enumerate(roster.drafts if home is not None else ()):
        words = set(draft.name.lower().split())
        if draft.state is not None:
            continue
        if draft.type == "ArmedForce" and words <= nouns().own | nouns().anybodys | {"armed"}:
            draft.state = home
            roster.by_name.setdefault(f"force:{home}", key)
        elif draft.type == "GovernmentBody" and (draft.name.islower() or words <= nouns().offices):
            draft.state = home
            roster.by_name.setdefault(f"body:{home}:{key_of(draft.name)}", key)


def lone_force(roster: Roster) -> int | None:
    """Whose "troops" are when nobody else's are spoken of: those of the state that the article is about."""
    home = home_state(roster)
    return force_of(roster, home) if home is not None and _armed_states(roster) <= {home} else None


def other_side(roster: Roster, side: int, *, before: int) -> int | None:
    """Who is fought by a side: the last under arms before a token, else the only one after it, that is of another."""
    own = {side, roster[side].state} - {None}
    others = [
        key
        for key, one in enumerate(roster.drafts)
        if (one.type == "ArmedGroup" or (one.type == "ArmedForce" and one.named)) and not {key, one.state} & own
    ]
    last = next((key for _, key in roster.before(before) if key in others), None)
    return last if last is not None else others[0] if len(others) == 1 else None


def home_state(roster: Roster) -> int | None:
    """The state in which most of the places of an article lie."""
    known = roster.by_name.get("home")
    if known is None:
        found = _home(roster)
        known = roster.by_name["home"] = -1 if found is None else found
    return None if known < 0 else known


def _home(roster: Roster) -> int | None:
    """A state that the article speaks of with places of its own; else one that only its places tell."""
    mentions: Counter[str] = Counter()
    places: defaultdict[str, set[str]] = defaultdict(set)
    for draft in roster.drafts:
        country = next((s.country for s in roster.knowledge.senses(draft.name) if s.country), None)
        if draft.type in PLACE_TYPES and country is not None:
            mentions[country] += len(draft.mentions)
            places[country].add(draft.name)
    spoken = {sense.country: sense for sense in _states_spoken_of(roster) if sense.country}
    first = _first(Counter({country: mentions[country] for country in spoken if mentions[country]}))
    if first is not None:
        return roster.state(spoken[first])
    first = _first(Counter({country: len(names) for country, names in places.items() if country not in spoken}))
    state = roster.knowledge.state_of(first) if first is not None and len(places[first]) >= _ENOUGH else None
    return roster.state(state) if state is not None else None


def _first(votes: Counter[str]) -> str | None:
    """What has more votes than anything else."""
    ranked = votes.most_common(2)
    return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else None


def _states_spoken_of(roster: Roster) -> Iterator[Sense]:
    for token in roster.doc:
        if token.pos_ in ("ADJ", "PROPN") and token.text[0].isupper():
            sense = roster.knowledge.demonym(token.text)
            if sense is not None:
                yield sense
    for draft in roster.drafts:
        if draft.type in STATE_TYPES:
            yield from (s for s in roster.knowledge.senses(draft.name) if s.type in STATE_TYPES)
        elif draft.type == "Settlement":
            sense = roster.knowledge.metonym(draft.name)
            if sense is not None:
                yield sense


def is_own_force(token: Token) -> bool:
    """Whether a noun without an adjective is for the force of the state: "the army", "government forces"."""
    words = [c.lemma_.lower() for c in token.children if c.dep_ in INSIDE and c.i < token.i]
    if any(word in nouns().own for word in words):
        return owned_class(token) == "ArmedForce"
    determiner = next((c.lower_ for c in token.children if c.dep_ == "det"), None)
    if determiner == "the" and class_of(token, nouns().actors) == "ArmedForce" and _phrase(token) in nouns().whole:
        return True
    bare = token.dep_ == "compound" or determiner == "the" or (determiner is None and token.dep_ == "nsubj")
    return bare and not words and class_of_name(token.lemma_, nouns().actors) == "ArmedForce" and token.tag_ == "NN"
