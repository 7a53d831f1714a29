"""Items of Wikidata: what a table of an authority says of them, wherever they were read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.errors import UsageError
from kg.lexicon import table
from kg.linking.faults import TYPES

QID = re.compile(r"Q[1-9][0-9]{0,11}")
_ENTITY = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q[1-9][0-9]{0,11})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`countries` are items or ISO 3166-1 codes; `article` is the title of the English Wikipedia's."""

    qid: str
    label: str
    type: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    countries: tuple[str, ...] = ()
    website: str = ""
    geonames: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """A line or row that could not be read, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Passed:
    """An item that is left out, and why: that is no fault of the file."""

    why: str


NO_CLASS = Passed("of no class of ours")
NO_LABEL = Passed("without a label")
NO_ITEM = Passed("no items")

Found = Item | Broken | Passed


@dataclass(frozen=True, slots=True)
class Classes:
    """Which class of ours the instances of an item have, of several the first; None for those that nobody wants."""

    types: Mapping[str, str]
    wanted: frozenset[str] = frozenset(TYPES)

    def of(self, items: Iterable[str]) -> str | None:
        given = frozenset(items)
        return next((type_ for item, type_ in self.types.items() if item in given), None)


def classes(more: Sequence[str] = (), *, wanted: Sequence[str] = ()) -> Classes:
    """The map of kg/lexicon/wikidata.toml, after what is given as "Q5=Person".

    Raises UsageError for what is no item or no class.
    """
    own = dict(map(_pair, more))
    shipped = {entry["item"]: entry["type"] for entry in table("wikidata")["class"] if entry["item"] not in own}
    for type_ in wanted:
        _check_type(type_)
    return Classes({**own, **shipped}, frozenset(wanted or TYPES))


def qid(value: str) -> str | None:
    """The id of an item, given by itself or as an IRI."""
    if QID.fullmatch(value):
        return value
    found = _ENTITY.fullmatch(value)
    return found[1] if found else None


def _pair(given: str) -> tuple[str, str]:
    item, _, type_ = given.partition("=")
    if not QID.fullmatch(item):
        raise UsageError(f"{given!r} is no class: write it as Q5=Person")
    _check_type(type_)
    return item, type_


def _check_type(name: str) -> None:
    if name not in TYPES:
        raise UsageError(f"no type {name!r}: the types are {', '.join(TYPES)}")
