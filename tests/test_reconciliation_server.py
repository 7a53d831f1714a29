"""The graph as a reconciliation service: what OpenRefine and other clients are answered."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft7Validator
from served import PATIENT, served
from stored_graphs import reader

from kg.reconciliation.answers import Answers
from kg.reconciliation.asking import ask
from kg.reconciliation.extension import ExtensionResponse, PropertyProposal
from kg.reconciliation.http import Caller, Manners
from kg.reconciliation.manifest import Manifest
from kg.reconciliation.messages import Query, ResultBatch
from kg.reconciliation.service import open_service
from kg.reconciliation.suggestions import Flyout, SuggestedEntities, SuggestedProperties, SuggestedTypes
from kg.reconciliation.wire import parse

NORTHFIELD = "place/northfield-1"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("reconciliation")
    reader(folder)
    with served(folder / "store.db", *PATIENT) as server, server.client() as one:
        yield one


def candidates(client: httpx.Client, **query: Any) -> list[dict[str, Any]]:
    answer = client.post("/reconcile", data={"queries": json.dumps({"q0": query})})
    assert answer.status_code == 200, answer.text
    parse(ResultBatch, answer.content, what="the answer")  # type: ignore[arg-type]
    found: list[dict[str, Any]] = answer.json()["q0"]["result"]
    return found


def extended(client: httpx.Client, ids: list[str], *properties: str) -> dict[str, Any]:
    query = {"ids": ids, "properties": [{"id": one} for one in properties]}
    answer = client.post("/reconcile", data={"extend": json.dumps(query)})
    parse(ExtensionResponse, answer.content, what="the answer")
    rows: dict[str, Any] = answer.json()["rows"]
    return rows


def test_the_manifest_says_where_everything_is(client: httpx.Client) -> None:
    manifest = parse(Manifest, client.get("/reconcile").content, what="the manifest")
    here = str(client.base_url).rstrip("/")
    assert manifest.identifier_space == "https://claimgraph.example/id/"
    assert manifest.view
    assert manifest.view.url == f"{here}/id/{{{{id}}}}"
    assert {"Settlement", "Person", "Place", "Actor"} <= {one.id for one in manifest.default_types or ()}


def test_a_name_that_one_thing_has_is_a_match(client: httpx.Client) -> None:
    first = candidates(client, query="Northfield")[0]
    assert (first["id"], first["score"], first["match"]) == (NORTHFIELD, 100, True)


def test_case_and_an_article_before_it_do_not_matter(client: httpx.Client) -> None:
    assert candidates(client, query="the frontier institute")[0]["match"] is True


def test_another_name_is_a_match_too(client: httpx.Client) -> None:
    assert candidates(client, query="Nørdfeld")[0]["id"] == NORTHFIELD


def test_likeness_of_spelling_is_never_sure(client: httpx.Client) -> None:
    first = candidates(client, query="Northfeld")[0]
    assert (first["id"], first["match"]) == (NORTHFIELD, False)
    assert 50 < first["score"] < 100


def test_a_name_with_nothing_in_common_finds_nothing(client: httpx.Client) -> None:
    assert candidates(client, query="Qwzkp") == []


def test_an_actor_without_a_name_is_no_entity(client: httpx.Client) -> None:
    assert all(one["name"] != "Border media" for one in candidates(client, query="Border media"))


def test_only_things_of_the_type_are_found(client: httpx.Client) -> None:
    assert [one["id"] for one in candidates(client, query="Borland", type="ArmedForce")] == ["actor/borland-forces-1"]
    assert candidates(client, query="Borland", type="Place")[0]["id"] == "place/borland-1"


def test_a_type_may_be_given_by_its_iri(client: httpx.Client) -> None:
    found = candidates(client, query="Northfield", type="https://w3id.org/claimgraph/ontology#Settlement")
    assert found[0]["id"] == NORTHFIELD


@pytest.mark.parametrize("value", ["Aldia", "place/aldia-1", {"id": "place/aldia-1"}, ["nobody", "Aldia"]])
def test_a_property_that_holds_leaves_a_match_a_match(client: httpx.Client, value: Any) -> None:
    first = candidates(client, query="Northfield", properties=[{"pid": "country", "v": value}])[0]
    assert (first["score"], first["match"]) == (100, True)


def test_a_property_that_does_not_hold_makes_it_unsure(client: httpx.Client) -> None:
    first = candidates(client, query="Northfield", properties=[{"pid": "country", "v": "Borland"}])[0]
    assert first["match"] is False
    assert first["score"] < 100


def test_a_link_alone_identifies(client: httpx.Client) -> None:
    found = candidates(client, properties=[{"pid": "link", "v": "https://geo.example/northfield"}])
    assert [(one["id"], one["match"]) for one in found] == [(NORTHFIELD, True)]


def test_a_country_alone_does_not(client: httpx.Client) -> None:
    found = candidates(client, properties=[{"pid": "country", "v": "Aldia"}])
    assert {NORTHFIELD, "actor/aldian-forces-1"} <= {one["id"] for one in found}
    assert not any(one["match"] for one in found)


@pytest.mark.parametrize(
    "name", [NORTHFIELD, f"https://claimgraph.example/id/{NORTHFIELD}", "https://geo.example/northfield"]
)
def test_an_identifier_means_what_it_identifies(client: httpx.Client, name: str) -> None:
    assert [(one["id"], one["match"]) for one in candidates(client, query=name)] == [(NORTHFIELD, True)]


def test_no_more_are_told_than_wanted(client: httpx.Client) -> None:
    assert len(candidates(client, query="Borland", limit=1)) == 1


def test_a_batch_may_come_by_get(client: httpx.Client) -> None:
    queries = {name: {"query": name} for name in ("Northfield", "Aldia")}
    answer = client.get("/reconcile", params={"queries": json.dumps(queries)}).json()
    assert {key: found["result"][0]["name"] for key, found in answer.items()} == {key: key for key in queries}


def test_a_batch_that_is_too_large_is_refused(client: httpx.Client) -> None:
    queries = {f"q{number}": {"query": "Aldia"} for number in range(51)}
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 400
    assert "at most 50" in answer.json()["detail"]


@pytest.mark.parametrize("text", ["nonsense", "[]", '{"q0": {}}', '{"q0": {"query": 1}}'])
def test_a_message_that_is_none_is_refused_with_the_place(client: httpx.Client, text: str) -> None:
    answer = client.post("/reconcile", data={"queries": text})
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("queries: ")


def test_a_message_in_another_form_is_refused(client: httpx.Client) -> None:
    assert client.post("/reconcile", json={"queries": {}}).status_code == 415
    assert client.post("/reconcile", data={"queries": "x" * 300_000}).status_code == 413


def test_jsonp_is_refused_and_cors_is_offered(client: httpx.Client) -> None:
    assert "CORS" in client.get("/reconcile", params={"callback": "f"}).json()["detail"]
    assert (
        client.get("/reconcile", headers={"Origin": "https://x.example"}).headers["Access-Control-Allow-Origin"] == "*"
    )


def test_values_are_fetched_for_entities(client: httpx.Client) -> None:
    rows = extended(client, [NORTHFIELD, "nobody"], "country", "alias", "position")
    assert rows[NORTHFIELD] == {
        "country": [{"id": "place/aldia-1", "name": "Aldia"}],
        "alias": [{"str": "Nørdfeld"}],
        "position": [{"str": "POINT(10.50000 50.25000)"}],
    }
    assert rows["nobody"] == {"country": [], "alias": [], "position": []}


def test_statements_are_counted_for_who_makes_them(client: httpx.Client) -> None:
    rows = extended(client, ["actor/river-watch-1", "place/aldmark-1"], "statements")
    assert rows["actor/river-watch-1"]["statements"] == [{"int": 2}]
    assert rows["place/aldmark-1"]["statements"] == [{"int": 0}]


def test_an_unknown_property_is_refused_with_the_known_ones(client: httpx.Client) -> None:
    query = {"ids": [NORTHFIELD], "properties": [{"id": "mayor"}]}
    answer = client.post("/reconcile", data={"extend": json.dumps(query)})
    assert answer.status_code == 400
    assert "country" in answer.json()["detail"]


def test_names_are_suggested_by_their_beginning(client: httpx.Client) -> None:
    found = client.get("/reconcile/suggest/entity", params={"prefix": "bor"})
    parse(SuggestedEntities, found.content, what="the answer")
    assert [one["name"] for one in found.json()["result"]] == ["Borland", "Borland forces"]
    places = client.get("/reconcile/suggest/entity", params={"prefix": "bor", "type": "Place"}).json()["result"]
    assert [one["name"] for one in places] == ["Borland"]


def test_types_and_properties_are_suggested(client: httpx.Client) -> None:
    types = client.get("/reconcile/suggest/type", params={"prefix": "arm"}).content
    assert [one.id for one in parse(SuggestedTypes, types, what="types").result] == ["ArmedForce", "ArmedGroup"]
    properties = client.get("/reconcile/suggest/property", params={"prefix": "wiki"}).content
    assert [one.id for one in parse(SuggestedProperties, properties, what="properties").result] == ["wikidata"]


def test_properties_are_proposed_for_a_type(client: httpx.Client) -> None:
    answer = client.get("/reconcile/properties", params={"type": "Person", "limit": "20"})
    found = {one.id for one in parse(PropertyProposal, answer.content, what="the answer").properties}
    assert "affiliation" in found
    assert "position" not in found


def test_a_preview_may_be_framed_and_has_no_scripts(client: httpx.Client) -> None:
    answer = client.get("/reconcile/preview", params={"id": NORTHFIELD})
    assert "Northfield" in answer.text
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers


def test_no_other_page_may_be_framed(client: httpx.Client) -> None:
    answer = client.get("/query", headers={"Accept": "text/html"})
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("kind", "id_"), [("entity", NORTHFIELD), ("type", "Person"), ("property", "country")])
def test_a_flyout_tells_of_one_thing(client: httpx.Client, kind: str, id_: str) -> None:
    found = parse(Flyout, client.get(f"/reconcile/flyout/{kind}", params={"id": id_}).content, what="the answer")
    assert found.id == id_
    assert found.html.startswith("<p><strong>")


@pytest.mark.parametrize("path", ["flyout/entity", "flyout/type", "flyout/property", "preview"])
def test_an_unknown_identifier_is_not_found(client: httpx.Client, path: str) -> None:
    assert client.get(f"/reconcile/{path}", params={"id": "<script>"}).status_code == 404
    assert client.get(f"/reconcile/{path}").status_code == 400


def test_our_own_client_can_ask_it(client: httpx.Client, tmp_path: Path) -> None:
    address = f"{client.base_url}/reconcile".replace("//reconcile", "/reconcile")
    with Caller(Manners(interval=0)) as caller, Answers(path=tmp_path / "answers.sqlite") as answers:
        service = open_service(address, caller, answers)
        (answered,) = ask(service, [Query(query="Northfield")], answers)
        found = answered.result.result[0]
        assert service.iri(found.id) == f"https://claimgraph.example/id/{NORTHFIELD}"
        assert found.match


def test_what_is_answered_is_what_the_schemas_of_the_specification_want(client: httpx.Client) -> None:
    pack = os.environ.get("RECONCILIATION_PACK")
    if not pack:
        pytest.skip("RECONCILIATION_PACK names no archive of the specification's schemas")
    from reconciliation import read

    registry, _ = read(Path(pack))
    queries = {"q0": {"query": "North", "properties": [{"pid": "country", "v": "Aldia"}]}, "q1": {"query": "Aldia"}}
    extend = {"ids": [NORTHFIELD], "properties": [{"id": "country"}, {"id": "articles"}, {"id": "alias"}]}
    answers = {
        "manifest.json": client.get("/reconcile"),
        "reconciliation-result-batch.json": client.post("/reconcile", data={"queries": json.dumps(queries)}),
        "data-extension-response.json": client.post("/reconcile", data={"extend": json.dumps(extend)}),
        "data-extension-property-proposal.json": client.get("/reconcile/properties", params={"type": "Place"}),
        "suggest-entities-response.json": client.get("/reconcile/suggest/entity", params={"prefix": "a"}),
        "suggest-properties-response.json": client.get("/reconcile/suggest/property", params={"prefix": ""}),
        "suggest-types-response.json": client.get("/reconcile/suggest/type", params={"prefix": ""}),
    }
    faults = {
        name: [error.message for error in Draft7Validator({"$ref": name}, registry=registry).iter_errors(answer.json())]
        for name, answer in answers.items()
    }
    assert not any(faults.values()), faults
