"""The builder's own bookkeeping: which articles a master holds, and how often it has changed.

It is a graph of the master, so that it changes in one step with what it tells of. Readers never get it: it is taken out
of each copy for them, so it is small, two triples for an article: its row as JSON, and where it was read from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Literal as Either
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from kg.store.lookup import Lookup, Pattern
from kg.store.runs import Counts
from kg.terms import iri, string

Beside = Either["added", "supplied"]
"""Whose a graph beside the articles is: a user's, or one that ships with Claimgraph."""


class Row(NamedTuple):
    """One article. `sources` is where it was read from, sorted; `triples` counts those of its graph and its text, and
    `own` is the digest of these as they are stored; `reading` is what was read beside the text, as JSON, `contents` the
    digests of the captures that make this very article, sorted, `maker` that of what made it, `likeness` what articles
    of nearly the same text are found by, and `superseded` the digests of the last captures that it has replaced. The
    last six are missing where an older version stored it."""

    article: str
    sources: tuple[str, ...]
    sha256: str
    digest: str
    text_graph: str
    triples: int
    reading: str = ""
    contents: tuple[str, ...] = ()
    maker: str = ""
    own: str = ""
    likeness: str = ""
    superseded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How many changes the master has seen, up to where the journal has been worked through ("": from its beginning),
    the totals of the graphs of things and of derivations (see `canonical.total`), and how much each run made: None
    where an older version did not count that."""

    revision: int = 0
    position: str = ""
    things: int = 0
    derivations: int = 0
    runs: Counts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A graph beside the articles: the digest of what was given, and of what is stored ("" by an older version)."""

    digest: str
    own: str


@dataclass(frozen=True, slots=True)
class Manifest:
    store: Lookup
    graph: NamedNode

    def looked_up(self, article: str, source: str) -> list[Pattern]:
        """All that is looked at when an article from a source is replaced."""
        known: list[Pattern] = [(node, None, None, self.graph) for node in (self.graph, NamedNode(article))]
        return [*known, (None, self._field("source"), Literal(source), self.graph)] if source else known

    def row(self, article: str) -> Row | None:
        found = next(self._quads(NamedNode(article), "row"), None)
        return _row(found) if found else None

    def rows(self) -> Iterator[Row]:
        """Sorted by article."""
        yield from sorted(self.unsorted())

    def unsorted(self) -> Iterator[Row]:
        """One by one, for all together may be more than fit into memory."""
        return (_row(quad) for quad in self._quads(None, "row"))

    def read_from(self, source: str) -> list[Row]:
        quads = self._quads(None, "source", Literal(source))
        return [row for row in (self.row(_subject(quad)) for quad in quads) if row]

    def written(self, row: Row) -> list[str]:
        """What tells of an article, as it is stored."""
        quads = self.store.quads_for_pattern(NamedNode(row.article), None, None, self.graph)
        return [f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads]

    def lines(self, row: Row) -> list[str]:
        """What is to be stored of an article."""
        said = json.dumps(row._asdict() | {"article": None}, ensure_ascii=False)
        return [
            self._line(row.article, "row", string(said)),
            *(self._line(row.article, "source", string(source)) for source in row.sources),
        ]

    def beside(self, graph: str, whose: Beside) -> Kept | None:
        """None when it is not there."""
        found = next(self._quads(NamedNode(graph), whose), None)
        return _kept(found) if found else None

    def all_beside(self, whose: Beside) -> dict[str, Kept]:
        """By the names of the graphs, sorted."""
        return dict(sorted((_subject(quad), _kept(quad)) for quad in self._quads(None, whose)))

    def beside_line(self, graph: str, kept: Kept, whose: Beside) -> str:
        return self._line(graph, whose, string(f"{kept.digest} {kept.own}".rstrip()))

    def state(self) -> State:
        found = next(self._quads(self.graph, "state"), None)
        said = json.loads(_value(found)) if found else {}
        if runs := said.get("runs"):
            said["runs"] = {run: tuple(numbers) for run, numbers in runs.items()}
        return State(**said)

    def state_line(self, state: State) -> str:
        return self._line(self.graph.value, "state", string(json.dumps(asdict(state), ensure_ascii=False)))

    def loading(self) -> dict[str, str]:
        """The articles whose graphs were loaded last, before they had a row, with the graphs of their texts."""
        found = next(self._quads(self.graph, "loading"), None)
        return dict(json.loads(_value(found))) if found else {}

    def loading_line(self, graphs: Mapping[str, str]) -> str:
        return self._line(self.graph.value, "loading", string(json.dumps(dict(graphs), ensure_ascii=False)))

    def _line(self, subject: str, name: str, value: str) -> str:
        return f"{iri(subject)} {self._field(name)} {value} ."

    def _quads(self, subject: NamedNode | None, name: str, value: Literal | None = None) -> Iterator[Quad]:
        return self.store.quads_for_pattern(subject, self._field(name), value, self.graph)

    def _field(self, name: str) -> NamedNode:
        return NamedNode(f"{self.graph.value}#{name}")


def _row(quad: Quad) -> Row:
    said = json.loads(_value(quad))
    lists = {name: tuple(said.get(name, ())) for name in ("sources", "contents", "superseded")}
    return Row(**(said | lists | {"article": _subject(quad)}))


def _kept(quad: Quad) -> Kept:
    digest, _, own = _value(quad).partition(" ")
    return Kept(digest=digest, own=own)


def _subject(quad: Quad) -> str:
    return str(quad.subject)[1:-1]


def _value(quad: Quad) -> str:
    assert isinstance(quad.object, Literal)
    return quad.object.value
