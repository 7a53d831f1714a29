"""Tables of articles, row by row: JSON Lines, an array in a JSON file, CSV. Memory does not grow with the file."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Final, NamedTuple

from kg.articles.arrays import elements
from kg.articles.columns import Columns, NoTextError
from kg.articles.forms import Form
from kg.articles.streams import BLOCK
from kg.capture import Capture, Failure
from kg.errors import InputError

_HELD: Final = 100
"""Rows without a text, before any with one, after which the table is taken for one without texts."""
_MARK: Final = codecs.BOM_UTF8
_SEPARATORS: Final = (",", ";", "\t", "|")


class Row(NamedTuple):
    """`number` is the line of a JSON Lines file, the place in an array, the row of a table whose header is row 1.

    A row that cannot be read has a `fault` and no fields.
    """

    number: int
    fields: Mapping[str, object]
    fault: str = ""


def captures(
    stream: io.BufferedReader, source: str, form: Form, columns: Columns, limit: int
) -> Iterator[Capture | Failure]:
    """Each row as a capture, named "FILE#7"; one that cannot be read is a `Failure`, and the rest goes on.

    `limit` is the largest row in bytes. Raises InputError for a table of which nothing can be read.
    """
    held: list[Failure] = []
    names: dict[str, None] = {}
    found = False
    for row in _rows(stream, source, form, columns, limit):
        place = f"{source}#{row.number}"
        try:
            one: Capture | Failure = _capture(row, place, columns)
        except NoTextError as error:
            one = Failure(source=place, reason=f"{place}: {error}")
            if not found:
                held.append(one)
                names.update(dict.fromkeys(error.names))
                if len(held) == _HELD:
                    break
                continue
        except InputError as error:
            one = Failure(source=place, reason=f"{place}: {error}")
        yield from held if not found and isinstance(one, Capture) else ()
        found = found or isinstance(one, Capture)
        yield one
    if held and not found:
        columns.check(names, source)
        raise InputError(f"{source}: no text in any of its records: say which field it is with --columns text=NAME")


def _capture(row: Row, place: str, columns: Columns) -> Capture:
    if row.fault:
        raise InputError(row.fault)
    text, media_type, given = columns.read(row.fields)
    try:
        given.to_json().encode()
        return Capture(source=place, data=text.encode(), media_type=media_type, given=given)
    except UnicodeEncodeError as error:
        raise InputError("not UTF-8 text: convert it, for example with `iconv -f WINDOWS-1252 -t UTF-8`") from error


def _rows(stream: io.BufferedReader, source: str, form: Form, columns: Columns, limit: int) -> Iterator[Row]:
    if form in (Form.CSV, Form.TSV):
        return _cells(stream, source, "\t" if form is Form.TSV else "", columns, limit)
    if form is Form.JSON and _is_array(stream):
        return _objects(elements(stream, source, limit), source)
    return _objects(_lines(stream, limit), source)


# ---------------------------------------------------------------- JSON


def _is_array(stream: io.BufferedReader) -> bool:
    return stream.peek(BLOCK).removeprefix(_MARK).lstrip().startswith(b"[")


def _lines(stream: io.BufferedReader, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines with their numbers, without blank ones; None for one that is too long."""
    for number in count(1):
        line = stream.readline(limit + 1)
        if not line:
            return
        line = line.removeprefix(_MARK) if number == 1 else line
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(BLOCK)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        elif line.strip():
            yield number, line


def _objects(found: Iterable[tuple[int, bytes | None]], source: str) -> Iterator[Row]:
    none = True
    for number, data in found:
        none = False
        if data is None:
            yield Row(number, {}, "larger than any article that is taken: raise --max-characters if it is one")
            continue
        try:
            value = json.loads(data)
        except (ValueError, RecursionError) as error:
            yield Row(number, {}, f"not JSON ({' '.join(str(error).split())[:100]}): one object is one article")
            continue
        yield Row(number, value) if isinstance(value, dict) else Row(number, {}, "no JSON object: one is one article")
    if none:
        raise InputError(f"{source}: empty: there is no record in it")


# ---------------------------------------------------------------- CSV


def _cells(stream: io.BufferedReader, source: str, separator: str, columns: Columns, limit: int) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), limit))  # of the whole process: the library has no other
    with _Lines(stream, source, limit) as lines:
        separator = separator or lines.separator()
        rows = csv.reader(lines, delimiter=separator, strict=True)
        try:
            header = [name.strip() for name in _next(rows, lines) or []]
        except csv.Error as error:
            raise InputError(
                f"{source}: its first row, which must name the columns, cannot be read: {error}"
            ) from error
        if not any(header):
            raise InputError(f"{source}: empty: the first row must name the columns")
        columns.check(header, source)
        for number in count(2):
            first = lines.number + 1
            try:
                row = _next(rows, lines)
            except (csv.Error, _TooLargeError) as error:
                yield Row(number, {}, f"lines {first} to {lines.number}: {error}: is a quotation mark not closed?")
                continue
            if row is None:
                return
            if not any(row):
                continue  # a blank line
            if len(row) < len(header) or any(row[len(header) :]):
                fault = f"line {first}: {len(row)} cells for {len(header)} columns"
                yield Row(number, {}, f"{fault}: put cells with a {separator!r} in quotation marks")
            else:
                yield Row(number, dict(zip(header, row, strict=False)))


def _next(rows: Iterator[list[str]], lines: _Lines) -> list[str] | None:
    lines.size = 0
    return next(rows, None)


class _TooLargeError(InputError):
    """A row."""


class _Lines:
    """The lines of a table as text. What is no UTF-8 stays in it as lone surrogates: its row alone is refused."""

    def __init__(self, stream: io.BufferedReader, source: str, limit: int) -> None:
        self._source = source
        head = stream.peek(BLOCK)
        wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))  # as spreadsheets write "Unicode text"
        self._text = io.TextIOWrapper(
            stream, "utf-16" if wide else "utf-8-sig", errors="surrogateescape" if not wide else "strict", newline=""
        )
        self._head = head.decode("utf-16" if wide else "utf-8-sig", "replace")
        self._limit = limit
        self.number = 0
        self.size = 0
        """Characters since it was last set to 0: those of one row."""

    def __enter__(self) -> _Lines:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.detach()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._line(self._limit + 1)
        self.number += 1
        self.size += len(line)
        if self.size > self._limit:
            while line and not line.endswith(("\n", "\r")):
                line = self._line(BLOCK)
            raise _TooLargeError("a row larger than any article that is taken")
        if not line:
            raise StopIteration
        return line

    def _line(self, most: int) -> str:
        try:
            return self._text.readline(most)
        except UnicodeDecodeError as error:
            raise InputError(f"{self._source}: damaged after line {self.number}: it began as UTF-16 text") from error

    def separator(self) -> str:
        """The one that makes most cells of the header."""
        first = self._head.lstrip("\r\n").splitlines()[:1] or [""]
        return max(_SEPARATORS, key=first[0].count)
