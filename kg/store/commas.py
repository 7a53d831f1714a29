"""Tables as comma-separated values.

Oxigraph 0.5 quotes literals and no IRIs, and IRIs of spans have commas in them ("#char=10,20"). Source: SPARQL 1.1
Query Results CSV and TSV Formats, W3C Recommendation 21 March 2013, section 3; RFC 4180.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import IO, Final

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

_SPECIAL: Final = re.compile(r'[",\r\n]')
_TOGETHER: Final = 1_000  # rows


def write_csv(solutions: QuerySolutions, out: IO[bytes]) -> None:
    """As the engine goes."""
    out.write(_line(variable.value for variable in solutions.variables).encode("utf-8"))
    while some := "".join(_line(map(_plain, row)) for row in islice(solutions, _TOGETHER)):
        out.write(some.encode("utf-8"))


def _line(cells: Iterable[str]) -> str:
    return ",".join(_quoted(cell) if _SPECIAL.search(cell) else cell for cell in cells) + "\r\n"


def _quoted(cell: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def _plain(term: NamedNode | BlankNode | Literal | Triple | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
