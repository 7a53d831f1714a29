"""What each kind of date of the grammar means: a match → a period of the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from kg import lexicon
from kg.extract import periods
from kg.extract.periods import Period

APPROXIMATE: Final = "APPROX"
_NEAR_FUTURE: Final = timedelta(30)
_HALF_A_YEAR: Final = timedelta(183)
_OLDEST_CENTURY_OF_DECADES: Final = 1900


class UndatedError(Exception):
    """Only a day of publication could tell what is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The day of publication, and whether the sentence speaks of the future."""

    published: date | None
    ahead: bool = False

    @property
    def today(self) -> date:
        if self.published is None:
            raise UndatedError
        return self.published


class Reading(NamedTuple):
    period: Period
    modifier: str | None = None


def read(match: re.Match[str], context: Context) -> Reading | None:
    """The meaning of a match of the grammar; None for what is no date, or none that can be told."""
    kind = match.lastgroup or ""
    try:
        return _READERS[kind](_Groups(match, kind), context)
    except (UndatedError, ValueError, OverflowError):  # the last two: February 30, "9999 years ago"
        return None


class _Groups:
    """The groups of one kind, without the kind's name in front."""

    def __init__(self, match: re.Match[str], kind: str) -> None:
        self.match = match
        self.kind = kind

    def __getitem__(self, name: str) -> str:
        return self.match[f"{self.kind}_{name}"] or ""

    def words(self, name: str) -> str:
        """The words of a group as the lexicon writes them."""
        return " ".join(self[name].lower().split())


def _iso(found: _Groups, context: Context) -> Reading:
    return Reading(periods.day(date.fromisoformat(found["date"])))


def _dotted(found: _Groups, context: Context) -> Reading:
    day, month, year = map(int, found["date"].split("."))
    return Reading(periods.day(date(year, month, day)))


def _month_and_day(found: _Groups, context: Context) -> Reading:
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
    if context.ahead and coming - today < _HALF_A_YEAR:
        return coming
    return max(on for on in days if on <= today + _NEAR_FUTURE)


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= day <= (periods.month(year, month).latest.day if 1 <= year <= 9999 else 0)


def _month_of_year(found: _Groups, context: Context) -> Reading:
    year = _year(found, context)
    return Reading(periods.month(context.today.year if year is None else year, _month_number(found["month"])))


def _month(found: _Groups, context: Context) -> Reading | None:
    if found["stepped"]:
        number = _month_number(found["stepped"])
        return Reading(_stepped_month(number, _step(found), context.today))
    if not _surely_a_month(found):
        return None
    first = _on(_month_number(found["name"]), 1, None, context)
    return Reading(periods.month(first.year, first.month))


def _surely_a_month(found: _Groups) -> bool:
    words = lexicon.table("times")["words"]
    lead = " ".join((found.match["lead"] or "").lower().split())
    has_part = found.match["part"] or found.match["part_of"]
    return bool(has_part) or found["name"].title() not in words["also_names"] or lead in words["sure_leads"]


def _stepped_month(number: int, step: int, today: date) -> Period:
    """ "Last March" is the latest that is over, "next March" the first that has not begun, "this March" this year's."""
    year = today.year
    if step < 0 and number >= today.month:
        year -= 1
    elif step > 0 and number <= today.month:
        year += 1
    return periods.month(year, number)


def _years(found: _Groups, context: Context) -> Reading:
    first = int(found["first"])
    last = int(found["first"][: 4 - len(found["last"])] + found["last"])
    if last < first:
        raise ValueError(last)
    return Reading(periods.years(first, last))


def _quarter(found: _Groups, context: Context) -> Reading:
    number = int(found["number"] or lexicon.table("times")["ordinals"][found.words("ordinal")])
    year = _year(found, context)
    if year is None:
        year = context.today.year
        if not context.ahead and periods.quarter(year, number).earliest > context.today:
            year -= 1
    return Reading(periods.quarter(year, number))


def _half(found: _Groups, context: Context) -> Reading:
    number = lexicon.table("times")["ordinals"][found.words("ordinal")]
    year = _year(found, context)
    return Reading(periods.half(context.today.year if year is None else year, number))


def _season(found: _Groups, context: Context) -> Reading:
    name = found.words("stepped") or found.words("dated") or found.words("name")
    code, month = lexicon.table("times")["seasons"][name]
    if found["year"]:
        return Reading(periods.season(int(found["year"]), code, month))
    if found["year_step"]:
        return Reading(periods.season(context.today.year + _steps()[found.words("year_step")], code, month))
    year = _on(month, 1, None, context).year  # the latest that has begun, or begins soon
    current = periods.season(year, code, month)
    if _step(found) > 0 and current.earliest <= context.today:
        year += 1
    elif _step(found) < 0 and current.latest >= context.today:
        year -= 1
    return Reading(periods.season(year, code, month))


def _decade(found: _Groups, context: Context) -> Reading:
    year = found["year"]
    return Reading(periods.decade(int(year) if year else _OLDEST_CENTURY_OF_DECADES + int(found["short"])))


def _ago(found: _Groups, context: Context) -> Reading:
    unit = found.words("unit")
    if not found["count"]:
        if not found["plural"]:
            raise ValueError(unit)
        return _reaching_back(unit, context.today, least=1)
    count = _count(found["count"])
    modifier = APPROXIMATE if found["blur"] else None
    if unit in _HOURS:
        first = context.today - timedelta(hours=24 * -(-count // _HOURS[unit]))
        return Reading(Period(context.today.isoformat(), first, context.today), modifier)
    return Reading(periods.containing(periods.before(context.today, unit, count), unit), modifier)


def _stretch(found: _Groups, context: Context) -> Reading:
    """ "The past three days", "in the coming weeks": from or to the day of publication."""
    unit = found.words("unit")
    if not found["count"]:
        if found["next"]:
            return _reaching_ahead(unit, context.today)
        return _reaching_back(unit, context.today, least=0)
    count = _count(found["count"])
    return Reading(_running(unit, -count if found["next"] else count, context.today))


def _running_unit(found: _Groups, context: Context) -> Reading:
    return Reading(_running(found.words("unit"), -1 if found["next"] else 1, context.today))


def _running(unit: str, count: int, today: date) -> Period:
    """So many units before today, or after it when negative, as an ISO 8601 duration."""
    other = _shifted(today, unit, count)
    value = _DURATIONS[unit].format(abs(count))
    return Period(value, min(today, other), max(today, other))


def _reaching_back(unit: str, today: date, *, least: int) -> Reading:
    reach = lexicon.table("times")["units"][unit]
    return Reading(Period("PAST_REF", _shifted(today, unit, reach), _shifted(today, unit, least)), APPROXIMATE)


def _reaching_ahead(unit: str, today: date) -> Reading:
    reach = lexicon.table("times")["units"][unit]
    return Reading(Period("FUTURE_REF", today, _shifted(today, unit, -reach)), APPROXIMATE)


def _shifted(today: date, unit: str, count: int) -> date:
    if unit in _HOURS:
        days = -(-abs(count) // _HOURS[unit])
        return today - timedelta(days if count > 0 else -days)
    return periods.before(today, unit, count)


def _step_unit(found: _Groups, context: Context) -> Reading:
    unit = found.words("unit")
    return Reading(periods.containing(periods.before(context.today, unit, -_step(found)), unit))


def _unit(found: _Groups, context: Context) -> Reading:
    if not found["weekend"]:
        return Reading(periods.containing(context.today, found.words("unit")))
    weekend = periods.weekend(context.today)  # "over the weekend": the latest that has begun
    if weekend.earliest > context.today and not context.ahead:
        weekend = periods.weekend(context.today - timedelta(7))
    return Reading(weekend)


def _weekday(found: _Groups, context: Context) -> Reading:
    number = lexicon.table("times")["weekdays"][found["name"].title()]
    today = context.today
    if found["week"]:
        monday = periods.week(today).earliest
        return Reading(periods.day(monday + timedelta(7 * _steps()[found.words("week")] + number)))
    gone = timedelta((today.weekday() - number) % 7)
    left = timedelta((number - today.weekday()) % 7)
    week = timedelta(7)
    if not found["step"]:
        return Reading(periods.day(today + left if context.ahead else today - gone))
    step = _step(found)
    if step == 0:
        return Reading(periods.day(periods.week(today).earliest + timedelta(number)))
    return Reading(periods.day(today - (gone or week) if step < 0 else today + (left or week)))


def _relative(found: _Groups, context: Context) -> Reading:
    offsets = lexicon.table("times")["days"][found.words("day")]
    on, first, last = offsets if isinstance(offsets, list) else (offsets,) * 3
    day, earliest, latest = (context.today + timedelta(offset) for offset in (on, first, last))
    return Reading(Period(day.isoformat(), earliest, latest))


def _year_alone(found: _Groups, context: Context) -> Reading:
    number = found["number"] or found["bracketed"] or found["second"] or found["noun"]
    return Reading(periods.year(int(number)))


def _year(found: _Groups, context: Context) -> int | None:
    """The year beside a month or a quarter: a number, or "last year"; None when there is none."""
    if found["year"]:
        return int(found["year"])
    return context.today.year + _step(found) if found["step"] else None


def _step(found: _Groups) -> int:
    return _steps()[found.words("step")] if found["step"] else 0


def _steps() -> Mapping[str, int]:
    steps: Mapping[str, int] = lexicon.table("times")["steps"]
    return steps


def _month_number(name: str) -> int:
    months: Mapping[str, int] = lexicon.table("times")["months"]
    return months[name.rstrip(".").title()]


def _leading_number(text: str) -> int:
    return int("".join(c for c in text if c.isdigit()))


def _count(text: str) -> int:
    """ "7", "seven", "seventy", "seventy-seven"."""
    if text.isdigit():
        return int(text)
    table = lexicon.table("times")
    values: Mapping[str, int] = {**table["numbers"], **table["tens"]}
    return sum(values[word] for word in text.lower().split("-"))


_HOURS: Final = {"minute": 24 * 60, "hour": 24}  # how many make a day
_DURATIONS: Final = {
    "minute": "PT{}M",
    "hour": "PT{}H",
    "day": "P{}D",
    "week": "P{}W",
    "month": "P{}M",
    "year": "P{}Y",
    "weekend": "P{}WE",
    "quarter": "P{}Q",
    "decade": "P{}0Y",
}
_READERS: Final[dict[str, Callable[[_Groups, Context], Reading | None]]] = {
    "iso": _iso,
    "dotted": _dotted,
    "day_month": _month_and_day,
    "month_day": _month_and_day,
    "month_year": _month_of_year,
    "month": _month,
    "years": _years,
    "quarter": _quarter,
    "half": _half,
    "season": _season,
    "decade": _decade,
    "ago": _ago,
    "stretch": _stretch,
    "running": _running_unit,
    "step": _step_unit,
    "unit": _unit,
    "weekday": _weekday,
    "relative": _relative,
    "year": _year_alone,
}
