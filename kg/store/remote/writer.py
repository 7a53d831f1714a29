"""The one builder of a store on the network."""

from __future__ import annotations

from collections import deque
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from types import TracebackType
from typing import Final, Self

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.article_graph import ArticleGraph, PackedGraph
from kg.errors import DataError, StoreError
from kg.iris import Minter, check_base
from kg.places import beside
from kg.store.derivations import Derivations
from kg.store.loading import OneByOne
from kg.store.lookup import Pattern
from kg.store.manifest import Manifest
from kg.store.remote import journals, marker
from kg.store.remote.address import Address
from kg.store.remote.excerpt import Excerpt
from kg.store.remote.http import Endpoint
from kg.store.remote.lease import Lease
from kg.store.updates import Change, update
from kg.store.writer import Supplied, Writer
from kg.terms import iri

MOST_WAITING: Final = 20  # articles in one request
LARGEST_REQUEST: Final = 1_000_000  # characters, when it has more than one article


class RemoteWriter(Writer):
    """Does to a store on the network what `Writer` does to a folder; readers see each change at once.

    When `replace` or `retract` returns, the store has said that it has made the change, unless it was told to wait
    (`sync=False`): then when `sync` does. A StoreError ends the work, as it does with a folder.
    """

    def __init__(self, endpoint: Endpoint, minter: Minter) -> None:
        self._endpoint, self._minter = endpoint, minter
        self._things = NamedNode(minter.things)
        self._waiting: list[str] = []
        self._failed = ""
        self._supplied: list[Supplied] = []
        self._lease = Lease(endpoint, minter)
        self._lease.take()
        self._journal = journals.named(beside(endpoint.address.url))
        self._excerpt = Excerpt(endpoint, minter, settle=self.sync)
        self._lookup = self._excerpt
        self._manifest = Manifest(self._excerpt, NamedNode(minter.manifest))
        self._state = self._manifest.state()
        self._derivations = Derivations(self._lookup, self._manifest, minter)
        self._loading = OneByOne()
        self._count_runs()

    @classmethod
    def create_at(cls, at: Address, *, base: str, endpoint: Endpoint | None = None) -> Self:
        """Open the store, marked as one of Claimgraph's where nothing was built yet. Raises StoreError for a store of
        another base, or one that somebody else builds."""
        there = endpoint or Endpoint(address=at)
        found = marker.find(there)
        if found and found.base != base:
            raise StoreError(f"store {at} has the base IRI {found.base}, not {base}: use another --store")
        if not found:
            found = Minter(check_base(base))
            lines = "".join(f"{' '.join(triple)} .\n" for triple in marker.triples(found))
            there.update(f"INSERT DATA {{ GRAPH {iri(found.manifest)} {{\n{lines}}} }}")
        return cls(there, found)

    @classmethod
    def open_at(cls, at: Address, *, endpoint: Endpoint | None = None) -> Self:
        """Open a store that exists. Raises StoreError if it does not, or if somebody else builds it."""
        there = endpoint or Endpoint(address=at)
        found = marker.find(there)
        if not found:
            raise StoreError(f"no store at {at}: make one with `kg build`, or name another with --store")
        return cls(there, found)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if not self._failed:
                self.publish()
        finally:
            self.close()

    def close(self) -> None:
        """Let the next builder in, without sending what waits."""
        if self._failed:  # it was waited for long enough
            self._endpoint.patience = replace(self._endpoint.patience, away=0.0)
        try:
            self._lease.give_up()
        except StoreError:
            pass  # it ends by itself
        finally:
            self._endpoint.close()

    @property
    def base(self) -> str:
        return self._minter.base

    @property
    def position(self) -> str:
        """Of the journal that lies beside the store on this machine; others have one of their own."""
        return _positions(self._state.position).get(self._journal, "")

    def replace(self, article: ArticleGraph | PackedGraph, *, position: str = "", sync: bool = True) -> bool:
        made = article.packed() if isinstance(article, ArticleGraph) else article
        described = {NamedNode(triple.subject[1:-1]) for triple in made.things}
        wanted: list[Pattern] = [(one, None, None, self._things) for one in described]
        self._excerpt.foresee([*self._manifest.looked_up(made.article, made.source), *wanted])
        return super().replace(made, position=position, sync=sync)

    def sync(self) -> None:
        """Send what waits, as one request. Raises StoreError when the store does not take it, even after a while."""
        if self._failed:
            raise StoreError(self._failed)
        if not self._waiting:
            return
        try:
            self._send(self._lease.around(self._waiting))
        except StoreError as error:
            self._failed = str(error)
            raise
        self._waiting.clear()
        self._excerpt.forget()

    def publish(self) -> None:
        """Readers see what the store has. What ships with Claimgraph is brought up to date, and what waits is sent."""
        self._put_supplied()
        self.sync()

    def complete(self) -> None:
        """A remote store is never made anew."""

    def publish_if_due(self) -> None:
        """Readers see each change at once."""

    def _send(self, request: str) -> None:
        try:
            self._endpoint.update(request)
        except StoreError:
            self._lease.check()  # raises what is to be told, when another builder has taken over
            raise

    def _carry_out(self, change: Change) -> None:
        self._check(change)
        self._excerpt.change(change)
        self._waiting.append(update(change, self._minter, drop=self._endpoint.address.layout.drop))
        if self._takes(change) or len(self._waiting) >= MOST_WAITING or self._is_much():
            self.sync()  # what was taken away, a look at the store would find again

    def _check(self, change: Change) -> None:
        """Raises DataError for a bad term, which would hold up all that waits with it."""
        try:
            for lines in (change.described, *change.added.values()):
                deque(parse("\n".join(lines), RdfFormat.N_TRIPLES), maxlen=0)
        except (SyntaxError, ValueError) as error:
            raise DataError(f"a term that store {self._place} cannot take: {error}") from error

    def _takes(self, change: Change) -> bool:
        """Whether more goes than what the manifest says of itself."""
        if change.dropped or change.stale or change.underived:
            return True
        itself = f"{iri(self._manifest.graph.value)} "
        return not all(line.startswith(itself) for line in change.forgotten)

    def _is_much(self) -> bool:
        return sum(map(len, self._waiting)) >= LARGEST_REQUEST

    def _noted(self, position: str) -> str:
        if not position:
            return self._state.position
        found = _positions(self._state.position) | {self._journal: position}
        return " ".join(f"{name}={place}" for name, place in sorted(found.items()))

    def _guarded(self) -> AbstractContextManager[None]:
        """Its errors are told as they should be."""
        return nullcontext()

    def _require_room(self) -> None:
        """That is the store's own affair."""

    @property
    def _place(self) -> object:
        return self._endpoint.address


def _positions(said: str) -> dict[str, str]:
    """Of each journal, by its name."""
    return dict(one.split("=", 1) for one in said.split())
