"""What lies in a master, held against its manifest."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Store

from kg.ontology import term
from kg.store import canonical, runs
from kg.store.directory import Directory
from kg.store.finding import Checked
from kg.store.manifest import Kept, Manifest, Row, State
from kg.store.runs import Counts

_NAMING: Final = (f" <{term('owl:sameAs')}> ", f" <{term('cg:target')}> ")
_TEXT: Final = f"<{term('nif:isString')}>"
_SHA256: Final = 64


class Contents:
    def __init__(self, store: Store, folder: Directory, checked: Checked) -> None:
        self._store = store
        self._folder = folder
        self._checked = checked
        self._manifest = Manifest(store, NamedNode(folder.minter.manifest))
        self._ids = f"<{folder.minter.base}id/"
        self._spoken_of: set[str] = set()
        self._made: list[Counts] = []
        self._expected = {folder.minter.things, folder.minter.manifest, folder.minter.derivations}

    def check(self) -> None:
        with self._checked.reading("the manifest"):
            state, rows = self._manifest.state(), list(self._manifest.rows())
            beside = self._manifest.all_beside("added") | self._manifest.all_beside("supplied")
            self._expected |= {
                name for pair in self._manifest.loading().items() for name in pair
            }  # the next build sees to them
            self._checked.position = state.position
            self._state(state)
            for row in rows:
                with self._checked.reading(row.article):
                    self._article(row)
            if state.runs is not None and state.runs != runs.changed({}, come=self._made):
                self._checked.add("the manifest", "counts what the runs have made, but not as it is stored")
            for name, kept in beside.items():
                with self._checked.reading(name):
                    self._beside(name, kept)
            with self._checked.reading(self._folder.minter.things):
                self._things(state)
            with self._checked.reading(self._folder.minter.derivations):
                self._derivations(state)
            with self._checked.reading("the names of the graphs"):
                self._names()

    def read_every_index(self) -> None:
        """Each triple by way of each of the six indexes."""
        with self._checked.reading("master"):
            found = self._counts()
        if len(set(found.values())) > 1:
            told = ", ".join(f"{name} {count}" for name, count in found.items())
            self._checked.add("master", f"its indexes do not agree: {told}")

    def _counts(self) -> dict[str, int]:
        quads, found = self._store.quads_for_pattern, Counter[str]()
        subjects, predicates, objects, of_graphs = set(), set(), set(), set()
        for quad in self._store:
            found["GSPO"] += 1
            subjects.add(quad.subject)
            predicates.add(quad.predicate)
            objects.add(quad.object)
            of_graphs.add((quad.graph_name, quad.object))
        found["SPOG"] = sum(1 for one in subjects for _ in quads(one, None, None, None))
        found["POSG"] = sum(self._count(f"GRAPH ?g {{ ?s {one} ?o }}") for one in predicates)
        # Looking for a number that ends in 255, Oxigraph 0.5 finds larger ones, too.
        found["OSPG"] = sum(quad.object == one for one in objects for quad in quads(None, None, one, None))
        found["GOSP"] = sum(quad.object == one for graph, one in of_graphs for quad in quads(None, None, one, graph))
        found["GPOS"] = self._count("{ SELECT DISTINCT ?g ?p { GRAPH ?g { ?x ?p ?y } } } GRAPH ?g { ?s ?p ?o }")
        return found

    def _count(self, pattern: str) -> int:
        answer = self._store.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
        assert isinstance(answer, QuerySolutions)
        return int(str(next(answer)[0].value))

    def _state(self, state: State) -> None:
        published = self._folder.revisions()
        newest = published[0] if published else 0
        if newest > state.revision:
            self._checked.add("master", f"is at change {state.revision}, but {newest} was published")
        if newest < state.revision:
            told = f"at change {newest}" if newest else "nowhere"
            said = f"readers are {told}, the master at {state.revision}: the next `kg build` publishes it"
            self._checked.add("generations", said)

    def _article(self, row: Row) -> None:
        self._checked.articles += 1
        self._expected |= {row.article, row.text_graph}
        graph, text = self._lines(row.article), self._lines(row.text_graph)
        self._made.append(runs.of_lines(graph))
        count = len(graph) + len(text)
        if not count:
            self._checked.add(row.article, "is lost")
        elif count != row.triples:
            self._checked.add(row.article, f"has {count} triples, not {row.triples}")
        elif row.own and canonical.digest(graph, text) != row.own:
            self._checked.add(row.article, "is not as it was stored")
        own = (f"<{row.article}>", f"<{row.article}#")
        if not all(line.startswith(own) for line in graph) or any(_TEXT in line for line in graph):
            self._checked.add(row.article, "its graph holds triples of another graph")
        self._text(row)
        self._note(graph)

    def _text(self, row: Row) -> None:
        quads = self._store.quads_for_pattern(NamedNode(row.article), None, None, NamedNode(row.text_graph))
        texts = [quad.object.value for quad in quads if isinstance(quad.object, Literal)]
        found = [hashlib.sha256(one.encode("utf-8")).hexdigest() for one in texts]
        if len(row.sha256) == _SHA256 and found != [row.sha256]:
            self._checked.add(row.article, "its text is not what was read")

    def _beside(self, name: str, kept: Kept) -> None:
        self._expected.add(name)
        lines = self._lines(name)
        if kept.own and canonical.digest(lines) != kept.own:
            self._checked.add(name, "is not as it was stored" if lines else "is lost")
        self._note(lines)

    def _things(self, state: State) -> None:
        name = self._folder.minter.things
        lines = self._lines(name)
        self._note(lines)
        described = {line.split(" ", 1)[0] for line in lines}
        if canonical.total(lines) != state.things:
            self._checked.add(name, "is not as it was stored")
        for one in sorted(described - self._spoken_of):
            self._checked.add(one[1:-1], "is described, though nothing speaks of it")
        for one in sorted(iri for iri in self._spoken_of - described if iri.startswith(self._ids)):
            self._checked.add(one[1:-1], "is spoken of, but not described")

    def _derivations(self, state: State) -> None:
        name = self._folder.minter.derivations
        lines = self._lines(name)
        if canonical.total(lines) != state.derivations:
            self._checked.add(name, "is not as it was stored" if lines else "is lost")

    def _names(self) -> None:
        for graph in self._store.named_graphs():
            if isinstance(graph, NamedNode) and graph.value not in self._expected:
                self._checked.add(graph.value, "is a graph that no row of the manifest tells of")
        if next(iter(self._store.quads_for_pattern(None, None, None, DefaultGraph())), None):
            self._checked.add("the default graph", "holds triples, and should not")

    def _lines(self, graph: str) -> list[str]:
        return canonical.of_graph(self._store, NamedNode(graph))

    def _note(self, lines: list[str]) -> None:
        """What the lines speak of; what only tells another IRI of a thing does not."""
        ends = (line for line in lines if line.endswith("> .") and not any(one in line for one in _NAMING))
        self._spoken_of |= {line[line.rindex(" <") + 1 : -2] for line in ends if '"' not in line}
