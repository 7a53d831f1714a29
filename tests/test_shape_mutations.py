"""Whatever is changed in a shape, a fixture tells: each constraint is tried by a graph that it stops and one that
passes."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDFS, Graph
from shape_mutations import Mutation, mutations
from test_shapes import CASES, FIXTURES, all_shapes, broken, found_in, good

from kg.resources import folder
from kg.shapes import validation
from kg.terms import Triple

FINE = tomllib.loads((FIXTURES / "fine.toml").read_text(encoding="utf-8"))["case"]


@cache
def classes() -> Graph:
    """The hierarchy alone, which is read again with every mutation."""
    whole, found = Graph().parse(folder("ontology") / "claimgraph.ttl"), Graph()
    for triple in whole.triples((None, RDFS.subClassOf, None)):
        found.add(triple)
    return found


@cache
def stopped() -> dict[str, list[tuple[list[Triple], set[str]]]]:
    """For each shape, what it must stop, and what it must say of that."""
    found: dict[str, list[tuple[list[Triple], set[str]]]] = defaultdict(list)
    for case in CASES:
        graph = broken(remove=case.get("remove", ""), add=case.get("add", ""))
        for shape in {one.split()[0] for one in case["breaks"]}:
            found[shape].append((graph, {one for one in case["breaks"] if one.split()[0] == shape}))
    return found


@cache
def passing() -> list[list[Triple]]:
    return [list(good()), *(broken(remove=one.get("remove", ""), add=one.get("add", "")) for one in FINE)]


@pytest.mark.parametrize("case", FINE, ids=lambda case: case["says"])
def test_what_is_unusual_and_right_passes(case: dict[str, str]) -> None:
    assert found_in(broken(remove=case.get("remove", ""), add=case.get("add", ""))) == set()


def test_every_change_of_every_constraint_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ontology = tmp_path / "ontology"
    ontology.mkdir()
    (ontology / "claimgraph.ttl").write_text(classes().serialize(format="turtle"), encoding="utf-8")
    unnoticed = []
    count = 0
    for count, mutation in enumerate(mutations(all_shapes(), classes()), start=1):
        where = tmp_path / str(count)
        where.mkdir()
        (where / "mutated.ttl").write_text(mutation.graph.serialize(format="turtle"), encoding="utf-8")
        monkeypatch.setattr(validation, "folder", {"shapes": where, "ontology": ontology}.__getitem__)
        if not noticed(mutation):
            unnoticed.append(f"{mutation.shape}: {mutation.what}")
    assert count > 300
    assert not unnoticed, "\n".join(unnoticed)


def noticed(mutation: Mutation) -> bool:
    """A graph that must be stopped is not, or not with the words that it should be, or one that must pass is."""
    if any(not says <= found_in(graph) for graph, says in stopped()[mutation.shape]):
        return True
    return any(found_in(graph) for graph in passing())
