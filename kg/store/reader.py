"""Readers of a store. They see what was last published, and never disturb its builder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, Store, serialize

from kg.errors import QueryError, StoreError
from kg.iris import Minter
from kg.ontology import PREFIXES
from kg.places import Place, is_address
from kg.store import damage, directory, guard
from kg.store.answers import GRAPH_FORMATS, RESULT_FORMATS, Answer, Graph, Table, Truth
from kg.store.commas import write_csv
from kg.store.directory import Directory
from kg.store.lookup import Quads
from kg.store.returns import keeping

if TYPE_CHECKING:
    import rdflib

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_UPDATE = re.compile(
    r"(?:\s|#[^\n]*\n|(?:PREFIX\s*[\w.-]*:|BASE)\s*<[^>]*>)*"
    r"(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b",
    re.IGNORECASE,
)
_LONGEST_REASON = 60
_TRIES = 3


class Reader:
    """The newest published generation of a store, at the time of opening. It does not change."""

    def __init__(self, folder: Directory, revision: int, store: Store) -> None:
        self._directory = folder
        self.revision = revision
        self.store: Quads = store
        self._store = store

    @classmethod
    def open(cls, path: Place) -> Reader:
        """Raises StoreError when there is no store, or nothing is published in it yet."""
        if is_address(path):
            from kg.store.remote.address import address
            from kg.store.remote.reader import RemoteReader

            return RemoteReader.open_at(address(str(path)))
        found = directory.find(Path(path))
        return cls(found, *_newest(found))

    @classmethod
    def at(cls, path: Path | str, revision: int) -> Self:
        """The generation of this number. Raises StoreError when it is not there, or no longer."""
        found = directory.find(Path(path))
        try:
            return cls(found, revision, Store.read_only(str(found.generation(revision))))
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"generation {revision} of store {found.path} cannot be read: try again") from error

    @property
    def base(self) -> str:
        return self._directory.base

    @property
    def minter(self) -> Minter:
        return self._directory.minter

    def checked(self) -> AbstractContextManager[None]:
        """Raises DamagedError for what of the store cannot be read in it."""
        return damage.told(self._directory.path)

    def shown(self, predicate: str) -> str:
        """What to add to a pattern that has this variable for its predicate, so that no bookkeeping fits it."""
        return ""

    def query(self, sparql: str) -> Answer:
        """Answer a SPARQL 1.1 query; prefixes of `kg.ontology` need not be declared.

        The default graph is the union of all graphs, unless the query names its graphs with FROM. Raises QueryError for
        a query that is malformed (with line and column), too deep, or that would leave the store; DamagedError for a
        store a part of which cannot be read.
        """
        with foreign_errors(sparql), self.checked():
            found = self._evaluate(sparql)
            if isinstance(found, QueryBoolean):
                return Truth(value=bool(found))
            if isinstance(found, QuerySolutions):
                return Table(data=found.serialize(format=QueryResultsFormat.JSON) or b"", base=self.base)
            return Graph(triples=tuple(sorted(set(found), key=str)))

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
        """Answer as `query` does, written as the engine goes, in a format of `kg.store.answers`.

        The graphs, where some are given, are what the query is about, whatever it says by FROM; `base_iri` is what its
        relative IRIs are relative to. Raises QueryError, too, for an answer that the format cannot carry.
        """
        with foreign_errors(sparql), self.checked():
            found = self._evaluate(sparql, default_graphs=default_graphs, named_graphs=named_graphs, base_iri=base_iri)
            if isinstance(found, QueryBoolean):
                out.write(Truth(value=bool(found)).serialize(format))
            elif isinstance(found, QuerySolutions) and format == "csv":
                write_csv(found, out)
            elif isinstance(found, QuerySolutions):
                found.serialize(keeping(out, format), format=RESULT_FORMATS[format])
            else:
                serialize(found, keeping(out, format), format=GRAPH_FORMATS[format], prefixes=PREFIXES)

    def _evaluate(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base_iri: str | None = None,
    ) -> QueryBoolean | QuerySolutions | QueryTriples:
        guard.check(sparql)
        given = bool(default_graphs or named_graphs)
        return self._store.query(
            sparql,
            base_iri=base_iri,
            prefixes=PREFIXES,
            use_default_graph_as_union=not given and not guard.names_dataset(sparql),
            default_graph=[NamedNode(one) for one in default_graphs] if given else None,
            named_graphs=[NamedNode(one) for one in named_graphs] if given else None,
        )

    def select(self, sparql: str) -> Table:
        """As `query`, for SELECT queries. Raises QueryError for a query of another form."""
        answer = self.query(sparql)
        if not isinstance(answer, Table):
            raise QueryError("the query is no SELECT query: use `query`")
        return answer

    def construct(self, sparql: str) -> Graph:
        """As `query`, for CONSTRUCT and DESCRIBE queries. Raises QueryError for a query of another form."""
        answer = self.query(sparql)
        if not isinstance(answer, Graph):
            raise QueryError("the query is no CONSTRUCT or DESCRIBE query: use `query`")
        return answer

    def dataset(self) -> rdflib.Dataset:
        """An rdflib Dataset on the same generation. Its default graph is the union; it cannot be changed."""
        import rdflib
        from oxrdflib import OxigraphStore

        return rdflib.Dataset(store=OxigraphStore(store=self._store), default_union=True)


@contextmanager
def foreign_errors(sparql: str) -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        raise QueryError(_explain(sparql, error)) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be answered: {_one_line(str(error))}") from error


def _newest(found: Directory) -> tuple[int, Store]:
    for _ in range(_TRIES):
        for revision in found.revisions()[:1]:
            try:
                return revision, Store.read_only(str(found.generation(revision)))
            except (OSError, RuntimeError, ValueError) as error:
                # The builder may have put newer ones in its place since it was listed.
                if found.revisions()[:1] == [revision]:
                    said = _one_line(str(error))
                    if isinstance(error, OSError):
                        raise StoreError(
                            f"store {found.path} cannot be read ({said}): look to its permissions"
                        ) from error
                    raise StoreError(f"store {found.path} is damaged ({said}): build it again") from error
    raise StoreError(f"store {found.path} has nothing published yet: wait for `kg build` to end, or run it")


def _explain(sparql: str, error: SyntaxError) -> str:
    if _UPDATE.match(sparql):
        return "a query only reads: articles are added with `kg build`"
    found = _POSITION.match(str(error))
    if not found:
        return f"malformed query: {_one_line(str(error))}"
    line, column = int(found[1]), int(found[2])
    rest = "\n".join(sparql.split("\n")[line - 1 :])[column - 1 :].split()
    unexpected = repr(rest[0][:40]) if rest else "end"
    reason = "unknown prefix" if "Prefix not found" in found[3] else _one_line(found[3])
    return f"malformed query at {line}:{column}: unexpected {unexpected}, {reason}"


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_REASON else f"{line[:_LONGEST_REASON]}…"
