"""Whether words are put as a guess: "may have taken it", "probably left", "seems to hold it"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.attribution import Attribution
from kg.extract.clauses import child
from kg.extract.frames import frames
from kg.extract.pointers import tops
from kg.model import Certainty, Stance

if TYPE_CHECKING:
    from kg.syntax import Doc, Token

_DEPTH = 6
_INSIDE = frozenset({"xcomp", "conj", "pcomp", "prep", "dobj", "pobj", "attr", "acomp", "nsubj", "nsubjpass", "oprd"})


def is_hedged(word: Token) -> bool:
    """Whether the clause of a word is a guess, be it by a verb above it or by one that it is joined to."""
    here = word
    for _ in range(_DEPTH):
        if _guesses(here):
            return True
        if here.head == here or here.dep_ not in _INSIDE or _has_own_subject(here):
            return False
        here = here.head
    return False


def with_hedges(doc: Doc, said: Sequence[Attribution]) -> list[Attribution]:
    """Hedge what somebody says as a guess ("writes that they may be inside"), and hearsay ("is said to have left")."""
    return [replace(one, certainty=Certainty.HEDGED) if _is_guess(doc, one) else one for one in said]


def _is_guess(doc: Doc, one: Attribution) -> bool:
    cue = doc[one.cue_token]
    if one.stance is not Stance.ASSERTS:
        return False
    if not one.source and cue.lemma_.lower() in frames().hedges["hearsay"] and child(cue, "xcomp") is not None:
        return True
    return any(_guesses(top) for top in tops(doc, one.content)[:1] if top.pos_ in ("VERB", "AUX"))


def _guesses(word: Token) -> bool:
    words = frames().hedges
    if any(c.dep_ == "aux" and c.lower_ in words["modals"] for c in word.children):
        return True
    if any(c.dep_ == "advmod" and c.lower_ in words["adverbs"] for c in word.children):
        return True
    return word.lemma_.lower() in words["verbs"] and any(c.dep_ in ("xcomp", "oprd", "acomp") for c in word.children)


def _has_own_subject(verb: Token) -> bool:
    """ "it may hold X, but Y has fallen": the second clause is none."""
    return verb.dep_ == "conj" and any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
