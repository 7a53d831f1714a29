"""What the SPARQL endpoint offers.

Source: SPARQL 1.1 Service Description, W3C Recommendation 21 March 2013. Every node has an IRI of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from kg.terms import Triple, iri, named, string, text, typed

if TYPE_CHECKING:
    from kg.store import Reader

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = tuple(
    f"http://www.w3.org/ns/formats/{name}"
    for name in (
        *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
        *("Turtle", "JSON-LD", "N-Triples", "RDF_XML"),
    )
)
_MOST_GRAPHS: Final = 100  # that are named one by one


def describe(reader: Reader, *, endpoint: str, url: str, triples: int | None) -> list[Triple]:
    """The description of the service at `endpoint`, of the server at `url`. `triples` is None while nobody has counted
    them."""
    service, dataset, default = (iri(f"{endpoint}#{name}") for name in ("service", "dataset", "default-graph"))
    found = [
        Triple(service, named("rdf:type"), _sd("Service")),
        Triple(service, _sd("endpoint"), iri(endpoint)),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        *(Triple(service, _sd("resultFormat"), iri(one)) for one in _FORMATS),
        Triple(service, _sd("feature"), _sd("UnionDefaultGraph")),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(dataset, named("rdf:type"), _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), default),
        Triple(dataset, named("rdfs:seeAlso"), iri(f"{url}/void")),
        Triple(dataset, named("void:inDataset"), iri(f"{reader.base}dataset")),
        Triple(default, named("rdf:type"), _sd("Graph")),
        Triple(default, named("rdfs:comment"), text("The union of all named graphs.")),
        *_named_graphs(reader, dataset, endpoint),
    ]
    if triples is not None:
        found.append(Triple(default, named("void:triples"), typed(triples, "xsd:integer")))
    return sorted(set(found))


def _named_graphs(reader: Reader, dataset: str, endpoint: str) -> Iterator[Triple]:
    names = [str(graph)[1:-1] for graph in islice(reader.store.named_graphs(), _MOST_GRAPHS + 1)]
    if len(names) > _MOST_GRAPHS:
        names = [reader.minter.things]
        words = (
            f"Each article is a graph, named by its IRI ({reader.minter.article('…')}), and so is the text of each "
            f"({reader.minter.text('…')}); what articles share is the graph {reader.minter.things}; which of them "
            f"are nearly the same text is {reader.minter.derivations}. They are too many to be listed here: "
            "SELECT ?graph { GRAPH ?graph {} } lists them."
        )
        yield Triple(dataset, named("rdfs:comment"), text(words))
        yield Triple(dataset, named("void:uriSpace"), string(reader.minter.article("")))
    for number, name in enumerate(sorted(names)):
        this = iri(f"{endpoint}#graph-{number}")
        yield Triple(dataset, _sd("namedGraph"), this)
        yield Triple(this, named("rdf:type"), _sd("NamedGraph"))
        yield Triple(this, _sd("name"), iri(name))


def _sd(name: str) -> str:
    return iri(_SD + name)
