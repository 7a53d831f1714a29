"""Parts of the graph for whoever follows a link: one thing with what points to it, one article, one named graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Final

from pyoxigraph import Literal, NamedNode, Quad, serialize

from kg.errors import UnknownNameError, UsageError
from kg.export.files import FORMATS, as_given, checked_for_xml
from kg.ontology import PREFIXES, term
from kg.store import Reader
from kg.store.returns import keeping

_NAMES: Final = tuple(
    NamedNode(term(name))
    for name in ("rdf:type", "skos:prefLabel", "rdfs:label", "dcterms:title", "cg:in", "cg:speaker", "cg:via")
)
"""What is told of whatever is mentioned; of a statement whose it is, so that no claim is without a speaker."""
_SPEAKER: Final = NamedNode(term("cg:speaker"))
_STANCES: Final = tuple(NamedNode(term(name)) for name in ("cg:asserts", "cg:denies", "cg:doubts", "cg:leavesOpen"))
_LOOKED_AT: Final = 20_000  # links to a thing, of which the first of each property are told
_TOLD: Final = 200


@dataclass(frozen=True, kw_only=True)
class Description:
    """`left_out` says that more points to the thing than is told."""

    quads: tuple[Quad, ...]
    left_out: bool = False


def describe(reader: Reader, name: str) -> Description:
    """What is said of a thing, with its parts, the names of what it points to, and what points to it.

    An article is described by its whole graph, and by which articles are nearly the same text. Raises UnknownNameError
    for an IRI of which nothing is said.
    """
    node = _node(name)
    is_graph = reader.store.contains_named_graph(node)
    own = set(reader.store.quads_for_pattern(None, None, None, node) if is_graph else _own(reader, node))
    if not own:
        raise UnknownNameError(f"nothing is known of {name}")
    pointing, left_out = (set[Quad](), False) if is_graph else _pointing(reader, node)
    told = own | pointing | set(_derivations(reader, node) if is_graph else ())
    ends = {end for quad in told for end in (quad.subject, quad.object) if isinstance(end, NamedNode)}
    named = {quad for end in ends for quad in _named(reader, end)}
    speakers = {quad.object for quad in named if quad.predicate == _SPEAKER and isinstance(quad.object, NamedNode)}
    named |= {quad for speaker in speakers - ends for quad in _named(reader, speaker)}
    return Description(quads=tuple(sorted(told | named, key=str)), left_out=left_out)


def note(document: str, about: Description, *, topic: str, dataset: str) -> list[Quad]:
    """What a document says of itself."""
    this = NamedNode(document)
    says = [
        ("rdf:type", NamedNode(term("foaf:Document"))),
        ("foaf:primaryTopic", NamedNode(topic)),
        ("void:inDataset", NamedNode(dataset)),
    ]
    found = [Quad(this, NamedNode(term(name)), value) for name, value in says]
    return [*found, _comment(this)] if about.left_out else found


def graph(reader: Reader, name: str | None) -> Iterator[Quad]:
    """One named graph, or the union of all for None. Raises UnknownNameError for a graph that is not there."""
    if name is None:
        return iter(reader.store.quads_for_pattern(None, None, None, None))
    node = _node(name)
    if not reader.store.contains_named_graph(node):
        raise UnknownNameError(f"there is no graph {name}")
    return iter(reader.store.quads_for_pattern(None, None, None, node))


def _node(name: str) -> NamedNode:
    try:
        return NamedNode(name)
    except ValueError as error:
        raise UsageError(f"not an absolute IRI: {name!r}") from error


def _own(reader: Reader, node: NamedNode) -> Iterator[Quad]:
    """With its fragments, such as the geometry of a place."""
    for quad in reader.store.quads_for_pattern(node, None, None, None):
        yield quad
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(f"{node.value}#"):
            yield from reader.store.quads_for_pattern(quad.object, None, None, None)


def _derivations(reader: Reader, article: NamedNode) -> Iterator[Quad]:
    graph = NamedNode(reader.minter.derivations)
    for subject in (article, NamedNode(reader.minter.derivation(article.value))):
        yield from reader.store.quads_for_pattern(subject, None, None, graph)
    copies = reader.store.quads_for_pattern(None, NamedNode(term("prov:wasDerivedFrom")), article, graph)
    yield from islice(copies, _TOLD)


def _pointing(reader: Reader, node: NamedNode) -> tuple[set[Quad], bool]:
    """Every stance is looked for by itself, so that however many assert an event, those who deny it are told, too."""
    looked: set[Quad] = set()
    for predicate in (*_STANCES, None):
        looked |= set(islice(reader.store.quads_for_pattern(None, predicate, node, None), _LOOKED_AT + 1))
    count: Counter[NamedNode] = Counter()
    told = set()
    for quad in sorted(looked, key=str):
        count[quad.predicate] += 1
        if count[quad.predicate] <= _TOLD:
            told.add(quad)
    return told, len(told) < len(looked)


def _named(reader: Reader, node: NamedNode) -> Iterable[Quad]:
    return (quad for name in _NAMES for quad in reader.store.quads_for_pattern(node, name, None, None))


def _comment(this: NamedNode) -> Quad:
    words = (
        f"More points to this than is told here: at most {_TOLD} of each property. "
        "The SPARQL endpoint and the dump have all of it."
    )
    return Quad(this, NamedNode(term("rdfs:comment")), Literal(words, language="en"))


def text(reader: Reader, name: str) -> str:
    """The text that is kept in a graph. Raises UnknownNameError when there is none."""
    found = reader.store.quads_for_pattern(None, NamedNode(term("nif:isString")), None, _node(name))
    for quad in found:
        return str(quad.object.value) if isinstance(quad.object, Literal) else ""
    raise UnknownNameError(f"there is no text {name}")


def stream(quads: Iterable[Quad], *, format: str, out: BinaryIO) -> None:  # noqa: A002
    """Write triples as they come, however many they are. Raises UsageError for what RDF/XML cannot carry."""
    checked = map(checked_for_xml, quads) if format == "rdf" else quads
    written = (quad.triple for quad in map(as_given, checked))
    serialize(written, keeping(out, format), FORMATS[format], prefixes=PREFIXES)
