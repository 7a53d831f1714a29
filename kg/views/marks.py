"""Where the marks of a timeline stand, so that none hides another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Final

from kg.views.calendar import Span
from kg.views.claims import Claim, Thing

NARROWEST: Final = 760
"""Pixels that a lane has at least, beside its label and the claims of no day."""
SINGLE: Final = 18  # pixels that a mark takes
PILE: Final = 24
_ROWS: Final = 6  # of single marks in a lane; one that needs more is shown in piles
_COLUMNS: Final = 4  # of single marks of no day
_WORDS: Final = 40  # per cent of the lane that words take beside a mark
_ORDER: Final = ("Asserting", "Denying", "Doubting", "LeavingOpen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """Claims of one stance in one period. `stated` of them are placed by the day of the statement."""

    period: Span | None
    name: str
    stance: str
    number: int
    stated: int
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A claim, or a pile. `x` is in per cent of the lane, or in pixels among the claims of no day; `y` is in pixels.
    `words` is the side on which what is claimed has room: "after", "before", or "" for neither."""

    x: float
    y: int
    words: str = ""
    claim: Claim | None = None
    pile: Pile | None = None

    @property
    def stance(self) -> str:
        return self.claim.stance if self.claim else self.pile.stance if self.pile else ""

    @property
    def dated(self) -> bool:
        """By the day of the event, not of the statement."""
        return bool(self.claim.event.earliest) if self.claim else bool(self.pile and self.pile.stated == 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """`marks` stand on the line, `undated` beside it. `height` is in pixels."""

    speaker: Thing
    number: int
    marks: tuple[Mark, ...]
    undated: tuple[Mark, ...]
    height: int


def day_of(claim: Claim) -> date | None:
    """Of the event, as far as it is known; else of the statement."""
    known = claim.event.earliest or claim.stated
    return date.fromisoformat(known) if known else None


def lane_of_claims(speaker: Thing, claims: Sequence[Claim], span: Span | None) -> Lane | None:
    """None when they are too crowded to be shown one by one."""
    days = [(day_of(claim), claim) for claim in claims]
    dated = sorted(
        ((span.at(day), claim) for day, claim in days if span and day and span.first <= day <= span.last),
        key=lambda one: one[0],
    )
    undated = [claim for day, claim in days if day is None]
    rows: list[float] = []  # where the last mark of each row stands
    marks = []
    for x, claim in dated:
        row = next((n for n, last in enumerate(rows) if x - last >= 100 * SINGLE / NARROWEST), len(rows))
        rows[row : row + 1] = [x]
        marks.append(Mark(x=round(x, 3), y=_middle(row, SINGLE), claim=claim))
    if max(len(rows), -(-len(undated) // _COLUMNS)) > _ROWS:
        return None
    return Lane(
        speaker=speaker,
        number=len(claims),
        marks=tuple(_with_room(marks)),
        undated=tuple(
            Mark(x=_middle(n % _COLUMNS, SINGLE), y=_middle(n // _COLUMNS, SINGLE), claim=claim)
            for n, claim in enumerate(undated)
        ),
        height=_height((mark.y for mark in marks), len(undated) / _COLUMNS, SINGLE),
    )


def _with_room(marks: Sequence[Mark]) -> list[Mark]:
    """With words where the next mark of the same row is far, or the one before."""
    rows: dict[int, list[Mark]] = {}
    for mark in marks:
        rows.setdefault(mark.y, []).append(mark)
    found = []
    for row in rows.values():
        free = 0.0  # from here on nothing stands in the row
        for mark, following in zip_longest(row, row[1:]):
            side = ""
            if mark.x + _WORDS <= (following.x if following else 100):
                side = "after"
            elif mark.x - _WORDS >= free:
                side = "before"
            free = mark.x + (_WORDS if side == "after" else 0)
            found.append(replace(mark, words=side))
    return sorted(found, key=lambda mark: mark.x)


def lane_of_piles(speaker: Thing, piles: Sequence[Pile], span: Span | None) -> Lane:
    """The stances of a period stand below one another."""
    rows: dict[Span | None, int] = {}
    marks, undated = [], []
    for pile in sorted(piles, key=lambda one: _ORDER.index(one.stance)):
        row = rows[pile.period] = rows.get(pile.period, -1) + 1
        if pile.period is None or span is None:
            undated.append(Mark(x=_middle(row % 2, 2 * SINGLE), y=_middle(row // 2, PILE), pile=pile))
        else:
            marks.append(Mark(x=round(_middle_of(pile.period, span), 3), y=_middle(row, PILE), pile=pile))
    return Lane(
        speaker=speaker,
        number=sum(pile.number for pile in piles),
        marks=tuple(sorted(marks, key=lambda mark: (mark.x, mark.y))),
        undated=tuple(undated),
        height=_height((mark.y for mark in marks), len(undated) / 2, PILE),
    )


def _middle_of(period: Span, span: Span) -> float:
    first, last = max(period.first, span.first), min(period.last, span.last)
    return (span.at(first) + span.at(last)) / 2


def _middle(row: int, size: int) -> int:
    return row * size + size // 2 + 2


def _height(middles: Iterable[int], other_rows: float, size: int) -> int:
    rows = -(-int(other_rows * 100) // 100)
    return max([*(y + size // 2 + 2 for y in middles), rows * size + 4, 2 * SINGLE])
