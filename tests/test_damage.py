"""A disk that gives back other bits than were written: no question's fault, and told to whoever runs the server."""

import asyncio
import logging
import os
import shutil
from pathlib import Path

import pytest
import worker_tasks
from served import served
from stored_graphs import damage, made_article

from kg.errors import DamagedError, QueryError
from kg.store import Reader, Writer
from kg.workers import Limits, Serving

ALL = "SELECT * { ?s ?p ?o }"
ON_DISK = ("--in-memory", "0")


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that opens, and cannot be read to its end."""
    store = tmp_path_factory.mktemp("damaged") / "store.db"
    with Writer.create(store) as writer:
        for number in range(40):
            writer.replace(made_article(f"a{number}", statements=20))
    damage(store)
    return store


def test_what_cannot_be_read_is_the_stores_fault_and_not_the_querys(damaged: Path) -> None:
    with pytest.raises(DamagedError, match=r"is damaged: .*build it again"):
        Reader.open(damaged).query(ALL)
    with pytest.raises(QueryError, match="malformed"):
        Reader.open(damaged).query("SELECT * { ?s ?p }")


def test_a_task_that_reads_without_a_query_tells_of_it_too(
    damaged: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]))

    async def ask() -> str:
        async with Serving(damaged, tasks=worker_tasks.HERE, limits=Limits(in_memory=0)) as serving:
            for _ in range(2):
                with pytest.raises(DamagedError):
                    await serving.run("read_all", {})
            return serving.fault

    with caplog.at_level(logging.ERROR, logger="kg.workers"):
        assert asyncio.run(ask()) == "a part of generation 40 cannot be read"
    assert [str(damaged) in record.getMessage() for record in caplog.records] == [True]  # once, and where it is


def test_the_server_says_that_it_is_its_own_fault(damaged: Path) -> None:
    with served(damaged, *ON_DISK) as server, server.client() as client:
        answer = client.get("/sparql", params={"query": ALL})
        assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
        assert "the server's log says more" in answer.json()["detail"]
        assert str(damaged) not in answer.text
        assert client.get("/sparql", params={"query": "SELECT * { ?s ?p }"}).status_code == 400
        assert client.get("/ready").json()["fault"] == "a part of generation 40 cannot be read"


def test_a_generation_that_cannot_be_loaded_is_told_of_before_anybody_asks(damaged: Path) -> None:
    async def fault() -> str:
        async with Serving(damaged, tasks="kg.server.tasks:table", limits=Limits()) as serving, asyncio.timeout(30):
            while not serving.fault:
                await asyncio.sleep(0.05)
            assert not serving.in_memory
            return serving.fault

    assert asyncio.run(fault()) == "a part of generation 40 cannot be read"


def test_a_newer_generation_ends_the_fault(damaged: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    shutil.copytree(damaged, store)
    whole = tmp_path / "whole.db"
    with Writer.create(whole) as writer:
        for number in range(41):
            writer.replace(made_article(f"a{number}"))

    async def answers() -> None:
        async with Serving(store, tasks="kg.server.tasks:table", limits=Limits()) as serving, asyncio.timeout(60):
            while not serving.fault:
                await asyncio.sleep(0.05)
            (whole / "generations" / "000041").rename(store / "generations" / "000041")
            while serving.fault:
                await asyncio.sleep(0.05)
            assert serving.state.startswith("41-")

    asyncio.run(answers())
