"""Counts by day as few enough bars to be drawn: days, months or years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_MOST: Final = 62  # bars that can be told apart on a phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """So many in a day, a month or a year: "2025-03-12", "2025-03", "2025"."""

    when: str
    count: int


def bars(days: Mapping[date, int]) -> tuple[Bar, ...]:
    """One for each day between the first and the last, or for each month, or year; also those without any."""
    if not days:
        return ()
    first, last = min(days), max(days)
    if (last - first).days < _MOST:
        return _filled([str(first + timedelta(n)) for n in range((last - first).days + 1)], days)
    months = range(_month(first), _month(last) + 1)
    if len(months) <= _MOST:
        return _filled([f"{n // 12:04}-{n % 12 + 1:02}" for n in months], days)
    years = range(first.year, last.year + 1)
    return _filled([f"{n:04}" for n in years if len(years) <= _MOST or any(day.year == n for day in days)], days)


def _filled(units: list[str], days: Mapping[date, int]) -> tuple[Bar, ...]:
    counts: Counter[str] = Counter()
    for day, count in days.items():
        counts[day.isoformat()[: len(units[0])]] += count
    return tuple(Bar(when=unit, count=counts[unit]) for unit in units)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
