"""What a page, a feed or a table tells of an article beside its text: taken where it can be what it says that it is.

Whoever writes it need not mean well, and it goes into the graph, onto pages and into file names of others.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from kg.capture import Given
from kg.terms import is_iri

LONGEST_TITLE: Final = 300
LONGEST_NAME: Final = 120
LONGEST_ADDRESS: Final = 2_048
_SHOWN_OTHERWISE: Final = frozenset(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u200b"
)
"""Marks that turn words around, or that nobody sees."""
_UNWRITABLE: Final = frozenset(("Cc", "Cs", "Cn", "Co"))


def clean(said: Given) -> Given:
    """What of it can be what it says that it is."""
    return replace(said, title=title(said.title), publisher=name(said.publisher), url=address(said.url))


def title(words: str | None) -> str | None:
    """On one line; None for none, and for what is too long for one."""
    return _line(words, LONGEST_TITLE)


def name(words: str | None) -> str | None:
    """That of a publisher, on one line; None for none, for what is too long for one, and for signs without a letter."""
    return _line(words, LONGEST_NAME)


def address(words: str | None) -> str | None:
    """A web address with a path, of which every store can make an IRI; it is taken as it is, or not at all.

    The home page of a site is the address of no article, and one with a password in it is nobody's to publish.
    """
    if not words or len(words) > LONGEST_ADDRESS or not is_iri(words):
        return None
    parts = urlsplit(words)
    fits = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    return words if fits and (parts.path.strip("/") or parts.query) else None


def _line(words: str | None, longest: int) -> str | None:
    if not words or len(words) > 100 * longest:
        return None
    line = " ".join("".join(map(_shown, words)).split())
    return line if len(line) <= longest and any(map(str.isalnum, line)) else None


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    hidden = character in _SHOWN_OTHERWISE or unicodedata.category(character) in _UNWRITABLE
    return "" if hidden else character
