"""Dates that count from the day of publication: "on Wednesday", "two weeks ago", "in recent days"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from kg import lexicon
from kg.extract.times import periods
from kg.extract.times.periods import Period
from kg.extract.times.readings import Context, Groups, Reader, Reading, step

_APPROXIMATE: Final = "APPROX"
_WEEK: Final = timedelta(7)
_IN_A_DAY: Final = {"minute": 24 * 60, "hour": 24}
_DURATIONS: Final = {  # ISO 8601, with the quarters and weekends of TIMEX3
    "minute": "PT{}M",
    "hour": "PT{}H",
    "day": "P{}D",
    "weekend": "P{}WE",
    "week": "P{}W",
    "month": "P{}M",
    "quarter": "P{}Q",
    "year": "P{}Y",
    "decade": "P{}0Y",
}


def _ago(found: Groups, context: Context) -> Reading:
    unit = found.words("unit")
    if not found["count"]:
        if not found["plural"]:
            raise ValueError(unit)
        return _reaching_back(unit, context.today, least=1)
    count = _count(found["count"])
    modifier = _APPROXIMATE if found["blur"] else None
    if unit in _IN_A_DAY:
        first = context.today - timedelta(hours=24 * -(-count // _IN_A_DAY[unit]))
        return Reading(Period(context.today.isoformat(), first, context.today), modifier)
    return Reading(periods.containing(periods.before(context.today, unit, count), unit), modifier)


def _stretch(found: Groups, context: Context) -> Reading:
    """ "The past three days", "in the coming weeks": from or to the day of publication."""
    unit = found.words("unit")
    if not found["count"]:
        if found["next"]:
            return _reaching_ahead(unit, context.today)
        return _reaching_back(unit, context.today, least=0)
    count = _count(found["count"])
    return Reading(_running(unit, -count if found["next"] else count, context.today))


def _running_unit(found: Groups, context: Context) -> Reading:
    return Reading(_running(found.words("unit"), -1 if found["next"] else 1, context.today))


def _running(unit: str, count: int, today: date) -> Period:
    """So many units before today, or after it when negative, as an ISO 8601 duration."""
    other = _shifted(today, unit, count)
    value = _DURATIONS[unit].format(abs(count))
    return Period(value, min(today, other), max(today, other))


def _reaching_back(unit: str, today: date, *, least: int) -> Reading:
    reach = lexicon.table("times")["units"][unit]
    return Reading(Period("PAST_REF", _shifted(today, unit, reach), _shifted(today, unit, least)), _APPROXIMATE)


def _reaching_ahead(unit: str, today: date) -> Reading:
    reach = lexicon.table("times")["units"][unit]
    return Reading(Period("FUTURE_REF", today, _shifted(today, unit, -reach)), _APPROXIMATE)


def _shifted(today: date, unit: str, count: int) -> date:
    if unit in _IN_A_DAY:
        days = -(-abs(count) // _IN_A_DAY[unit])
        return today - timedelta(days if count > 0 else -days)
    return periods.before(today, unit, count)


def _step_unit(found: Groups, context: Context) -> Reading:
    unit = found.words("unit")
    return Reading(periods.containing(periods.before(context.today, unit, -step(found)), unit))


def _unit(found: Groups, context: Context) -> Reading:
    if not found["weekend"]:
        return Reading(periods.containing(context.today, found.words("unit")))
    weekend = periods.weekend(context.today)  # "over the weekend": the latest that has begun
    if weekend.earliest > context.today and not context.ahead:
        weekend = periods.weekend(context.today - _WEEK)
    return Reading(weekend)


def _weekday(found: Groups, context: Context) -> Reading:
    number = lexicon.table("times")["weekdays"][found["name"].title()]
    today = context.today
    if found["week"]:
        monday = periods.week(today).earliest
        return Reading(periods.day(monday + timedelta(7 * step(found, "week") + number)))
    gone = timedelta((today.weekday() - number) % 7)
    left = timedelta((number - today.weekday()) % 7)
    if not found["step"]:
        return Reading(periods.day(today + left if context.ahead else today - gone))
    steps = step(found)
    if steps == 0:
        return Reading(periods.day(periods.week(today).earliest + timedelta(number)))
    return Reading(periods.day(today - (gone or _WEEK) if steps < 0 else today + (left or _WEEK)))


def _relative(found: Groups, context: Context) -> Reading:
    offsets = lexicon.table("times")["days"][found.words("day")]
    on, first, last = offsets if isinstance(offsets, list) else (offsets,) * 3
    day, earliest, latest = (context.today + timedelta(offset) for offset in (on, first, last))
    return Reading(Period(day.isoformat(), earliest, latest))


def _count(text: str) -> int:
    """ "7", "seven", "seventy", "seventy-seven"."""
    if text.isdigit():
        return int(text)
    table = lexicon.table("times")
    values: Mapping[str, int] = {**table["numbers"], **table["tens"]}
    return sum(values[word] for word in text.lower().split("-"))


READERS: Final[Mapping[str, Reader]] = {
    "ago": _ago,
    "stretch": _stretch,
    "running": _running_unit,
    "step": _step_unit,
    "unit": _unit,
    "weekday": _weekday,
    "relative": _relative,
}
