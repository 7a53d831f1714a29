"""The dates of a text, one by one: where one may begin, what it means, which part of a period it is."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache

from kg import lexicon
from kg.extract.times import dated, periods, relative
from kg.extract.times.grammar import REACH, any_of, grammar, vocabulary
from kg.extract.times.periods import Period
from kg.extract.times.readings import Context, Groups, Reading, UndatedError
from kg.model import Span, TimeValue

Ahead = Callable[[Span], bool]
"""Whether the text speaks of the future at a span. It decides where an undated weekday, day or month lies."""

_ANCHOR_REACH = 450  # characters; in news what is further back was mostly meant for something else
_LOOK_BACK = 30
_WORD = re.compile(r"\w+")
_CORE_FIGURES = re.compile(r"(?:1[5-9]|20)\d\d(?:s|t\d+z?)?|[2-9]0s|q[1-4]")


def time_expressions(text: str, *, published: date | None, ahead: Ahead | None = None) -> tuple[TimeValue, ...]:
    """The dates named in a text, in order, without overlaps. Offsets are into `text`.

    Without a day of publication only dates that are whole in themselves count; without `ahead` nothing lies ahead.
    """
    return tuple(_expressions(text, published, ahead or (lambda span: False)))


def dates_a_saying(text: str, span: Span) -> bool:
    """ "They will leave, he said on Friday": whether the words before a date are those of a saying."""
    return _saying().search(text, max(0, span.start - _LOOK_BACK), span.start) is not None


@cache
def _saying() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(lexicon.table('times')['words']['said'])}\s+(?:on\s+)?$")


def _expressions(text: str, published: date | None, ahead: Ahead) -> Iterator[TimeValue]:
    end, last = 0, None
    for start in _beginnings(text):
        match = grammar().match(text, start) if start >= end else None
        if match is None:
            continue
        end = match.end()
        span = Span(match.start("begin"), end)
        anchor = _anchor(last, start, published) if match.lastgroup == "anchored" else None
        reading = _read(match, Context(published=published, ahead=ahead(span), anchor=anchor))
        if reading is not None:
            time = _value(match, span, reading, published)
            last = last if dates_a_saying(text, span) else time
            yield time


def _anchor(last: TimeValue | None, start: int, published: date | None) -> Period | None:
    """What was dated last, if it is near enough to be meant, and is over."""
    if last is None or last.span is None or last.modifier == "APPROX" or last.value.startswith("P"):
        return None
    if start - last.span.end > _ANCHOR_REACH or (published is not None and last.earliest > published):
        return None
    return Period(last.value, last.earliest, last.latest)


def _beginnings(text: str) -> Iterator[int]:
    """Where a date may begin, in order: at a head with a core not far behind. The grammar is slow where it fails."""
    heads, cores = vocabulary()
    untried: deque[int | None] = deque(maxlen=REACH)
    for match in _WORD.finditer(text):
        word = match[0] if match[0] in cores else match[0].lower()
        figures = word[0].isdigit() or word[0] == "q"
        untried.append(match.start() if figures or word in heads else None)
        if word in cores or (figures and _CORE_FIGURES.fullmatch(word)):
            yield from (start for start in untried if start is not None)
            untried.clear()


def _read(match: re.Match[str], context: Context) -> Reading | None:
    """The meaning of a match of the grammar; None for what is no date, or none that can be told."""
    kind = match.lastgroup or ""
    read = dated.READERS.get(kind) or relative.READERS[kind]
    try:
        return read(Groups(match, kind), context)
    except (UndatedError, ValueError, OverflowError):  # the last two: February 30, "9999 years ago"
        return None


def _value(match: re.Match[str], span: Span, reading: Reading, published: date | None) -> TimeValue:
    period, modifier = _clipped(reading.period, match["part"], published), reading.modifier or _part(match)
    shifted = _shifted(match, period) if match["shift"] else period
    if shifted is None:  # "two days before the end of the year"
        span, shifted = Span(match.end("shift"), span.end), period
    return TimeValue(
        value=shifted.value, earliest=shifted.earliest, latest=shifted.latest, modifier=modifier, span=span
    )


def _shifted(match: re.Match[str], period: Period) -> Period | None:
    """ "The day after Monday", "two weeks before March 3", "the eve of May 9"; None where it is of no day."""
    if period.earliest != period.latest:
        return None
    if match["shift_eve"]:
        return periods.day(period.earliest - timedelta(1))
    way = lexicon.table("times")["ways"][" ".join(match["shift_way"].lower().split())]
    count = relative.counted(match["shift_count"]) if match["shift_count"] else 1
    return periods.day(periods.before(period.earliest, match["shift_unit"].lower(), -way * count))


def _part(match: re.Match[str]) -> str | None:
    table = lexicon.table("times")
    modifier: str | None = None
    if match["part"]:
        modifier = table["parts"][match["part"].lower()]
    elif match["part_of"]:
        modifier = table["parts_of"][" ".join(match["part_of"].lower().split())]
    return modifier or None


def _clipped(period: Period, part: str | None, published: date | None) -> Period:
    """ "Earlier this week" was before the day of publication, "later this week" is after it."""
    if published is None or part is None or not period.earliest <= published <= period.latest:
        return period
    if part.lower() == "earlier":
        return period._replace(latest=published)
    return period._replace(earliest=published) if part.lower() == "later" else period
