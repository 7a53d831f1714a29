"""Feeds (RSS, RDF, Atom, JSON Feed 1.1) → what they list."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from html import escape
from typing import Any, Final
from urllib.parse import quote

from kg.addresses import same_site
from kg.capture import Given
from kg.fetching import feed_reader
from kg.fetching.addresses import joined
from kg.fetching.entries import Entry, Listing, stamp
from kg.fetching.refusals import FetchError
from kg.fetching.sitemaps import day

PATIENCE: Final = 2.0 * feed_reader.SECONDS
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_NO_WORDS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
_LONGEST_IDENTIFIER: Final = 500
_FRAGMENT: Final = "!$&'()*+,;=:@/?-._~"  # RFC 3986, section 3.5
_LONGEST_REST: Final = 86_400.0


def read(data: bytes, address: str, media_type: str) -> Listing:
    """Of XML. Raises FetchError for what is no feed, or takes longer to read than any feed does."""
    told = _told(data, address, media_type)
    if not told["entries"] and (told["problem"] or not told["version"]):
        raise FetchError(f"{address}: a feed that cannot be read ({told['problem'] or 'nothing in it'}): tell its site")
    return _listing(told, address)


def read_json(data: bytes, address: str) -> Listing:
    """https://www.jsonfeed.org/version/1.1/. Raises FetchError for what is no feed."""
    try:
        found = json.loads(data)
        items = found["items"] if isinstance(found["items"], list) else []
        entries = [_from_json(item) for item in items[: feed_reader.MOST_ENTRIES] if isinstance(item, dict)]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise FetchError(f"{address}: a JSON feed that cannot be read ({error}): tell its site") from error
    told = {name: _text(found.get(name)) for name in ("title", "language")}
    return _listing({**told, "entries": entries, "rest": 0, "problem": "", "cut": len(entries) < len(items)}, address)


def _told(data: bytes, address: str, media_type: str) -> dict[str, Any]:
    head = json.dumps({"address": address, "type": media_type}).encode("ascii")
    found = {**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))}
    command = [sys.executable, "-P", feed_reader.__file__]
    try:
        done = subprocess.run(
            command,
            input=head + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=found,
            timeout=PATIENCE,
            check=True,
        )
        told: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise FetchError(f"{address}: a feed that takes more time or memory than any feed does: left out") from error
    return told


def _listing(told: Mapping[str, Any], address: str) -> Listing:
    return Listing(
        entries=tuple(_entries(told, address)),
        rest=min(told["rest"], _LONGEST_REST),
        whole=not told["problem"] and not told["cut"],
    )


def _entries(told: Mapping[str, Any], address: str) -> Iterator[Entry]:
    """Each article once; one without an address is a part of the feed's, if the feed says how it is called."""
    seen: set[str] = set()
    for one in told["entries"]:
        with suppress(FetchError):
            where = joined(address, one["link"]) if one["link"] else _part(address, one["id"])
            if where and where not in seen:
                seen.add(where)
                yield _entry(one, told, where, address)


def _entry(one: Mapping[str, Any], told: Mapping[str, Any], where: str, address: str) -> Entry:
    # Of other sites a feed can say what it likes: not who publishes them, and not what their text is.
    own, inline = same_site(where, address), not one["link"]
    given = Given(
        title=_words(one["title"]) or None,
        published=_date(one["published"]),
        publisher=(_words(one["source"] or told["title"]) or None) if own else None,
        url=None if inline else where,
        language=next(filter(_LANGUAGE.fullmatch, (one["language"], told["language"])), None),
    )
    day = _date(one["updated"]) or given.published
    content = one["content"] if own else ""
    return Entry(address=where, given=given, stamp=stamp(*one["stamp"]), day=day, content=content, inline=inline)


def _part(address: str, identifier: str) -> str:
    """The name of an article that stands only in its feed; "" for one without an identifier."""
    short = identifier if len(identifier) <= _LONGEST_IDENTIFIER else stamp(identifier)
    return f"{address}#{quote(short, safe=_FRAGMENT)}" if short else ""


def _words(text: str) -> str:
    return " ".join(_NO_WORDS.sub(" ", text).split())


def _from_json(item: Mapping[str, Any]) -> dict[str, Any]:
    content = _text(item.get("content_html")) or as_html(_text(item.get("content_text")))
    published, updated = _text(item.get("date_published")), _text(item.get("date_modified"))
    return {
        "link": _text(item.get("url")),
        "id": _text(item.get("id")),
        "title": _text(item.get("title")),
        "source": "",
        "language": _text(item.get("language")),
        "published": str(day(published) or ""),
        "updated": str(day(updated) or ""),
        "stamp": [published, updated, _text(item.get("title"))],
        "content": content,
    }


def _text(value: object) -> str:
    return _NO_TEXT.sub("\ufffd", value).strip() if isinstance(value, str) else ""


def as_html(text: str) -> str:
    """Plain text, whose paragraphs are parted by empty lines."""
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n") if part.strip())


def _date(words: str) -> date | None:
    return date.fromisoformat(words) if words else None
