"""Every term that is used is defined, every term that is defined is documented, and nothing contradicts itself."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SDO, SKOS, VANN, Graph, Literal, URIRef
from rdflib.namespace import GEO, DefinedNamespace
from rdflib.term import Node

from kg.ontology import ACTOR_TYPES, CG, CONTROL_TYPES, PLACE_TYPES, PREFIXES, term

ROOT = Path(__file__).parents[1]
FILE = ROOT / "ontology" / "claimgraph.ttl"
ONTOLOGY = URIRef(CG.removesuffix("#"))
STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
PLOVER = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE"


@cache
def ontology() -> Graph:
    return Graph().parse(FILE)


def defined() -> set[str]:
    """The local names of our terms."""
    subjects = set(ontology().subjects(RDF.type))
    return {str(s).removeprefix(CG) for s in subjects if isinstance(s, URIRef) and s.startswith(CG)}


def cg(name: str) -> URIRef:
    return URIRef(CG + name)


def used_in(*patterns: str) -> dict[str, str]:
    """The local names after "cg:" in files, each with a file that uses it. A name that goes on in a variable, such as
    "cg:{role}", is not one."""
    files = sorted(path for pattern in patterns for path in ROOT.glob(pattern))
    assert files, patterns
    return {
        name: str(path.relative_to(ROOT))
        for path in files
        for name in re.findall(r"\bcg:([A-Za-z][A-Za-z0-9-]*)", path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("where", ["kg/**/*.py", "shapes/*.ttl", "queries/*.rq", "docs/*.md", "ontology/*.ttl"])
def test_every_term_that_is_used_is_defined(where: str) -> None:
    assert {name: file for name, file in used_in(where).items() if name not in defined()} == {}


def test_every_class_that_the_code_names_is_defined_under_its_parent() -> None:
    assert {name for name in ACTOR_TYPES if not below(name, "Actor")} == set()
    assert {name for name in PLACE_TYPES if not below(name, "Place")} == set()
    assert {name for name in CONTROL_TYPES if not below(name, "TerritorialControl")} == set()


def test_every_event_class_of_the_lexicon_is_a_class_of_events() -> None:
    lexicon = tomllib.loads((ROOT / "kg" / "lexicon" / "events.toml").read_text(encoding="utf-8"))
    named = {entry["class"] for entry in lexicon["event"]}
    assert {name for name in named if not below(name, "Event")} == set()


def below(name: str, parent: str) -> bool:
    return cg(parent) in ontology().transitive_objects(cg(name), RDFS.subClassOf)


@pytest.mark.parametrize("name", sorted(defined()))
def test_every_term_says_what_it_means(name: str) -> None:
    graph, this = ontology(), cg(name)
    assert [label.language for label in graph.objects(this, RDFS.label)] == ["en"]
    [definition] = graph.objects(this, SKOS.definition)
    assert definition.language == "en"
    assert re.search(r"^[A-Z].{8,}\.$", definition)
    assert list(graph.objects(this, RDFS.isDefinedBy)) == [ONTOLOGY]
    assert list(graph.objects(this, STATUS)) == [Literal("testing")]


def test_no_two_terms_share_a_definition() -> None:
    definitions = list(ontology().objects(predicate=SKOS.definition))
    assert len(definitions) == len(set(definitions))


def test_the_ontology_says_whose_it_is_and_how_to_cite_it() -> None:
    graph = ontology()
    facts = [DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.created, DCTERMS.modified, DCTERMS.license]
    facts += [DCTERMS.bibliographicCitation, OWL.versionIRI, OWL.versionInfo]
    assert {fact for fact in facts if len(list(graph.objects(ONTOLOGY, fact))) != 1} == set()
    assert graph.value(ONTOLOGY, VANN.preferredNamespacePrefix) == Literal("cg")
    assert graph.value(ONTOLOGY, VANN.preferredNamespaceUri) == Literal(CG)
    assert graph.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{graph.value(ONTOLOGY, OWL.versionInfo)}")


@pytest.mark.parametrize(
    "vocabulary", [DCTERMS, FOAF, GEO, OWL, PROV, RDF, RDFS, SDO, SKOS, VANN], ids=lambda v: v.__name__
)
def test_every_foreign_term_exists_in_its_vocabulary(vocabulary: type[DefinedNamespace]) -> None:
    terms = {t for triple in ontology() for t in triple if isinstance(t, URIRef) and t.startswith(str(vocabulary))}
    assert {t for t in terms if t not in vocabulary} == set()


def test_every_foreign_class_and_property_is_declared() -> None:
    """Nothing is imported, so OWL 2 DL wants to be told what kind of term each of them is."""
    graph = ontology()
    used = set(graph.predicates())
    for meta in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.range, RDFS.domain, RDF.type):
        used.update(graph.objects(None, meta))
    undeclared = {t for t in used if isinstance(t, URIRef) and (t, RDF.type, None) not in graph}
    built_in = re.compile("|".join(map(re.escape, (OWL._NS, RDF._NS, RDFS._NS, PREFIXES["xsd"]))))
    assert {t for t in undeclared if not built_in.match(t)} == set()


def test_the_prefixes_are_those_of_the_code() -> None:
    here = {prefix: str(namespace) for prefix, namespace in ontology().namespaces() if prefix in PREFIXES}
    assert here == {prefix: PREFIXES[prefix] for prefix in here}
    assert {"cg", "sem", "nif", "prov", "skos", "geo", "schema", "foaf"} <= set(here)
    assert term("cg:Statement") == str(cg("Statement"))


def test_stances_to_events_are_ways_of_describing_them() -> None:
    for name in ("asserts", "denies", "doubts", "leavesOpen"):
        assert (cg(name), RDFS.subPropertyOf, cg("describes")) in ontology()


def test_roles_and_times_are_those_of_the_simple_event_model() -> None:
    sem = PREFIXES["sem"]
    wanted = {
        "agent": "hasActor",
        "patient": "hasActor",
        "place": "hasPlace",
        "placePart": "hasPlace",
        "earliest": "hasEarliestBeginTimeStamp",
        "latest": "hasLatestEndTimeStamp",
    }
    for ours, theirs in wanted.items():
        assert (cg(ours), RDFS.subPropertyOf, URIRef(sem + theirs)) in ontology()


def test_each_category_of_plover_is_a_concept_of_our_own_scheme_and_matched() -> None:
    graph = ontology()
    names = {str(n) for c in graph.subjects(SKOS.inScheme, cg("Plover")) for n in graph.objects(c, SKOS.notation)}
    assert names == {*PLOVER.split(), "COERCE", "ASSAULT"}
    matched = {o for p in (SKOS.closeMatch, SKOS.broadMatch) for o in graph.objects(None, p) if "plover-" in o}
    assert {str(concept).removeprefix(CG + "plover-") for concept in matched} == names


def test_the_three_axes_share_no_value() -> None:
    graph = ontology()
    axes = [set(graph.subjects(SKOS.inScheme, cg(scheme))) for scheme in ("Stances", "Certainties", "Modes")]
    assert [len(axis) for axis in axes] == [4, 2, 4]
    assert len(set[Node]().union(*axes)) == 10
