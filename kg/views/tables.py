"""The answer to a query as a table for people: labels that are links, words instead of the terms of the ontology."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.ontology import CG
from kg.store.answers import show, value

if TYPE_CHECKING:
    from kg.store.answers import Table, Term, Value

_LABEL: Final = "Label"
_STANCES: Final = frozenset({"Asserting", "Denying", "Doubting", "LeavingOpen"})
_FRAGMENTS: Final = {"s": "statement", "e": "mention", "l": "link", "c": "words"}
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`kind` is "text", "number", "quote", "stance" (the text is its local name), "term" (of the ontology), "day" or
    "via". `iri` is what the text is a link to, or ""."""

    text: str
    iri: str = ""
    kind: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The first rows of an answer, and how many it has in all."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    count: int


def table(answer: Table, *, most: int, labels: Callable[[Iterable[str]], Mapping[str, str]]) -> Shown:
    """A column of labels is one with that of what it labels; a quote is a link to its place in the article. `labels`
    knows those of things that the answer does not label."""
    names = [name for name in answer.columns if not _is_told_elsewhere(name, answer.columns)]
    rows = [dict(zip(answer.columns, terms, strict=True)) for terms in answer.terms[:most]]
    known = labels({str(value(row[name])) for row in rows for name in names if str(row[name]).startswith("<")})
    return Shown(
        columns=tuple(_heading(name) for name in names),
        rows=tuple(tuple(_cell(name, row, answer.base, known) for name in names) for row in rows),
        count=len(answer),
    )


def _is_told_elsewhere(name: str, columns: Sequence[str]) -> bool:
    if name in ("start", "end"):
        return "quote" in columns
    return f"{name}{_LABEL}" in columns


def _heading(name: str) -> str:
    """ "otherSpeakerLabel" → "Other speaker" """
    return _HUMP.sub(" ", name.removesuffix(_LABEL) or name).lower().capitalize()


def _cell(name: str, row: Mapping[str, Term | None], base: str, known: Mapping[str, str]) -> Cell:
    term = row[name]
    plain = value(term)
    if name == "quote" and row.get("article") is not None:
        return Cell(text=str(plain), iri=_place_of(row), kind="quote")
    thing = row.get(name.removesuffix(_LABEL))
    if name.endswith(_LABEL) and thing is not None:
        return Cell(text=show(term or thing, base=base), iri=str(value(thing)))
    if name == "via":
        return Cell(text=str(plain or ""), kind="via")
    iri = str(plain) if plain is not None and str(term).startswith("<") else ""
    if iri.startswith(CG):
        local = iri.removeprefix(CG)
        return Cell(text=local, iri="", kind="stance" if local in _STANCES else "term")
    if iri:
        return Cell(text=known.get(iri) or _word(iri, base) or show(term, base=base), iri=iri)
    return Cell(text=show(term, base=base), kind=_kind(plain))


def _word(iri: str, base: str) -> str:
    """What kind of thing an IRI of ours means: the words of an event, alone, would be told as a fact."""
    path = iri.removeprefix(base) if iri.startswith(base) else ""
    if path.startswith("id/"):
        return path.split("/")[1]
    if path.startswith("article/"):
        return _FRAGMENTS.get(path.partition("#")[2][:1], "article")
    return ""


def _place_of(row: Mapping[str, Term | None]) -> str:
    article, start, end = (value(row.get(name)) for name in ("article", "start", "end"))
    return f"{article}#char={start},{end}" if start is not None and end is not None else str(article)


def _kind(plain: Value) -> str:
    if isinstance(plain, bool | str) or plain is None:
        return "text"
    return "number" if isinstance(plain, int | float) else "day"
