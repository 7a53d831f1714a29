"""The OpenAPI document: of all routes and queries, and true. schemathesis asks the server what the document promises.

A longer run, of a server that is running: `schemathesis --config-file tests/schemathesis.toml run URL/openapi.json`.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from served import PATIENT, Served, served
from starlette.routing import Route
from stored_graphs import reader

from kg.queries import catalogue
from kg.server import Options
from kg.server.app import create
from kg.server.openapi import document
from kg.server.operations import OPERATIONS
from kg.workers import Limits

TESTS = Path(__file__).parent
PATIENCE = 300  # seconds


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("openapi")
    reader(folder)
    return folder / "store.db"


@pytest.fixture(scope="module")
def routes(store: Path) -> list[Route]:
    return [one for one in create(Options(store=store)).routes if isinstance(one, Route)]


@pytest.fixture(scope="module")
def made(routes: list[Route]) -> dict[str, Any]:
    return document(routes, url="http://127.0.0.1:8000", limits=Limits())


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Served]:
    with served(store, *PATIENT) as one:
        yield one


def test_every_route_is_in_the_document(made: dict[str, Any], routes: list[Route]) -> None:
    for route in routes:
        path = route.path.replace(":path", "")
        if path != "/query/{name}":
            assert path in made["paths"], path


def test_every_operation_has_a_name_of_its_own_and_says_in_words_what_it_does(made: dict[str, Any]) -> None:
    operations = [one for methods in made["paths"].values() for one in methods.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    assert [one for one in operations if one["summary"].startswith("/")] == []
    assert "claimant" in made["paths"]["/query/who-claimed-control"]["get"]["description"]


def test_what_is_described_by_hand_is_a_route(made: dict[str, Any]) -> None:
    described = {(method, path) for path, item in made["paths"].items() for method in map(str.upper, item)}
    assert set(OPERATIONS) <= described


def test_every_stored_query_has_its_parameters(made: dict[str, Any]) -> None:
    for query in catalogue().values():
        listed = {one["name"]: one["required"] for one in made["paths"][f"/query/{query.name}"]["get"]["parameters"]}
        assert listed == {**{one.name: one.required for one in query.parameters.values()}, "format": False}


def test_every_schema_is_one(made: dict[str, Any]) -> None:
    for schema in made["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere(made: dict[str, Any]) -> None:
    def references(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"]
            value = list(value.values())
        for one in value if isinstance(value, list) else ():
            yield from references(one)

    known = {f"#/components/schemas/{name}" for name in made["components"]["schemas"]}
    assert set(references(made)) <= known


def test_every_operation_says_how_it_fails(made: dict[str, Any]) -> None:
    for item in made["paths"].values():
        for operation in item.values():
            assert "application/problem+json" in operation["responses"]["400"]["content"]


def test_the_limits_are_told(made: dict[str, Any]) -> None:
    assert "5 seconds" in made["info"]["description"]
    assert str(Limits().result) in made["info"]["description"]


def test_it_is_served_with_the_address_of_this_server(server: Served) -> None:
    found = httpx.get(f"{server.url}/openapi.json", timeout=30).json()
    assert found["openapi"].startswith("3.1")
    assert found["servers"] == [{"url": server.url}]


def test_the_server_does_what_the_document_promises(server: Served, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-m", "schemathesis.cli"),
            *("--config-file", str(TESTS / "schemathesis.toml"), "run", f"{server.url}/openapi.json"),
            *("--phases", "examples,coverage,fuzzing", "--max-examples", "1", "--seed", "1"),
            *("--workers", "1", "--request-timeout", "60"),  # Python 3.11 fails to compile in two threads at once
            *("--warnings", "off", "--continue-on-failure", "--no-color"),
        ],
        cwd=tmp_path,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def _environment() -> dict[str, str]:
    import os

    paths = os.pathsep.join((str(TESTS), os.environ.get("PYTHONPATH", "")))
    return {**os.environ, "PYTHONPATH": paths, "SCHEMATHESIS_HOOKS": "openapi_messages"}
