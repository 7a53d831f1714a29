"""Tables for spreadsheets: CSV in which no cell is a formula.

Words of articles are in the cells, and a spreadsheet computes a cell that begins with one of a few characters. Source:
OWASP, "CSV Injection". The W3C's CSV of `Table.serialize` leaves every value as it is, for programs.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.store.answers import Table, Value

_FORMULA: Final = re.compile(r"\A(?=[\t\r\n])|(?<![^;\t\r\n])(?=[=+\-@＝＋－＠])")
"""Where one may begin: in some countries a semicolon ends a cell, and who splits there sees no quotes."""
_MARK: Final = "\ufeff"  # without it, Excel reads no UTF-8


def sheet(table: Table) -> bytes:
    """CSV in UTF-8 with a byte order mark. What may begin a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return (_MARK + out.getvalue()).encode("utf-8", "replace")


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return _FORMULA.sub("'", value) if isinstance(value, str) else str(value)
