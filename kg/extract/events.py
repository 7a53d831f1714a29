"""Events: which situation a clause speaks of, with who, whom, where, which part and when."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kg.extract import clauses
from kg.extract.cast import Cast
from kg.extract.frames import Frame, frames
from kg.extract.nominals import from_noun
from kg.extract.roster import FORCES
from kg.extract.situations import Found, Scene, after, base, roles
from kg.extract.whereabouts import Where, locate, placed, spots
from kg.model import TimeValue
from kg.ontology import CONTROL_TYPES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "pcomp"})
_LIKEWISE_REACH = 40


def events(doc: Doc, cast: Cast, times: Sequence[TimeValue]) -> list[Found]:
    """The events that a document says to be so, or not so, in text order. Plans, questions and the like are none."""
    dated = [(clauses.clause_verb(token).i, time) for time in times if (token := _token_at(doc, time)) is not None]
    scene = Scene(doc=doc, cast=cast, times=dated)
    likewise = _likewise_at(doc)
    for token in doc:
        if token.i in likewise:
            _likewise(scene, token)
        if token.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
            told = _told_by(scene, token)
            scene.found += told
            cast.spoken_of = next((one.place for one in told if one.place is not None), cast.spoken_of)
    found = [replace(one, refuted_by=clauses.refuted_by(doc[one.trigger])) for one in scene.found]
    return sorted(found, key=lambda one: (one.trigger, one.type, -1 if one.place is None else one.place))


def _told_by(scene: Scene, token: Token) -> list[Found]:
    known, lemma = frames(), token.lemma_.lower()
    if token.lower_ in known.compounds and token.i > 1 and token.nbor(-1).text in "-–":
        return list(_compound(scene, token))
    if token.tag_ == "VBG" and token.dep_ in _NOMINAL and token.lower_ in known.nouns:
        return from_noun(scene, token, token.lower_)
    if token.pos_ in ("VERB", "AUX"):
        if lemma in known.flag_verbs and _raises_flag(token):
            return list(_flag(scene, token))
        return _from_verb(scene, token, lemma)
    return from_noun(scene, token, lemma) if token.pos_ == "NOUN" and lemma in known.nouns else []


# ---------------------------------------------------------------- verbs


def _from_verb(scene: Scene, verb: Token, lemma: str) -> list[Found]:
    """The events of the first frame of a verb that fits."""
    particle, candidates = _with_particle(verb, lemma)
    if not candidates:
        candidates = _whatever_particle(verb, frames().verbs.get(lemma, ()))
    if not candidates or clauses.is_irrealis(verb):
        return []
    if (lemma == "be" and _is_in_control(verb)) or (lemma == "fall" and clauses.falls_by_number(verb)):
        return []
    subject, target = clauses.subject(verb), clauses.object_of(verb)
    if target is None:
        target = _misread_object(scene, particle or verb)
    for frame in candidates:
        made = list(_from_frame(scene, frame, verb, lemma, subject, target))
        if made:
            return made
    return []


def _whatever_particle(verb: Token, candidates: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """ "struck down" is no strike, but "seized back" is a capture."""
    particle = clauses.child(verb, "prt")
    if particle is None:
        return candidates
    return tuple(one for one in candidates if one.type == "Capture" and particle.lower_ == "back")


def _misread_object(scene: Scene, word: Token) -> Token | None:
    """ "took over X", "took back X", "had "liberated" X": the parser may take the name for an adverb."""
    found = clauses.child(word, "pobj") if word.dep_ == "prep" else None
    if found is not None:
        return found
    behind = [token for token in word.doc[word.i + 1 : word.i + 3] if token.text != '"']
    first = behind[0] if behind else word
    return first if first.dep_ in ("advmod", "npadvmod") and scene.cast.at(first.i) is not None else None


def _with_particle(verb: Token, lemma: str) -> tuple[Token | None, tuple[Frame, ...]]:
    """ "pull out", "take over": the particle may be tagged as an adverb or, before a noun, as a preposition."""
    known = frames().verbs
    for child in verb.children:
        if child.dep_ in ("prt", "advmod", "prep") and f"{lemma} {child.lower_}" in known:
            return child, known[f"{lemma} {child.lower_}"]
    return None, ()


def _from_frame(
    scene: Scene, frame: Frame, verb: Token, lemma: str, subject: Token | None, target: Token | None
) -> Iterator[Found]:
    given = {"subject": subject, "object": target}
    main = (given.get(frame.agent), given.get(frame.patient))
    if (frame.is_of_object and target is None) or (frame.intransitive and target is not None):
        return
    beside = [after(verb, words) or after(target, words) for words in (frame.agent_prep, frame.patient_prep)]
    taking = roles(scene, frame, lemma, main=main, beside=beside)
    if taking is None or _lacks_force(scene, frame, taking):
        return
    where = spots(frame, verb, subject, target)
    if frame.needs_place and taking == (None, None):  # "the town was taken", but no "rights taken away in the town"
        only = target if target is not None or "subject" not in frame.place else subject
        where = iter([only] if only is not None else [])
    yield from placed(scene, frame, base(scene, frame.type, verb, taking), lemma, where)


def _lacks_force(scene: Scene, frame: Frame, taking: tuple[int | None, int | None]) -> bool:
    """Whether a frame that is only of forces has found none: "the troops are in X", but no delegation."""
    return frame.of_forces and not any(key is not None and scene.cast.type(key) in FORCES for key in taking)


def _is_in_control(verb: Token) -> bool:
    """ "to be in control of the city" is told by the noun."""
    inside = clauses.prepositional(verb, "in")
    return inside is not None and inside.lemma_.lower() in frames().nouns


# ---------------------------------------------------------------- special forms


def _compound(scene: Scene, token: Token) -> Iterator[Found]:
    """ "the Ukrainian-controlled town of Sudzha"."""
    holder, cast = token.nbor(-2), scene.cast
    where = locate(cast, token.head)
    agent = cast.at(holder.i)
    sense = cast.knowledge.demonym(holder.text)
    if sense is not None:
        agent = cast.state(sense)
    kind = frames().compounds[token.lower_]
    if where is not None and where.place != agent and (agent is not None or kind == "Contest"):
        yield Found(type=kind, trigger=token.i, agent=agent, place=where.place, part=where.part, presupposed=True)


def _raises_flag(verb: Token) -> bool:
    flag = clauses.object_of(verb)
    return flag is not None and flag.lemma_.lower() in frames().flags


def _flag(scene: Scene, verb: Token) -> Iterator[Found]:
    """A flag over a place says that they are there whose it is."""
    flag = clauses.object_of(verb)
    if flag is None or clauses.is_irrealis(verb):
        return
    agent = _flag_owner(scene.cast, verb, flag)
    where = _flag_place(scene.cast, verb, flag)
    if agent is not None and where is not None:
        one = base(scene, frames().flag_type, verb, (agent, None))
        yield replace(one, place=where.place, part=where.part)


def _flag_owner(cast: Cast, verb: Token, flag: Token) -> int | None:
    subject = clauses.subject(verb)
    agent = cast.actor(subject, unnamed=False) if subject is not None else None
    if agent is not None and cast.type(agent) in (*FORCES, "State"):
        return agent
    for word in flag.children:
        sense = cast.knowledge.demonym(word.text)
        if sense is not None:
            return cast.state(sense)
    return None


def _flag_place(cast: Cast, verb: Token, flag: Token) -> Where | None:
    """Where the flag flies, or else the place that the sentence began with."""
    for word in frames().flag_prepositions:
        spot = clauses.prepositional(verb, word) or clauses.prepositional(flag, word)
        where = locate(cast, spot) if spot is not None else None
        if where is not None:
            return where
    for token in cast.doc[verb.sent.start : verb.i]:
        where = locate(cast, token) if token.pos_ in ("NOUN", "PROPN") and token.dep_ != "compound" else None
        if where is not None and cast.type(where.place) == "Settlement":
            return where
    return None


def _likewise(scene: Scene, token: Token) -> None:
    """ "The same goes for X": what the sentence before said of other places."""
    spot = next((t for t in scene.doc[token.i : token.sent.end] if t.dep_ == "pobj"), None)
    where = locate(scene.cast, spot) if spot is not None else None
    earlier = [
        one
        for one in (*scene.found, *scene.unplaced)
        if one.type in CONTROL_TYPES and 0 < token.i - one.trigger < _LIKEWISE_REACH
    ]
    if where is None or not earlier:
        return
    model = max(earlier, key=lambda one: one.trigger)
    agents = (one.agent for one in (model, *earlier) if one.agent is not None)
    scene.found.append(replace(model, trigger=token.i, agent=next(agents, None), place=where.place, part=where.part))


def _likewise_at(doc: Doc) -> frozenset[int]:
    """The tokens at which a phrase such as "the same goes for" begins."""
    offsets = [token.idx for token in doc]
    found = _likewise_phrases().finditer(doc.text)
    return frozenset(bisect_right(offsets, match.start()) - 1 for match in found)


@cache
def _likewise_phrases() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, frames().likewise))})\b", re.IGNORECASE)


def _token_at(doc: Doc, time: TimeValue) -> Token | None:
    if time.span is None:
        return None
    found = doc.char_span(*time.span, alignment_mode="expand")
    return found.root if found is not None else None
