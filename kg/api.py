"""The Python API: a store, built from articles or opened, and asked."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.places import Place

if TYPE_CHECKING:
    import rdflib

    from kg.explanations import Explanation
    from kg.fetching import Web
    from kg.links import LinkExplanation
    from kg.pipeline import Outcome, Settings
    from kg.store import Answer, Reader, Table


class Graph:
    """A store as its readers see it: the state that was published when it was opened. `store` is a folder, or the URL
    of a SPARQL endpoint, which is seen as it is when it is asked.

    A batch of which nothing could be stored makes no store: then `outcome` says why, and every question raises
    StoreError.
    """

    def __init__(self, store: Place, *, outcome: Outcome | None = None) -> None:
        self._place = store
        self.outcome = outcome
        if outcome is None or outcome.stored or outcome.unchanged:
            _ = self.reader

    @cached_property
    def reader(self) -> Reader:
        from kg.store import Reader

        return Reader.open(self._place)

    def ask(self, question: str, **parameters: str) -> Answer:
        """A question in words, or the name of a stored query with its parameters.

        Raises QueryError or UnknownNameError, which list what there is.
        """
        from kg import queries

        return queries.ask(self.reader, question, parameters, gazetteer=self.meanings)

    def meanings(self, name: str) -> tuple[str, ...]:
        """What a name that the graph does not use may mean: other spellings and scripts, capitals, aliases."""
        from kg.linking.knowledge import open_knowledge
        from kg.linking.things import iris

        return iris(name, knowledge=open_knowledge(), minter=self.reader.minter)

    def query(self, sparql: str) -> Answer:
        """A SPARQL 1.1 query over the union of all graphs. Raises QueryError."""
        return self.reader.query(sparql)

    def explain(self, statement: str) -> Explanation:
        from kg.explanations import explain

        return explain(self.reader, statement)

    def links(self) -> Table:
        """All links: thing, label, target, confidence, method, and how many articles have it."""
        from kg.links import links

        return links(self.reader)

    def explain_link(self, name: str, *, curation: Sequence[str | PathLike[str]] = ()) -> LinkExplanation:
        """Why a thing, given by name or IRI, is one node and has its links; `curation` are a curator's files, of which
        the rows that speak of it are told. Raises UnknownNameError, and DataError for a faulty file.
        """
        from kg.linking.curation import read
        from kg.links import explain

        rows = read([Path(one) for one in curation], base=self.reader.base)
        return explain(self.reader, name, rows=rows, gazetteer=self.meanings)

    def export(
        self,
        out: BinaryIO,
        *,
        format: str = "ttl",  # noqa: A002
        article: str | None = None,
        texts: bool = False,
        examples: bool = False,
    ) -> None:
        from kg.export import export

        export(self.reader, format=format, article=article, texts=texts, examples=examples, out=out)

    def dataset(self) -> rdflib.Dataset:
        """An rdflib Dataset on the same state; it cannot be changed."""
        return self.reader.dataset()


def build(
    paths: Sequence[str | PathLike[str]] | str | PathLike[str],
    *,
    store: Place,
    settings: Settings | None = None,
    workers: int = 0,
    web: Web | None = None,
) -> Graph:
    """Read, extract, validate and store articles; then open the store.

    `paths` may be addresses of pages, feeds and sitemaps; `web` says how they are asked, and what of them is wanted.

    `workers` processes extract, each held to the limits of `settings`; without any it is done here, and an article that
    hangs or takes all memory is not stopped. `graph.outcome` says what was stored, set aside and not read. Raises
    StoreError when the store is locked.
    """
    from kg import pipeline
    from kg.engines import Local

    chosen = settings or pipeline.Settings()
    given = [str(path) for path in ([paths] if isinstance(paths, str | PathLike) else paths)]
    with Local(chosen.charge(), workers=workers) if workers else nullcontext() as engine:
        outcome = pipeline.build(given, store, chosen, engine=engine, web=web)
    return Graph(store, outcome=outcome)


def link(store: Place, *, settings: Settings | None = None) -> Graph:
    """Decide again which things the stored articles name, under the authority, gazetteer and curation of `settings`.

    `graph.outcome` says how many articles changed. Raises StoreError when the store is locked or missing.
    """
    from kg import pipeline

    outcome = pipeline.link(store, settings or pipeline.Settings())
    return Graph(store, outcome=outcome)


def open_store(store: Place) -> Graph:
    """Open a store for reading. Raises StoreError when there is none."""
    return Graph(store)
