"""The graph as a file. The same graph always makes the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NoReturn

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kg.errors import UnknownNameError, UsageError
from kg.export import jsonld, links, turtle, void
from kg.ontology import PREFIXES, term
from kg.store import Reader
from kg.store.answers import GRAPH_FORMATS, NOT_IN_XML
from kg.store.lookup import Name
from kg.store.returns import keeping
from kg.store.sweep import reachable
from kg.terms import Triple

FORMATS = GRAPH_FORMATS
LINKS = "sssom"
"""The format that writes the links only."""
_LINKS_SUFFIX = ".sssom.tsv"
_COUNT = NamedNode(term("xsd:nonNegativeInteger"))
_COUNTS = {NamedNode(term(name)) for name in ("nif:beginIndex", "nif:endIndex", "cg:depth")}


def format_of(name: str) -> str:
    """The format that the suffix of a file name stands for. Raises UsageError, with the known ones, for another."""
    if name.lower().endswith(_LINKS_SUFFIX):
        return LINKS
    suffix = Path(name).suffix.removeprefix(".").lower()
    if suffix not in FORMATS:
        _unknown(f"a file {name!r}")
    return suffix


def export(
    reader: Reader,
    *,
    format: str,  # noqa: A002
    out: BinaryIO,
    article: str | None = None,
    texts: bool = False,
    examples: bool = False,
) -> None:
    """Write the whole graph, or one article (its IRI or key) with the things that it mentions.

    Triple formats (ttl, nt, rdf) join the named graphs; sssom writes the links only. Without `texts`, the articles'
    words stay out, but for the quoted spans; without `examples`, so do the stored queries. Raises UsageError for an
    unknown format, or for characters that RDF/XML cannot carry; nothing is written then. Raises UnknownNameError for an
    unknown article.
    """
    if format == LINKS and article is None:
        out.write(links.table(reader).encode("utf-8"))
        return
    if format == LINKS:
        raise UsageError("the links are those of all articles: leave out the article, or export it as ttl")
    if format not in FORMATS:
        _unknown(f"format {format!r}")
    names = _names(reader, article=article, texts=texts, examples=examples)
    if format == "rdf":
        for _, quads in _graphs(reader, names, article=article):
            for quad in quads:
                checked_for_xml(quad)
    _write(out, _graphs(reader, names, article=article), format, base=reader.base)


def dump(reader: Reader, *, out: BinaryIO) -> None:
    """Write what `export` does as TriG, sorted by graph and no further: `export` sorts, and takes far longer."""
    quads = (
        as_given(quad)
        for graph in _names(reader, article=None, texts=False, examples=False)
        for quad in reader.store.quads_for_pattern(None, None, None, graph)
    )
    serialize(quads, out, RdfFormat.TRIG, prefixes=PREFIXES, base_iri=reader.base)


def export_description(reader: Reader, *, format: str, out: BinaryIO) -> None:  # noqa: A002
    """Write what the store holds, as VoID. Raises UsageError for an unknown format."""
    if format not in FORMATS:
        _unknown(f"format {format!r}")
    document = NamedNode(f"{reader.base}void")
    quads = [Quad(one.subject, one.predicate, one.object, document) for one in statements(void.describe(reader))]
    _write(out, iter([(document.value, quads)]), format, base=reader.base)


def statements(triples: Iterable[Triple]) -> Iterator[Quad]:
    """Triples that were written as text, as `write` takes them."""
    return parse("".join(f"{' '.join(triple)} .\n" for triple in triples), RdfFormat.N_TRIPLES)


def write(quads: Iterable[Quad], *, format: str, out: BinaryIO, base: str) -> None:  # noqa: A002
    """Write triples as one graph. Raises UsageError for an unknown format, and for what RDF/XML cannot carry."""
    if format not in FORMATS:
        _unknown(f"format {format!r}")
    found = sorted(set(map(as_given, quads)), key=_order)
    for quad in found if format == "rdf" else ():
        checked_for_xml(quad)
    if format == "jsonld":
        out.write(jsonld.document(found))
    else:
        _write(out, iter([("", found)]), format, base=base)


def _write(out: BinaryIO, graphs: Iterator[tuple[str, Iterable[Quad]]], format: str, *, base: str) -> None:  # noqa: A002
    if format == "ttl":
        _put(out, turtle.header(base=base), (turtle.subjects(quads, base=base) for _, quads in graphs))
    elif format == "trig":
        _put(out, turtle.header(base=base), (turtle.graph(name, quads, base=base) for name, quads in graphs))
    else:
        every = (quad for _, graph in graphs for quad in graph)
        chosen = FORMATS[format]
        written = every if chosen.supports_datasets else (q.triple for q in every)
        serialize(written, keeping(out, format), chosen, prefixes=PREFIXES)


def _names(reader: Reader, *, article: str | None, texts: bool, examples: bool) -> list[NamedNode]:
    """Of the graphs that are wanted, sorted."""
    minter = reader.minter
    found = {graph for graph in reader.store.named_graphs() if isinstance(graph, NamedNode)}
    if article is not None:
        only = _article(reader, article)
        parts = (only, minter.things, minter.derivations, _text_of(reader, only))
        found &= {NamedNode(name) for name in parts}
    if not texts:
        found = {graph for graph in found if not graph.value.startswith(minter.text(""))}
    if not examples:
        found.discard(NamedNode(minter.examples))
    return sorted(found, key=str)


def _graphs(reader: Reader, names: Iterable[NamedNode], *, article: str | None) -> Iterator[tuple[str, Iterable[Quad]]]:
    """These graphs, with their triples sorted, which are read as they are asked for."""
    things, derivations = NamedNode(reader.minter.things), NamedNode(reader.minter.derivations)
    only = _article(reader, article) if article is not None else ""
    for graph in names:
        subjects = None
        if only and graph == things:
            subjects = reachable(reader.store, [NamedNode(only)], things=things)
        if only and graph == derivations:
            if next(iter(reader.store.quads_for_pattern(NamedNode(only), None, None, graph)), None) is None:
                continue
            subjects = {NamedNode(only), NamedNode(reader.minter.derivation(only))}
        yield graph.value, _sorted(reader, graph, subjects)


def _sorted(reader: Reader, graph: Name, subjects: set[NamedNode] | None) -> Iterator[Quad]:
    """Subject by subject, for the things of many articles are more than fit into memory."""
    if subjects is None:
        every = reader.store.quads_for_pattern(None, None, None, graph)
        subjects = {quad.subject for quad in every if isinstance(quad.subject, NamedNode)}
    for subject in sorted(subjects, key=str):
        yield from sorted(map(as_given, reader.store.quads_for_pattern(subject, None, None, graph)), key=_order)


def as_given(quad: Quad) -> Quad:
    """Oxigraph keeps any integer as an xsd:integer; our counts are given, and go out, as xsd:nonNegativeInteger."""
    if quad.predicate not in _COUNTS or not isinstance(quad.object, Literal):
        return quad
    return Quad(quad.subject, quad.predicate, Literal(quad.object.value, datatype=_COUNT), quad.graph_name)


def _order(quad: Quad) -> tuple[str, str, str]:
    return str(quad.subject), str(quad.predicate), str(quad.object)


def _article(reader: Reader, name: str) -> str:
    """The IRI of an article given by its IRI, with or without the base, or by its key."""
    for iri in (name, reader.base + name, reader.minter.article(name)):
        try:
            if reader.store.contains_named_graph(NamedNode(iri)):
                return iri
        except ValueError:
            continue
    raise UnknownNameError(f"the store has no article {name!r}: `kg ask articles` lists them")


def _text_of(reader: Reader, article: str) -> str:
    return reader.minter.text(article.removeprefix(reader.minter.article("")))


def checked_for_xml(quad: Quad) -> Quad:
    """The quad itself. Raises UsageError for a character that RDF/XML cannot carry."""
    found = NOT_IN_XML.search(str(quad.object.value)) if isinstance(quad.object, Literal) else None
    if found:
        where = str(quad.graph_name).strip("<>") if isinstance(quad.graph_name, NamedNode) else str(quad.subject)
        raise UsageError(
            f"{where} has the character U+{ord(found[0]):04X}, which XML cannot carry: export it as ttl or nt"
        )
    return quad


def _put(out: BinaryIO, head: str, graphs: Iterable[Iterable[str]]) -> None:
    out.write(head.encode("utf-8"))
    for pieces in graphs:
        for piece in pieces:
            out.write(piece.encode("utf-8"))


def _unknown(what: str) -> NoReturn:
    raise UsageError(
        f"no export to {what}: use one of {', '.join(FORMATS)}, or {LINKS} ({_LINKS_SUFFIX}) for the links"
    )
