"""Days of publication as feeds, tables and pages write them. What can be read in two ways is not read."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_FIRST, _LAST = 1900, 2200
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4}(?:\d\d)?Z?)?$")  # 20250312, 20250312T083000Z, 20250312083000
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?$")
_MILLISECONDS = re.compile(r"\d{13}$")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(
    rf"(?:[a-z]+,?\s+)?(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m1>{'|'.join(_MONTHS)})[a-z]*\.?,?\s+(?P<y1>\d{{4}})"
    rf"|(?P<m2>{'|'.join(_MONTHS)})[a-z]*\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}}))(?!\d)",
    re.IGNORECASE,
)
_UNKNOWN: Final = frozenset(("", "-", "n/a", "na", "nan", "nat", "none", "null", "unknown", "undated"))


def day(value: object) -> date | None:
    """The day, as it is written where it was written: a time zone does not move it. None for an empty value.

    Understood are ISO 8601 (also with "/" or without separators), RFC 822, seconds or milliseconds since 1970, and a
    month by its English name. Raises ValueError for all else: "03/04/2025" is a day in March or in April.
    """
    words = str(value if value is not None else "").strip()
    if words.casefold() in _UNKNOWN:
        return None
    found = _read(words)
    if not _FIRST <= found.year <= _LAST:
        raise ValueError(words)
    return found


def day_if_told(value: object) -> date | None:
    """The day, or None for what cannot be read as one."""
    try:
        return day(value)
    except ValueError:
        return None


def _read(words: str) -> date:
    if found := _ISO.match(words) or _COMPACT.match(words):
        return date(*map(int, found.groups()))
    if _MILLISECONDS.match(words):
        return _since_1970(int(words) / 1000)
    if _SECONDS.match(words):
        return _since_1970(float(words))
    if found := _NAMED.match(words):
        month = _MONTHS.index((found["m1"] or found["m2"]).lower()) + 1
        return date(int(found["y1"] or found["y2"]), month, int(found["d1"] or found["d2"]))
    return parsedate_to_datetime(words).date()


def _since_1970(seconds: float) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
