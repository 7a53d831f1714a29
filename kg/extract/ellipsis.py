"""Clauses that leave out what was said before: "The army says they have not", "It has not"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.cast import Cast
from kg.extract.clauses import child
from kg.extract.reporting import reporting
from kg.extract.situations import Found

if TYPE_CHECKING:
    from kg.syntax import Doc, Token

_SENTENCES = 2  # how far back the clause may stand that is taken up
_LEMMAS = frozenset({"have", "do", "be"})
_CLAUSES = frozenset({"ROOT", "ccomp", "conj", "parataxis", "advcl"})
_BARE = frozenset({"nsubj", "neg", "punct", "mark", "advmod", "cc", "intj", "dep"})
_PERSONS = frozenset({"he", "she", "i", "you"})
_LINKING = frozenset({"be", "remain", "stay"})


def taken_up(doc: Doc, cast: Cast, found: Sequence[Found]) -> list[Found]:
    """The events that such clauses tell once more, or say the opposite of; one clause may follow another."""
    made: list[Found] = []
    for verb in _bare_verbs(doc):
        made += list(_again(cast, doc, verb, (*found, *made)))
    return made


def _bare_verbs(doc: Doc) -> Iterator[Token]:
    for token in doc:
        if token.lemma_.lower() not in _LEMMAS or token.pos_ not in ("AUX", "VERB") or token.dep_ not in _CLAUSES:
            continue
        if child(token, "nsubj") is None or any(c.dep_ not in _BARE or c.text == "?" for c in token.children):
            continue
        if token.dep_ == "ccomp" and token.head.lemma_.lower() not in reporting().verbs:  # "are glad they did so"
            continue
        if child(token, "neg") is not None or token.dep_ == "ccomp":
            yield token


def _again(cast: Cast, doc: Doc, verb: Token, found: Sequence[Found]) -> Iterator[Found]:
    subject = child(verb, "nsubj")
    start = verb.sent.start
    for _ in range(_SENTENCES):
        start = doc[max(start - 1, 0)].sent.start
    earlier = [one for one in found if start <= one.trigger < verb.i and _fits(doc[one.trigger], verb)]
    if subject is None or not earlier:
        return
    last = max(earlier, key=lambda one: one.trigger).trigger
    if any(t.text == "?" for t in doc[last : verb.i]):  # it is the question that is answered
        return
    for one in earlier:
        if doc[one.trigger].sent == doc[last].sent and _is_of(cast, subject, one):
            is_negated = child(verb, "neg") is not None
            yield replace(one, trigger=verb.i, negated=is_negated, presupposed=False, refuted_by=None)


def _fits(trigger: Token, verb: Token) -> bool:
    """ "is not" takes up a state, "has not" and "did not" something done."""
    is_state = trigger.pos_ not in ("VERB", "AUX") or trigger.lemma_.lower() in _LINKING or trigger.tag_ == "VBG"
    return is_state or verb.lemma_.lower() != "be"


def _is_of(cast: Cast, subject: Token, found: Found) -> bool:
    """Whether the subject is a pronoun, or one who takes part in the event or the place of it."""
    if subject.pos_ == "PRON":
        takes_part = (key for key in (found.agent, found.patient) if key is not None)
        return subject.lower_ not in _PERSONS or any(cast.type(key) == "Person" for key in takes_part)
    key = cast.at(subject.i) if cast.at(subject.i) is not None else cast.actor(subject, unnamed=False)
    return key is not None and key in (found.agent, found.patient, found.place)
