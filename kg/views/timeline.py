"""Claims in lanes by speaker, along the days that they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.views.calendar import Span, Unit, coarse, periods, short
from kg.views.choosing import Choice, Choices, choices, choose, things
from kg.views.claims import Claim, Thing
from kg.views.marks import Lane, lane_of_claims, lane_of_piles
from kg.views.tallies import Query, Row, Tally, of_claims, one_by_one, piles, rows, tallies, top

if TYPE_CHECKING:
    from kg.store import Reader

_SINGLE: Final = 300  # claims that are shown one by one
_PERIODS: Final = 30  # that fit side by side
_TICKS: Final = 11
_LANES: Final = (12, 24, 48)
_MARGIN: Final = 0.02  # of the span, on both sides
_OUTLIERS: Final = 0.05  # of the claims may lie outside, where that lets the others be told apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What is drawn. `undated` of the claims have no day."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    undated: int

    @property
    def piled(self) -> bool:
        return any(mark.pile for lane in self.lanes for mark in (*lane.marks, *lane.undated))

    @property
    def hedged(self) -> bool:
        """Whether the words of a claim that is shown by itself show reservation."""
        marks = (mark for lane in self.lanes for mark in (*lane.marks, *lane.undated))
        return any(mark.claim.certainty == "Hedged" for mark in marks if mark.claim)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """`total` are all claims that were chosen; `before` and `after` lie outside of what is drawn, and `everything` is
    the query for a line that shows them. `claims` are those of the lanes, unless there are too many; `rows` count by
    `unit` what is not among them."""

    choice: Choice
    choices: Choices
    figure: Figure
    lane_counts: tuple[int, ...]
    lane_count: int
    speakers: int
    span: Span | None
    unit: Unit
    total: int
    before: int
    after: int
    everything: str
    claims: tuple[Claim, ...]
    rows: tuple[Row, ...]


def figure(claims: Sequence[Claim]) -> Figure:
    """Lanes for all who speak in these claims, those who say most first; nothing in it leads elsewhere."""
    counts = of_claims(claims)
    days = sorted({one.day for one in counts if one.day})
    span = _around(days[0], days[-1]) if days else None
    unit = coarse(span, most=_PERIODS) if span else "day"
    names = {one.speaker.iri: one.speaker for one in claims}
    return Figure(
        lanes=tuple(_lane(names[one], counts, claims, span, unit, None) for one in top(counts, len(names))),
        ticks=_ticks(span),
        undated=sum(one.day is None for one in counts),
    )


def timeline(reader: Reader, values: Mapping[str, str]) -> Timeline:
    """`values` are the fields of `kg.views.choosing`, `lanes` (how many) and `span` ("all" for every day)."""
    choice = choose(reader, values)
    lanes = next((n for n in _LANES if str(n) == values.get("lanes")), _LANES[0])
    counts = tallies(reader, choice)
    span = _span(counts, choice, whole=values.get("span") == "all")
    inside = [one for one in counts if one.day is None or (span and span.first <= one.day <= span.last)]
    most = top(inside, lanes)
    names = things(reader, most)
    unit = coarse(span, most=_PERIODS) if span else "day"
    few = 0 < sum(one.number for one in inside if one.speaker in names) <= _SINGLE
    shown = one_by_one(reader, choice, most) if few else ()
    drawn = [
        _lane(names[speaker], inside, shown, span, unit, _Link(choice.given, {"speaker": speaker}, lanes).query)
        for speaker in most
    ]
    others = [one for one in inside if one.speaker not in names]
    if others:
        rest = Thing(iri="", label=f"{len({one.speaker for one in others}):,} others")
        drawn.append(lane_of_piles(rest, piles(others, span, unit, _Link(choice.given, {}, lanes).query), span))
    return Timeline(
        choice=choice,
        choices=choices(reader),
        figure=Figure(lanes=tuple(drawn), ticks=_ticks(span), undated=sum(one.number for one in counts if not one.day)),
        lane_counts=_LANES,
        lane_count=lanes,
        speakers=len({one.speaker for one in inside}),
        span=span,
        unit=unit,
        total=sum(one.number for one in counts),
        before=sum(one.number for one in counts if one.day and span and one.day < span.first),
        after=sum(one.number for one in counts if one.day and span and one.day > span.last),
        everything=urlencode({**choice.given, "lanes": lanes, "span": "all"}),
        claims=shown,
        rows=tuple(rows(others if shown else inside, names, span, unit)),
    )


@dataclass(frozen=True, slots=True)
class _Link:
    """To a line that shows less: a speaker, a period."""

    given: Mapping[str, str]
    more: Mapping[str, str]
    lanes: int

    def query(self, period: Span | None) -> str:
        days = {"since": period.first.isoformat(), "until": period.last.isoformat()} if period else {}
        return urlencode({**self.given, **self.more, **days, "lanes": self.lanes})


def _span(counts: Iterable[Tally], choice: Choice, *, whole: bool) -> Span | None:
    """All days, but for a few outliers without which the others can be told apart much better."""
    days: Counter[date] = Counter()
    for one in counts:
        if one.day:
            days[one.day] += one.number
    if not days:
        return None
    ordered = sorted(days)
    first, last = ordered[0], ordered[-1]
    if not whole and not {"since", "until"} & set(choice.given):
        first, last = _without_outliers(ordered, days)
    return _around(first, last)


def _around(first: date, last: date) -> Span:
    margin = timedelta(days=max(1, int(((last - first).days + 1) * _MARGIN)))
    earliest, latest = first - date.min, date.max - last
    return Span(first=first - min(margin, earliest), last=last + min(margin, latest))


def _without_outliers(ordered: Sequence[date], days: Mapping[date, int]) -> tuple[date, date]:
    may_go = int(sum(days.values()) * _OUTLIERS)
    low, high = 0, len(ordered) - 1
    while low < high:
        gone = (days[ordered[low]], ordered[low + 1] - ordered[low], "low")
        other = (days[ordered[high]], ordered[high] - ordered[high - 1], "high")
        number, _, side = max(gone, other, key=lambda one: one[1])
        if number > may_go:
            break
        may_go -= number
        low, high = (low + 1, high) if side == "low" else (low, high - 1)
    whole, rest = ordered[-1] - ordered[0], ordered[high] - ordered[low]
    return (ordered[low], ordered[high]) if rest * 2 <= whole else (ordered[0], ordered[-1])


def _lane(
    speaker: Thing,
    counts: Iterable[Tally],
    shown: Sequence[Claim],
    span: Span | None,
    unit: Unit,
    query: Query | None,
) -> Lane:
    if shown:
        mine = [claim for claim in shown if claim.speaker.iri == speaker.iri]
        lane = lane_of_claims(speaker, mine, span)
        if lane is not None:
            return lane
    mine_counted = [one for one in counts if one.speaker == speaker.iri]
    return lane_of_piles(speaker, piles(mine_counted, span, unit, query), span)


def _ticks(span: Span | None) -> tuple[Tick, ...]:
    if span is None:
        return ()
    unit = coarse(span, most=_TICKS)
    firsts = [period.first for period in periods(span, unit) if period.first >= span.first]
    years = [period.first for period in periods(span, "year") if period.first >= span.first]
    for step in (5, 2) if unit == "decade" else ():
        some = [day for day in years if day.year % step == 0]
        firsts = some if len(some) <= _TICKS else firsts
    return tuple(Tick(at=round(span.at(day), 3), label=short(day, unit)) for day in firsts)
