"""Days on a line: how a span of time is cut into periods, and how they are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

Unit = Literal["day", "week", "month", "quarter", "year", "decade", "century"]

UNITS: Final[tuple[Unit, ...]] = ("day", "week", "month", "quarter", "year", "decade", "century")
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_LONGEST: Final[dict[Unit, int]] = {  # in days
    "day": 1,
    "week": 7,
    "month": 31,
    "quarter": 92,
    "year": 366,
    "decade": 3_653,
    "century": 36_525,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Both days belong to it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def at(self, day: date) -> float:
        """Where the middle of a day stands, in per cent of the whole."""
        return 100 * ((day - self.first).days + 0.5) / self.days


def coarse(span: Span, *, most: int) -> Unit:
    """The finest unit that cuts the span into at most so many periods; a century when none does."""
    short_enough = (unit for unit in UNITS if span.days <= most * _LONGEST[unit])
    return next((unit for unit in short_enough if len(periods(span, unit)) <= most), "century")


def periods(span: Span, unit: Unit) -> list[Span]:
    """All of the unit that touch the span, whole."""
    return list(_periods(span, unit))


def start(day: date, unit: Unit) -> date:
    """The first day of the period in which a day lies; a week begins on Monday."""
    if unit == "day":
        return day
    if unit == "week":
        return max(date.min, day - timedelta(days=min(day.weekday(), (day - date.min).days)))
    months = _MONTHS[unit]
    number = (day.year * 12 + day.month - 1) // months * months
    return date(max(1, number // 12), number % 12 + 1, 1)


def called(period: Span, unit: Unit) -> str:
    """ "12 March 2025", "week of 10 March 2025", "March 2025", "January to March 2025", "2025", "the 2020s" """
    day = period.first
    names: dict[Unit, str] = {
        "day": f"{day.day} {day:%B} {day.year}",
        "week": f"week of {day.day} {day:%B} {day.year}",
        "month": f"{day:%B} {day.year}",
        "quarter": f"{day:%B} to {period.last:%B} {day.year}",
        "year": f"{day.year}",
        "decade": f"the {day.year // 10 * 10}s",
        "century": f"{day.year // 100 * 100} to {period.last.year}",
    }
    return names[unit]


def short(day: date, unit: Unit) -> str:
    """For the scale: "12 Mar", "Mar 2025", "2025" """
    if unit in ("day", "week"):
        return f"{day.day} {day:%b}" + (f" {day.year}" if day.month == 1 and day.day <= 7 else "")
    return f"{day:%b} {day.year}" if unit in ("month", "quarter") else f"{day.year}"


def _periods(span: Span, unit: Unit) -> Iterator[Span]:
    first = start(span.first, unit)
    while first <= span.last:
        following = _next(first, unit)
        if following is None:
            yield Span(first=first, last=date.max)
            return
        yield Span(first=first, last=following - timedelta(days=1))
        first = following


def _next(first: date, unit: Unit) -> date | None:
    """None after the last day that there is."""
    try:
        if unit in ("day", "week"):
            return first + timedelta(days=7 if unit == "week" else 1)
        number = first.year * 12 + first.month - 1 + _MONTHS[unit]
        # The first decade and century begin in the year 1, as there is no year 0.
        number -= 12 if first.year == 1 and _MONTHS[unit] > 12 else 0
        return date(number // 12, number % 12 + 1, 1)
    except (OverflowError, ValueError):
        return None
