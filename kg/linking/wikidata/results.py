"""Answers to a SPARQL query, in the forms that W3C defines, as items. docs/linking.md has the query.

Sources: SPARQL 1.1 Query Results JSON, CSV and TSV Formats, XML Format (W3C Recommendations, 21 March 2013).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any
from urllib.parse import unquote
from xml.etree import ElementTree

from kg.linking.faults import TYPES
from kg.linking.wikidata.items import NO_CLASS, NO_LABEL, Broken, Classes, Found, Item, qid

COLUMNS = ("item", "itemLabel", "alias", "itemDescription", "type", "country", "website", "geonames", "article")
_NAMESPACE = "{http://www.w3.org/2005/sparql-results#}"
_ARTICLE = "https://en.wikipedia.org/wiki/"
_TERM = re.compile(r'<([^>]*)>|"((?:[^"\\]|\\.)*)"(?:@[\w-]+|\^\^<[^>]*>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}

Line = tuple[int, Mapping[str, str] | str]
"""A row by its number, or why it could not be read."""


class AnswerError(ValueError):
    """The file is not what it seems to be."""


def items(stream: IO[bytes], form: str, classes: Classes) -> Iterator[Found]:
    """The items of an answer in the order of their first rows; `form` is json, xml, csv or tsv.

    Raises AnswerError for a file that is not in that form, or has no column `item`.
    """
    gathered: dict[str, dict[str, dict[str, None]]] = {}
    for number, row in _READERS[form](stream.read()):
        if isinstance(row, str):
            yield Broken(number, row)
        elif (item := qid(row.get("item", ""))) is None:
            yield Broken(number, f"the item {row.get('item', '')[:60]!r} is none of Wikidata")
        else:
            values = gathered.setdefault(item, defaultdict(dict))
            for name, value in row.items():
                values[name][value] = None
    for item, columns in gathered.items():
        yield _item(item, {name: list(values) for name, values in columns.items()}, classes)


def _item(item: str, values: Mapping[str, list[str]], classes: Classes) -> Found:
    given = values.get("type", [])
    type_ = classes.of(filter(None, map(qid, given))) or next((one for one in given if one in TYPES), None)
    label = next(iter(values.get("itemLabel", ())), "")
    if type_ is None or type_ not in classes.wanted:
        return NO_CLASS
    if not label or label == item:  # the label service gives the id where there is no label
        return NO_LABEL
    countries = (qid(value) or value for value in values.get("country", ()))
    return Item(
        qid=item,
        label=label,
        type=type_,
        aliases=tuple(values.get("alias", ())),
        description=next(iter(values.get("itemDescription", ())), ""),
        countries=tuple(countries),
        website=next(iter(values.get("website", ())), ""),
        geonames=values["geonames"][0] if len(values.get("geonames", ())) == 1 else "",
        article=_title(next(iter(values.get("article", ())), "")),
    )


def _title(article: str) -> str:
    return unquote(article.removeprefix(_ARTICLE)).replace("_", " ") if article.startswith(_ARTICLE) else ""


def _json(data: bytes) -> Iterator[Line]:
    try:
        bindings = json.loads(data)["results"]["bindings"]
        rows = list(enumerate(bindings, 1))
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise AnswerError(f"no SPARQL result in JSON: {str(error)[:100]}") from error
    for number, binding in rows:
        yield number, _bound(binding)


def _bound(binding: Any) -> Mapping[str, str] | str:
    if not isinstance(binding, dict):
        return "no row: each is a map of names to terms"
    terms = {name: term.get("value") for name, term in binding.items() if isinstance(term, dict)}
    return {name: value for name, value in terms.items() if isinstance(value, str)}


def _xml(data: bytes) -> Iterator[Line]:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:  # what entities stand for can be without end
        raise AnswerError("no SPARQL result in XML: it has a document type declaration")
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise AnswerError(f"no SPARQL result in XML: {error}") from error
    for number, result in enumerate(root.iter(f"{_NAMESPACE}result"), 1):
        bindings = result.iter(f"{_NAMESPACE}binding")
        yield number, {one.get("name", ""): "".join(one.itertext()).strip() for one in bindings}


def _csv(data: bytes) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(_text(data), newline=""), strict=True)
    header: list[str] = []
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, f"no CSV: {error}"
            continue
        if not header:
            header = _header(cells)
        elif cells:
            yield reader.line_num, _row(header, cells, str)


def _tsv(data: bytes) -> Iterator[Line]:
    header: list[str] = []
    for number, line in enumerate(_text(data).split("\n"), 1):
        cells = line.rstrip("\r").split("\t")
        if not header:
            header = _header([name.removeprefix("?") for name in cells])
        elif line.strip():
            yield number, _row(header, cells, _plain)


def _header(cells: list[str]) -> list[str]:
    if "item" not in cells:
        raise AnswerError(f"no column 'item': the columns are {', '.join(COLUMNS)}")
    return cells


def _row(header: list[str], cells: list[str], plain: Callable[[str], str]) -> Mapping[str, str] | str:
    if len(cells) != len(header):
        return f"{len(cells)} cells, but the header has {len(header)}"
    return {name: plain(cell) for name, cell in zip(header, cells, strict=True) if cell}


def _plain(term: str) -> str:
    """The value of an RDF term as Turtle writes it; a number stands there by itself."""
    found = _TERM.fullmatch(term)
    if not found:
        return term
    return found[1] if found[1] is not None else _ESCAPE.sub(_unescaped, found[2])


def _unescaped(found: re.Match[str]) -> str:
    short, long, other = found.groups()
    return chr(min(int(short or long, 16), 0x10FFFF)) if short or long else _ESCAPED.get(other, other)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise AnswerError(f"not UTF-8 (line {line}): convert the file, for example with `iconv`") from error


_READERS: dict[str, Callable[[bytes], Iterator[Line]]] = {"json": _json, "xml": _xml, "csv": _csv, "tsv": _tsv}
