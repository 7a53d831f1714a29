"""Graphs that were read from no article: RDF files of the user's own, each graph kept whole under its own name.

They stand beside the graphs of the articles and never reach into them: what an article says, only that article may say.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)
from pyoxigraph import Triple as QuotedTriple

from kg.errors import InputError, UsageError
from kg.iris import Minter
from kg.terms import Triple

FORMATS: Final[Mapping[str, RdfFormat]] = {
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
}

_LINES: Final = RdfFormat.N_TRIPLES


@dataclass(frozen=True, kw_only=True)
class AddedGraph:
    """`name` is its IRI, without angle brackets."""

    name: str
    triples: tuple[Triple, ...]

    @cached_property
    def digest(self) -> str:
        """The same for the same triples."""
        lines = sorted(" ".join(triple) for triple in self.triples)
        return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()

    def to_bytes(self) -> bytes:
        """As N-Triples."""
        return "".join(f"{' '.join(triple)} .\n" for triple in self.triples).encode("utf-8")

    @classmethod
    def from_bytes(cls, name: str, data: bytes) -> AddedGraph:
        """Raises InputError for what is no N-Triples."""
        try:
            found = [Triple(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in parse(data, _LINES)]
        except SyntaxError as error:
            raise InputError(f"the graph {name}: line {error.lineno}: {_said(error)}") from error
        return cls(name=name, triples=tuple(sorted(found)))


def read(path: Path, *, graph: str | None, minter: Minter) -> list[AddedGraph]:
    """The graphs of a file, sorted by name; `graph` names that of the triples which stand in none.

    A blank node becomes an IRI made from the content of the file (RDF 1.1 Concepts, section 3.5), so that the same file
    always makes the same graphs. Raises InputError for a file that cannot be read, UsageError for graphs and subjects
    that are not the user's to name.
    """
    graphs: dict[str, set[Triple]] = defaultdict(set)
    for quad in _without_blank_nodes(_quads(path, minter.base), minter):
        graphs[_name(quad, graph, path)].add(Triple(str(quad.subject), str(quad.predicate), str(quad.object)))
    for name, triples in graphs.items():
        check_name(name, minter)
        _check_subjects(name, triples, minter, path)
    return [AddedGraph(name=name, triples=tuple(sorted(graphs[name]))) for name in sorted(graphs)]


def check_name(name: str, minter: Minter) -> str:
    """The name itself. Raises UsageError for one that is no IRI, or that the graphs of the articles may need."""
    try:
        NamedNode(name)
    except ValueError as error:
        raise UsageError(f"a graph is named by an absolute IRI, not by {name!r}") from error
    if name.startswith(minter.base) and not name.startswith(minter.graph("")):
        raise UsageError(
            f"the graph {name} would stand among those of the articles: "
            f"name it {minter.graph('NAME')}, or by an IRI that does not begin with {minter.base}"
        )
    return name


def _quads(path: Path, base: str) -> list[Quad]:
    format_ = FORMATS.get(path.suffix.lower())
    if format_ is None:
        raise InputError(f"{path}: cannot be added: give a file named like {', '.join(f'*{one}' for one in FORMATS)}")
    try:
        with path.open("rb") as file:
            found = list(parse(file, format_, base_iri=base))
    except SyntaxError as error:
        raise InputError(f"{path}: line {error.lineno}: {_said(error)}: repair it") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    except MemoryError as error:  # of one term with more than 16 MB: the engine's parser takes no larger one
        raise InputError(f"{path}: a term in it is too large: {error}") from error
    if any(isinstance(quad.object, QuotedTriple) for quad in found):
        raise InputError(f"{path}: has a triple about a triple (RDF 1.2): give it as RDF 1.1")
    return found


def _said(error: SyntaxError) -> str:
    """The engine quotes what it cannot take, line breaks too."""
    return " ".join(str(error.msg).split())


def _without_blank_nodes(quads: list[Quad], minter: Minter) -> Iterable[Quad]:
    if not any(isinstance(term, BlankNode) for quad in quads for term in quad):
        return quads
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(str(quad) for quad in dataset)
    content = hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()[:16]

    def named(term: object) -> object:
        return NamedNode(minter.blank(content, term.value)) if isinstance(term, BlankNode) else term

    return [Quad(*(named(term) for term in quad)) for quad in dataset]  # type: ignore[arg-type]


def _name(quad: Quad, graph: str | None, path: Path) -> str:
    if isinstance(quad.graph_name, NamedNode):
        return quad.graph_name.value
    assert isinstance(quad.graph_name, DefaultGraph)
    if graph is None:
        raise UsageError(f"{path}: has triples that stand in no named graph: name one for them with --graph IRI")
    return graph


def _check_subjects(name: str, triples: Iterable[Triple], minter: Minter, path: Path) -> None:
    """What is read from articles is theirs alone, so that no event can lose, and none can gain, a speaker."""
    ours, own = f"<{minter.base}", (f"<{minter.graph('')}", f"<{minter.blank('', '')}", f"<{name}>", f"<{name}#")
    for triple in triples:
        if triple.subject.startswith(ours) and not triple.subject.startswith(own):
            raise UsageError(
                f"{path}: the graph {name} describes {triple.subject}, and only articles may describe what begins with "
                f"{minter.base}: describe something of your own that points to it"
            )
