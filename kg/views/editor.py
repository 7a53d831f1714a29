"""What the editor for SPARQL offers: the stored queries, ready to run, and the terms that the graph uses."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.errors import UnknownNameError
from kg.ontology import PREFIXES
from kg.queries import binding, catalogue, examples
from kg.terms import iri
from kg.views.invitations import ordered

if TYPE_CHECKING:
    from kg.queries import Parameter
    from kg.store import Reader

STARTER: Final = """PREFIX cg: <https://w3id.org/claimgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

# Each row is somebody's claim: who takes which stance to what, and when.
SELECT ?name ?takes ?what ?statedOn ?statement WHERE {
  VALUES ?takes { cg:asserts cg:denies cg:doubts cg:leavesOpen }
  ?statement ?takes ?event ;
    cg:speaker ?speaker ;
    cg:statedOn ?statedOn .
  ?speaker skos:prefLabel ?name .
  ?event rdfs:label ?what .
}
LIMIT 50
"""
_WIDTH: Final = 100  # characters of a line of comment
_SAMPLE: Final = 200  # things of a class, whose properties stand for those of all
_BROWSED: Final = 1_000  # claims among which the most told place and speaker are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """`query` is what stands in the editor at first; one that takes longer than `seconds` is stopped. `examples` are
    the stored queries: pairs of a name and what it asks."""

    query: str
    seconds: str
    examples: tuple[tuple[str, str], ...]
    prefixes: Mapping[str, str]
    base: str

    @property
    def data(self) -> Mapping[str, object]:
        """What the script of the page is told."""
        return {"query": self.query, "prefixes": self.prefixes, "base": self.base}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """IRIs that the graph uses, sorted."""

    classes: tuple[str, ...]
    properties: tuple[str, ...]


def editor(reader: Reader, *, query: str = "", seconds: str) -> Editor:
    return Editor(
        query=query or STARTER,
        seconds=seconds,
        examples=tuple((one.name, one.summary) for one in ordered()),
        prefixes=PREFIXES,
        base=reader.base,
    )


def example(reader: Reader, name: str) -> str:
    """A stored query with its required parameters bound, so that it runs as it is. Raises UnknownNameError."""
    query = catalogue().get(name)
    if query is None:
        raise UnknownNameError(f"no stored query {name!r}; there are: {', '.join(catalogue())}")
    defaults = examples.defaults(query, reader.base)
    required = [one for one in query.parameters.values() if one.required]
    values = {one.name: value for one in required if (value := _value(reader, one, defaults.get(one.name, "")))}
    return f"{_comment(query.description)}\n{examples.without_header(binding.bind(query.text, values))}"


def terms(reader: Reader) -> Terms:
    """The properties are those of a sample of each class: in a large graph it takes too long to look at all."""
    classes = [str(row[0]) for row in reader.select(_CLASSES).rows]
    found = {
        str(row[0])
        for class_ in classes
        for row in reader.select(_PROPERTIES.replace("$class", iri(class_)).replace("$sample", str(_SAMPLE))).rows
    }
    return Terms(classes=tuple(sorted(classes)), properties=tuple(sorted(found)))


def _value(reader: Reader, parameter: Parameter, default: str) -> str:
    """The default where this graph has it; else what it tells most of; the default after all in an empty graph."""
    if parameter.type != "iri" or (default and reader.query(f"ASK {{ {iri(default)} ?p ?o }}")):
        return default
    pattern = _MOST_TOLD.get(parameter.kind or "statement", "").replace("$browsed", str(_BROWSED))
    found = reader.select(pattern).rows if pattern else []
    return str(found[0][0]) if found else default


def _comment(text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


_CLASSES: Final = "SELECT DISTINCT ?class WHERE { ?thing a ?class }"
_PROPERTIES: Final = (
    "SELECT DISTINCT ?property WHERE { { SELECT ?thing { ?thing a $class } LIMIT $sample } ?thing ?property ?value }"
)
_MOST_TOLD: Final = {
    "place": """SELECT ?place WHERE {
      { SELECT ?event { ?statement cg:asserts ?event } LIMIT $browsed }
      ?event cg:place ?place
    } GROUP BY ?place ORDER BY DESC(COUNT(*)) ?place LIMIT 1""",
    "actor": """SELECT ?actor WHERE {
      { SELECT ?statement { ?statement cg:asserts ?event } LIMIT $browsed }
      ?statement cg:speaker ?actor
    } GROUP BY ?actor ORDER BY DESC(COUNT(*)) ?actor LIMIT 1""",
    "statement": "SELECT ?statement WHERE { ?statement cg:asserts ?event } LIMIT 1",
}
