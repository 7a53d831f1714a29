"""Who tells of which event, and whether they say that it is so."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.attribution import Attribution
from kg.extract.clauses import child
from kg.extract.frames import frames
from kg.extract.polarity import refutes
from kg.extract.situations import Found
from kg.model import Mode, Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

REACH = 120
"""How many tokens back "the claim" may point."""
_FAR = 400
"""The same for "neither side's account"."""
_HELD = frozenset({"Holding", "Capture"})
_BUCKET = 512
_IT = frozenset({"it", "this", "that", "which"})
_NO_COMPLEMENT = frozenset({"det", "poss", "amod", "predet", "punct", "case", "compound"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event mention inside the statement of an attribution, or in the outlet's own sentence.

    `contradicted`: the teller says of these words that they are not so ("it is not true that …").
    """

    found: Found
    attribution: int | None
    sentence: Span
    contradicted: bool = False


class Sayings:
    """The attributions of a document, found by the characters that their contents hold."""

    def __init__(self, said: Sequence[Attribution], paragraphs: Sequence[Span]) -> None:
        self.said, self.paragraphs = said, paragraphs
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
    """Each event with each of its tellers: who says so, who says that it is not so, who rejects "the claim"."""
    told = [one for event in found for one in _told(doc, event, sayings)]
    return told + _taken_up(doc, sayings, told)


def holds(spans: Iterable[Span], offset: int) -> bool:
    return any(start <= offset < end for start, end in spans)


def _told(doc: Doc, found: Found, sayings: Sayings) -> list[Told]:
    offset = doc[found.trigger].idx
    holding = sayings.holding(offset)
    if found.presupposed:
        holding = _who_chose(sayings, holding, offset)
    tellers = sayings.innermost(holding)
    sentence = _sentence(doc, found.trigger)
    if found.refuted_by is None:
        judging = [p for i in tellers if (p := _judging(doc, sayings, i)) is not None]
        return [Told(found=found, attribution=i, sentence=sentence) for i in (*tellers, *judging)]
    judges = sayings.innermost(sayings.holding(doc[found.refuted_by].idx))
    denying: list[int | None] = [i for i in sorted(holding) if sayings.said[i].stance is Stance.DENIES]
    judges = denying or judges  # the stance of a cue that denies is the verdict itself
    others = [i for i in tellers if i not in judges and i is not None]
    return [
        *(Told(found=found, attribution=i, sentence=sentence, contradicted=not denying) for i in judges),
        *(Told(found=found, attribution=i, sentence=sentence) for i in others),
    ]


def _judging(doc: Doc, sayings: Sayings, teller: int | None) -> int | None:
    """Who takes a stance to a claim by naming it: in "X denied Y's claim that …", X."""
    if teller is None or doc[sayings.said[teller].cue_token].lemma_.lower() not in frames().anaphora:
        return None
    outer = sayings.said[teller].parent
    return outer if outer is not None and sayings.said[outer].stance is not Stance.ASSERTS else None


def _who_chose(sayings: Sayings, holding: set[int], offset: int) -> set[int]:
    """What is implied in passing ("the rebel-held town") is told by whoever chose the words: a speaker who is quoted
    with them, in quotation marks or in a paragraph of their own."""
    here, said = sayings.paragraph(offset), sayings.said
    return {i for i in holding if said[i].mode is Mode.DIRECT or sayings.paragraph(said[i].cue[0].start) != here}


def _taken_up(doc: Doc, sayings: Sayings, told: Sequence[Told]) -> list[Told]:
    """ "rejected the claim", "the report could not be confirmed": the stance is to what was told just before."""
    telling = {one.attribution for one in told}
    made = []
    for i, one in enumerate(sayings.said):
        elliptic = i not in telling and one.stance is Stance.ASSERTS and _is_elliptic_denial(doc, one)
        if i in telling or not (elliptic or (one.stance is not Stance.ASSERTS and _is_anaphor(doc, one))):
            continue
        earlier = _before(doc, sayings, told, i)
        made += [replace(t, attribution=i, contradicted=t.contradicted != elliptic) for t in earlier]
    return made


def _before(doc: Doc, sayings: Sayings, told: Sequence[Told], i: int) -> list[Told]:
    """What an attribution takes up: all that the last teller before it told, or what each side claims to hold."""
    one = sayings.said[i]
    here, cue = doc[one.cue_token], sayings.paragraph(one.cue[0].start)
    before = [t for t in told if t.found.trigger < here.i and t.attribution != i]
    if _is_of_all(doc, one):
        held = [t for t in before if t.found.type in _HELD and t.attribution is not None]
        return list({t.attribution: t for t in reversed(held) if here.i - t.found.trigger < _FAR}.values())
    near = [t for t in before if here.i - t.found.trigger < REACH]
    near = [t for t in near if cue - sayings.paragraph(doc[t.found.trigger].idx) <= 1]
    last = max((t.found.trigger for t in near), default=None)
    teller = next((t.attribution for t in near if t.found.trigger == last), None)
    return [t for t in near if t.attribution == teller]


def _is_elliptic_denial(doc: Doc, one: Attribution) -> bool:
    """ "says that they have not": the verb is that of what was said before."""
    words = _words(doc, one)
    return any(t.dep_ == "neg" for t in words) and all(_is_bare(t) for t in words)


def _is_bare(word: Token) -> bool:
    stands_in = word.lemma_.lower() in ("have", "do", "be")
    return stands_in or word.pos_ in ("PRON", "AUX", "PART", "SCONJ", "ADV", "PUNCT")


def _words(doc: Doc, one: Attribution) -> list[Token]:
    return [
        t
        for span in one.judged or one.content
        if (found := doc.char_span(*span, alignment_mode="expand"))
        for t in found
    ]


def _is_of_all(doc: Doc, one: Attribution) -> bool:
    """ "neither side's account", "both claims"."""
    return any(t.lower_ in frames().of_all for t in _words(doc, one))


def _is_anaphor(doc: Doc, one: Attribution) -> bool:
    """Whether the content is no more than "it", "the claim", "these reports as lies"."""
    words = _words(doc, one)
    inside = {t.i for t in words}
    roots = [t for t in words if (t.head.i not in inside or t.head == t) and t.lower_ != "as" and not t.is_punct]
    if len(roots) != 1:
        return False
    root = roots[0]
    if refutes(root):  # "the claim was false"
        root = child(root, "nsubj") or root
    if root.lower_ in _IT:
        return len(words) == 1 or root != roots[0]
    noun = root.lemma_.lower() in frames().anaphora
    return noun and all(_says_nothing_more(c) for c in root.children if c.i in inside)


def _says_nothing_more(child: Token) -> bool:
    """ "the claim as false" is of what was said before; "the claim for damages" and "claims that …" are not."""
    return child.dep_ in _NO_COMPLEMENT or (child.dep_ == "prep" and child.lower_ == "as")


def _sentence(doc: Doc, trigger: int) -> Span:
    sentence = doc[trigger].sent
    tokens = [t for t in sentence if not t.is_space]
    return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))
