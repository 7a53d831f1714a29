"""Values of TIMEX3 in words: a day, a week, a season … "2025-W11" is for machines.

Source: ISO 24617-1 (ISO-TimeML); `kg.extract.times.periods` says which values there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEASONS: Final = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
_QUARTERS: Final = {"Q1": "first quarter", "Q2": "second quarter", "Q3": "third quarter", "Q4": "fourth quarter"}
_HALVES: Final = {"H1": "first half", "H2": "second half"}
_PARTS: Final = {**_SEASONS, **_QUARTERS, **_HALVES}
_UNSAID: Final = {"PAST_REF": "in the past", "PRESENT_REF": "at the time", "FUTURE_REF": "in the future"}
_SATURDAY: Final = timedelta(5)


def in_words(value: str) -> str:
    """ "12 March 2025", "week of 10 March 2025", "the 1990s"; the value itself where it is none of TIMEX3."""
    if value in _UNSAID:
        return _UNSAID[value]
    for pattern, told in _FORMS:
        if found := pattern.fullmatch(value):
            try:
                return told(found)
            except ValueError:  # a week or day that the calendar does not have
                return value
    return value


def _day(on: date) -> str:
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def _week(found: re.Match[str]) -> str:
    monday = date.fromisocalendar(int(found["year"]), int(found["week"]), 1)
    return f"weekend of {_day(monday + _SATURDAY)}" if found["weekend"] else f"week of {_day(monday)}"


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    (re.compile(r"(\d{4}-\d\d-\d\d)(?:T.*)?", re.ASCII), lambda found: _day(date.fromisoformat(found[1]))),
    (re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII), lambda found: f"{_MONTHS[int(found[2]) - 1]} {found[1]}"),
    (re.compile(r"(?P<year>\d{4})-W(?P<week>\d\d)(?P<weekend>-WE)?", re.ASCII), _week),
    (re.compile(rf"(\d{{4}})-({'|'.join(_PARTS)})", re.ASCII), lambda found: f"{_PARTS[found[2]]} of {found[1]}"),
    (re.compile(r"(\d{3})", re.ASCII), lambda found: f"the {found[1]}0s"),
    (re.compile(r"(\d{4})/(\d{4})", re.ASCII), lambda found: f"{found[1]} to {found[2]}"),
)
