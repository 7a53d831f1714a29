"""What a page, a feed or a table tells of an article beside its text, on one line.

Whoever writes it need not mean well, and it goes into the graph, onto pages and into the names of outlets.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_TURNING: Final = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Marks that turn the words around them, or that nobody sees."""
_UNWRITABLE: Final = frozenset(("Cc", "Cs", "Cn", "Co"))


def one_line(words: str | None, *, longest: int) -> str | None:
    """None for no words, for more than so many characters, and for signs without a letter or a digit."""
    if not words or len(words) > 10 * longest:
        return None
    line = " ".join("".join(map(_shown, words)).split())
    return line if len(line) <= longest and any(map(str.isalnum, line)) else None


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    hidden = character in _TURNING or unicodedata.category(character) in _UNWRITABLE
    return "" if hidden else character
