"""Which queries the engine may see.

Oxigraph cannot be told to stay offline, and a few kilobytes of nested brackets overflow its stack, which ends the whole
process. So a query is looked through before: once, in time that grows with its length alone.
"""

from __future__ import annotations

import re
from typing import Final

from kg.errors import QueryError
from kg.store.tokens import tokens

DEEPEST: Final = 128  # levels of brackets; Oxigraph 0.5 dies somewhere above 2000
MOST_OPERATORS: Final = 2000  # in all: in a row they nest as brackets do, and it dies of 8000 sums or unions

_OPENING: Final = frozenset("{([")
_CLOSING: Final = frozenset("})]")
_OPERATORS: Final = frozenset("!+-*/|^&")
_WORDS: Final = ("union", "optional", "minus", "filter", "graph")  # they nest as operators do
_OPAQUE: Final = ('"', "'", "<", "#", "?", "$")  # strings, IRIs, comments and variables hold no keyword
_LOCAL_NAME: Final = re.compile(r":[\w:%\\].*", re.DOTALL)


def check(sparql: str) -> None:
    """Raises QueryError for a query that would open a connection, or that is too deep to be parsed safely."""
    folded = sparql.casefold()
    if "service" not in folded and len(folded) <= MOST_OPERATORS and sum(map(folded.count, _OPENING)) <= DEEPEST:
        return  # it cannot be: most queries need no closer look
    depth = operators = 0
    for token in map(str.casefold, tokens(sparql)):
        if _may_ask_another(token):
            raise QueryError("a query stays in this store: SERVICE, which asks another one, is not allowed")
        depth += (token in _OPENING) - (token in _CLOSING)
        operators += token in _OPERATORS or (token.endswith(_WORDS) and not token.startswith(_OPAQUE))
        if depth > DEEPEST or operators > MOST_OPERATORS:
            limits = f"{DEEPEST} levels of brackets, and {MOST_OPERATORS} operators in all"
            raise QueryError(f"the query is too deep or too long (at most {limits}): ask it in parts")


def names_dataset(sparql: str) -> bool:
    """Whether the query says by FROM which graphs it is about."""
    return "from" in sparql.casefold() and any(token.casefold() == "from" for token in tokens(sparql))


def _may_ask_another(token: str) -> bool:
    """Oxigraph reads SERVICE where it is glued to its neighbours, too: "5SERVICE", "ex:.SERVICE", "service:x"."""
    return "service" in token and not token.startswith(_OPAQUE) and "service" in _LOCAL_NAME.sub("", token)
