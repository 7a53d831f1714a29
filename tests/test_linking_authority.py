"""The authority file, the users' own, and what is known of names."""

from pathlib import Path

import pytest
from linking_articles import article, entity, knowledge
from rdflib import DCTERMS, RDF, SKOS, Graph, URIRef

from kg import resources
from kg.errors import DataError
from kg.graphs import Run, graph
from kg.iris import Minter
from kg.linking import Knowledge, identify
from kg.linking.authority import open_authority
from kg.linking.concepts import GEONAMES, WIKIDATA
from kg.linking.tables import is_register
from kg.model import Extraction
from kg.naming import name as named
from kg.ontology import ACTOR_TYPES, CG, PLACE_TYPES
from kg.shapes import validate
from kg.terms import Triple

HEAD = """
@prefix : <https://example.org/mine/> .
@prefix cg: <https://w3id.org/claimgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
"""


@pytest.fixture
def gazetteer():
    return knowledge().gazetteer


@pytest.fixture
def mine(tmp_path, own_cache):
    """Writes an authority file; indexes of it go to a cache of the test's own."""

    def write(turtle: str) -> Path:
        path = tmp_path / "mine.ttl"
        path.write_text(HEAD + turtle, encoding="utf-8")
        return path

    return write


def shipped(*names: str) -> Graph:
    """The shipped files of concepts, or those of these names."""
    graph = Graph()
    for name in names or ("authority.ttl", "names.ttl"):
        graph.parse(resources.folder("ontology") / name)
    return graph


def test_every_concept_has_one_label_and_one_class():
    graph = shipped()
    known = {URIRef(CG + name) for name in (*ACTOR_TYPES, *PLACE_TYPES)}
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert len(list(graph.objects(concept, SKOS.prefLabel))) == 1, concept
        assert len(known & set(graph.objects(concept, RDF.type))) == 1, concept


def test_links_have_the_form_that_linked_data_uses_and_stand_for_one_concept():
    links = [str(target) for target in shipped().objects(None, SKOS.exactMatch)]
    assert len(links) == len(set(links))
    for link in links:
        assert link.removeprefix(WIKIDATA + "Q").isdigit() or link.removeprefix(GEONAMES).rstrip("/").isdigit(), link


def test_the_file_uses_only_terms_that_the_ontology_defines():
    ontology = Graph().parse(resources.folder("ontology") / "claimgraph.ttl")
    used = {term for triple in shipped() for term in triple[1:] if str(term).startswith(CG)}
    assert {term for term in used if (term, RDF.type, None) not in ontology} == set()


def test_every_concept_of_the_authority_has_an_item_and_a_source():
    graph = shipped("authority.ttl")
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert (concept, DCTERMS.source, None) in graph, concept
        assert (concept, SKOS.exactMatch, None) in graph, concept


def test_names_without_an_item_are_linked_to_nothing_and_stand_in_one_file_only():
    names = shipped("names.ttl")
    assert (None, SKOS.exactMatch, None) not in names
    described = set(names.subjects(RDF.type, SKOS.Concept))
    assert described.isdisjoint(shipped("authority.ttl").subjects(RDF.type, SKOS.Concept))


def test_a_name_of_the_second_file_is_none_of_the_first():
    labels = {
        name: {str(o) for p in (SKOS.prefLabel, SKOS.altLabel) for o in shipped(name).objects(None, p)}
        for name in ("authority.ttl", "names.ttl")
    }
    assert labels["authority.ttl"].isdisjoint(labels["names.ttl"])


def test_the_names_conform_together_with_the_authority():
    """What the files describe stands in article graphs as it is."""
    assert validate([Triple(*(term.n3() for term in triple)) for triple in shipped()]).text == "conforms"


@pytest.mark.parametrize("name", ["Bellingcat", "Liveuamap", "Boko Haram", "Arakan Army", "Rapid Support Forces"])
def test_well_known_names_are_known_without_a_link(name: str):
    (known,) = knowledge().concepts(name)
    assert (known.concept.label, known.concept.targets) == (name, ())


@pytest.mark.parametrize(
    ("word", "state"), [("Ukrainian", "Q212"), ("Russians", "Q159"), ("British", "Q145"), ("Polish", "Q36")]
)
def test_a_demonym_names_its_state(word: str, state: str):
    sense = knowledge().demonym(word)
    assert (sense.type, sense.id) == ("State", f"wikidata:{state}")


@pytest.mark.parametrize("word", ["polish", "Moscow", "Wednesday", "Kursk"])
def test_other_words_are_no_demonyms(word: str):
    assert knowledge().demonym(word) is None


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Moscow", "Russia"),
        ("the Kremlin", "Russia"),
        ("Kyiv", "Ukraine"),
        ("Kiev", "Ukraine"),
        ("Washington", "United States"),
        ("the Pentagon", "United States"),
        ("Tehran", "Iran"),
        ("Beijing", "China"),
    ],
)
def test_a_seat_of_government_stands_for_its_state(name: str, label: str):
    assert knowledge().metonym(name).label == label


@pytest.mark.parametrize("name", ["Sudzha", "Chicago", "moscow", "Kingston"])
def test_other_places_stand_for_no_state(name: str):
    assert knowledge().metonym(name) is None


@pytest.mark.parametrize("name", ["Sudzha", "Kursk", "Kursk region", "Paris", "Crimea", "Ukraine", "N.C.", "Bakhmut"])
def test_a_well_known_place_may_overrule_the_tagger(name: str):
    assert knowledge().plausible_place(name)


@pytest.mark.parametrize("name", ["Trump", "Update", "War", "Moore", "Vance", "Wednesday", "White House", "us", "WSJ"])
def test_a_word_or_a_surname_may_not(name: str):
    assert not knowledge().plausible_place(name)


def test_senses_are_the_authoritys_first_then_the_likeliest_place():
    georgia = knowledge().senses("Georgia")
    assert [(sense.type, sense.country) for sense in georgia[:2]] == [("State", "GE"), ("AdministrativeArea", "US")]
    assert knowledge().senses("Kyiv")[0].id == "geonames:703448"
    assert knowledge().senses("the Taliban")[0].type == "ArmedGroup"


def test_a_users_file_adds_names(mine):
    file = mine(':ferry a skos:Concept, cg:Organisation ; skos:prefLabel "Ferry Watch"@en ; skos:altLabel "FWX"@en .')
    known = open_authority((file,)).named("FWX")
    assert [one.concept.id for one in known] == ["https://example.org/mine/ferry"]


@pytest.mark.parametrize(
    ("class_", "name"),
    [("Person", "Chris Jones"), ("GovernmentBody", "Ministry of Defence"), ("MediaOrganisation", "Star")],
)
def test_whom_a_users_file_lists_needs_no_more_than_the_name(gazetteer, mine, class_, name):
    file = mine(f':x a skos:Concept, cg:{class_} ; skos:prefLabel "{name}"@en ; skos:exactMatch wd:Q4115189 .')
    both = Knowledge(open_authority((file,)), gazetteer)
    text = f"{name} sailed."
    found = identify([entity(text, 0, class_, name)], article(text), both, Minter())
    assert [link.target for link in found.links[0]] == [f"{WIKIDATA}Q4115189"]


def test_a_users_file_wins_over_ours(gazetteer, mine):
    file = mine(
        ':r a skos:Concept, cg:Organisation ; skos:prefLabel "Reuters Ferries"@en ; skos:altLabel "Reuters"@en .'
    )
    text = "Reuters sailed."
    entities = [entity(text, 0, "Organisation", "Reuters")]
    both = Knowledge(open_authority((file,)), gazetteer)
    found = identify(entities, article(text), both, Minter())
    assert found.things[found.ids[0]].label == "Reuters Ferries"


def test_files_can_come_from_the_environment(mine, monkeypatch):
    monkeypatch.setenv(
        "KG_AUTHORITY", str(mine(':f a skos:Concept, cg:Person ; skos:prefLabel "Ann Oakley-Moss"@en .'))
    )
    assert open_authority().named("Ann Oakley-Moss")[0].concept.type == "Person"


def test_a_body_may_belong_to_a_state_of_the_shipped_file(mine):
    state = "<https://w3id.org/claimgraph/authority/ukraine>"
    file = mine(f':b a skos:Concept, cg:GovernmentBody ; skos:prefLabel "Ferry Board"@en ; cg:ofState {state} .')
    assert open_authority((file,)).named("Ferry Board")[0].concept.state == "wikidata:Q212"


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        (":a a skos:Concept ; skos:prefLabel", "not Turtle"),
        (":a a skos:Concept, cg:Person .", "mine/a> needs one skos:prefLabel, but has none"),
        (':a a skos:Concept ; skos:prefLabel "A"@en .', "needs one class"),
        (':a a skos:Concept, cg:Unicorn ; skos:prefLabel "A"@en .', "needs one class"),
        (':a a skos:Concept, cg:Person ; skos:prefLabel "A"@en, "B"@en .', "but has A, B"),
        (':a a skos:Concept, cg:ArmedForce ; skos:prefLabel "A"@en ; cg:ofState :b .', "no authority file describes"),
        (
            ':a a skos:Concept, cg:ArmedForce ; skos:prefLabel "A"@en ; cg:ofState :b .'
            ':b a skos:Concept, cg:Settlement ; skos:prefLabel "B"@en .',
            "which is no cg:State",
        ),
        ('[] a skos:Concept, cg:Person ; skos:prefLabel "Ann Oak"@en .', "Ann Oak. is a blank node: give it an IRI"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(mine, turtle: str, message: str):
    file = mine(turtle)
    with pytest.raises(DataError, match=message) as raised:
        open_authority((file,))
    assert "mine.ttl" in str(raised.value)


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(DataError, match="cannot read the authority file"):
        open_authority((tmp_path / "none.ttl",))


@pytest.mark.parametrize(
    ("link", "form"),
    [
        ("wd:q212", "http://www.wikidata.org/entity/Q"),
        ("<https://www.wikidata.org/wiki/Q212>", "http://www.wikidata.org/entity/Q"),
        ("<http://www.wikidata.org/entity/Q212/>", "http://www.wikidata.org/entity/Q"),
        ("<https://sws.geonames.org/abc/>", "https://sws.geonames.org/"),
        ("<https://sws.geonames.org/486816>", "https://sws.geonames.org/"),
        ("<https://www.geonames.org/486816/sudzha.html>", "https://sws.geonames.org/"),
        ("<https://dbpedia.org/page/Sudzha>", "http://dbpedia.org/resource/"),
        ('"Q212"', "write it <"),
    ],
)
def test_a_link_of_another_form_is_refused_when_the_file_is_read(mine, link: str, form: str):
    file = mine(f':a a skos:Concept, cg:Person ; skos:prefLabel "A"@en ; skos:exactMatch {link} .')
    with pytest.raises(DataError, match=r"mine\.ttl:6: <https://example\.org/mine/a> has the link") as raised:
        open_authority((file,))
    assert form in str(raised.value)


def test_a_link_to_another_data_set_is_left_out_and_the_article_conforms(mine, gazetteer):
    """The graph links to Wikidata, GeoNames and DBpedia only."""
    file = mine(
        ':ferry a skos:Concept, cg:Organisation ; skos:prefLabel "Ferry Watch"@en ;'
        " skos:exactMatch <http://viaf.org/viaf/1>, :other, <http://dbpedia.org/resource/Ferry_Watch> ."
    )
    text = "Ferry Watch spoke."
    entities = (entity(text, 0, "Organisation", "Ferry Watch"),)
    found = identify(entities, article(text), Knowledge(open_authority((file,)), gazetteer), Minter())
    assert [link.target for link in found.links[0]] == ["http://dbpedia.org/resource/Ferry_Watch"]
    extraction = Extraction(article=article(text), entities=entities, statements=(), events=())
    made = graph(named(extraction, found, Minter()), Minter(), Run(software="0", model="m"))
    assert validate([*made.graph, *made.things, *made.text]).conforms


def test_concepts_of_one_last_name_are_two(mine):
    file = mine(
        '<https://a.example/1> a skos:Concept, cg:Person ; skos:prefLabel "Ann Oakley-Moss"@en .'
        '<https://b.example/1> a skos:Concept, cg:Person ; skos:prefLabel "Bea Oakley-Moss"@en .'
    )
    authority = open_authority((file,))
    known = [one.concept.label for name in ("Ann", "Bea") for one in authority.named(f"{name} Oakley-Moss")]
    assert known == ["Ann Oakley-Moss", "Bea Oakley-Moss"]


def test_two_concepts_of_one_file_cannot_have_one_item(mine):
    file = mine(
        ':a a skos:Concept, cg:Person ; skos:prefLabel "A"@en ; skos:exactMatch wd:Q900000001 .'
        ':b a skos:Concept, cg:Person ; skos:prefLabel "B"@en ; skos:exactMatch wd:Q900000001 .'
    )
    with pytest.raises(DataError, match=r"mine/a> and .*mine/b> are both wikidata:Q900000001"):
        open_authority((file,))


def test_only_the_line_register_makes_a_register():
    assert is_register(b"# register\r\nid\tlabel\ttype\n")
    assert not is_register(b"# registered ferries\nid\tlabel\ttype\n")
