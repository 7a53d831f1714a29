"""Plain text → its metadata and its prose."""

from __future__ import annotations

import re
from datetime import date

from kg.model import Span

_HEADER = re.compile(r"[ \t]*date (\d{4}-\d{2}-\d{2})(?=\s|$)[ \t]*")
_FIRST_LINE = re.compile(r"\s*(\S[^\r\n]*)(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*\S")
_ENDS_SENTENCE = re.compile(r"[.:;,…][\"'”’»)\]]*$")
_LONGEST_TITLE = 140


def header(text: str) -> tuple[date | None, Span]:
    """The date of a first line such as "date 2025-03-12", and the span of the prose after it.

    The rest of that line is prose. A date that is not in the calendar is no metadata.
    """
    match = _HEADER.match(text)
    published = _date(match[1]) if match else None
    return published, Span(match.end() if match and published else 0, len(text))


def title(text: str, body: Span) -> str | None:
    """The first line of the prose if it looks like a headline: short, no sentence, a blank line after it."""
    match = _FIRST_LINE.match(text, body.start)
    line = match[1].strip() if match else ""
    is_headline = 0 < len(line) <= _LONGEST_TITLE and not _ENDS_SENTENCE.search(line) and has_letters(line)
    return line if is_headline else None


def has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _date(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
