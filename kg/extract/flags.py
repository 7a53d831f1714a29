"""Flags over places: to raise one is to be there, and the one that flies tells who holds the place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract import clauses, polarity
from kg.extract.cast import Cast
from kg.extract.claimants import claimant
from kg.extract.frames import frames
from kg.extract.parties import party
from kg.extract.roster import FORCES
from kg.extract.situations import Found, Scene, base
from kg.extract.whereabouts import Where, locate

if TYPE_CHECKING:
    from kg.syntax import Token

_HOLDERS = frozenset({*FORCES, "State"})
_OWNERS = frozenset({"amod", "compound", "nmod", "poss"})


def flies_flag(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    return lemma in frames().flags.raising | frames().flags.flying and _flag_of(verb) is not None


def flags(scene: Scene, verb: Token) -> Iterator[Found]:
    """A flag over a place says that they are there whose it is."""
    known, flag = frames().flags, _flag_of(verb)
    if flag is None or polarity.is_irrealis(verb):
        return
    raised = flag == clauses.object_of(verb)
    agent = _owner(scene.cast, flag) if not raised else _raiser(scene.cast, verb) or _owner(scene.cast, flag)
    where = _place(scene.cast, verb, flag)
    if agent is not None and where is not None and not (raised and _is_taken(scene, verb, agent, where)):
        kind = known.raising_type if raised else known.flying_type
        yield replace(base(scene, kind, verb, (agent, None)), place=where.place, part=where.part)


def _is_taken(scene: Scene, verb: Token, agent: int, where: Where) -> bool:
    """ "took X and raised their flag": the sentence has said more already."""
    told = (one for one in scene.found if verb.sent.start <= one.trigger < verb.i and one.type == "Capture")
    return any(one.agent == agent and one.place == where.place for one in told)


def _flag_of(verb: Token) -> Token | None:
    """The flag that is raised, or that flies."""
    known = frames().flags
    raised = clauses.object_of(verb)
    if raised is not None:
        return raised if raised.lemma_.lower() in known.nouns and verb.lemma_.lower() in known.raising else None
    own = clauses.subject(verb)
    flies = own is not None and own.lemma_.lower() in known.nouns and verb.lemma_.lower() in known.flying
    return own if flies else None


def _raiser(cast: Cast, verb: Token) -> int | None:
    subject = clauses.subject(verb)
    return _holder(cast, subject) if subject is not None else None


def _holder(cast: Cast, word: Token) -> int | None:
    for key in (party(cast, word), claimant(cast, word)):
        if key is not None and cast.type(key) in _HOLDERS:
            return key
    return None


def _owner(cast: Cast, flag: Token) -> int | None:
    """ "the Syrian flag", "our flag", "the black flag of X"."""
    of = clauses.prepositional(flag, "of")
    words = [c for c in flag.children if c.dep_ in _OWNERS]
    for word in (*words, of):
        key = _holder(cast, word) if word is not None else None
        if key is not None:
            return key
    return None


def _place(cast: Cast, verb: Token, flag: Token) -> Where | None:
    """Where the flag flies, or else the place that the sentence began with."""
    spots = (clauses.prepositional(one, word) for word in frames().flags.prepositions for one in (verb, flag))
    there = (c for c in verb.children if c.dep_ == "advmod" and c.lower_ in ("there", "here"))
    for spot in (*spots, *there):
        where = locate(cast, spot) if spot is not None else None
        if where is not None:
            return where
    for token in cast.doc[verb.sent.start : verb.i]:
        where = locate(cast, token) if token.pos_ in ("NOUN", "PROPN") and token.dep_ != "compound" else None
        if where is not None and cast.type(where.place) == "Settlement":
            return where
    return None
