"""What the speakers of an article have told so far, and on whose side each of them is."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.cast import Cast
from kg.extract.frames import frames
from kg.extract.roster import FORCES
from kg.extract.tellers import Sayings, Told, holds
from kg.model import Stance
from kg.ontology import STATE_TYPES

if TYPE_CHECKING:
    from kg.syntax import Doc, Token

_BELLIGERENTS = frozenset({*FORCES, *STATE_TYPES, "GovernmentBody"})

Voice = int | str
"""Who tells: an entity, or a name made up for one who is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something told, at the token where it is told. `is_verdict`: told as a verdict on what another has told."""

    at: int
    told: Told
    is_verdict: bool = False


class Exchange:
    """What has been told up to a place of a document, and by whom."""

    def __init__(self, doc: Doc, cast: Cast, sayings: Sayings, told: Sequence[Told]) -> None:
        self.doc, self.cast, self.sayings = doc, cast, sayings
        claims = (one for one in told if one.found.type not in frames().anaphora["verbal"])
        self.lines = sorted((Line(at=one.found.trigger, told=one) for one in claims), key=lambda line: line.at)

    def add(self, told: Told, *, at: int) -> None:
        insort(self.lines, Line(at=at, told=told, is_verdict=True), key=lambda line: line.at)

    def before(self, at: int, *, but: int | None, reach: int) -> list[Line]:
        """What has been told by others than one attribution, but for what is said in passing, or to say who it is."""
        first, last = (bisect_left(self.lines, place, key=lambda line: line.at) for place in (at - reach, at))
        source = () if but is None else self.sayings.said[but].source
        return [
            line
            for line in self.lines[first:last]
            if line.told.attribution != but
            and not line.told.found.presupposed
            and not holds(source, self.doc[line.at].idx)
        ]

    def voice(self, attribution: int | None) -> Voice:
        """Whose side tells: a spokesman speaks for his state, and so does its army."""
        if attribution is None:
            return "outlet"
        speaker = self.sayings.speakers[attribution]
        return f"statement {attribution}" if speaker is None else self.side(speaker)

    def side(self, key: int) -> int:
        """The state or group that somebody speaks for or belongs to, or who it is."""
        side = self.cast.draft(key).side
        key = key if side is None else side
        state = self.cast.draft(key).state
        return key if state is None else state

    def is_belligerent(self, voice: Voice) -> bool:
        return isinstance(voice, int) and self.cast.type(voice) in _BELLIGERENTS

    def denies(self, told: Told) -> bool:
        return told.attribution is not None and self.sayings.said[told.attribution].stance is Stance.DENIES

    def affirms(self, told: Told) -> bool:
        """Whether the teller says that it is so, be it by denying that it is not."""
        return not told.found.negated ^ told.contradicted ^ self.denies(told)

    def has_side(self, voice: Voice) -> bool:
        return isinstance(voice, int) and self.cast.type(voice) not in ("Person", "Group")

    def favours(self, voice: Voice, told: Told) -> bool:
        """Whether what is told is a feat of somebody's own side."""
        return told.found.agent is not None and self.side(told.found.agent) == voice

    def sentences_between(self, start: int, end: int) -> int:
        return sum(token.is_sent_start is True for token in self.doc[start + 1 : end + 1])

    def paragraph(self, token: int) -> int:
        return self.sayings.paragraph(self.doc[token].idx)

    def has_source(self, told: Told, word: Token) -> bool:
        """Whether the noun stands in the source of a statement: "the commander" for "an army commander"."""
        if told.attribution is None:
            return False
        for span in self.sayings.said[told.attribution].source:
            found = self.doc.char_span(*span, alignment_mode="expand")
            if found is not None and any(t.lemma_.lower() == word.lemma_.lower() for t in found):
                return True
        return False
