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
_HALVES: Final = {  # what half of a unit is, for "a year and a half ago"
    "day": ("day", 0),
    "weekend": ("day", 0),
    "week": ("day", 3),
    "month": ("day", 15),
    "quarter": ("day", 45),
    "year": ("month", 6),
    "decade": ("year", 5),
}
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


def counted(text: str) -> int:
    """ "7", "seven", "seventy", "seventy-seven"."""
    if text.isdigit():
        return int(text)
    table = lexicon.table("times")
    values: Mapping[str, int] = {**table["numbers"], **table["tens"]}
    return sum(values[word] for word in text.lower().split("-"))


def _ago(found: Groups, context: Context) -> Reading:
    """ "Three days ago", and "three days from now"."""
    unit, way = found.words("unit"), -1 if found["ahead"] else 1
    halves = bool(found["half"] or found["more"] or found["rest"])
    if not found["count"] and not found["half"]:
        if not found["plural"]:
            raise ValueError(unit)
        reach = _reaching_ahead if found["ahead"] else _reaching_back
        return reach(unit, context.today, least=1)
    count = counted(found["count"]) if found["count"] else 0
    modifier = _APPROXIMATE if found["blur"] else None
    if unit in _IN_A_DAY:
        other = _shifted(context.today, unit, way * (count + halves))
        first, last = min(other, context.today), max(other, context.today)
        return Reading(Period(context.today.isoformat(), first, last), modifier)
    on = periods.before(context.today, unit, way * count)
    if halves:
        smaller, number = _HALVES[unit]
        on = periods.before(on, smaller, way * number)
        unit = unit if count else smaller
    return Reading(periods.containing(on, unit), modifier)


def _hence(found: Groups, context: Context) -> Reading | None:
    """ "Will meet in two weeks"; "took it in two weeks" is no date."""
    if not context.ahead:
        return None
    unit = found.words("unit")
    on = periods.before(context.today, unit, -counted(found["count"]))
    return Reading(periods.containing(on, unit), _APPROXIMATE if found["blur"] else None)


def _anchored(found: Groups, context: Context) -> Reading | None:
    """ "The same day", "two weeks later", "the following month": counted from what the text dated last.

    Nothing without such a date, or where it is less precise than the unit: "that day" after "in March".
    """
    unit = found.words("units") or found.words("unit") or found.words("day")
    unit = unit if unit in lexicon.table("times")["units"] else "day"  # "that night"
    forward, anchor = found["later"] or found["next"] or found["after"], context.anchor
    if anchor is None and found["unit"] and not forward and not found["same"]:  # "the previous year"
        anchor = periods.day(context.today)
    if anchor is None or anchor.latest - anchor.earliest > _shifted(anchor.latest, unit, -1) - anchor.latest:
        return None
    count = counted(found["count"]) if found["count"] else 0 if found["same"] else 1
    return Reading(periods.containing(periods.before(anchor.earliest, unit, -count if forward else count), unit))


def _stretch(found: Groups, context: Context) -> Reading:
    """ "The past three days", "in the coming weeks": from or to the day of publication."""
    unit = found.words("unit")
    if not found["count"]:
        if found["next"]:
            return _reaching_ahead(unit, context.today, least=0)
        return _reaching_back(unit, context.today, least=0)
    count = counted(found["count"])
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


def _reaching_ahead(unit: str, today: date, *, least: int) -> Reading:
    reach = lexicon.table("times")["units"][unit]
    return Reading(Period("FUTURE_REF", _shifted(today, unit, -least), _shifted(today, unit, -reach)), _APPROXIMATE)


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


READERS: Final[Mapping[str, Reader]] = {
    "ago": _ago,
    "hence": _hence,
    "anchored": _anchored,
    "stretch": _stretch,
    "running": _running_unit,
    "step": _step_unit,
    "unit": _unit,
    "weekday": _weekday,
    "relative": _relative,
}
