"""Claims of control drawn along time: a strip for each party and kind of event, with places in per cent of its width,
so that it fits any screen and needs no script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Any, Final

from kg.pages.words import day

_Groups = dict[tuple[date, date, str, bool], list[tuple[int, str]]]
"""Claims by their first and last day, their stance and whether they are dated: number in the list, and speaker."""

_LEFT, _RIGHT = 3.0, 97.0
_APART: Final = 4.5  # per cent: marks that are nearer stand below one another
_STEP: Final = 22  # pixels from one row to the next
_TICKS: Final = 4
_NAMES: Final = 38  # per cent of the width that names take beside a mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """`count` claims of one stance with one date; `y` in pixels. `dated` when the words give the date, and not only the
    day on which they were said. `claims` are where the claims stand in the list. On which `side` the names of the
    speakers have room: "after", "before", or "" for neither."""

    x: float
    width: float
    y: int
    stance: str
    dated: bool
    when: str
    claims: tuple[int, ...]
    speakers: tuple[str, ...]
    side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Of one class of events."""

    type: str
    height: int
    marks: tuple[Mark, ...]

    @property
    def speakers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for mark in self.marks for name in mark.speakers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """`ticks` are places and days; each lane has the parties and its strips."""

    lanes: tuple[tuple[Sequence[Any], tuple[Strip, ...]], ...]
    ticks: tuple[tuple[float, str], ...]


def drawing(control: Any) -> Drawing | None:
    """Of a `kg.views.control.Control`. None when no claim has a day."""
    numbers = {(one.statement, one.stance, one.event.iri): at for at, one in enumerate(control.claims, start=1)}
    days = [day for one in control.claims for day in _days(one)]
    if not days:
        return None
    first, last = min(days), max(days)

    def at(when: date) -> float:
        if first == last:
            return (_LEFT + _RIGHT) / 2
        return round(_LEFT + (_RIGHT - _LEFT) * (when - first).days / (last - first).days, 2)

    lanes = ((lane.parties, tuple(_strips(lane.claims, numbers, at))) for lane in control.lanes)
    return Drawing(lanes=tuple((parties, strips) for parties, strips in lanes if strips), ticks=_ticks(first, last, at))


def _strips(
    claims: Iterable[Any], numbers: Mapping[tuple[str, str, str], int], at: Callable[[date], float]
) -> Iterable[Strip]:
    kinds: dict[str, _Groups] = defaultdict(lambda: defaultdict(list))
    for one in claims:
        days = _days(one)
        if days:
            number = numbers[one.statement, one.stance, one.event.iri]
            kinds[one.event.type][*days, one.stance, bool(one.event.earliest)].append((number, one.speaker.label))
    for type_, groups in kinds.items():
        marks = tuple(_with_room(list(_marks(groups, at))))
        yield Strip(type=type_, height=max(mark.y for mark in marks) + _STEP // 2, marks=marks)


def _marks(groups: _Groups, at: Callable[[date], float]) -> Iterable[Mark]:
    ends: list[float] = []  # of the last mark in each row
    for (first, last, stance, dated), claims in sorted(groups.items()):
        left, right = at(first), at(last)
        row = next((n for n, end in enumerate(ends) if left - end >= _APART), len(ends))
        ends[row : row + 1] = [right]
        yield Mark(
            x=left,
            width=round(right - left, 2),
            y=row * _STEP + _STEP // 2,
            stance=stance,
            dated=dated,
            when=day(first) if first == last else f"{day(first)} to {day(last)}",
            claims=tuple(number for number, _ in claims),
            speakers=tuple(dict.fromkeys(name for _, name in claims)),
        )


def _with_room(marks: Sequence[Mark]) -> Iterable[Mark]:
    """Names stand after a mark where the next one of its row is far, else before it."""
    rows: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        rows[mark.y].append(mark)
    for row in rows.values():
        free = 0.0  # from here on nothing stands in the row
        for mark, following in zip_longest(row, row[1:]):
            end = mark.x + mark.width
            if end + _NAMES <= (following.x if following else 100):
                yield replace(mark, side="after")
                free = end + _NAMES
            elif mark.x - _NAMES >= free:
                yield replace(mark, side="before")
                free = end
            else:
                yield mark
                free = end


def _days(claim: Any) -> tuple[date, date] | tuple[()]:
    try:
        first = date.fromisoformat(claim.event.earliest or claim.stated)
        return first, max(first, date.fromisoformat(claim.event.latest or claim.event.earliest or claim.stated))
    except ValueError:
        return ()


def _ticks(first: date, last: date, at: Callable[[date], float]) -> tuple[tuple[float, str], ...]:
    span = (last - first).days
    steps = min(_TICKS, span)
    days = [date.fromordinal(first.toordinal() + span * n // steps) for n in range(steps + 1)] if steps else [first]
    return tuple((at(one), day(one)) for one in days)


FILTERS: Final[dict[str, Callable[..., Any]]] = {"drawing": drawing}
