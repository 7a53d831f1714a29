"""Engines: what becomes of tasks that hang, die, or take all memory, and of the ones beside them."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.engines import Charge, Here, Local, Lost
from kg.errors import UsageError

CHARGE = Charge(factory="engine_tasks:factory", argument="", seconds=0.5, memory=300_000_000)
POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a POSIX system")
pytestmark = POSIX


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


@pytest.fixture(scope="module")
def engine() -> Iterator[Local]:
    with Local(CHARGE, workers=2) as local:
        yield local


def done(engine: Local, *tasks: str) -> list[Any]:
    found = list(engine.map(tasks))
    assert [task for task, _ in found] == list(tasks)
    return [result for _, result in found]


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        ("hang", "took more than 0.5 seconds of processor time"),
        ("eat", "needs more than 300 megabytes of memory"),
        ("crash", "ended 3 processes, the last by signal SIGSEGV"),
        ("leave", "ended 3 processes, the last by leaving with status 3"),
        ("raise no such word", "a fault of Claimgraph: ValueError: no such word"),
        ("sleep", "did not end within 5 seconds"),
    ],
)
def test_a_bad_task_is_lost_with_its_reason_and_the_others_are_done_in_order(
    engine: Local, task: str, reason: str
) -> None:
    before, bad, after = done(engine, "one", task, "two")
    assert (before[0], after[0]) == ("one", "two")
    assert isinstance(bad, Lost)
    assert bad.reason == reason
    assert ("Traceback" in bad.trace) == task.startswith("raise")


def test_everything_is_loaded_once_for_all_workers(engine: Local) -> None:
    assert len({loaded for _, loaded in done(engine, *map(str, range(40)))}) == 1


def test_a_killed_worker_or_template_costs_nothing(engine: Local) -> None:
    tasks = engine.map(map(str, range(60)))
    seen = [next(tasks)[0]]
    for process in list(engine._workers):
        os.kill(process._pid, signal.SIGKILL)
    seen += [next(tasks)[0] for _ in range(20)]
    assert engine._nursery
    engine._nursery._program.kill()
    engine._nursery._program.wait()
    for process in list(engine._workers):
        os.kill(process._pid, signal.SIGKILL)
    seen += [task for task, result in tasks if not isinstance(result, Lost)]
    assert seen == list(map(str, range(60)))


def test_a_worker_reaches_no_network_and_no_foreign_file(engine: Local, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("not for articles", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as sink:
        sink.settimeout(0.2)
        called, written, read = done(
            engine, f"call {sink.getsockname()[1]}", f"write {tmp_path / 'new'}", f"read {secret}"
        )
        with pytest.raises(TimeoutError):
            sink.accept()
    assert all(isinstance(result, Lost) for result in (called, written, read))
    assert not (tmp_path / "new").exists() or not (tmp_path / "new").read_text(encoding="utf-8")


def test_an_error_of_the_factory_is_raised_here() -> None:
    refusing = Charge(factory=CHARGE.factory, argument="refuse")
    for engine in (Local(refusing, workers=1), Here(refusing)):
        with engine, pytest.raises(UsageError, match="no such model"):
            list(engine.map(["one"]))


def test_no_process_starts_without_a_task() -> None:
    with Local(CHARGE, workers=2) as local:
        assert list(local.map([])) == []
        assert local._nursery is None


def test_tasks_are_taken_ahead_and_no_further(engine: Local) -> None:
    taken: list[int] = []

    def tasks() -> Iterator[str]:
        for number in range(100):
            taken.append(number)
            yield str(number)

    results = engine.map(tasks())
    next(results)
    assert len(taken) <= 9
    assert len(list(results)) == 99


def test_the_processes_are_gone_afterwards() -> None:
    with Local(CHARGE, workers=2) as local:
        list(local.map(["one", "two"]))
        assert local._nursery
        pids = [local._nursery._program.pid, *(process._pid for process in local._workers)]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
