"""The text of an article in pieces, so that spans that nest and cross can all be marked in it.

Whatever begins or ends somewhere cuts the text there. Nothing overlaps any more, and a piece knows what covers it. Time
and size grow with the length of the text and the number of spans, however they lie.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from kg.model import Span
from kg.views.claims import Thing

DEEPEST: Final = 4
"""Deeper layers are drawn as this one: more than five lines below a word nobody could tell apart."""

_LONGEST_LINE: Final = 100  # of text that is broken into lines by hand; beyond it, a line is a paragraph
_BLANK_LINES: Final = re.compile(r"\n\s*\n\s*")
_LINES: Final = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a span is: `role` is source, cue, content, own (the outlet's own voice), trigger, time or mention.

    `layer` is how deep the statement is, for roles of statements. `thing` is what a mention stands for.
    """

    span: Span
    role: str
    layer: int | None = None
    thing: Thing | None = None

    @property
    def name(self) -> str:
        """ "content0", "trigger" """
        return self.role if self.layer is None else f"{self.role}{min(self.layer, DEEPEST)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """`marks` are the names of those that cover all of `text`. `id` is that of a span which is just this piece;
    `anchors` are the ids of what begins here and is not. `gap` says that this is space between paragraphs.
    """

    start: int
    text: str
    marks: tuple[str, ...]
    id: str
    anchors: tuple[str, ...]
    thing: Thing | None
    gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Pieces of one mention, or of none."""

    thing: Thing | None
    pieces: tuple[Piece, ...]


Ids = Mapping[Span, Sequence[str]]
"""The fragments of the IRIs that lead to a span."""


def paragraphs(text: str, marks: Iterable[Mark], ids: Ids) -> tuple[tuple[Run, ...], ...]:
    """The text as paragraphs, each with the gap behind it. What does not lie within the text is left out."""
    found: list[tuple[Run, ...]] = []
    runs: list[Run] = []
    for (gap, thing), group in groupby(pieces(text, marks, ids), lambda piece: (piece.gap, piece.thing)):
        if runs and runs[-1].pieces[0].gap and not gap:
            found.append(tuple(runs))
            runs = []
        runs.append(Run(thing=thing, pieces=tuple(group)))
    return (*found, tuple(runs)) if runs else tuple(found)


def pieces(text: str, marks: Iterable[Mark], ids: Ids) -> Iterator[Piece]:
    """The text, cut at both ends of each mark, of each span that has ids, and of each gap between paragraphs."""
    inside = [mark for mark in marks if _within(mark.span, text)]
    starting, ending = _at(inside, 0), _at(inside, 1)
    leading = [span for span in ids if _within(span, text)]
    gaps = dict(_gaps(text))
    cuts = {0, len(text), *gaps, *gaps.values(), *starting, *ending, *(at for span in leading for at in span)}
    names = _names(leading, ids)
    covering, mentions, gap_end = Counter[str](), _Mentions(), 0
    for start, end in pairwise(sorted(cuts)):
        covering.subtract(mark.name for mark in ending[start])
        covering.update(mark.name for mark in starting[start])
        mentions.begin(starting[start])
        gap_end = gaps.get(start, gap_end)
        id_, anchors = _own(names[start], Span(start, end))
        yield Piece(
            start=start,
            text=text[start:end],
            marks=tuple(sorted(name for name, count in covering.items() if count)),
            id=id_,
            anchors=anchors,
            thing=None if start < gap_end else mentions.innermost(start),
            gap=start < gap_end,
        )


class _Mentions:
    """Those that have begun. The innermost is the shortest, so one that has ended may stay below it for a while."""

    def __init__(self) -> None:
        self._begun: list[tuple[int, int, int, Thing]] = []
        self._count = 0

    def begin(self, marks: Iterable[Mark]) -> None:
        for mark in marks:
            if mark.thing is not None:
                self._count += 1  # so that things are never compared
                heapq.heappush(self._begun, (mark.span.end - mark.span.start, self._count, mark.span.end, mark.thing))

    def innermost(self, at: int) -> Thing | None:
        while self._begun and self._begun[0][2] <= at:
            heapq.heappop(self._begun)
        return self._begun[0][3] if self._begun else None


def _within(span: Span, text: str) -> bool:
    return 0 <= span.start < span.end <= len(text)


def _at(marks: Iterable[Mark], end: int) -> dict[int, list[Mark]]:
    """Marks by where they start (0) or end (1)."""
    found: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[mark.span[end]].append(mark)
    return found


def _names(spans: Iterable[Span], ids: Ids) -> dict[int, list[tuple[Span, str]]]:
    found: dict[int, list[tuple[Span, str]]] = defaultdict(list)
    for span in spans:
        found[span.start].extend((span, name) for name in ids[span])
    return found


def _own(names: Iterable[tuple[Span, str]], piece: Span) -> tuple[str, tuple[str, ...]]:
    """The id of the piece itself, and those of what only begins with it."""
    here = [name for span, name in names if span == piece]
    return next(iter(here), ""), (*here[1:], *(name for span, name in names if span != piece))


def _gaps(text: str) -> Iterator[Span]:
    by_hand = all(len(line) <= _LONGEST_LINE for line in text.split("\n"))
    between = _BLANK_LINES if by_hand and _BLANK_LINES.search(text) else _LINES
    return (Span(*found.span()) for found in between.finditer(text))
