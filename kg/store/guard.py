"""Which queries the engine may see.

Oxigraph cannot be told to stay offline, and a few kilobytes of nested brackets overflow its stack, which ends the whole
process. So a query is looked through before: once, in time that grows with its length alone.
"""

from __future__ import annotations

import re
from typing import Final

from kg.errors import QueryError

DEEPEST: Final = 128  # levels of brackets; Oxigraph 0.5 dies somewhere above 2000
MOST_OPERATORS: Final = 2000  # in a row they nest as brackets do: it dies of 8000 sums or unions

# A string that is not closed is a token too, else each of its characters would be tried as the beginning of one.
_TOKEN: Final = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*(?:""")?'
    r"|'''(?:[^\\']|\\.|'(?!''))*(?:''')?"
    r'|"(?:[^"\\\n\r]|\\.)*"?'
    r"|'(?:[^'\\\n\r]|\\.)*'?"
    r'|<[^<>"{}|^`\\\x00-\x20]*>'
    r"|#[^\n\r]*"
    r"|[?$@]?[\w:.](?:[\w:.%\-]|\\\S)*"
    r"|-\d"
    r"|\S",
    re.DOTALL,
)
_OPENING: Final = frozenset("{([")
_CLOSING: Final = frozenset("})]")
_OPERATORS: Final = frozenset("!+-*/|^&") | {"union", "optional", "minus", "filter", "graph"}


def check(sparql: str) -> None:
    """Raises QueryError for a query that would open a connection, or that is too deep to be parsed safely."""
    depth = operators = 0
    for token in map(str.casefold, _TOKEN.findall(sparql)):
        if token == "service":
            raise QueryError("a query stays in this store: SERVICE, which asks another one, is not allowed")
        depth += (token in _OPENING) - (token in _CLOSING)
        operators += token in _OPERATORS
        if depth > DEEPEST or operators > MOST_OPERATORS:
            limits = f"{DEEPEST} levels of brackets, {MOST_OPERATORS} operators"
            raise QueryError(f"the query is too deep (at most {limits}): ask it in parts")
