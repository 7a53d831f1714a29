"""The description of a store: every count in it is that of the store."""

import io

import pytest
import rdflib
from rdflib import RDF, VOID
from stored_graphs import reader

from kg.export import export, export_description
from kg.ontology import term
from kg.store import Reader

BASE = "https://claimgraph.example/"
DATASET = rdflib.URIRef(f"{BASE}dataset")


@pytest.fixture(scope="module")
def northfield(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return reader(tmp_path_factory.mktemp("northfield"))


def described(store: Reader, name: str = "ttl") -> rdflib.Graph:
    out = io.BytesIO()
    export_description(store, format=name, out=out)
    return rdflib.Graph().parse(out.getvalue(), format={"ttl": "turtle", "nt": "nt"}[name])


def whole(store: Reader) -> rdflib.Graph:
    out = io.BytesIO()
    export(store, format="nt", out=out, texts=True)
    return rdflib.Graph().parse(out.getvalue(), format="nt")


def test_the_whole_is_counted(northfield: Reader):
    void, graph = described(northfield), whole(northfield)
    assert void.value(DATASET, VOID.triples).toPython() == len(graph)
    assert void.value(DATASET, VOID.distinctSubjects).toPython() == len(set(graph.subjects()))
    assert void.value(DATASET, VOID.properties).toPython() == len(set(graph.predicates()))


def test_every_class_is_counted_with_its_properties(northfield: Reader):
    void, graph = described(northfield), whole(northfield)
    classes = {void.value(part, VOID["class"]): part for part in void.objects(DATASET, VOID.classPartition)}
    assert set(classes) == set(graph.objects(None, RDF.type))
    for class_, part in classes.items():
        members = set(graph.subjects(RDF.type, class_))
        assert void.value(part, VOID.entities).toPython() == len(members)
        properties = {void.value(inner, VOID.property) for inner in void.objects(part, VOID.propertyPartition)}
        assert properties == {p for member in members for p in graph.predicates(member)}


def test_the_links_to_each_data_set_are_counted(northfield: Reader):
    void, graph = described(northfield), whole(northfield)
    found = {}
    for linkset in void.subjects(RDF.type, VOID.Linkset):
        space = str(void.value(void.value(linkset, VOID.objectsTarget), VOID.uriSpace))
        found[void.value(linkset, VOID.linkPredicate), space] = void.value(linkset, VOID.triples).toPython()
    exact = rdflib.URIRef(term("skos:exactMatch"))
    spaces = {"http://www.wikidata.org/entity/", "https://sws.geonames.org/"}
    links = {space: sum(str(o).startswith(space) for o in graph.objects(None, exact)) for space in spaces}
    assert {(exact, space): count for space, count in links.items() if count} == found


def test_the_description_is_the_same_in_every_format(northfield: Reader):
    assert set(described(northfield)) == set(described(northfield, "nt"))


def test_nothing_in_it_is_without_an_iri(northfield: Reader):
    nodes = set(described(northfield).all_nodes())
    assert not [node for node in nodes if isinstance(node, rdflib.BNode)]
