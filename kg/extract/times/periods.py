"""Periods of the calendar: a day, an ISO week, a month … each with its TIMEX3 value and its first and last day.

Values follow ISO-TimeML (ISO 24617-1): "2025-03-12", "2025-W11", "2025-W11-WE", "2025-03", "2025-Q1", "2025-H1",
"2025-SU", "2025", and "202" for a decade.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

_SATURDAY: Final = 5


class Period(NamedTuple):
    value: str
    earliest: date
    latest: date


def day(on: date) -> Period:
    return Period(on.isoformat(), on, on)


def days(first: date, last: date) -> Period:
    return Period(f"{first.isoformat()}/{last.isoformat()}", first, last)


def week(on: date) -> Period:
    monday = on - timedelta(on.weekday())
    number = on.isocalendar()
    return Period(f"{number.year:04}-W{number.week:02}", monday, monday + timedelta(6))


def weekend(on: date) -> Period:
    """The Saturday and Sunday of the ISO week."""
    whole = week(on)
    return Period(f"{whole.value}-WE", whole.earliest + timedelta(_SATURDAY), whole.latest)


def month(year: int, number: int) -> Period:
    return Period(f"{year:04}-{number:02}", date(year, number, 1), _last_day(year, number))


def quarter(year: int, number: int) -> Period:
    return _months(f"{year:04}-Q{number}", year, 3 * number - 2, 3)


def half(year: int, number: int) -> Period:
    return _months(f"{year:04}-H{number}", year, 6 * number - 5, 6)


def season(year: int, code: str, first_month: int) -> Period:
    """Three months. Winter is named after the year in which it begins."""
    return _months(f"{year:04}-{code}", year, first_month, 3)


def year(number: int) -> Period:
    return Period(f"{number:04}", date(number, 1, 1), date(number, 12, 31))


def decade(first_year: int) -> Period:
    return Period(f"{first_year // 10:03}", date(first_year, 1, 1), date(first_year + 9, 12, 31))


def years(first: int, last: int) -> Period:
    return Period(f"{first:04}/{last:04}", date(first, 1, 1), date(last, 12, 31))


def before(on: date, unit: str, count: int) -> date:
    """The day that many units before; a day that the month does not have becomes its last."""
    if unit in _DAYS:
        return on - timedelta(_DAYS[unit] * count)
    months = on.year * 12 + on.month - 1 - _MONTHS[unit] * count
    last = monthrange(months // 12, months % 12 + 1)[1]
    return date(months // 12, months % 12 + 1, min(on.day, last))


def containing(on: date, unit: str) -> Period:
    """The week, month … that a day lies in."""
    return _CONTAINING[unit](on)


def _months(value: str, year: int, first: int, count: int) -> Period:
    last = year * 12 + first - 1 + count - 1
    return Period(value, date(year, first, 1), _last_day(last // 12, last % 12 + 1))


def _last_day(year: int, number: int) -> date:
    return date(year, number, monthrange(year, number)[1])


_DAYS: Final = {"day": 1, "week": 7, "weekend": 7}
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_CONTAINING: Final[dict[str, Callable[[date], Period]]] = {
    "day": day,
    "week": week,
    "weekend": weekend,
    "month": lambda on: month(on.year, on.month),
    "quarter": lambda on: quarter(on.year, (on.month + 2) // 3),
    "year": lambda on: year(on.year),
    "decade": lambda on: decade(on.year // 10 * 10),
}
