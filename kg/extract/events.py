"""Events: which situation a clause speaks of, with who, whom, where, which part and when."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kg.extract import clauses, polarity
from kg.extract.arms import arm, speaking_side
from kg.extract.cast import Cast
from kg.extract.deeds import addressee, asks, is_about, is_place, receiver, whose
from kg.extract.epithets import epithets, is_epithet
from kg.extract.flags import flags, flies_flag
from kg.extract.frames import Frame, frames
from kg.extract.implied import completed
from kg.extract.keeping import is_keeper, is_kept, keeper, kept, out_of_hands, staying, stays_with
from kg.extract.nominals import evoking, from_noun
from kg.extract.nouns import nouns
from kg.extract.outlines import outlined, present
from kg.extract.parties import party
from kg.extract.situations import Found, Scene, after, base, lacks_agent, lacks_force, roles, sharing
from kg.extract.whereabouts import is_part, locate, placed, spots
from kg.model import TimeValue
from kg.ontology import CONTROL_TYPES

if TYPE_CHECKING:
    from kg.syntax import Doc, Token

_PARTICLES = frozenset({"prt", "advmod", "prep", "oprd", "advcl"})  # "left three dead", "shot dead three"
_STATIVE = frozenset({"be", "remain", "stay"})
_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "pcomp"})
_TELLING = frozenset({"VERB", "AUX", "NOUN", "ADJ"})
_TOWNS = frozenset({"Settlement", "Facility", "Place"})
_LIKEWISE_REACH = 40
_SOON = 8


def events(doc: Doc, cast: Cast, times: Sequence[TimeValue]) -> list[Found]:
    """The events that a document says to be so, or not so, in text order. Plans, questions and the like are none."""
    dated = [(clauses.clause_verb(token).i, time) for time in times if (token := _token_at(doc, time)) is not None]
    war = any(token.lemma_.lower() in frames().fighters for token in doc)
    scene = Scene(doc=doc, cast=cast, times=dated, speaks_of_war=war)
    likewise = _likewise_at(doc)
    for token in doc:
        if token.i in likewise:
            _likewise(scene, token)
        if token.pos_ in _TELLING or token.lower_ in frames().predicates:
            told = _told_by(scene, token)
            scene.found += told
            arm(scene, told)
            place = next((one.place for one in told if one.place is not None), None)
            if place is not None:
                cast.spoken_of, cast.spoken_at = place, token.i
    told = [_ended(doc, one) for one in completed(scene)]
    found = [replace(one, refuted_by=polarity.refuted_by(doc[one.trigger])) for one in told]
    return sorted(found, key=lambda one: (one.trigger, one.type, -1 if one.place is None else one.place))


def _ended(doc: Doc, one: Found) -> Found:
    """Who no longer holds a place has lost it."""
    if one.type != "Holding" or not one.negated or not polarity.is_over(doc[one.trigger]):
        return one
    return replace(one, type="Loss", agent=None, patient=one.agent, negated=False)


def _told_by(scene: Scene, token: Token) -> list[Found]:
    known, lemma = frames(), token.lemma_.lower()
    if is_epithet(token):
        return list(epithets(scene, token))
    if token.tag_ == "VBG" and token.lower_ in known.nouns and _is_nominal(token) and not _is_done_to(token):
        return from_noun(scene, token, token.lower_)
    if token.pos_ in ("VERB", "AUX"):
        if flies_flag(token):
            return list(flags(scene, token))
        made = _from_verb(scene, token, lemma)
        return made if any(one.type in CONTROL_TYPES for one in made) else made + _from_shape(scene, token)
    return _from_noun(scene, token) if token.pos_ == "NOUN" else []


def _from_noun(scene: Scene, noun: Token) -> list[Found]:
    made = list(kept(scene, noun)) if is_kept(noun) else list(keeper(scene, noun)) if is_keeper(noun) else []
    word = evoking(noun)
    return made or (from_noun(scene, noun, word) if word in frames().nouns else present(scene, noun))


def _is_nominal(gerund: Token) -> bool:
    """Whether a word that may be a verb stands as a noun; "there was fighting" is parsed as a verb."""
    if gerund.dep_ in _NOMINAL or (gerund.dep_ == "csubj" and gerund.lower_ in nouns().contests):
        return True
    above = (gerund.head,) if gerund.dep_ == "attr" else ()
    return any(c.dep_ == "expl" for one in (gerund, *gerund.children, *above) for c in one.children)


def _is_done_to(gerund: Token) -> bool:
    """Whether a gerund that is a noun too has an object, as a verb does: "blamed them for bombing the market"."""
    several = frames().nouns[gerund.lower_]
    return several[0].type not in CONTROL_TYPES and clauses.child(gerund, "dobj") is not None


# ---------------------------------------------------------------- verbs


def _from_shape(scene: Scene, verb: Token) -> list[Found]:
    """The events that a verb of no frame tells of by its participants and prepositions alone."""
    return (list(staying(scene, verb)) if stays_with(verb) else []) or outlined(scene, verb)


def _from_verb(scene: Scene, verb: Token, lemma: str) -> list[Found]:
    """The events of the first frame of a verb that fits."""
    particle, candidates = _with_particle(verb, lemma)
    if not candidates:
        candidates = _whatever_particle(verb, frames().verbs.get(lemma, ()))
    if not candidates or polarity.is_irrealis(verb):
        return []
    if (lemma in _STATIVE and _is_in_control(verb)) or (lemma == "fall" and clauses.falls_by_number(verb)):
        return []
    subject, target = clauses.subject(verb), clauses.object_of(verb)
    if target is None:
        target = _misread_object(scene, particle or verb)
    elif target == particle:  # "set foot in X"
        target = None
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
    back, on = particle.lower_ == "back", particle.lower_ in ("on", "forward", "ahead", "up")
    return tuple(one for one in candidates if (one.type == "Capture" and back) or (one.place == ("into",) and on))


def _misread_object(scene: Scene, word: Token) -> Token | None:
    """ "took over X", "took back X", "had "liberated" X": the parser may take the name for an adverb."""
    found = clauses.child(word, "pobj") if word.dep_ == "prep" else None
    if found is not None:
        return found
    behind = [token for token in word.doc[word.i + 1 : word.i + 3] if token.text != '"']
    first = behind[0] if behind else word
    return first if first.dep_ in ("advmod", "npadvmod") and scene.cast.at(first.i) is not None else None


def _with_particle(verb: Token, lemma: str) -> tuple[Token | None, tuple[Frame, ...]]:
    """ "pull out", "take over": the particle may be tagged as an adverb or, before a noun, as a preposition. "Change
    hands" is such a verb too."""
    known = frames().verbs
    for child in verb.children:
        if child.dep_ == "prep" and (had := clauses.child(verb, "dobj", "oprd")) is not None and had.i < child.i:
            continue  # "called him a liar on the radio" is no call on anybody
        if child.dep_ in _PARTICLES and f"{lemma} {child.lower_}" in known:
            return child, known[f"{lemma} {child.lower_}"]
        if child.dep_ == "dobj" and f"{lemma} {child.lemma_.lower()}" in known:
            return child, known[f"{lemma} {child.lemma_.lower()}"]
    return None, ()


def _from_frame(
    scene: Scene, frame: Frame, verb: Token, lemma: str, subject: Token | None, target: Token | None
) -> Iterator[Found]:
    if not _fits(frame, verb, target):
        return
    given = {"subject": subject, "object": _done_to(scene, frame, verb, target)}
    main = (given.get(frame.agent), given.get(frame.patient))
    beside = [after(verb, words) or after(target, words) for words in (frame.agent_prep, frame.patient_prep)]
    if beside[1] is not None and frame.type == "Capture":
        beside[1] = out_of_hands(scene.cast, beside[1])
    of_town = _is_of_town(scene, frame, verb, subject, target)
    taking = roles(scene, frame, lemma, main=main, beside=beside, of_town=of_town)
    if taking is None or lacks_force(scene, frame, taking) or lacks_agent(frame, taking, subject):
        return
    if frame.type == "Capture" and taking[0] is None and lemma in frames().freed:
        taking = (speaking_side(scene, verb), taking[1])
    if frame.type == "Loss" and frame.patient == "subject" and taking[1] is None and clauses.is_passive(verb):
        taking = (taking[0], speaking_side(scene, verb))
    where = list(spots(frame, verb, subject, target))
    if frame.type == "Contest":
        where = [*where, *_fought_at(scene, verb)] or list(_fought_for(verb))
    if frame.needs_place and taking == (None, None):  # "the town was taken", but no "rights taken away in the town"
        only = subject if "subject" in frame.place else target
        where = [only] if only is not None else []
    for several in sharing(scene, frame, lemma, main=main, taking=taking):
        yield from placed(scene, frame, base(scene, frame.type, verb, several), lemma, where)


def _is_of_town(scene: Scene, frame: Frame, verb: Token, subject: Token | None, target: Token | None) -> bool:
    """Whether in a war something is done to a town or the like: "hold X", but no "hold talks in X"."""
    place = {"object": target, "subject": subject}.get(frame.place[0]) if frame.place else None
    if frame.type == "Loss" and frame.place[:1] == ("from",):
        place = clauses.prepositional(verb, "from") or clauses.reached(verb, "out of")
    if place is None or not scene.at_war or frame.type not in CONTROL_TYPES:
        return False
    where = locate(scene.cast, place)
    return where is not None and scene.cast.type(where.place) in _TOWNS


def _fits(frame: Frame, verb: Token, target: Token | None) -> bool:
    if (frame.is_of_object and target is None) or (frame.intransitive and target is not None):
        return False
    if frame.repeated and not _is_repeated(verb):
        return False
    return is_about(frame, verb, target) and (not frame.to_do or asks(verb))


def _is_repeated(verb: Token) -> bool:
    """ "has changed hands three times", "changes hands daily", "keeps changing hands"."""
    words = {t.lower_ for t in verb.subtree if t.i > verb.i and t.i - verb.i < _SOON}
    habit = verb.tag_ in ("VBZ", "VBP") or (verb.tag_ == "VBG" and verb.dep_ in ("ROOT", "xcomp", "ccomp", "conj"))
    return habit or not words.isdisjoint(frames().repeatedly)


def _done_to(scene: Scene, frame: Frame, verb: Token, target: Token | None) -> Token | None:
    """To whom it is done: where it is done to a thing that is nobody's, whom the clause or a dative tells of."""
    if not (frame.of_deeds or frame.clause or frame.things) or (target is not None and is_place(scene.cast, target)):
        return target
    if target is not None and (party(scene.cast, target) is not None or whose(scene.cast, target) is not None):
        return target
    return (addressee(scene.cast, verb) if frame.clause else None) or receiver(verb)


def _fought_at(scene: Scene, verb: Token) -> Iterator[Token]:
    """ "around the hospital", "with the rebels in X": a fight near a town is none for it, one around its school is."""
    foe = next((one for word in ("with", "against") if (one := clauses.prepositional(verb, word)) is not None), None)
    for holder in (verb, foe, clauses.child(verb, "dobj")):
        for word in ("in", "inside", "at", "around", "on") if holder is not None else ():
            spot = clauses.prepositional(holder, word) if holder is not None else None
            if spot is not None and (word in ("in", "inside", "at") or is_part(scene.cast, spot)):
                yield spot


def _fought_for(verb: Token) -> Iterator[Token]:
    """ "are fighting to retake X", "battled to keep X"."""
    for aim in verb.children:
        wanted = clauses.child(aim, "dobj") if aim.dep_ in ("xcomp", "advcl") else None
        kinds = {frame.type for frame in frames().verbs.get(aim.lemma_.lower(), ())}
        if wanted is not None and not kinds.isdisjoint({"Holding", "Capture"}):
            yield wanted


def _is_in_control(verb: Token) -> bool:
    """ "to be in control of the city" is told by the noun."""
    inside = clauses.prepositional(verb, "in")
    return inside is not None and inside.lemma_.lower() in frames().nouns


# ---------------------------------------------------------------- the same of another place


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
