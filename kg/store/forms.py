"""What kind of answer a query asks for, from its words alone."""

from __future__ import annotations

from typing import Final

from kg.store.tokens import tokens

_FORMS: Final = frozenset({"SELECT", "CONSTRUCT", "DESCRIBE", "ASK"})


def form(sparql: str) -> str | None:
    """SELECT, CONSTRUCT, DESCRIBE or ASK: the first word that is one. None when there is none: it is no query."""
    return next((word for token in tokens(sparql) if (word := token.upper()) in _FORMS), None)
