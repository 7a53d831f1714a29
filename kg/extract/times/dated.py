"""Dates that name a day, a month, a season or a year; what they leave out comes from the day of publication."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from kg import lexicon
from kg.extract.times import periods
from kg.extract.times.periods import Period
from kg.extract.times.readings import Context, Groups, Reader, Reading, step

_NEAR_FUTURE: Final = timedelta(30)
_FAR_FUTURE: Final = timedelta(300)
_OLDEST_CENTURY_OF_DECADES: Final = 1900
_MONTHS: Final = 12
_LONGEST_DAY: Final = 31


def _iso(found: Groups, context: Context) -> Reading:
    return Reading(periods.day(date.fromisoformat(found["date"])))


def _dotted(found: Groups, context: Context) -> Reading:
    day, month, year = map(int, found["date"].split("."))
    return Reading(periods.day(date(year, month, day)))


def _slashed(found: Groups, context: Context) -> Reading | None:
    """The day or the month may come first; where both may be, nobody can tell."""
    first, second, third = map(int, found["date"].replace("-", "/").split("/"))
    if first > _LONGEST_DAY:
        return Reading(periods.day(date(first, second, third)))
    if first <= _MONTHS and second <= _MONTHS and first != second:
        return None
    day, month = (second, first) if second > _MONTHS else (first, second)
    return Reading(periods.day(date(third, month, day)))


def _holiday(found: Groups, context: Context) -> Reading:
    month, day = lexicon.table("times")["holidays"][" ".join(found["name"].split())]
    return Reading(periods.day(_on(month, day, _year(found, context), context)))


def _month_and_day(found: Groups, context: Context) -> Reading:
    month = _month_number(found["month"])
    day = _leading_number(found["day"])
    first = _on(month, day, _year(found, context), context)
    if not found["last"]:
        return Reading(periods.day(first))
    last = first.replace(day=_leading_number(found["last"]))
    return Reading(periods.days(first, last)) if last > first else Reading(periods.day(first))


def _on(month: int, day: int, year: int | None, context: Context) -> date:
    """That day of that year; without a year, the one that the day of publication suggests."""
    if year is not None:
        return date(year, month, day)
    today = context.today
    days = [date(y, month, day) for y in range(today.year - 8, today.year + 9) if _exists(y, month, day)]
    coming = min(on for on in days if on >= today)
    if context.ahead and coming - today < _FAR_FUTURE:
        return coming
    return max(on for on in days if on <= today + _NEAR_FUTURE)


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= day <= (periods.month(year, month).latest.day if 1 <= year <= 9999 else 0)


def _month_of_year(found: Groups, context: Context) -> Reading:
    year = _year(found, context)
    return Reading(periods.month(context.today.year if year is None else year, _month_number(found["month"])))


def _month(found: Groups, context: Context) -> Reading | None:
    if found["stepped"]:
        number = _month_number(found["stepped"])
        return Reading(_stepped_month(number, step(found), context.today))
    name = found["name"]
    if name and not _surely_a_month(found):
        return None
    first = _on(
        _month_number(name or found["of"] or found["of_a"] or found["own"] or found["second"]), 1, None, context
    )
    return Reading(periods.month(first.year, first.month))


def _surely_a_month(found: Groups) -> bool:
    words = lexicon.table("times")["words"]
    lead = " ".join((found.match["lead"] or "").lower().split())
    has_part = found.match["part"] or found.match["part_of"]
    return bool(has_part) or found["name"].title() not in words["also_names"] or lead in words["sure_leads"]


def _stepped_month(number: int, steps: int, today: date) -> Period:
    """ "Last March" is the latest that is over, "next March" the first that has not begun, "this March" this year's."""
    year = today.year
    if steps < 0 and number >= today.month:
        year -= 1
    elif steps > 0 and number <= today.month:
        year += 1
    return periods.month(year, number)


def _years(found: Groups, context: Context) -> Reading:
    first = int(found["first"])
    last = int(found["first"][: 4 - len(found["last"])] + found["last"])
    if last < first:
        raise ValueError(last)
    return Reading(periods.years(first, last))


def _quarter(found: Groups, context: Context) -> Reading:
    number = int(found["number"] or lexicon.table("times")["ordinals"][found.words("ordinal")])
    year = _year(found, context)
    if year is None:
        year = context.today.year
        if not context.ahead and periods.quarter(year, number).earliest > context.today:
            year -= 1
    return Reading(periods.quarter(year, number))


def _half(found: Groups, context: Context) -> Reading:
    number = lexicon.table("times")["ordinals"][found.words("ordinal")]
    year = _year(found, context)
    return Reading(periods.half(context.today.year if year is None else year, number))


def _season(found: Groups, context: Context) -> Reading:
    name = found.words("stepped") or found.words("dated") or found.words("name")
    code, month = lexicon.table("times")["seasons"][name]
    if found["year"]:
        return Reading(periods.season(int(found["year"]), code, month))
    if found["year_step"]:
        return Reading(periods.season(context.today.year + step(found, "year_step"), code, month))
    year = _on(month, 1, None, context).year  # the latest that has begun, or begins soon
    current = periods.season(year, code, month)
    if step(found) > 0 and current.earliest <= context.today:
        year += 1
    elif step(found) < 0 and current.latest >= context.today:
        year -= 1
    return Reading(periods.season(year, code, month))


def _decade(found: Groups, context: Context) -> Reading:
    year = found["year"]
    return Reading(periods.decade(int(year) if year else _OLDEST_CENTURY_OF_DECADES + int(found["short"])))


def _year_alone(found: Groups, context: Context) -> Reading:
    number = found["number"] or found["bracketed"] or found["second"] or found["noun"]
    return Reading(periods.year(int(number)))


def _year(found: Groups, context: Context) -> int | None:
    """The year beside a month or a quarter: a number, or "last year"; None when there is none."""
    if found["year"]:
        return int(found["year"])
    return context.today.year + step(found) if found["step"] else None


def _month_number(name: str) -> int:
    months: Mapping[str, int] = lexicon.table("times")["months"]
    return months[name.rstrip(".").title()]


def _leading_number(text: str) -> int:
    return int("".join(c for c in text if c.isdigit()))


READERS: Final[Mapping[str, Reader]] = {
    "iso": _iso,
    "dotted": _dotted,
    "slashed": _slashed,
    "day_month": _month_and_day,
    "month_day": _month_and_day,
    "month_year": _month_of_year,
    "month": _month,
    "years": _years,
    "quarter": _quarter,
    "half": _half,
    "season": _season,
    "decade": _decade,
    "holiday": _holiday,
    "year": _year_alone,
}
