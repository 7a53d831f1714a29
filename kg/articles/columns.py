"""Which column of a table, or field of a record, is the text of an article, its title, its day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from kg.articles.dates import day
from kg.capture import Given
from kg.errors import InputError, UsageError

USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (
        "text", "body", "content", "articlebody", "articletext", "fulltext", "maintext", "article", "story",
        "html", "contenthtml", "bodyhtml", "articlehtml", "rawhtml",
    ),
    "title": ("title", "headline"),
    "published": (
        "published", "publishedat", "publishedon", "publisheddate", "pubdate", "publicationdate", "publishdate",
        "datepublished", "datepublish", "date",
    ),
    "publisher": ("publisher", "source", "sourcename", "outlet", "site", "sitename", "publication"),
    "url": ("url", "link", "canonicalurl", "sourceurl", "articleurl"),
    "language": ("language", "lang", "langcode", "inlanguage"),
}  # fmt: skip
"""What each is usually called, the best first; capitals and anything but letters are nothing."""

_NAMED_IN: Final = "name"  # {"source": {"id": "x", "name": "The Example"}}
_MARKUP = re.compile(r"\s*<(?:!doctype|html|body|article|section|div|p|h[1-6]|figure|blockquote|ul)\b", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:$|[-_])", re.IGNORECASE)
_WEB: Final = ("http://", "https://")
_MOST_SHOWN: Final = 30


class NoTextError(InputError):
    """A record without a text; `names` are the fields that it has."""

    def __init__(self, message: str, names: tuple[str, ...]) -> None:
        super().__init__(message)
        self.names = names


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """`named` says what is called differently: {"text": "story.body"}; "" for what shall not be read at all."""

    named: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, words: str) -> Columns:
        """ "text=body,title=headline". Raises UsageError."""
        pairs = [one.partition("=") for one in words.split(",") if one.strip()]
        named = {role.strip().lower(): column.strip() for role, _, column in pairs}
        for role, sign, _ in pairs:
            if role.strip().lower() not in USUAL or not sign:
                known = ", ".join(USUAL)
                raise UsageError(f"columns: {role.strip()!r} cannot be given: write text=NAME; known: {known}")
        if named.get("text") == "":
            raise UsageError("columns: there is no article without a text: write text=NAME")
        return cls(named=named)

    def check(self, header: Iterable[str], source: str) -> None:
        """Raises InputError for a header of a table that has not what is asked for, or no text."""
        names = tuple(header)
        for column in filter(None, self.named.values()):
            if column not in names:
                raise InputError(f"{source}: there is no column {column!r}: {_listed(names)}")
        if "text" not in self.named and not any(simple(name) in USUAL["text"] for name in names):
            raise InputError(f"{source}: no column for the text: {_listed(names)}: say which with --columns text=NAME")

    def read(self, record: Mapping[str, object]) -> tuple[str, str, Given]:
        """The text of a record, its media type and what is told beside it.

        Raises NoTextError, and InputError for a day that cannot be read for certain.
        """
        column, text = next(
            ((name, value) for name, value in self._values("text", record) if isinstance(value, str) and value.strip()),
            ("", ""),
        )
        if not text:
            wanted = f"in {self.named['text']!r}" if "text" in self.named else "in a field of a usual name"
            raise NoTextError(f"no text {wanted}: {_listed(record)}", tuple(record))
        url, publisher = self._words("url", record), self._words("publisher", record)
        if publisher and publisher.lower().startswith(_WEB):
            url, publisher = url or publisher, None
        language = _LANGUAGE.match(self._words("language", record) or "")
        told = Given(
            title=self._words("title", record),
            published=self._day(record),
            publisher=publisher,
            url=url if url and url.lower().startswith(_WEB) else None,
            language=language[1].lower() if language else None,
        )
        kind = "html" if "html" in simple(column) or _MARKUP.match(text) else "plain"
        return text, f"text/{kind}; charset=utf-8", told

    def _day(self, record: Mapping[str, object]) -> date | None:
        for name, value in self._values("published", record):
            try:
                if found := day(value):
                    return found
            except (ValueError, OverflowError, OSError) as error:
                raise InputError(f"{name!r} is {_cut(value)}, which is no day for certain: write 2025-03-12") from error
        return None

    def _words(self, role: str, record: Mapping[str, object]) -> str | None:
        for _, value in self._values(role, record):
            inner = value.get(_NAMED_IN) if isinstance(value, dict) else value
            if isinstance(inner, str) and (words := " ".join(inner.split())):
                return words
        return None

    def _values(self, role: str, record: Mapping[str, object]) -> Iterable[tuple[str, object]]:
        """The values that may be meant, with the names that they have, the best first."""
        if role in self.named:
            column = self.named[role]
            return [(column, value_at(record, column))] if column else []
        usual = USUAL[role]
        found = [(usual.index(simple(name)), name) for name in record if simple(name) in usual]
        return [(name, record[name]) for _, name in sorted(found)]


def value_at(record: Mapping[str, object], name: str) -> object:
    """What a field is; "source.name" is the name in the source, unless a field is called so itself."""
    if name in record or "." not in name:
        return record.get(name)
    first, _, rest = name.partition(".")
    inner = record.get(first)
    return value_at(inner, rest) if isinstance(inner, dict) else None


@lru_cache(maxsize=10_000)
def simple(name: str) -> str:
    """ "Published_At" → "publishedat" """
    return "".join(letter for letter in name.lower() if letter.isalpha())


def _listed(names: Iterable[str]) -> str:
    known = [_cut(name) for name in names]
    more = f" and {len(known) - _MOST_SHOWN} more" if len(known) > _MOST_SHOWN else ""
    return f"there are {', '.join(known[:_MOST_SHOWN]) or 'none'}{more}"


def _cut(value: object) -> str:
    words = " ".join(str(value).split())
    return words if len(words) <= 60 else f"{words[:60]}…"
