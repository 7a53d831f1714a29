"""What events describe, in words: the clauses after "said that"."""

import re
from dataclasses import replace

import pytest
from rdflib import RDFS, Graph, URIRef

from kg import resources
from kg.lexicon import table
from kg.ontology import CG
from kg.pages.situations import situation_text
from kg.views.claims import Situation, Thing


def _classes() -> list[str]:
    ontology = Graph().parse(resources.folder("ontology") / "claimgraph.ttl")
    found = ontology.transitive_subjects(RDFS.subClassOf, URIRef(f"{CG}Event"))
    return sorted(str(one).removeprefix(CG) for one in found)


_NORTH = Thing(iri="https://claimgraph.example/id/actor/north", label="the northern garrison")
_SOUTH = Thing(iri="https://claimgraph.example/id/actor/south", label="the river guard")
_TOWN = Thing(iri="https://claimgraph.example/id/place/town", label="Millbrook")
_NOTHING = Situation(
    iri="https://claimgraph.example/id/event/x", type="Capture", label="", agents=(), patients=(), place=None,
    part="", date="", earliest="", latest="",
)  # fmt: skip
_CAPTURE = replace(_NOTHING, agents=(_NORTH,), place=_TOWN)


def test_every_class_of_events_has_clauses_and_nothing_else_has() -> None:
    assert sorted(table("situations")) == _classes()


@pytest.mark.parametrize("name", _classes())
def test_every_class_ends_with_a_clause_for_an_event_of_which_nothing_is_known(name: str) -> None:
    assert situation_text(replace(_NOTHING, type=name))


@pytest.mark.parametrize("name", _classes())
def test_no_clause_has_an_unknown_slot(name: str) -> None:
    slots = {slot for clause in table("situations")[name] for slot in re.findall(r"\{([^}]*)\}", clause)}
    assert slots <= {"agent", "patient", "place"}


def test_a_capture_names_who_took_what() -> None:
    assert situation_text(_CAPTURE) == "the northern garrison captured Millbrook"


def test_what_is_known_besides_is_told_too() -> None:
    event = replace(_CAPTURE, patients=(_SOUTH,), part="town centre", date="2025-03")
    assert (
        situation_text(event)
        == "the northern garrison captured Millbrook (town centre) from the river guard, March 2025"
    )


def test_several_actors_are_all_named() -> None:
    assert situation_text(replace(_CAPTURE, agents=(_NORTH, _SOUTH, _TOWN))).startswith(
        "the northern garrison, the river guard and Millbrook captured"
    )


def test_who_withdraws_is_the_patient_of_a_withdrawal() -> None:
    event = replace(_NOTHING, type="Withdrawal", patients=(_SOUTH,), place=_TOWN)
    assert situation_text(event) == "the river guard withdrew from Millbrook"
