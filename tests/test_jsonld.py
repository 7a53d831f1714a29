"""JSON-LD with our prefixes says what the triples say, whatever their IRIs look like."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.export import jsonld
from kg.ontology import PREFIXES, term

NAMESPACES = [*PREFIXES.values(), *(f"{prefix}:" for prefix in PREFIXES), "https://example.org/", "urn:x:"]
ENDS = ["a", "a/b", "/a", "//a", "a:b", "", "%D0%9C", "35.2,51.1", "é"]
iris = st.builds(lambda start, end: NamedNode(start + end), st.sampled_from(NAMESPACES), st.sampled_from(ENDS))
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
literals = st.one_of(
    st.builds(Literal, words),
    st.builds(lambda one: Literal(one, language="en"), words),
    st.builds(lambda one: Literal(one, datatype=NamedNode(term("xsd:date"))), words),
    st.builds(lambda one: Literal(one, datatype=NamedNode(term("xsd:integer"))), words),
)
predicates = st.one_of(iris, st.just(NamedNode(term("rdf:type"))))
quads = st.builds(Quad, iris, predicates, st.one_of(iris, literals))


@settings(deadline=None)
@given(st.lists(quads, max_size=12))
def test_the_document_says_what_the_triples_say(found: list[Quad]) -> None:
    read = parse(jsonld.document(found), RdfFormat.JSON_LD, base_iri="https://elsewhere.example/")
    assert {str(one) for one in read} == {str(one) for one in found}


def test_terms_have_their_prefixes() -> None:
    this, type_ = NamedNode("https://example.org/a"), NamedNode(term("cg:Article"))
    label = Quad(this, NamedNode(term("skos:prefLabel")), Literal("A", language="en"))
    document = json.loads(jsonld.document([Quad(this, NamedNode(term("rdf:type")), type_), label]))
    assert document["@context"]["cg"] == PREFIXES["cg"]
    assert document["@graph"] == [
        {"@id": "https://example.org/a", "@type": "cg:Article", "skos:prefLabel": {"@language": "en", "@value": "A"}}
    ]


def test_an_iri_whose_scheme_is_a_prefix_of_ours_stays_itself() -> None:
    place = Quad(NamedNode("geo:35.2,51.1"), NamedNode("https://example.org/p"), NamedNode("geo:0,0"))
    assert "geo" not in json.loads(jsonld.document([place]))["@context"]
