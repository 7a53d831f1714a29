"""The builder's own bookkeeping: which articles a master holds, and how often it has changed.

It is a graph of the master, so that it changes in one step with what it tells of. Readers never get it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as Either
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.store.lookup import Lookup, Pattern
from kg.terms import Triple, iri, string, typed

_FIELDS = ("source", "sha256", "digest", "text", "triples", "reading", "content", "maker")
Beside = Either["added", "supplied"]
"""Whose a graph beside the articles is: a user's, or one that ships with Claimgraph."""


class Row(NamedTuple):
    """One article. `sources` is where it was read from, sorted; `triples` counts those of its graph and its text;
    `reading` is what was read beside the text, as JSON, `contents` the digests of the captures that make this
    very article, sorted, and `maker` that of what made it; they are missing where an older version stored it."""

    article: str
    sources: tuple[str, ...]
    sha256: str
    digest: str
    text_graph: str
    triples: int
    reading: str = ""
    contents: tuple[str, ...] = ()
    maker: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    store: Lookup
    graph: NamedNode

    def looked_up(self, article: str, source: str) -> list[Pattern]:
        """All that is looked at when an article from a source is replaced."""
        known: list[Pattern] = [(node, None, None, self.graph) for node in (self.graph, NamedNode(article))]
        return [*known, (None, self._field("source"), Literal(source), self.graph)] if source else known

    def row(self, article: str) -> Row | None:
        found = {name: self._values(NamedNode(article), name) for name in _FIELDS}
        if not found["digest"]:
            return None
        single = {name: values[0] for name, values in found.items() if values}
        return Row(
            article,
            tuple(sorted(found["source"])),
            single["sha256"],
            single["digest"],
            single["text"],
            int(single["triples"]),
            single.get("reading", ""),
            tuple(sorted(found["content"])),
            single.get("maker", ""),
        )

    def rows(self) -> Iterator[Row]:
        """Sorted by article."""
        quads = self.store.quads_for_pattern(None, self._field("digest"), None, self.graph)
        for article in sorted(str(quad.subject)[1:-1] for quad in quads):
            row = self.row(article)
            if row:
                yield row

    def read_from(self, source: str) -> list[Row]:
        quads = self.store.quads_for_pattern(None, self._field("source"), Literal(source), self.graph)
        return [row for row in (self.row(str(quad.subject)[1:-1]) for quad in quads) if row]

    def beside(self, graph: str, whose: Beside) -> str | None:
        """The digest of a graph beside the articles; None when it is not there."""
        return next(iter(self._values(NamedNode(graph), whose)), None)

    def all_beside(self, whose: Beside) -> list[str]:
        """The names of the graphs beside the articles, sorted."""
        quads = self.store.quads_for_pattern(None, self._field(whose), None, self.graph)
        return sorted(str(quad.subject)[1:-1] for quad in quads)

    def beside_triple(self, graph: str, digest: str, whose: Beside) -> Triple:
        return Triple(iri(graph), str(self._field(whose)), string(digest))

    def triples(self, row: Row) -> list[Triple]:
        values = [("source", string(source)) for source in row.sources]
        values += [("sha256", string(row.sha256)), ("digest", string(row.digest)), ("text", string(row.text_graph))]
        values += [("triples", typed(row.triples, "xsd:integer"))]
        values += [("content", string(content)) for content in row.contents]
        told = (("reading", row.reading), ("maker", row.maker))
        values += [(name, string(value)) for name, value in told if value]
        return [Triple(iri(row.article), str(self._field(name)), value) for name, value in values]

    def position(self) -> str:
        """Up to where the journal has been worked through; "" at its beginning."""
        return next(iter(self._values(self.graph, "position")), "")

    def position_triple(self, position: str) -> Triple:
        return Triple(str(self.graph), str(self._field("position")), string(position))

    def revision(self) -> int:
        """How many changes the master has seen."""
        return int(next(iter(self._values(self.graph, "revision")), "0"))

    def revision_triple(self, revision: int) -> Triple:
        return Triple(str(self.graph), str(self._field("revision")), typed(revision, "xsd:integer"))

    def _values(self, subject: NamedNode, name: str) -> list[str]:
        quads = self.store.quads_for_pattern(subject, self._field(name), None, self.graph)
        return [quad.object.value for quad in quads if isinstance(quad.object, Literal)]

    def _field(self, name: str) -> NamedNode:
        return NamedNode(f"{self.graph.value}#{name}")
