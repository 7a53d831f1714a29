"""Who tells of which event, and whether they say that it is so."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.attribution import Attribution
from kg.extract.hedges import is_hedged
from kg.extract.pointers import is_of_claim
from kg.extract.situations import Found
from kg.model import Mode, Span, Stance

if TYPE_CHECKING:
    from kg.syntax import Doc, Token

_BUCKET = 512
_OPENING = frozenset({"which", "who", "whom", "whose", "where"})
_ONWARD = frozenset({"conj", "xcomp", "prep", "pobj", "pcomp", "dobj", "attr", "acomp", "oprd"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event mention inside the statement of an attribution, or in the outlet's own sentence.

    `contradicted`: the teller says of these words that they are not so ("it is not true that …"). `is_guess`: they are
    put as a guess ("may have taken it").
    """

    found: Found
    attribution: int | None
    sentence: Span
    contradicted: bool = False
    is_guess: bool = False


class Sayings:
    """The attributions of a document with their speakers, found by the characters that their contents hold."""

    def __init__(
        self, said: Sequence[Attribution], paragraphs: Sequence[Span], *, speakers: Sequence[int | None]
    ) -> None:
        self.said, self.paragraphs, self.speakers = said, paragraphs, speakers
        self._buckets: dict[int, set[int]] = defaultdict(set)
        for i, one in enumerate(said):
            for start, end in one.content:
                for bucket in range(start // _BUCKET, end // _BUCKET + 1):
                    self._buckets[bucket].add(i)

    def holding(self, offset: int) -> set[int]:
        return {i for i in self._buckets.get(offset // _BUCKET, ()) if holds(self.said[i].content, offset)}

    def innermost(self, holding: Iterable[int]) -> list[int | None]:
        """Of these attributions those without one of them inside; [None], the outlet, for none."""
        given = set(holding)
        outer = {self.said[i].parent for i in given}
        found: list[int | None] = [i for i in sorted(given) if i not in outer]
        return found or [None]

    def paragraph(self, offset: int) -> int:
        return bisect_right(self.paragraphs, offset, key=lambda span: span.start)


def tell(doc: Doc, found: Sequence[Found], sayings: Sayings) -> list[Told]:
    """Each event with each of its tellers: who says so, and who says that it is not so."""
    return [one for event in found for one in _told(doc, event, sayings)]


def holds(spans: Iterable[Span], offset: int) -> bool:
    return any(start <= offset < end for start, end in spans)


def _told(doc: Doc, found: Found, sayings: Sayings) -> list[Told]:
    offset = doc[found.trigger].idx
    holding = sayings.holding(offset)
    passing = doc[found.trigger] if found.presupposed else _aside_on(doc[found.trigger])
    if passing is not None:
        holding = _who_chose(sayings, holding, offset, passing.idx)
    tellers = sayings.innermost(holding)
    sentence = sentence_of(doc, found.trigger)
    if found.refuted_by is None:
        judging = {judge for i in tellers for judge in _judging(doc, sayings, i)}
        guess = is_hedged(doc[found.trigger])
        return [
            *(Told(found=found, attribution=i, sentence=sentence, is_guess=guess) for i in tellers),
            *(Told(found=found, attribution=i, sentence=sentence) for i in sorted(judging)),
        ]
    judges = sayings.innermost(sayings.holding(doc[found.refuted_by].idx))
    denying: list[int | None] = [i for i in sorted(holding) if sayings.said[i].stance is Stance.DENIES]
    judges = denying or judges  # the stance of a cue that denies is the verdict itself
    others = [i for i in tellers if i not in judges and i is not None]
    return [
        *(Told(found=found, attribution=i, sentence=sentence, contradicted=not denying) for i in judges),
        *(Told(found=found, attribution=i, sentence=sentence) for i in others),
    ]


def _judging(doc: Doc, sayings: Sayings, teller: int | None) -> Iterator[int]:
    """Who takes a stance to a claim by naming it: in "X denied a report by Y, which quoted Z, that …", X."""
    at = None if teller is None else sayings.said[teller].parent
    while at is not None:
        outer = sayings.said[at]
        if outer.stance is not Stance.ASSERTS and is_of_claim(doc, outer.content):
            yield at
        at = outer.parent


def _aside_on(trigger: Token) -> Token | None:
    """The noun that an event is told of in an aside: "*the town*, which they have held since May", ", held since"."""
    here = trigger
    while here.dep_ not in ("relcl", "acl"):
        if here.head == here or here.dep_ not in _ONWARD:
            return None
        here = here.head
    is_aside = here.left_edge.i > 0 and here.left_edge.nbor(-1).text == "," and here.left_edge.lower_ in _OPENING
    return here.head if is_aside or (here.dep_ == "acl" and _is_cut_off(here)) else None


def _is_cut_off(participle: Token) -> bool:
    return participle.tag_ == "VBN" and participle.left_edge.i > 0 and participle.left_edge.nbor(-1).text == ","


def _who_chose(sayings: Sayings, holding: set[int], offset: int, noun: int) -> set[int]:
    """What is implied in passing ("the rebel-held town") is told by whoever chose the words: a speaker who is quoted
    with them, in quotation marks or in a paragraph of their own, or says them of what others speak of."""
    here, said = sayings.paragraph(offset), sayings.said
    return {
        i
        for i in holding
        if said[i].mode is Mode.DIRECT
        or sayings.paragraph(said[i].cue[0].start) != here
        or not holds(said[i].content, noun)
    }


def sentence_of(doc: Doc, trigger: int) -> Span:
    sentence = doc[trigger].sent
    tokens = [t for t in sentence if not t.is_space]
    return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))
