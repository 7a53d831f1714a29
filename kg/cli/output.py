"""How answers look: a table for people on a terminal, a format of the standards in a pipe."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.streams import WIDTH, opened
from kg.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from kg.store import Answer, Table


def show(answer: Answer, *, format: str | None, out: Path | None) -> None:  # noqa: A002
    """Write an answer in a format; by default as a table on a terminal, else as JSON or Turtle.

    Raises UsageError for a format that the answer does not have.
    """
    from kg.store import Graph, Table

    chosen = format or _default(answer, out)
    if chosen != "table":
        _write(answer.serialize(chosen), out)
    elif isinstance(answer, Table):
        _write(_drawn(answer).encode("utf-8"), out)
    elif isinstance(answer, Graph):
        raise UsageError("a graph is no table: use --format ttl, nt, nq, trig, jsonld or rdf")
    else:
        _write(b"yes\n" if answer else b"no\n", out)


def write_drawing(screen: Console, draw: Callable[[Console], None]) -> None:
    """What rich draws, on standard output."""
    with screen.capture() as captured:
        draw(screen)
    _write(captured.get().encode("utf-8"), None)


def _write(data: bytes, out: Path | None) -> None:
    with opened(out) as stream:
        stream.write(data)


def _default(answer: Answer, out: Path | None) -> str:
    from kg.store import Graph

    suffix = out.suffix.lstrip(".").lower() if out is not None else ""
    if suffix:
        return {"srj": "json", "srx": "xml", "turtle": "ttl"}.get(suffix, suffix)
    if isinstance(answer, Graph):
        return "ttl"
    return "table" if sys.stdout.isatty() else "json"


def console() -> Console:
    from rich.console import Console

    # Into a text of its own: what rich writes to standard output by itself, it writes in the terminal's encoding.
    terminal = sys.stdout.isatty()
    return Console(file=io.StringIO(), force_terminal=terminal, width=None if terminal else WIDTH, highlight=False)


def _drawn(answer: Table) -> str:
    """A table as wide as the screen, or on a narrow screen a card for each row; what all rows share is said once."""
    from rich.text import Text

    columns, rows, common = for_people(answer.columns, answer.display())
    screen = console()
    draw = _grid if _room(columns, rows) <= screen.width else _cards
    with screen.capture() as captured:
        for drawing in draw(columns, rows):
            screen.print(drawing)
        screen.print(Text(", ".join([f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}", *common])))
    return captured.get()


def _room(columns: list[str], rows: list[list[str]]) -> int:
    """How wide a grid must be so that no column is squeezed."""
    longest = [max((len(row[i]) for row in rows), default=0) for i in range(len(columns))]
    limits = [QUOTE_WIDTH if name in _WIDE else NAME_WIDTH for name in columns]
    widths = [max(len(name), min(length, limit)) for name, length, limit in zip(columns, longest, limits, strict=True)]
    return sum(widths) + 3 * len(columns) + 1


def _grid(columns: list[str], rows: list[list[str]]) -> Iterator[RenderableType]:
    from rich.box import ROUNDED
    from rich.table import Table as Drawing
    from rich.text import Text

    wide = _WIDE.intersection(columns)
    drawing = Drawing(box=ROUNDED, expand=bool(wide), show_lines=bool(wide), header_style="bold")
    for name in columns:
        if name in _WIDE:
            drawing.add_column(name, overflow="fold", ratio=1)
        else:
            short = name in _SHORT
            drawing.add_column(
                name, overflow="fold", no_wrap=short, max_width=None if short or not wide else NAME_WIDTH
            )
    for row in rows:
        drawing.add_row(*(Text(cell) for cell in row))
    yield drawing


def _cards(columns: list[str], rows: list[list[str]]) -> Iterator[RenderableType]:
    from rich.rule import Rule
    from rich.table import Table as Drawing
    from rich.text import Text

    for row in rows:
        card = Drawing.grid(padding=(0, 2))
        card.add_column(style="bold")
        card.add_column(overflow="fold")
        for name, cell in zip(columns, row, strict=True):
            if cell:
                card.add_row(name, Text(cell))
        yield card
        yield Rule(style="dim")


LONGEST_CELL = 160
"""Longer quotes are cut in tables, in the middle; every other format has them whole."""
_WIDE = frozenset({"quote", "text"})
_FRAGMENT = re.compile(r"^article/[^#]*(#s\d+)$")
_SHORT = frozenset({"characters", "stated on", "date", "stance", "relation", "mode", "certainty"})
NAME_WIDTH, QUOTE_WIDTH = 17, 22
_LEFT_OUT = frozenset({"event", "end", "partLabel"})
_HEADINGS = {"start": "characters", "statedOn": "stated on", "via": "chain"}


def for_people(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]], list[str]]:
    """Headings, cells, and what is the same in all rows.

    An IRI whose label stands beside it is left out, so is a column with nothing in it; the start and the end of a span
    become one cell, and so do a place and the part of it.
    """
    table = [dict(zip(columns, row, strict=True)) for row in rows]
    shown: list[str] = []
    common: list[str] = []
    for name in columns:
        if f"{name}Label" in columns or name in _LEFT_OUT or not any(row[name] for row in table):
            continue
        values = {row[name] for row in table}
        if len(table) > 1 and len(values) == 1 and name in _ONCE:
            common.append(f"{_HEADINGS.get(name, name)} {_local(values.pop())}")
        else:
            shown.append(name.removesuffix("Label"))
    if any(one.startswith("article ") for one in common):
        table = [{name: _FRAGMENT.sub(r"\1", value) for name, value in row.items()} for row in table]
    cells = [[_cell(name, row) for name in shown] for row in table]
    return [_HEADINGS.get(name, name) for name in shown], cells, common


_ONCE = frozenset({"article", "certainty"})


def _cell(name: str, row: dict[str, str]) -> str:
    if name == "start":
        return f"{row['start']}–{row.get('end', '')}"
    value = _local(row.get(f"{name}Label") or row.get(name, ""))
    if name in _WIDE and len(value) > LONGEST_CELL:
        value = f"{value[: LONGEST_CELL - 30].rpartition(' ')[0]} … {value[-30:].partition(' ')[2]}"
    part = row.get("partLabel", "") if name == "place" else ""
    return f"{value} ({part})" if part else value


def _local(value: str) -> str:
    return value.removeprefix("cg:")
