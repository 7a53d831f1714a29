"""Names of places that nobody knew to be such: what is said to happen to them or in them shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract import clauses
from kg.extract.cast import Cast
from kg.extract.nouns import class_of, class_of_name, nouns
from kg.extract.roster import Draft, key_of
from kg.extract.surroundings import acts
from kg.ontology import ACTOR_TYPES, PLACE_TYPES

if TYPE_CHECKING:
    from kg.syntax import Token

WITHIN = ("of", "in", "inside", "within", "from", "across", "on", "at", "over")
NEAR = ("near", "outside")
_LONGEST_NAME = 2


def show_place(cast: Cast, token: Token, *, certain: bool) -> None:
    """Let a name be that of a place, because of what is said to happen to it or in it: one that the gazetteer knows,
    or, where it can be nothing else, one that nobody knows."""
    key = cast.at(token.i)
    if key is None:
        if certain and token.pos_ == "PROPN" and token.text.istitle():
            _name_place(cast, token)
        return
    draft = cast.draft(key)
    if draft.type not in ("Person", "Organisation") or not draft.named or draft.roles or draft.side is not None:
        return
    senses = cast.knowledge.senses(draft.name)
    place = next((sense.type for sense in senses if sense.type in PLACE_TYPES), None)
    if place is not None and not any(sense.type in ACTOR_TYPES for sense in senses):
        draft.type = place
    elif certain and not senses and _may_be_place(draft.name) and not _is_somebody(cast, key):
        draft.type = "Place"


def _is_somebody(cast: Cast, key: int) -> bool:
    """Whether the name does elsewhere what people do: a captured general is no captured town."""
    return any(acts(cast.doc[token]) for token, owner in cast.roster.at.items() if owner == key)


def _may_be_place(name: str) -> bool:
    """No acronym, no "Northern Command"."""
    return len(name.split()) <= _LONGEST_NAME and not name.isupper() and class_of_name(name, nouns().actors) is None


def _name_place(cast: Cast, token: Token) -> None:
    """A name that the tagger overlooked."""
    start = min((c.i for c in token.lefts if c.dep_ == "compound" and c.pos_ == "PROPN"), default=token.i)
    name = cast.roster.words(start, token.i + 1)
    kind = next((s.type for s in cast.knowledge.senses(name) if s.type in PLACE_TYPES), "Place")
    key = cast.roster.named(key_of(name), Draft(type=kind, name=name))
    cast.roster.mention(key, start, token.i + 1, "name", head=token.i)


def names_of_whole(part: Token) -> Iterator[Token]:
    """The names that say of what a noun is a part, or where: "most of X", "a mine at X", "three villages: X and Y"."""
    if part.ent_type_ or not _may_be_part(part):
        return
    facility = class_of(part, nouns().places) == "Facility"  # "the headquarters of X" may be anybody's
    words = (word for word in (*WITHIN, *NEAR) if word != "of" or not facility)
    within = (clauses.prepositional(part, word) for word in words)
    before = (c for c in part.lefts if c.dep_ == "compound")  # "the X gold mine"
    for spot in (listed(part), *within, *before):
        yield from clauses.conjuncts(spot) if spot is not None else ()


def _may_be_part(noun: Token) -> bool:
    words = (noun.lemma_.lower(), noun.lower_)
    return "control" in words or not nouns().parts.isdisjoint(words) or class_of(noun, nouns().places) is not None


def listed(token: Token) -> Token | None:
    """ "four villages: A, B and C"."""
    after = token.doc[token.i + 1 : token.i + 3]
    own = clauses.child(token, "appos")
    return own if own is not None else after[1] if len(after) == 2 and after[0].text in (":", "–", "-") else None
