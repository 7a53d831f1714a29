"""The answer to a query as a table for people: labels that are links, words instead of the terms of the ontology."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.ontology import CG
from kg.store.answers import show, value

if TYPE_CHECKING:
    from kg.store.answers import Table, Term, Value

_LABEL: Final = "Label"
_STANCES: Final = frozenset({"Asserting", "Denying", "Doubting", "LeavingOpen"})
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`kind` is "text", "number", "quote", "stance" (the text is its local name), "term" (of the ontology), "day" or
    "chain". `iri` is what the text is a link to, or ""."""

    text: str
    iri: str = ""
    kind: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The first rows of an answer, and how many it has in all."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    count: int


def table(answer: Table, *, most: int) -> Shown:
    """A column of labels is one with that of what it labels; a quote is a link to its place in the article."""
    names = [name for name in answer.columns if not _is_told_elsewhere(name, answer.columns)]
    rows = [dict(zip(answer.columns, terms, strict=True)) for terms in answer.terms[:most]]
    return Shown(
        columns=tuple(_heading(name) for name in names),
        rows=tuple(tuple(_cell(name, row, answer.base) for name in names) for row in rows),
        count=len(answer),
    )


def _is_told_elsewhere(name: str, columns: Sequence[str]) -> bool:
    if name in ("start", "end"):
        return "quote" in columns
    return f"{name}{_LABEL}" in columns


def _heading(name: str) -> str:
    """ "otherSpeakerLabel" → "Other speaker" """
    return _HUMP.sub(" ", name.removesuffix(_LABEL) or name).lower().capitalize()


def _cell(name: str, row: Mapping[str, Term | None], base: str) -> Cell:
    term = row[name]
    plain = value(term)
    if name == "quote" and row.get("article") is not None:
        return Cell(text=str(plain), iri=_place_of(row), kind="quote")
    thing = row.get(name.removesuffix(_LABEL))
    if name.endswith(_LABEL) and thing is not None:
        return Cell(text=show(term or thing, base=base), iri=str(value(thing)))
    if name == "via":
        return Cell(text=str(plain or ""), kind="chain")
    iri = str(plain) if plain is not None and str(term).startswith("<") else ""
    if iri.startswith(CG):
        local = iri.removeprefix(CG)
        return Cell(text=local, iri="", kind="stance" if local in _STANCES else "term")
    return Cell(text=show(term, base=base), iri=iri, kind="text" if iri else _kind(plain))


def _place_of(row: Mapping[str, Term | None]) -> str:
    article, start, end = (value(row.get(name)) for name in ("article", "start", "end"))
    return f"{article}#char={start},{end}" if start is not None and end is not None else str(article)


def _kind(plain: Value) -> str:
    if isinstance(plain, bool | str) or plain is None:
        return "text"
    return "number" if isinstance(plain, int | float) else "day"
