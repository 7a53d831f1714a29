"""What one article adds to the graph, between the stage that makes it and the store that keeps it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from kg.terms import Triple


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleGraph:
    """`article` and `text_graph` are IRIs, without angle brackets.

    Every subject of `graph` is the article or a fragment of it. `things` describes what other articles may mention too.
    `source` is where the article was read from: an article from the same source is a newer version of this one. It is
    empty for a source that is never the same twice, such as standard input. `sha256` is that of the text. `reading` is
    what was read beside the text, as JSON: with it the article can be read from the store again.
    """

    article: str
    graph: tuple[Triple, ...]
    things: tuple[Triple, ...]
    text: tuple[Triple, ...]
    text_graph: str
    source: str
    sha256: str
    reading: str = ""

    @property
    def digest(self) -> str:
        """The same for the same triples in any order."""
        parts = (_lines(self.graph), _lines(self.things), _lines(self.text))
        return hashlib.sha256("\x1d".join(parts).encode("utf-8")).hexdigest()


def _lines(triples: Iterable[Triple]) -> str:
    return "\n".join(sorted({" ".join(triple) for triple in triples}))
