"""Wikidata's JSON dump: one array, with one entity on each line.

Source: https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html. The dump is larger than any memory, so it
is read line by line; PHP writes an empty map as an empty list, so nothing is taken to have the shape that it should.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import IO, Any

from kg.linking.wikidata.items import NO_CLASS, NO_ITEM, NO_LABEL, QID, Broken, Classes, Found, Item

LONGEST_LINE = 64 << 20
"""Bytes; the longest entities have some five million."""

DAMAGED = (EOFError, OSError, zlib.error)
"""What reading an archive raises that was cut off or changed."""

_INSTANCE, _COUNTRY, _CITIZENSHIP, _CODE, _WEBSITE, _GEONAMES = "P31", "P17", "P27", "P297", "P856", "P1566"
_END = "P582"
_ANY_LANGUAGE = "mul"


def items(stream: IO[bytes], classes: Classes, language: str) -> Iterator[Found]:
    """The items of a dump in its order."""
    for number, line in _lines(stream):
        if isinstance(line, str):
            yield Broken(number, line)
        elif (text := line.strip().removesuffix(b",")) not in (b"", b"[", b"]"):
            yield _read(number, text, classes, language)


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | str]]:
    """The lines with their numbers, or why one cannot be read."""
    number = 0
    while True:
        number += 1
        try:
            line = stream.readline(LONGEST_LINE + 1)
            rest = line
            while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
                rest = stream.readline(LONGEST_LINE + 1)
        except DAMAGED as error:
            yield number, f"the file is damaged from here on: {error}"
            return
        if not line:
            return
        yield number, line if len(line) <= LONGEST_LINE else f"longer than {LONGEST_LINE:,} bytes"


def _read(number: int, text: bytes, classes: Classes, language: str) -> Found:
    try:
        entity = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Broken(number, f"no JSON: {str(error)[:100]}")
    if not isinstance(entity, dict) or not isinstance(entity.get("id"), str):
        return Broken(number, "no entity: each line of a dump is one, with its id")
    if not QID.fullmatch(entity["id"]):
        return NO_ITEM
    return _item(entity, classes, language)


def _item(entity: dict[str, Any], classes: Classes, language: str) -> Found:
    claims = _map(entity.get("claims"))
    type_ = classes.of(_items(claims, _INSTANCE))
    if type_ is None or type_ not in classes.wanted:
        return NO_CLASS
    labels = _map(entity.get("labels"))
    label = _text(labels.get(language)) or _text(labels.get(_ANY_LANGUAGE))
    if not label:
        return NO_LABEL
    aliases = _map(entity.get("aliases"))
    names = (_text(alias) for one in (language, _ANY_LANGUAGE) for alias in _list(aliases.get(one)))
    return Item(
        qid=entity["id"],
        label=label,
        type=type_,
        aliases=tuple(name for name in names if name),
        description=_text(_map(entity.get("descriptions")).get(language)),
        countries=tuple(_texts(claims, _CODE) or _items(claims, _CITIZENSHIP if type_ == "Person" else _COUNTRY)),
        website=next(iter(_texts(claims, _WEBSITE)), ""),
        geonames=_only(_texts(claims, _GEONAMES)),
        article=str(_map(_map(entity.get("sitelinks")).get("enwiki")).get("title") or ""),
    )


def _items(claims: dict[str, Any], property_: str) -> list[str]:
    """The items that are the best values of a property today. Old dumps give them by number only."""
    values = map(_map, _values(claims, property_))
    ids = (value.get("id") or f"Q{value.get('numeric-id')}" for value in values)
    return [one for one in ids if isinstance(one, str) and QID.fullmatch(one)]


def _texts(claims: dict[str, Any], property_: str) -> list[str]:
    return [value for value in _values(claims, property_) if isinstance(value, str)]


def _values(claims: dict[str, Any], property_: str) -> list[Any]:
    """The values of the best rank: the preferred ones, else the normal ones. What has ended is not said any more."""
    held = [one for one in map(_map, _list(claims.get(property_))) if _END not in _map(one.get("qualifiers"))]
    best = [one for one in held if one.get("rank") == "preferred"] or [
        one for one in held if one.get("rank") == "normal"
    ]
    snaks = (_map(one.get("mainsnak")) for one in best)
    return [_map(snak.get("datavalue")).get("value") for snak in snaks if snak.get("snaktype") == "value"]


def _only(values: list[str]) -> str:
    return values[0] if len(set(values)) == 1 else ""


def _text(value: object) -> str:
    text = _map(value).get("value")
    return text if isinstance(text, str) else ""


def _map(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
