"""The dates of a text, one by one: where one may begin, what it means, which part of a period it is."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from kg import lexicon
from kg.extract.times import dated, relative
from kg.extract.times.grammar import REACH, any_of, grammar, vocabulary
from kg.extract.times.periods import Period
from kg.extract.times.readings import Context, Groups, Reading, UndatedError
from kg.model import Span, TimeValue

Ahead = Callable[[Span], bool]
"""Whether the text speaks of the future at a span. It decides where an undated weekday, day or month lies."""

_LOOK_BACK = 200
_WORD = re.compile(r"\w+")
_CORE_FIGURES = re.compile(r"(?:1[5-9]|20)\d\d(?:s|t\d+z?)?|[2-9]0s|q[1-4]")
_SENTENCE_END = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(]?[A-Z])|\n\s*\n")


def time_expressions(text: str, *, published: date | None, ahead: Ahead | None = None) -> tuple[TimeValue, ...]:
    """The dates named in a text, in order, without overlaps. Offsets are into `text`.

    Without a day of publication only dates that are whole in themselves count. `ahead` replaces the reading of the
    words before an undated day ("will", "scheduled for").
    """
    return tuple(_expressions(text, published, ahead or (lambda span: _points_ahead(text, span))))


def nearest(times: Iterable[TimeValue], offset: int, *, within: Span) -> TimeValue | None:
    """The date whose phrase lies in a window and is closest to an offset; the earlier one of two as close."""
    inside = [
        (max(span.start - offset, offset - span.end, 0), time)
        for time in times
        if (span := time.span) is not None and within.start <= span.start and span.end <= within.end
    ]
    return min(inside, key=lambda one: one[0])[1] if inside else None


def _expressions(text: str, published: date | None, ahead: Ahead) -> Iterator[TimeValue]:
    end = 0
    for start in _beginnings(text):
        match = grammar().match(text, start) if start >= end else None
        if match is None:
            continue
        end = match.end()
        span = Span(match.start("begin"), end)
        reading = _read(match, Context(published=published, ahead=ahead(span)))
        if reading is not None:
            yield _value(match, span, reading, published)


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
    value, earliest, latest = _clipped(reading.period, match["part"], published)
    return TimeValue(
        value=value,
        earliest=earliest,
        latest=latest,
        modifier=reading.modifier or _part(match),
        span=span,
    )


def _part(match: re.Match[str]) -> str | None:
    table = lexicon.table("times")
    modifier: str | None = None
    if match["part"]:
        modifier = table["parts"][match["part"].lower()]
    elif match["part_of"]:
        modifier = table["parts_of"][match["part_of"].lower()]
    return modifier


def _clipped(period: Period, part: str | None, published: date | None) -> Period:
    """ "Earlier this week" was before the day of publication, "later this week" is after it."""
    if published is None or part is None or not period.earliest <= published <= period.latest:
        return period
    if part.lower() == "earlier":
        return period._replace(latest=published)
    return period._replace(earliest=published) if part.lower() == "later" else period


def _points_ahead(text: str, span: Span) -> bool:
    """Whether a word before the phrase, in its sentence, points to the future."""
    before = text[max(0, span.start - _LOOK_BACK) : span.start]
    ends = list(_SENTENCE_END.finditer(before))
    words = _pointers()
    return words.ahead.search(before, ends[-1].end() if ends else 0) is not None and not words.said.search(before)


class _Pointers(NamedTuple):
    ahead: re.Pattern[str]
    said: re.Pattern[str]


@cache
def _pointers() -> _Pointers:
    words = lexicon.table("times")["words"]
    return _Pointers(
        ahead=re.compile(rf"\b{any_of(words['ahead'])}(?!\w)"),
        said=re.compile(rf"\b{any_of(words['said'])}\s+(?:on\s+)?$"),
    )
