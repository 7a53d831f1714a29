"""What a store holds, as VoID: counts, classes with their properties, and the links to each data set.

Source: Describing Linked Datasets with the VoID Vocabulary, W3C Interest Group Note 3 March 2011. Every node has an IRI
of its own, so that two descriptions can be compared line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, parse

from kg.ontology import PREFIXES
from kg.terms import Triple, iri, named, slug, string, text, typed

if TYPE_CHECKING:
    from kg.store import Reader

LINKED = {
    "wikidata": ("http://www.wikidata.org/entity/", "Wikidata (CC0)"),
    "geonames": ("https://sws.geonames.org/", "GeoNames (CC BY 4.0)"),
    "dbpedia": ("http://dbpedia.org/resource/", "DBpedia (CC BY-SA 4.0)"),
}
PREDICATES = ("skos:exactMatch", "skos:closeMatch", "owl:sameAs")
_VOCABULARIES = ("cg", "dcterms", "geo", "nif", "prov", "sem", "skos")
_FORMATS = ("Turtle", "JSON-LD", "N-Triples", "RDF_XML")
_A = named("rdf:type")

_TRIPLES = "SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o $shown }"
_TOTALS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?p) AS ?properties)
WHERE { ?s ?p ?o $shown }"""
_CLASSES = "SELECT ?class (COUNT(DISTINCT ?s) AS ?entities) WHERE { ?s a ?class } GROUP BY ?class ORDER BY ?class"
_PROPERTIES = """SELECT ?class ?p (COUNT(*) AS ?triples) WHERE { ?s a ?class ; ?p ?o $shown } GROUP BY ?class ?p
ORDER BY ?class ?p"""
_LINKS = 'SELECT (COUNT(*) AS ?triples) WHERE {{ ?s {predicate} ?o FILTER(STRSTARTS(STR(?o), "{space}")) }}'


def describe(reader: Reader) -> list[Triple]:
    """The description of a store, sorted. Its subject is `{base}dataset`."""
    return sorted({*_dataset(reader), *_partitions(reader), *_linksets(reader)})


def _dataset(reader: Reader) -> Iterator[Triple]:
    this = iri(f"{reader.base}dataset")
    triples, subjects, properties = (
        str(value) for value in reader.select(_TOTALS.replace("$shown", reader.shown("?p"))).rows[0]
    )
    document = iri(f"{reader.base}void")
    yield Triple(document, _A, named("void:DatasetDescription"))
    yield Triple(document, named("foaf:primaryTopic"), this)
    yield Triple(this, _A, named("void:Dataset"))
    yield Triple(this, named("dcterms:title"), text("Claims in the news"))
    yield Triple(this, named("dcterms:description"), text("Who claimed what, as read in articles by Claimgraph."))
    for _, credit in LINKED.values():
        yield Triple(this, named("dcterms:rights"), text(f"Contains facts of {credit}."))
    yield Triple(this, named("void:uriSpace"), string(reader.base))
    yield Triple(this, named("void:triples"), typed(triples, "xsd:integer"))
    yield Triple(this, named("void:distinctSubjects"), typed(subjects, "xsd:integer"))
    yield Triple(this, named("void:properties"), typed(properties, "xsd:integer"))
    for prefix in _VOCABULARIES:
        yield Triple(this, named("void:vocabulary"), iri(PREFIXES[prefix]))


def _partitions(reader: Reader) -> Iterator[Triple]:
    this = iri(f"{reader.base}dataset")
    classes = reader.select(_CLASSES).rows
    yield Triple(this, named("void:classes"), typed(len(classes), "xsd:integer"))
    for class_, entities in classes:
        part = _part(reader, str(class_))
        yield Triple(this, named("void:classPartition"), part)
        yield Triple(part, named("void:class"), iri(str(class_)))
        yield Triple(part, named("void:entities"), typed(entities, "xsd:integer"))
    for class_, property_, triples in reader.select(_PROPERTIES.replace("$shown", reader.shown("?p"))).rows:
        part = _part(reader, str(class_), str(property_))
        yield Triple(_part(reader, str(class_)), named("void:propertyPartition"), part)
        yield Triple(part, named("void:property"), iri(str(property_)))
        yield Triple(part, named("void:triples"), typed(triples, "xsd:integer"))


def _linksets(reader: Reader) -> Iterator[Triple]:
    """One for each data set and predicate that there are links of."""
    this = iri(f"{reader.base}dataset")
    for name, (space, title) in LINKED.items():
        for predicate in PREDICATES:
            (triples,) = reader.select(_LINKS.format(predicate=predicate, space=space)).rows[0]
            if not int(str(triples)):
                continue
            links, target = iri(f"{reader.base}dataset#{name}-{predicate.partition(':')[2]}"), iri(space)
            yield Triple(this, named("void:subset"), links)
            yield Triple(links, _A, named("void:Linkset"))
            yield Triple(links, named("void:linkPredicate"), named(predicate))
            yield Triple(links, named("void:subjectsTarget"), this)
            yield Triple(links, named("void:objectsTarget"), target)
            yield Triple(links, named("void:triples"), typed(triples, "xsd:integer"))
            yield Triple(target, _A, named("void:Dataset"))
            yield Triple(target, named("dcterms:title"), text(title))
            yield Triple(target, named("void:uriSpace"), string(space))


def _part(reader: Reader, *names: str) -> str:
    return iri(f"{reader.base}dataset#{'-'.join(_short(name) for name in names)}")


def _short(name: str) -> str:
    """A piece of an IRI for a term, with its prefix: "cg_Statement"."""
    for prefix, namespace in PREFIXES.items():
        if name.startswith(namespace):
            return f"{prefix}_{name[len(namespace) :]}"
    return slug(name)


def triples(reader: Reader) -> int:
    (count,) = reader.select(_TRIPLES.replace("$shown", reader.shown("?p"))).rows[0]
    return int(str(count))


def access(base: str, url: str, licence: str | None) -> list[Triple]:
    """How the data set is had from the server at `url`; `licence` is the IRI of one, where the data has one."""
    this, served = iri(f"{base}dataset"), {"void:sparqlEndpoint": "sparql", "void:dataDump": "dump.trig.gz"}
    found = [Triple(this, named(name), iri(f"{url}/{path}")) for name, path in served.items()]
    found += [Triple(this, named("void:feature"), iri(f"http://www.w3.org/ns/formats/{one}")) for one in _FORMATS]
    if licence:
        found.append(Triple(this, named("dcterms:license"), iri(licence)))
    return found


def parsed(lines: str) -> list[Quad]:
    """A description that was written as N-Triples."""
    return list(parse(lines, RdfFormat.N_TRIPLES))
