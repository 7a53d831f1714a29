"""Readers of a store on the network: they see what it has at the moment, by its own engine."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Final, Self

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Store

from kg.errors import QueryError, StoreError, UsageError
from kg.iris import Minter
from kg.ontology import PREFIXES
from kg.store import guard
from kg.store.answers import Answer, Graph, Table, Truth
from kg.store.manifest import Manifest
from kg.store.reader import Reader, foreign_errors
from kg.store.remote import marker
from kg.store.remote.address import Address
from kg.store.remote.answers import terms, triples, truth
from kg.store.remote.excerpt import Excerpt
from kg.store.remote.http import RESULTS, TRIPLES, Endpoint
from kg.store.remote.layouts import UNIONS, Fields
from kg.store.remote.quads import RemoteQuads
from kg.store.tokens import tokens
from kg.terms import iri

if TYPE_CHECKING:
    import rdflib

_DATASET: Final = frozenset({"default-graph-uri"})


class RemoteReader(Reader):
    """`union` are the fields by which the store takes the union of its graphs for the default graph."""

    def __init__(self, endpoint: Endpoint, minter: Minter, *, union: Fields) -> None:
        self._endpoint, self._minter, self._union = endpoint, minter, union
        self.store = RemoteQuads(endpoint, minter)
        seen = Excerpt(endpoint, minter, settle=lambda: None)
        self.revision = Manifest(seen, NamedNode(minter.manifest)).state().revision

    @classmethod
    def open_at(cls, address: Address, *, endpoint: Endpoint | None = None) -> Self:
        """Raises StoreError when nothing was built there, or when its graphs cannot be asked together."""
        there = endpoint or Endpoint(address=address)
        minter = marker.find(there)
        if minter is None:
            raise StoreError(f"no store at {address}: make one with `kg build`, or name another with --store")
        return cls(there, minter, union=_union(there, minter))

    @property
    def base(self) -> str:
        return self._minter.base

    @property
    def minter(self) -> Minter:
        return self._minter

    def checked(self) -> AbstractContextManager[None]:
        return nullcontext()

    def shown(self, predicate: str) -> str:
        begins = (f'STRSTARTS(STR({predicate}), "{one}")' for one in (f"{self._minter.manifest}#", marker.NAMESPACE))
        return f"FILTER(!({' || '.join(begins)}))"

    def query(self, sparql: str) -> Answer:
        """As `Reader.query`: malformed queries, and those that are no queries, are told before the store is asked."""
        return self._answer(sparql)

    def write(
        self,
        sparql: str,
        *,
        format: str,  # noqa: A002
        out: IO[bytes],
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base_iri: str | None = None,
    ) -> None:
        given = [("default-graph-uri", one) for one in default_graphs]
        given += [("named-graph-uri", one) for one in named_graphs]
        out.write(self._answer(sparql, graphs=tuple(given), base_iri=base_iri).serialize(format))

    def dataset(self) -> rdflib.Dataset:
        raise UsageError(
            f"store {self._endpoint.address} is on the network: for rdflib, export it (kg export -o graph.trig), "
            "and let rdflib parse that"
        )

    def _answer(self, sparql: str, *, graphs: Fields = (), base_iri: str | None = None) -> Answer:
        guard.check(sparql)
        with foreign_errors(
            sparql
        ):  # an empty store of our own knows the grammar, and what kind of answer is asked for
            kind = Store().query(sparql, prefixes=PREFIXES, base_iri=base_iri)
        text = _complete(sparql, base_iri)
        fields = graphs or (() if guard.names_dataset(sparql) else self._asked_together(sparql))
        if isinstance(kind, QueryBoolean):
            return Truth(value=truth(self._endpoint.query(text, fields=fields)))
        if isinstance(kind, QuerySolutions):
            reply = self._endpoint.query(text, accept=RESULTS, fields=fields)
            terms(reply)  # raises for what is no table
            return Table(data=reply.body, base=self.base)
        found = triples(self._endpoint.query(text, accept=TRIPLES, fields=fields))
        return Graph(triples=tuple(sorted({quad.triple for quad in found}, key=str)))

    def _asked_together(self, sparql: str) -> Fields:
        """Raises QueryError where the store shows either its graphs, or their union."""
        names = {name for name, _ in self._union}
        if names == _DATASET and any(token.upper() == "GRAPH" for token in tokens(sparql)):
            raise QueryError(
                f"store {self._endpoint.address} shows single graphs (GRAPH) only when its default graph is the union "
                "of all: let its configuration say so (see docs/remote.md), or name the graphs with FROM NAMED"
            )
        return self._union


def _union(endpoint: Endpoint, minter: Minter) -> Fields:
    """How the store is told to take all graphs together. The manifest is in a graph: then it is seen without one."""
    question = f"ASK {{ {iri(minter.manifest)} {iri(f'{marker.NAMESPACE}base')} ?base }}"
    own, others = endpoint.address.layout.union, UNIONS if endpoint.address.kind == "sparql" else ()
    if truth(endpoint.query(question)):
        return ()
    for fields in dict.fromkeys([own, *others]):
        with suppress(StoreError, QueryError):  # it does not know what is meant
            if fields and truth(endpoint.query(question, fields=fields)):
                return fields
    raise StoreError(
        f"store {endpoint.address} does not show its graphs together: let its default graph be the union of all "
        "(see docs/remote.md), or set KG_STORE_KIND"
    )


def _complete(sparql: str, base_iri: str | None) -> str:
    """With the prefixes that need not be declared, on the first line, so that lines are counted as before."""
    words = tokens(sparql)
    used = {word.partition(":")[0] for word in words if ":" in word and not word.startswith(("<", '"', "'", "#"))}
    declared = {one[:-1] for one in _declared(words)}
    base = [f"BASE <{base_iri}>"] if base_iri else []
    missing = [f"PREFIX {name}: <{PREFIXES[name]}>" for name in sorted(used & PREFIXES.keys() - declared)]
    return " ".join([*base, *missing, sparql])


def _declared(words: list[str]) -> list[str]:
    shown = [word for word in words if not word.isspace() and not word.startswith("#")]
    return [name for word, name in pairwise(shown) if word.upper() == "PREFIX"]
