"""`kg mcp`, asked by a client of the protocol over standard input and output."""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from stored_graphs import MINT, reader

from kg.agents import tasks
from kg.errors import AmbiguousNameError

Call = Callable[..., Any]


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Call:
    folder = tmp_path_factory.mktemp("agents")
    reader(folder)

    def of(tool: str, **arguments: Any) -> Any:
        return asyncio.run(_call(folder / "store.db", tool, arguments))

    return of


async def _call(store: Path, tool: str, arguments: dict[str, Any]) -> Any:
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "kg", "mcp", "--store", str(store)], env=dict(os.environ)
    )
    async with Client(server) as client:
        if not tool:
            return await client.list_tools()
        result = await client.call_tool(tool, arguments)
        text = "".join(one.text for one in result.content if one.type == "text")
        return text if result.is_error else json.loads(text)


def test_every_parameter_of_a_tool_is_described(call: Call) -> None:
    for tool in call("").tools:
        assert tool.description
        for name, schema in tool.input_schema["properties"].items():
            assert schema.get("description"), f"{tool.name}: {name}"


def test_no_row_says_what_that_means(call: Call) -> None:
    assert "says nothing about what happened" in call("ask", question="what did River Watch deny")["note"]


def test_every_row_of_a_stored_query_says_whose_claim_it_is(call: Call) -> None:
    answer = call("ask", question="who claimed control of Northfield")
    assert answer["query"] == "who-claimed-control"
    assert len(answer["rows"]) >= 4
    for row in answer["rows"]:
        assert row["claimedBy"][0]["speaker"] == row["values"]["speaker"]
        assert row["claimedBy"][0]["stance"] == row["values"]["stance"].rpartition("#")[2]
        assert row["claimedBy"][0]["article"] == row["values"]["article"]


def test_a_query_that_leaves_the_speaker_out_gets_it_nevertheless(call: Call) -> None:
    answer = call("sparql", query="SELECT ?event ?label { ?event a cg:Holding ; rdfs:label ?label }")
    speakers = {voice["speakerLabel"] for row in answer["rows"] for voice in row["claimedBy"]}
    assert {"River Watch", "Borland"} <= speakers


def test_a_denial_is_told_as_one(call: Call) -> None:
    answer = call("sparql", query="SELECT ?event { ?s cg:denies ?event }")
    denied = [v for row in answer["rows"] for v in row["claimedBy"] if v["stance"] == "Denying"]
    assert {voice["speakerLabel"] for voice in denied} == {"Borland"}


def test_a_row_of_nobodys_says_so(call: Call) -> None:
    answer = call("sparql", query="SELECT (COUNT(*) AS ?n) { ?s a cg:Statement }")
    assert "no speaker can be named" in answer["rows"][0]["note"]


def test_words_that_begin_as_an_iri_does_are_words(call: Call) -> None:
    two = call("sparql", query="SELECT (GROUP_CONCAT(STR(?s)) AS ?all) { ?s a cg:Statement }")
    assert two["rows"][0]["values"]["all"].startswith(MINT.base)
    assert "no speaker can be named" in two["rows"][0]["note"]


def test_a_number_that_json_does_not_have_is_text(call: Call) -> None:
    answer = call("sparql", query="SELECT (1e0 / 0 AS ?most) (-1e0 / 0 AS ?least) (0e0 / 0 AS ?none) {}")
    assert answer["rows"][0]["values"] == {"most": "inf", "least": "-inf", "none": "nan"}


def test_more_rows_than_wanted_are_told_and_not_hidden(call: Call) -> None:
    answer = call("sparql", query="SELECT ?s { ?s cg:speaker ?who }", rows=2)
    assert len(answer["rows"]) == 2
    assert answer["rowsLeftOut"] >= 1


def test_evidence_is_verbatim_at_its_characters(call: Call) -> None:
    answer = call("show_evidence", statement=MINT.statement("2024-05-03-a1", 1))
    assert {"start": 72, "end": 93, "text": "They hold Northfield,"} in answer["spans"]["content"]


def test_a_thing_is_described_with_the_claims_about_it(call: Call) -> None:
    answer = call("describe", thing="Northfield")
    assert answer["iri"] == MINT.base + "id/place/northfield-1"
    assert all(claim["speaker"] and claim["article"] and claim["quote"] for claim in answer["newestClaims"])
    assert answer["newestClaims"]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": "who claimed control of Atlantis"}, "knows no place 'Atlantis'"),
        ("run_query", {"name": "nix"}, "no stored query 'nix'"),
        ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}, "SERVICE"),
        ("sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}, "a query only reads"),
        ("sparql", {"query": "ASK {}", "rows": 100_000}, "less than or equal to 200"),
        ("describe", {"thing": "Atlantis"}, "knows no place and no actor 'Atlantis'; the stored queries"),
        ("sparql", {"query": "ASK {}" + " " * 70_000}, "a query has at most 65536 bytes"),
        ("describe", {"thing": "x" * 100_000}, "give at most"),
    ],
)
def test_what_cannot_be_answered_is_an_error_with_the_way_out(
    call: Call, tool: str, arguments: dict[str, Any], said: str
) -> None:
    assert said in call(tool, **arguments)


def test_a_name_of_two_places_lists_both(tmp_path: Path) -> None:
    (tmp_path / "two.trig").write_text("""@base <https://claimgraph.example/> .
        @prefix cg: <https://w3id.org/claimgraph/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <article/1> { <article/1#s0> cg:asserts <id/place/a> , <id/place/b> . }
        <things> { <id/place/a> a cg:Settlement ; skos:prefLabel "Springs"@en .
            <id/place/b> a cg:Facility ; skos:prefLabel "Springs"@en . }""")
    with pytest.raises(AmbiguousNameError, match=r"more than one place: .*/place/a.*/place/b"):
        tasks.describe(reader(tmp_path, tmp_path / "two.trig"), {"thing": "Springs"})
