"""What one article adds to the graph, between the stage that makes it and the store that keeps it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from kg.errors import DataError
from kg.terms import Triple


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleGraph:
    """`article` and `text_graph` are IRIs, without angle brackets.

    Every subject of `graph` is the article or a fragment of it. `things` describes what other articles may mention too.
    `source` is where the article was read from: an article from the same source is a newer version of this one. It is
    empty for a source that is never the same twice, such as standard input. `sha256` is that of the text. `reading` is
    what was read beside the text, as JSON: with it the article can be read from the store again. `content` is the
    digest of the capture that it was made of, and `maker` that of what made it: while both are the same, it need not
    be made again. `likeness` is what articles of nearly the same text are found by.
    """

    article: str
    graph: tuple[Triple, ...]
    things: tuple[Triple, ...]
    text: tuple[Triple, ...]
    text_graph: str
    source: str
    sha256: str
    reading: str = ""
    content: str = ""
    maker: str = ""
    likeness: str = ""

    @property
    def digest(self) -> str:
        """The same for the same triples in any order."""
        return _digest(_lines(self.graph), _lines(self.things), _lines(self.text))

    def packed(self) -> PackedGraph:
        """Raises DataError for a triple that belongs in another graph."""
        _check_places(self)
        graph, things, text = _lines(self.graph), _lines(self.things), _lines(self.text)
        return PackedGraph(
            article=self.article,
            graph=_written(graph),
            things=tuple(sorted(set(self.things))),
            text=_written(text),
            triples=len(graph) + len(text),
            text_graph=self.text_graph,
            source=self.source,
            sha256=self.sha256,
            digest=_digest(graph, things, text),
            reading=self.reading,
            content=self.content,
            maker=self.maker,
            likeness=self.likeness,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedGraph:
    """An `ArticleGraph` as it goes from the process that made it to the one that stores it.

    `graph` and `text` are sorted N-Triples, each once; `triples` counts both.
    """

    article: str
    graph: str
    things: tuple[Triple, ...]
    text: str
    triples: int
    text_graph: str
    source: str
    sha256: str
    digest: str
    reading: str
    content: str
    maker: str
    likeness: str


def _check_places(article: ArticleGraph) -> None:
    """No triple may stand in two graphs: the union of the graphs would count it twice.

    Raises DataError for a triple of the article's graph whose subject is not the article's own, and for one of the
    things that is.
    """
    own = (f"<{article.article}#", f"<{article.article}>")
    for triple in (*article.graph, *article.text):
        if not triple.subject.startswith(own):
            raise DataError(f"the graph of {article.article} describes {triple.subject}: it belongs among the things")
    for triple in article.things:
        if triple.subject.startswith(own):
            raise DataError(f"the things of {article.article} describe {triple.subject}: it belongs in its graph")
    if not set(article.graph).isdisjoint(article.text):
        raise DataError(f"a triple of {article.article} stands both in its graph and in its text")


def _lines(triples: Iterable[Triple]) -> list[str]:
    """Each triple once, sorted as triples are: a space comes before whatever stands in a term."""
    return sorted({" ".join(triple) for triple in triples})


def _written(lines: list[str]) -> str:
    return "".join(f"{line} .\n" for line in lines)


def _digest(*graphs: list[str]) -> str:
    return hashlib.sha256("\x1d".join("\n".join(lines) for lines in graphs).encode("utf-8")).hexdigest()
