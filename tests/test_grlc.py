"""The grlc package reads every stored query, and sees the same parameters as we do."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg import resources
from kg.queries import StoredQuery, catalogue

pytestmark = pytest.mark.skipif(not importlib.util.find_spec("grlc"), reason="grlc is not installed")
each_query = pytest.mark.parametrize("query", catalogue().values(), ids=catalogue())


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    program, folder = Path(__file__).with_name("grlc_reading.py"), resources.folder("queries")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(program), str(folder)],
        cwd=tmp_path_factory.mktemp("grlc"),
        capture_output=True,
        check=True,
        text=True,
        timeout=120,
    )
    read: dict[str, Any] = json.loads(done.stdout[done.stdout.index('{"') :])
    return read


def test_every_stored_query_is_read(found: dict[str, Any]) -> None:
    assert set(found) == set(catalogue())


@each_query
def test_it_is_a_query_that_grlc_can_ask(found: dict[str, Any], query: StoredQuery) -> None:
    read = found[query.name]
    assert read["type"] == "SelectQuery"
    assert read["variables"]
    assert (read["method"], read["endpoint"]) == ("GET", query.endpoint)


@each_query
def test_it_is_called_and_described_alike(found: dict[str, Any], query: StoredQuery) -> None:
    read = found[query.name]
    assert (read["summary"], read["description"]) == (query.summary, query.description)
    assert tuple(read["tags"]) == query.tags


@each_query
def test_it_has_the_same_parameters(found: dict[str, Any], query: StoredQuery) -> None:
    read = {
        name: (one["required"], one.get("format") or one.get("datatype"))
        for name, one in found[query.name]["parameters"].items()
    }
    assert read == {name: (one.required, one.type) for name, one in query.parameters.items()}


@each_query
def test_it_can_be_tried_with_the_same_values(found: dict[str, Any], query: StoredQuery) -> None:
    read = {name: one["default"] for name, one in found[query.name]["parameters"].items() if "default" in one}
    assert read == query.defaults
