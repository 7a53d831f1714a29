"""What a query answers: a table (SELECT), a graph (CONSTRUCT, DESCRIBE) or a truth (ASK)."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from kg.errors import UsageError
from kg.ontology import DEFAULT_BASE, PREFIXES
from kg.store.commas import write_csv
from kg.store.returns import kept

if TYPE_CHECKING:
    import pandas

F = TypeVar("F")
Term = NamedNode | BlankNode | Literal | Triple
Value = str | int | float | bool | date | None
"""A term as Python has it: an IRI is its text, a literal is what its datatype says."""

RESULT_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}
GRAPH_FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}

_XSD = PREFIXES["xsd"]
_FROM_LEXICAL: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys(
        [f"{_XSD}{name}" for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long")], int
    ),
    **dict.fromkeys([f"{_XSD}{name}" for name in ("decimal", "double", "float")], float),
    f"{_XSD}boolean": {"true": True, "1": True, "false": False, "0": False}.__getitem__,
    f"{_XSD}date": date.fromisoformat,
    f"{_XSD}dateTime": datetime.fromisoformat,
}
_PLAIN_LOCAL_NAME = re.compile(r"[A-Za-z_][\w-]*\Z", re.ASCII)
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, kw_only=True)
class Table:
    """The answer to a SELECT query, in the order of the query. `data` is the answer in SPARQL's own JSON format."""

    data: bytes
    base: str = DEFAULT_BASE

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(variable.value for variable in self._solutions().variables)

    @cached_property
    def terms(self) -> tuple[tuple[Term | None, ...], ...]:
        """The rows as RDF terms."""
        return tuple(tuple(solution) for solution in self._solutions())

    @cached_property
    def rows(self) -> tuple[tuple[Value, ...], ...]:
        return tuple(tuple(value(term) for term in row) for row in self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return iter(self.dicts())

    def dicts(self) -> list[dict[str, Value]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def display(self) -> list[list[str]]:
        """The rows for people: prefixed names, IRIs of this graph without their base, "" for what is unbound."""
        return [[show(term, base=self.base) for term in row] for row in self.terms]

    def df(self) -> pandas.DataFrame:
        """A data frame: dates are timestamps, IRIs of known vocabularies are prefixed names, others stay whole, so that
        they join with other data. Raises UsageError when pandas is not installed."""
        try:
            import pandas as pd
        except ImportError as error:
            raise UsageError("a data frame needs pandas: pip install pandas") from error
        frame = pd.DataFrame(
            [_shorten(terms, row) for terms, row in zip(self.terms, self.rows, strict=True)], columns=list(self.columns)
        )
        for position, name in enumerate(self.columns):
            if any(isinstance(row[position], date) for row in self.rows):
                frame[name] = pd.to_datetime(frame[name], errors="coerce")
        return frame

    def serialize(self, format: str) -> bytes:  # noqa: A002
        """As json, csv, tsv or xml (W3C SPARQL 1.1 Query Results). Raises UsageError for another format, and for words
        that XML cannot carry."""
        chosen = _format(format, RESULT_FORMATS)
        if format == "csv":
            out = io.BytesIO()
            write_csv(self._solutions(), out)
            return out.getvalue()
        data = self._solutions().serialize(format=chosen) or b""
        return _checked_xml(data) if format == "xml" else data

    def _solutions(self) -> QuerySolutions:
        found = parse_query_results(self.data, QueryResultsFormat.JSON)
        assert isinstance(found, QuerySolutions)
        return found

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{_cell(term, base=self.base)}</td>" for term in row) + "</tr>" for row in self.terms
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


@dataclass(frozen=True, kw_only=True)
class Graph:
    """The answer to a CONSTRUCT or DESCRIBE query, sorted."""

    triples: tuple[Triple, ...]

    def __len__(self) -> int:
        return len(self.triples)

    def serialize(self, format: str) -> bytes:  # noqa: A002
        """As ttl, nt, nq, trig, jsonld or rdf (RDF/XML). Raises UsageError as `Table.serialize` does."""
        chosen = _format(format, GRAPH_FORMATS)
        data = serialize(self.triples, format=chosen, prefixes=PREFIXES) or b""
        return _checked_xml(data) if format == "rdf" else data


@dataclass(frozen=True, kw_only=True)
class Truth:
    """The answer to an ASK query."""

    value: bool

    def __bool__(self) -> bool:
        return self.value

    def serialize(self, format: str) -> bytes:  # noqa: A002
        """As json, csv, tsv or xml."""
        word = b"true" if self.value else b"false"
        chosen = _format(format, RESULT_FORMATS)
        if format in ("csv", "tsv"):  # W3C defines no truth for these two
            return word + b"\n"
        found = parse_query_results(b'{"head":{},"boolean":' + word + b"}", QueryResultsFormat.JSON)
        return found.serialize(format=chosen) or b""


Answer = Table | Graph | Truth


def value(term: Term | None) -> Value:
    """A term as Python has it. A literal that is not what its datatype says stays text."""
    if term is None:
        return None
    if not isinstance(term, Literal):
        return term.value if isinstance(term, NamedNode) else str(term)
    convert = _FROM_LEXICAL.get(term.datatype.value)
    if convert is None:
        return term.value
    try:
        return convert(term.value)
    except (ValueError, KeyError):
        return term.value


def show(term: Term | None, *, base: str) -> str:
    """A term for people."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        name = prefixed(term.value)
        return name.removeprefix(base) if len(name) > len(base) else name
    return term.value if isinstance(term, Literal | BlankNode) else str(term)


def prefixed(iri: str) -> str:
    """ "cg:Statement" for the IRIs of known vocabularies, any other IRI as it is."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _PLAIN_LOCAL_NAME.match(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _cell(term: Term | None, *, base: str) -> str:
    text = html.escape(show(term, base=base))
    # An article may carry any IRI, "javascript:" too.
    if isinstance(term, NamedNode) and term.value.startswith(("http://", "https://")):
        return f'<a href="{html.escape(term.value)}">{text}</a>'
    return text


def _shorten(terms: Sequence[Term | None], row: Sequence[Value]) -> list[Any]:
    return [
        prefixed(term.value) if isinstance(term, NamedNode) else item for term, item in zip(terms, row, strict=True)
    ]


def _format(name: str, known: Mapping[str, F]) -> F:
    if name not in known:
        raise UsageError(f"this answer has no format {name!r}: use one of {', '.join(known)}")
    return known[name]


def _checked_xml(data: bytes) -> bytes:
    found = NOT_IN_XML.search(data.decode("utf-8"))
    if found:
        raise UsageError(
            f"the answer has the character U+{ord(found[0]):04X}, which XML cannot carry: use another format"
        )
    return kept(data)
