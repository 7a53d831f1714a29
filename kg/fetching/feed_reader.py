"""A feed → what it tells, as JSON; a program of its own, which can be ended, and imports nothing of Claimgraph.

The feed comes on standard input, after a line of JSON with its "address" and "type". Some of feedparser's patterns take
time quadratic in what a hostile feed gives them. The one door to feedparser.
"""

from __future__ import annotations

import contextlib
import email.utils
import io
import json
import re
import sys
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

SECONDS: Final = 20
MEMORY: Final = 2_000_000_000
MOST_ENTRIES: Final = 1_000
_LONGEST: Final = 4_000
_LONGEST_CONTENT: Final = 2_000_000
_PERIODS: Final = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


def told(data: bytes, address: str, media_type: str) -> dict[str, Any]:
    """`problem` is what is wrong with its XML, or ""; a feed of which nothing is understood has the version ""."""
    import feedparser

    headers = {"content-location": address} | ({"content-type": media_type} if media_type else {})
    # As a file, because feedparser opens what looks like the name of one.
    try:
        found = feedparser.parse(
            io.BytesIO(data), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
        )
    except Exception as error:  # noqa: BLE001 - it trips over many kinds of nonsense, each time in another way
        found = feedparser.FeedParserDict(bozo=True, bozo_exception=error, entries=[])
    feed = found.get("feed", {})
    return {
        "version": found.get("version") or "",
        "problem": _problem(found),
        "title": _title(feed),
        "language": _short(feed.get("language")),
        "rest": max(_number(feed.get("ttl")) * 60, _period(feed)),
        "cut": len(found.entries) > MOST_ENTRIES,
        "entries": [_entry(one) for one in found.entries[:MOST_ENTRIES]],
    }


def _entry(one: Mapping[str, Any]) -> dict[str, Any]:
    parts = [*one.get("content", []), one.get("summary_detail", {})]
    content = max(map(_html, parts), key=len)
    return {
        "link": _short(one.get("link")),
        "id": _short(one.get("id")),
        "title": _title(one),
        "source": _title(one.get("source", {})),
        "language": _short(one.get("title_detail", {}).get("language")),
        "published": _day(one, "published"),
        "updated": _day(one, "updated"),
        "stamp": [_short(one.get("published")), _short(one.get("updated")), _short(one.get("title"))],
        "content": content if len(content) <= _LONGEST_CONTENT else "",
    }


def _html(part: Mapping[str, Any]) -> str:
    """The text of an element, if it is one."""
    from html import escape

    kind, value = part.get("type", ""), part.get("value") or ""
    return value if "html" in kind else escape(value) if kind.startswith("text/") else ""


def _problem(found: Mapping[str, Any]) -> str:
    """Only what is wrong with the XML: a wrong media type or encoding does no harm."""
    error = found.get("bozo_exception") if found.get("bozo") else None
    harmless = error is None or "Override" in type(error).__name__ or "NonXML" in type(error).__name__
    return "" if harmless else " ".join(str(error).split()) or type(error).__name__


def _title(one: Mapping[str, Any]) -> str:
    """Without markup."""
    import html

    title = _short(one.get("title"))
    if "html" in one.get("title_detail", {}).get("type", ""):
        title = html.unescape(re.sub(r"<[^<>]*>", "", title))
    return " ".join(title.split())


def _day(one: Mapping[str, Any], name: str) -> str:
    """The day at the place of the feed; feedparser tells the day in Greenwich, which is the next one after midnight."""
    greenwich = one.get(f"{name}_parsed")
    if not greenwich:
        return ""
    there = date(*greenwich[:3])
    words = _short(one.get(name))
    for parse in (email.utils.parsedate_to_datetime, datetime.fromisoformat):
        with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
            if abs((parse(words).date() - there).days) <= 1:
                return parse(words).date().isoformat()
    return there.isoformat()


def _period(feed: Mapping[str, Any]) -> float:
    """http://purl.org/rss/1.0/modules/syndication/"""
    period = _PERIODS.get(_short(feed.get("sy_updateperiod")).lower(), 0)
    return period / max(_number(feed.get("sy_updatefrequency")), 1.0)


def _number(value: object) -> float:
    words = str(value or "").strip()
    return float(words) if words.isascii() and words.isdecimal() and len(words) < 9 else 0.0


def _short(value: object) -> str:
    return str(value or "").strip()[:_LONGEST]


def _limit_resources() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system has them
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    _limit_resources()
    head = json.loads(sys.stdin.buffer.readline())
    found = told(sys.stdin.buffer.read(), head["address"], head["type"])
    sys.stdout.buffer.write(json.dumps(found).encode("ascii"))


if __name__ == "__main__":
    main()
