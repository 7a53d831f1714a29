"""The shapes let a good graph pass, and each of their constraints stops a broken one."""

import tomllib
from functools import cache
from pathlib import Path

import pyshacl
import pytest
import rdflib
from made_graphs import made_graph
from rdflib import RDF, RDFS, SH, Graph, URIRef
from timing import least

from kg.errors import DataError
from kg.resources import folder
from kg.shapes import Violation, validate, validation
from kg.terms import Triple, named, string, typed

FIXTURES = Path(__file__).parent / "fixtures" / "shapes"
BROKEN = tomllib.loads((FIXTURES / "broken.toml").read_text(encoding="utf-8"))
BLANK = "NoBlankNode NodeKind"
CASES = [
    *BROKEN["case"],
    *({"breaks": [BLANK], "add": f"<urn:x:one> {predicate} _:another ."} for predicate in BROKEN["nodes"]),
]
NOT_CONSTRAINTS = {"message", "path", "targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf"}


@cache
def good() -> frozenset[Triple]:
    return frozenset(triples(Graph().parse(FIXTURES / "eastbridge.ttl")))


def triples(graph: Graph) -> list[Triple]:
    return [Triple(*(term.n3() for term in triple)) for triple in graph]


def turtle(text: str) -> list[Triple]:
    head = (FIXTURES / "eastbridge.ttl").read_text(encoding="utf-8").split("\n<>")[0]
    head += f"@prefix rdf: <{RDF}> . "
    return triples(Graph().parse(data=head + text, format="turtle"))


def broken(*, remove: str = "", add: str = "") -> list[Triple]:
    gone = set(turtle(remove))
    any_object = {triple[:2] for triple in gone if triple.object.startswith("_:")}
    kept = [triple for triple in good() if triple not in gone and triple[:2] not in any_object]
    assert len(kept) < len(good()) or not remove, "takes nothing away"
    return kept + turtle(add)


def found_in(graph: list[Triple]) -> set[str]:
    return {f"{result.shape} {result.constraint}" for result in validate(graph).results}


def test_a_good_graph_conforms() -> None:
    report = validate(good())
    assert (report.conforms, report.results, report.text) == (True, (), "conforms")


def test_a_large_good_graph_conforms() -> None:
    assert validate(made_graph(size=3)).text == "conforms"


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case["breaks"]))
def test_a_broken_graph_is_stopped_by_the_constraint_that_it_breaks(case: dict[str, str]) -> None:
    report = validate(broken(remove=case.get("remove", ""), add=case.get("add", "")))
    assert not report.conforms
    assert set(case["breaks"]) <= {f"{result.shape} {result.constraint}" for result in report.results}


def test_every_constraint_of_every_shape_has_a_case_that_it_stops() -> None:
    graph = all_shapes()
    wanted = {
        f"{short(shape)} {'SPARQL' if short(predicate) == 'sparql' else upper_first(short(predicate))}"
        for shape, predicate in graph.subject_predicates()
        if isinstance(shape, URIRef) and predicate in SH and short(predicate) not in {*NOT_CONSTRAINTS, "declare"}
    }
    assert len(wanted) > 100
    assert wanted - {one for case in CASES for one in case["breaks"]} == set()


def test_every_shape_says_in_words_what_is_wrong() -> None:
    graph = all_shapes()
    selects = set(graph.subjects(SH.select))
    own = {shape for shape in graph.subjects() if isinstance(shape, URIRef) and (shape, SH.sparql, None) not in graph}
    for shape in selects | own - {URIRef("https://w3id.org/claimgraph/shapes")}:
        assert [message.language for message in graph.objects(shape, SH.message)] == ["en"], shape


def all_shapes() -> Graph:
    graph = Graph()
    for path in folder("shapes").glob("*.ttl"):
        graph.parse(path)
    return graph


def short(term: object) -> str:
    return str(term).split("#")[-1]


def upper_first(name: str) -> str:
    return name[0].upper() + name[1:]


def test_a_result_says_what_where_and_how_it_should_be() -> None:
    article = "https://claimgraph.example/article/2025-03-12-c4e7b2710ea127bc"
    report = validate(broken(remove="<#s0> cg:stance [] .", add="<#s0> cg:stance cg:Certain ."))
    assert report.results == (
        Violation(
            focus=f"{article}#s0",
            message="A statement has exactly one cg:stance: cg:Asserting, cg:Denying, cg:Doubting or cg:LeavingOpen.",
            shape="StatementStance",
            constraint="In",
            path="cg:stance",
            value="https://w3id.org/claimgraph/ontology#Certain",
        ),
    )
    assert report.text == (
        f"{article}#s0: A statement has exactly one cg:stance: cg:Asserting, cg:Denying, cg:Doubting or "
        "cg:LeavingOpen. (StatementStance, path cg:stance, value https://w3id.org/claimgraph/ontology#Certain)"
    )


def test_results_come_in_the_same_order_every_time() -> None:
    wrong = broken(remove="<#s0> cg:stance [] . <#s1> cg:mode [] . <#s2> cg:depth [] . <#link0> cg:method [] .")
    first = validate(wrong)
    assert len(first.results) >= 4
    assert validate(reversed(wrong)) == first


def test_a_span_is_counted_in_code_points() -> None:
    """The first letter lies outside the Basic Multilingual Plane: four bytes, two UTF-16 units, one code point."""
    wide = "\U0001d4d5og closed the port of Eastbridge. Officials said the mayor denied that the northern garrison had "
    wide += "entered the old town on Monday."
    changed = broken(
        remove="<> nif:isString [] . <#char=0,34> nif:anchorOf [] .",
        add=f'<> nif:isString "{wide}" . <#char=0,34> nif:anchorOf "{wide[:34]}" .',
    )
    assert validate(changed).conforms


@pytest.mark.parametrize(
    "words", ['a "quoted" word', "a\\back\\slash", "two\nlines\r\n", "tab\there", "\u2028\0\ufffd"]
)
def test_words_are_compared_as_they_are(words: str) -> None:
    assert "SpanVerbatim SPARQL" not in found_in(one_span(words + " and more", anchor=words))
    assert "SpanVerbatim SPARQL" in found_in(one_span(words + " and more", anchor=words[:-1] + "#"))


def one_span(stored: str, *, anchor: str) -> list[Triple]:
    article, span = "<https://claimgraph.example/article/k>", "<https://claimgraph.example/article/k#char=0>"
    return [
        Triple(article, named("rdf:type"), named("cg:Article")),
        Triple(article, named("nif:isString"), string(stored)),
        Triple(span, named("rdf:type"), named("nif:Phrase")),
        Triple(span, named("nif:beginIndex"), typed(0, "xsd:nonNegativeInteger")),
        Triple(span, named("nif:endIndex"), typed(len(anchor), "xsd:nonNegativeInteger")),
        Triple(span, named("nif:anchorOf"), string(anchor)),
        Triple(span, named("nif:referenceContext"), article),
    ]


def test_a_literal_is_taken_as_it_is_written() -> None:
    """rdflib would make "01" into "1", and let it pass."""
    article = "https://claimgraph.example/article/2025-03-12-c4e7b2710ea127bc"
    [result] = validate(broken(remove="<#s2> cg:statedOn [] .", add='<#s2> cg:statedOn "2025-3-1"^^xsd:date .')).results
    assert (result.focus, result.value) == (f"{article}#s2", "2025-3-1")


def test_a_plain_string_is_an_xsd_string() -> None:
    """The store gives back "name"^^xsd:string for "name"."""
    mark = "^^<http://www.w3.org/2001/XMLSchema#string>"
    stored = [t._replace(object=t.object + mark) if plain(t.object) else t for t in good()]
    assert sum(t.object.endswith(mark) for t in stored) > 10
    assert validate(stored).conforms


def plain(term: str) -> bool:
    return term.startswith('"') and term.endswith('"')


def test_shapes_in_the_data_change_nothing() -> None:
    mine = "<#s1> a sh:NodeShape ; sh:targetClass cg:Article ; sh:closed true ; sh:deactivated true . "
    prefix = "@prefix sh: <http://www.w3.org/ns/shacl#> . "
    assert validate(broken(add=prefix + mine)).conforms
    assert not validate(broken(remove="<#s1> cg:mode [] .", add=prefix + mine)).conforms


@pytest.mark.parametrize(
    "address",
    ["https://x.example/%zz", "https://x.example/a#b#c", "https://x.example/[a]", "http://x.example:port/", "1:x"],
)
def test_an_address_that_no_store_takes_is_the_graphs_fault_and_not_the_shapes(address: str) -> None:
    article = "<https://claimgraph.example/article/2025-03-12-c4e7b2710ea127bc>"
    source = Triple(article, named("dcterms:source"), f"<{address}>")
    report = validate([*(t for t in good() if t[:2] != source[:2]), source])
    assert (report.conforms, len(report.results)) == (False, 1)
    assert (report.results[0].focus, report.results[0].constraint) == (article.strip("<>"), "Syntax")
    assert "\n" not in report.text


def test_what_is_no_term_at_all_is_the_graphs_fault() -> None:
    assert not validate([*good(), Triple("one", "two", "three")]).conforms
    assert not validate([*good(), Triple("<urn:x:a>", "<urn:x:b>", '"\ud800"')]).conforms


def shapes_folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "mine.ttl").write_text("@prefix sh: <http://www.w3.org/ns/shacl#> . " + text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<urn:x> a sh:NodeShape", "is not Turtle"),
        ("<urn:x> a sh:NodeShape ; sh:minCuont 1 .", "minCuont"),
        ("<urn:x> a sh:PropertyShape ; sh:minCount 1 .", "cannot be used"),
        ("<urn:x> sh:targetNode <urn:y> ; sh:pattern '(' .", "cannot be used"),
        ("<urn:x> sh:targetNode <urn:y> ; sh:sparql [ sh:select 'SELECT $this {' ] .", "cannot be used"),
    ],
)
def test_a_broken_shapes_file_is_a_data_error_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, says: str
) -> None:
    where = shapes_folder(tmp_path, text)
    monkeypatch.setattr(validation, "folder", lambda name: where if name == "shapes" else folder(name))
    with pytest.raises(DataError, match=says) as error:
        validate(good())
    assert str(where) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_without_shapes_is_a_data_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "folder", lambda name: tmp_path if name == "shapes" else folder(name))
    with pytest.raises(DataError, match=r"no \*\.ttl file"):
        validate(good())


def test_a_missing_ontology_is_a_data_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "folder", lambda name: tmp_path if name == "ontology" else folder(name))
    with pytest.raises(DataError, match=r"claimgraph\.ttl cannot be read"):
        validate(good())


def test_the_authority_file_conforms_too() -> None:
    """What it describes stands in article graphs as it is."""
    authority = triples(Graph().parse(folder("ontology") / "authority.ttl"))
    assert validate(authority).text == "conforms"


def test_validation_costs_a_fraction_of_what_pyshacl_takes_by_itself() -> None:
    """It is about a sixth; the bound leaves room for a busy machine. See bench/validation_cost.py."""
    made = made_graph()
    data = Graph().parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in made), format="nt")
    rules = all_shapes()
    alone = least(lambda: pyshacl.validate(data, shacl_graph=rules, inplace=True))
    assert least(lambda: validate(made)) < alone / 2.5


def test_nothing_is_left_changed_in_rdflib() -> None:
    before = rdflib.NORMALIZE_LITERALS, rdflib.Literal("1", datatype=rdflib.XSD.boolean).value
    validate(good())
    assert (rdflib.NORMALIZE_LITERALS, rdflib.Literal("1", datatype=rdflib.XSD.boolean).value) == before


@pytest.mark.parametrize("case", BROKEN["case"][::8], ids=lambda case: " ".join(case["breaks"]))
def test_the_verdict_is_that_of_pyshacl_by_itself(case: dict[str, str]) -> None:
    triples = broken(remove=case.get("remove", ""), add=case.get("add", ""))
    data = Graph().parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in triples), format="nt")
    for triple in Graph().parse(folder("ontology") / "claimgraph.ttl").triples((None, RDFS.subClassOf, None)):
        data.add(triple)
    _, report, _ = pyshacl.validate(data, shacl_graph=all_shapes(), inplace=True)
    theirs = sorted(
        (str(report.value(r, SH.focusNode)), str(report.value(r, SH.resultMessage)))
        for r in report.subjects(RDF.type, SH.ValidationResult)
    )
    assert sorted((r.focus, r.message) for r in validate(triples).results) == theirs
