"""Bodies that every state has: "Ministry of Defence", "the central bank", "police". Only their state makes them one.

Which names are such is data: [bodies] in kg/lexicon/linking.toml.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, lru_cache

from kg.lexicon import table
from kg.linking.concepts import Concept
from kg.linking.knowledge import Knowledge
from kg.ontology import STATE_TYPES
from kg.spelling import canonical


@lru_cache(maxsize=20_000)
def needs_state(name: str) -> bool:
    """Whether many states or cities have a body of that name."""
    key = _key(name)
    whole = any(key == head or key.startswith(f"{head} of ") for head in _table("names"))
    return whole or any(key.startswith(f"{head} ") for head in _table("first")) or _last_head(key) is not None


def is_single(body: str) -> bool:
    """Whether a state has but one body of that kind, so that the words mean it: "central bank", not "ministry"."""
    return body in _table("names")


def body(name: str, state: Concept, knowledge: Knowledge) -> str | None:
    """Which body of its state a name means, as a key without the state's own words: "ministry of defence" for "the
    Kenyan Defense Ministry"; None for a name that is not that of a whole state's body: "Nairobi police".
    """
    key = _without(state, _key(name))
    if not needs_state(key) or knowledge.plausible_place(_title(_besides_head(key))):
        return None
    return str(table("linking")["bodies"]["same"].get(key, key))


def besides(name: str, state: Concept) -> str:
    """What a name says besides the state: "Airborne Brigade" for "Kenyan Airborne Brigade"."""
    kept = _without(state, _key(name)).split()
    words = {word.lower(): word for word in canonical(name).split()}
    return " ".join(words.get(word, word) for word in kept)


def label(body: str, state: Concept) -> str:
    """ "Kenyan Ministry of Defence": whatever an article calls the body of a state, it has this label."""
    return f"{state.demonym or state.label} {_title(body)}"


def other_label(body: str, state: Concept) -> str:
    return f"{_title(body)} of {state.label}"


def state_in(name: str, states: Collection[Concept], knowledge: Knowledge) -> Concept | None:
    """The state that the name of a body itself tells: "Ministry of Defence of Kenya", "Kenyan police".

    `states` are those that the article names for sure. Any other state must be the only thing of that name: Georgia is
    one of the United States too.
    """
    words = canonical(name).split()
    firsts = [" ".join(words[:length]) for length in (3, 2, 1)]
    if sense := next(filter(None, map(knowledge.demonym, firsts)), None):
        return knowledge.authority.concept(sense.id)
    lasts = [" ".join(words[number + 1 :]) for number, word in enumerate(words) if word == "of"]
    owners = [first.removesuffix("'s").removesuffix("'") for first in firsts]
    found = next(filter(None, (_state(one, knowledge) for one in (*lasts, *owners))), None)
    return found if found in states or (found and not _is_region(found, knowledge)) else None


def _state(name: str, knowledge: Knowledge) -> Concept | None:
    found = {known.concept for known in knowledge.concepts(name) if known.concept.type in STATE_TYPES}
    return found.pop() if len(found) == 1 else None


def _is_region(state: Concept, knowledge: Knowledge) -> bool:
    return any(named.main == 2 and named.place.kind == "region" for named in knowledge.places(state.label))


def _key(name: str) -> str:
    return canonical(name).lower()


def _without(state: Concept, key: str) -> str:
    """The key without what names the state, wherever that stands: "kenyan", "kenya's", "of kenya", "of the …"."""
    words = f" {key} "
    for own in sorted(map(_key, (state.label, *state.aliases, state.demonym or "")), key=len, reverse=True):
        for form in (f" of the {own} ", f" of {own} ", f" {own}'s ", f" {own}' ", f" {own} ") if own else ():
            words = words.replace(form, " ")
    return " ".join(words.split())


def _last_head(key: str) -> str | None:
    return next((head for head in _table("last") if key == head or key.endswith(f" {head}")), None)


def _besides_head(key: str) -> str:
    """What a name says besides which kind of body it is: "nairobi", or what its last "of" stands before."""
    if head := _last_head(key):
        return key.removesuffix(head).strip()
    return key.rpartition(" of ")[2] if " of " in key else ""


def _title(key: str) -> str:
    small = table("spelling")["small"]["words"]
    return " ".join(word if word in small else word[:1].upper() + word[1:] for word in key.split())


@cache
def _table(kind: str) -> frozenset[str]:
    return frozenset(table("linking")["bodies"][kind])
