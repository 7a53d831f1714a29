"""The engine at the gate lets nothing pass that pySHACL would stop, and stops nothing that pySHACL lets pass."""

import logging
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph

from kg import shapes
from kg.errors import DataError
from kg.resources import folder
from kg.shapes import validation
from kg.shapes.gate import Gate, gate
from kg.shapes.rules import shapes_of, turtle_files
from kg.shapes.validation import validate_by_pyshacl
from kg.terms import Triple

GOOD = Path(__file__).parent / "fixtures" / "shapes" / "eastbridge.ttl"
XSD = "http://www.w3.org/2001/XMLSchema#"
DATATYPES = ("string", "date", "integer", "decimal", "boolean", "nonNegativeInteger", "dateTime", "anyURI")
VALUES = ("1", "01", "-1", "0", "+1", "2025-03-12", "2025-3-1", "2025-03-12Z", "true", "1.0", "1e0", " 1", "", "NaN")


def good() -> list[Triple]:
    return sorted(Triple(*(term.n3() for term in triple)) for triple in Graph().parse(GOOD))


def the_gate() -> Gate:
    _, classes = shapes_of(folder("shapes"), folder("ontology"))
    made = gate(turtle_files(folder("shapes")), classes)
    assert made is not None
    return made


def objects(old: str, rng: random.Random) -> Iterator[str]:
    yield from (
        "<urn:x:other>",
        "_:b",
        '"x"',
        '"x"@en',
        '"x"@en-GB',
        f'"{old[1:-1]}"' if old[0] == "<" else "<urn:x:y>",
    )
    if old.startswith('"'):
        words = old[: old.rindex('"') + 1]
        yield from (words, f"{words}@en", f"{words}^^<{XSD}string>", f"{words}^^<{XSD}date>", f"{words}^^<urn:x:type>")
    else:
        yield f'"{old[1:-1]}"'
    yield from (f'"{rng.choice(VALUES)}"^^<{XSD}{rng.choice(DATATYPES)}>' for _ in range(4))


def mutations(graph: list[Triple], rng: random.Random) -> Iterator[tuple[str, list[Triple]]]:
    """Of each kind of triple one is taken away, repeated, moved, and given other objects."""
    kinds = {triple.predicate + (triple.object if "#type" in triple.predicate else ""): triple for triple in graph}
    for triple in kinds.values():
        rest = [other for other in graph if other != triple]
        yield f"without {triple}", rest
        yield f"repeated {triple}", [*graph, triple]
        yield f"of another {triple}", [*rest, triple._replace(subject="<urn:x:subject>")]
        yield f"of a blank node {triple}", [*rest, triple._replace(subject="_:subject")]
        for object_ in (*objects(triple.object, rng), rng.choice(graph).object):
            yield f"{triple} with {object_}", [*rest, triple._replace(object=object_)]
            yield f"{triple} and {object_}", [*graph, triple._replace(object=object_)]


def by_pyshacl(graph: list[Triple]) -> bool:
    try:
        return validate_by_pyshacl(graph).conforms
    except DataError:  # it cannot compare blank nodes
        return False


@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
def test_the_gate_and_pyshacl_agree_on_whatever_a_graph_may_turn_into() -> None:
    rng = random.Random(7)
    tried = rng.sample(list(mutations(good(), rng)), 60)
    quick = the_gate()
    verdicts = {what: (quick.passes(graph), by_pyshacl(graph)) for what, graph in tried}
    assert {what: said for what, said in verdicts.items() if said[0] != said[1]} == {}
    assert {conforms for _, conforms in verdicts.values()} == {True, False}


def test_what_the_gate_lets_pass_pyshacl_does_not_see(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(validation, "validate_by_pyshacl", refuse)
    assert shapes.validate(good()).text == "conforms"
    with pytest.raises(AssertionError, match="asked"):
        shapes.validate([triple for triple in good() if "sha256" not in triple.predicate])


def test_pyshacl_has_the_last_word(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(Gate, "passes", lambda *_: False)
    with caplog.at_level(logging.WARNING):
        assert shapes.validate(good()).conforms
    assert "pySHACL lets pass" in caplog.text


def test_a_gate_that_breaks_down_lets_nothing_pass() -> None:
    """The engine panics at a year beyond all numbers."""
    subject = "<https://claimgraph.example/article/2025-03-12-c4e7b2710ea127bc#s0>"
    wrong = Triple(subject, "<https://w3id.org/claimgraph/ontology#depth>", f'"99999999999999999999"^^<{XSD}date>')
    assert not the_gate().passes([*good(), wrong])
    assert not shapes.validate([*good(), wrong]).conforms


def test_shapes_that_the_gate_does_not_understand_are_left_to_pyshacl(tmp_path: Path) -> None:
    shape = tmp_path / "mine.ttl"
    shape.write_text("@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:x> sh:targetNode <urn:y> ; sh:pattern '(' .")
    assert gate((shape,), ()) is None
