"""Verdicts: who denies, doubts or leaves open what others have told, by pointing back to it: "rejected the claim"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.attribution import Attribution
from kg.extract.exchange import Exchange, Line, Voice
from kg.extract.frames import frames
from kg.extract.pointers import Pointer, judged_by, pointed_at
from kg.extract.reporting import CLAIMS, Kind
from kg.extract.tellers import Told, sentence_of
from kg.model import Span, Stance
from kg.ontology import CONTROL_TYPES

if TYPE_CHECKING:
    from kg.syntax import Doc, Token

NEAR = 120
"""How many tokens back "the claim" may point, and two paragraphs; "it" one."""
FAR = 400
"""How many where it is said whose claim it is, or that it is both sides'."""
_UNDECIDED = frozenset({"Entry", "Contest"})
_IT_REACH = 2  # sentences
_ORDINALS = ("first", "second", "third")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`at` is the token where it stands, `teller` the attribution that it belongs to, None for the outlet.

    `contradicts`: the words themselves say that it is not so ("this is a lie"), and not the cue.
    """

    at: int
    teller: int | None
    stance: Stance
    pointer: Pointer
    contradicts: bool = False


def verdicts(exchange: Exchange) -> list[Told]:
    """What is told by verdicts, each taken in turn, so that a later one may be on an earlier one's words."""
    made: list[Told] = []
    for verdict in sorted(_verdicts(exchange), key=lambda one: one.at):
        sentence = sentence_of(exchange.doc, verdict.at)
        on = {line.told.found: line.told for line in _meant(exchange, verdict)}
        for found, told in on.items():
            contradicted = told.contradicted ^ verdict.contradicts ^ exchange.denies(told)
            one = Told(found=found, attribution=verdict.teller, sentence=sentence, contradicted=contradicted)
            exchange.add(one, at=verdict.at)
            made.append(one)
    return made


# ---------------------------------------------------------------- finding verdicts


def _verdicts(exchange: Exchange) -> Iterator[Verdict]:
    doc, said = exchange.doc, exchange.sayings.said
    telling = {line.told.attribution for line in exchange.lines}
    judging: set[int] = set()
    for i, one in enumerate(said):
        pointer = pointed_at(doc, one.judged or one.content) if i not in telling and _judges(doc, one) else None
        if pointer is not None:
            judging.add(i)
            yield Verdict(at=one.cue_token, teller=i, stance=one.stance, pointer=pointer)
    cues = {one.cue_token: i for i, one in enumerate(said)}
    for token in doc:
        pointer = judged_by(token) if token.pos_ in ("AUX", "VERB") else None
        if pointer is None:
            continue
        holding = {cues[token.i]} if token.i in cues else exchange.sayings.holding(token.idx)
        if not holding & judging:
            for teller in exchange.sayings.innermost(holding):
                yield Verdict(at=token.i, teller=teller, stance=Stance.DENIES, pointer=pointer, contradicts=True)


def _judges(doc: Doc, one: Attribution) -> bool:
    """Whether somebody takes a stance to what others say, and not to what is wanted or liked; silence is none."""
    if one.stance is Stance.UNVERIFIED and doc[one.cue_token].lemma_.lower() in frames().anaphora["silence"]:
        return False
    return one.stance is not Stance.ASSERTS and (one.kind in CLAIMS or one.kind is Kind.BELIEF)


# ---------------------------------------------------------------- what they are on


def _meant(exchange: Exchange, verdict: Verdict) -> list[Line]:
    pointer = verdict.pointer
    known = _on_topic(exchange, pointer, _within_reach(exchange, verdict))
    are_open = verdict.stance is Stance.UNVERIFIED and pointer.owner is None and pointer.word.tag_ == "NNS"
    if pointer.is_of_all or are_open:
        return _competing(exchange, known)
    last = _last(exchange, verdict, known)
    return last if pointer.ordinal is None else last[_ORDINALS.index(pointer.ordinal) :][:1]


def _within_reach(exchange: Exchange, verdict: Verdict) -> list[Line]:
    """What may be pointed to. Nouns are for what somebody claims rather than for what the outlet tells."""
    pointer = verdict.pointer
    if pointer.owner is not None or pointer.is_of_all or pointer.is_thing:
        return _claimed(exchange.before(verdict.at, but=verdict.teller, reach=FAR))
    here = exchange.paragraph(verdict.at)
    near = exchange.before(verdict.at, but=verdict.teller, reach=NEAR)
    near = [line for line in near if not line.is_verdict and here - exchange.paragraph(line.at) <= 2]
    return _just_before(exchange, verdict, near) if pointer.is_pronoun else _claimed(near)


def _just_before(exchange: Exchange, verdict: Verdict, known: Sequence[Line]) -> list[Line]:
    """What "it" may stand for: what was told in the last sentences; "this is a lie", what somebody said in the last."""
    here = exchange.paragraph(verdict.at)
    return [
        line
        for line in known
        if here - exchange.paragraph(line.at) <= 1
        and exchange.sentences_between(line.at, verdict.at) <= (1 if verdict.contradicts else _IT_REACH)
        and not (verdict.contradicts and line.told.attribution is None)
    ]


def _claimed(known: list[Line]) -> list[Line]:
    return [line for line in known if line.told.attribution is not None] or known


def _on_topic(exchange: Exchange, pointer: Pointer, known: list[Line]) -> list[Line]:
    """Those by whom, of what and of where a noun says that it speaks."""
    if pointer.owner is not None:
        known = _owned(exchange, known, pointer.owner)
    if pointer.is_thing:
        known = [line for line in known if exchange.has_source(line.told, pointer.word)]
    if pointer.types:
        known = [line for line in known if line.told.found.type in pointer.types]
    if pointer.about is not None:
        place = exchange.cast.place(pointer.about)
        known = [line for line in known if place is not None and line.told.found.place == place]
    if pointer.word.lemma_.lower() in frames().anaphora["blame"]:
        known = [line for line in known if line.told.found.type not in CONTROL_TYPES]
    return known


def _last(exchange: Exchange, verdict: Verdict, known: Sequence[Line]) -> list[Line]:
    """What the last one told who is not the judge; all of it, or the last statement."""
    judge = exchange.voice(verdict.teller)
    if verdict.stance is not Stance.UNVERIFIED:
        known = _against(exchange, judge, known)
    affirmed = [line for line in known if exchange.affirms(line.told)]
    if affirmed or (verdict.stance is Stance.DENIES and not exchange.has_side(judge)):
        known = affirmed  # "lies", says a spokesman after a denial, and may be on either side
    if not known:
        return []
    last = known[-1]
    if not verdict.pointer.is_whole or last.told.attribution is None:
        return [line for line in known if _statement(line.told) == _statement(last.told)]
    voice, there = exchange.voice(last.told.attribution), exchange.paragraph(last.at)
    own = [line for line in known if exchange.voice(line.told.attribution) == voice]
    return [line for line in own if there - exchange.paragraph(line.at) <= 1]


def _statement(told: Told) -> tuple[int | None, Span | None]:
    return told.attribution, told.sentence if told.attribution is None else None


def _against(exchange: Exchange, judge: Voice, known: Sequence[Line]) -> list[Line]:
    """What others told; who denies it does so rather to what the others did."""
    others = [line for line in known if exchange.voice(line.told.attribution) != judge]
    return [line for line in others if not exchange.favours(judge, line.told)] or others


def _claims(exchange: Exchange, known: Sequence[Line]) -> list[Line]:
    """A claim is rather that something is so than that it is not, and that a place is held or lost than entered."""
    affirmed = [line for line in known if exchange.affirms(line.told)] or list(known)
    return [line for line in affirmed if line.told.found.type not in _UNDECIDED] or affirmed


def _competing(exchange: Exchange, known: Sequence[Line]) -> list[Line]:
    """What two sides or more have told of the same place, else what the last two who spoke have told."""
    told = [line for line in known if line.told.attribution is not None and not line.is_verdict]
    by_place: dict[int | None, dict[Voice, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in told:
        by_place[line.told.found.place][exchange.voice(line.told.attribution)].append(line)
    contested = [by for place, by in by_place.items() if place is not None and len(by) > 1]
    if not contested:
        voices = list(dict.fromkeys(exchange.voice(line.told.attribution) for line in reversed(told)))[:2]
        contested = [{voice: [x for x in told if exchange.voice(x.told.attribution) == voice] for voice in voices}]
    return [line for by in contested for lines in _sides(exchange, by) for line in _claims(exchange, lines)]


def _sides(exchange: Exchange, by: Mapping[Voice, Sequence[Line]]) -> list[Sequence[Line]]:
    """Of those who tell the ones who are at war, if they are two."""
    warring = [lines for voice, lines in by.items() if exchange.is_belligerent(voice)]
    return warring if len(warring) > 1 else list(by.values())


def _owned(exchange: Exchange, known: Sequence[Line], owner: Token) -> list[Line]:
    """What is told by whom a possessive names, by the name, by the same noun, or else of what they do themselves."""
    key = exchange.cast.actor(owner, unnamed=False)
    side = exchange.side(key) if key is not None else None
    told = [
        line
        for line in known
        if (side is not None and exchange.voice(line.told.attribution) == side) or exchange.has_source(line.told, owner)
    ]
    if told or side is None:
        return told
    parties = ((line, (line.told.found.agent, line.told.found.patient)) for line in known)
    return [line for line, keys in parties if any(k is not None and exchange.side(k) == side for k in keys)]
