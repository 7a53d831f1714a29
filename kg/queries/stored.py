"""Stored queries: files of the folder `queries`, with a header that grlc and the SIB importer can read too.

The header is a block of lines that begin with `#+`: "key: value", or a key with a list of "- value" or "- key: value".
Of our own are `questions`, the questions in words that the query answers, and `kinds`, what a name that is given for a
parameter means (place, actor, event).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kg import resources
from kg.errors import DataError
from kg.queries import binding
from kg.queries.binding import Parameter

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_LINE = re.compile(r"#\+ ?(?P<indent> *)(?P<item>- )?(?P<text>.*)")
_PAIR = re.compile(r"(?P<key>[A-Za-z0-9_]+):(?: (?P<value>.*))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQuery:
    """`defaults` are values with which the query can be tried; nothing is asked with them unless they are given."""

    name: str
    summary: str
    description: str
    text: str
    parameters: Mapping[str, Parameter]
    questions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    defaults: Mapping[str, str]
    endpoint: str


def catalogue(folder: Path | None = None) -> Mapping[str, StoredQuery]:
    """The stored queries by name, sorted. Raises DataError, naming the file, for one that is malformed."""
    return _catalogue(folder or resources.folder("queries"))


@cache
def _catalogue(folder: Path) -> Mapping[str, StoredQuery]:
    return MappingProxyType({path.stem: read(path) for path in sorted(folder.glob("*.rq"))})


def read(path: Path) -> StoredQuery:
    """One stored query. Raises DataError, naming the file, when it is malformed."""
    if not _NAME.fullmatch(path.stem):
        raise DataError(f"stored query {path}: a name has small letters, digits and hyphens")
    text = path.read_text(encoding="utf-8")
    header = _header(path, text)
    kinds = dict(_pairs(header.get("kinds", ())))
    parameters = {
        name: replace(parameter, kind=kinds.pop(name, None)) for name, parameter in binding.parameters(text).items()
    }
    if kinds:
        raise DataError(f"stored query {path}: kinds of parameters that it has not: {', '.join(kinds)}")
    return StoredQuery(
        name=path.stem,
        summary=_single(path, header, "summary"),
        description=_single(path, header, "description"),
        text=text,
        parameters=parameters,
        questions=header.get("questions", ()),
        tags=header.get("tags", ()),
        defaults=dict(_pairs(header.get("defaults", ()))),
        endpoint=_single(path, header, "endpoint"),
    )


def _header(path: Path, text: str) -> dict[str, tuple[str, ...]]:
    """Each key with its values; a key with one value has one."""
    found: dict[str, list[str]] = {}
    key = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            break
        matched = _LINE.fullmatch(line)
        pair = _PAIR.fullmatch(matched["text"]) if matched and not matched["item"] else None
        if matched and matched["item"] and key:
            found[key].append(matched["text"].strip())
        elif pair and matched and not matched["indent"]:
            key = pair["key"]
            found[key] = [pair["value"].strip()] if pair["value"] else []
        else:
            raise DataError(f"stored query {path}, line {number}: not a line of a header: {line!r}")
    return {name: tuple(values) for name, values in found.items()}


def _single(path: Path, header: Mapping[str, tuple[str, ...]], key: str) -> str:
    if len(header.get(key, ())) != 1:
        raise DataError(f"stored query {path}: its header needs one line `#+ {key}: …`")
    return header[key][0]


def _pairs(items: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for item in items:
        key, _, value = item.partition(": ")
        yield key, value.strip()
