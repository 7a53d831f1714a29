"""Extraction on a Dask cluster: a real scheduler and real worker processes, some of which are killed on the way."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import made_up_news
import pytest

pytest.importorskip("distributed")

from kg import pipeline
from kg.cli import main
from kg.engines import Local, Lost
from kg.engines.dask import Dask
from kg.errors import ServiceError, UsageError
from kg.export import export
from kg.pipeline import Settings
from kg.store import Reader

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a POSIX system")
CHECK = "kg.pipeline.provenance:maker_of"
ARTICLES = 16


@dataclass(slots=True)
class Cluster:
    """`file` is where the scheduler writes its address."""

    file: Path
    leaving: ExitStack
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, kind: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--scheduler-file", str(self.file)]
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--no-dashboard", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])},
        )
        self.leaving.callback(process.wait)
        self.leaving.callback(process.kill)
        return process

    def hire(self) -> None:
        options = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0", "--local-directory", str(self.file.parent))
        self.workers.append(self.start("worker", *options))

    @property
    def address(self) -> str:
        import json

        return str(json.loads(self.file.read_text(encoding="utf-8"))["address"])


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with ExitStack() as leaving:
        made = Cluster(tmp_path_factory.mktemp("dask") / "scheduler.json", leaving)
        made.start("scheduler", "--port", "0")
        for _ in range(2):
            made.hire()
        for _ in range(300):
            if made.file.exists():
                break
            time.sleep(0.1)
        yield made


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    made_up_news.write(folder, ARTICLES)
    return folder


def exported(store: Path) -> bytes:
    out = io.BytesIO()
    export(Reader.open(store), format="trig", texts=True, out=out)
    return out.getvalue()


def test_a_cluster_that_loses_a_worker_makes_the_same_graph(cluster: Cluster, texts: Path, tmp_path: Path) -> None:
    settings, told = Settings(), []

    def tell(source: str) -> None:
        told.append(source)
        if len(told) == 3:
            cluster.workers[0].send_signal(signal.SIGKILL)
            cluster.hire()

    with Dask(settings.charge(), cluster.address, check=CHECK, expected=pipeline.maker(settings)) as engine:
        outcome = pipeline.build([str(texts)], tmp_path / "far", settings, engine=engine, tell=tell)
    assert (outcome.stored, outcome.set_aside, outcome.failures) == (ARTICLES, [], [])
    with Local(settings.charge(), workers=2) as near:
        pipeline.build([str(texts)], tmp_path / "near", settings, engine=near)
    assert exported(tmp_path / "far") == exported(tmp_path / "near")


def test_a_bad_task_is_lost_alone(cluster: Cluster) -> None:
    from kg.engines import Charge

    charge = Charge(factory="engine_tasks:factory", argument="", seconds=1)
    with Dask(charge, cluster.address, check="engine_tasks:version", expected="1") as engine:
        found = dict(engine.map(["one", "crash", "hang", "two"]))
    assert (found["one"][0], found["two"][0]) == ("one", "two")
    assert found["hang"] == Lost("took more than 1 seconds of processor time")
    assert found["crash"].reason.startswith("ended 3 processes")


def test_workers_of_another_version_are_refused(cluster: Cluster, texts: Path, tmp_path: Path) -> None:
    settings = Settings()
    with (
        Dask(settings.charge(), cluster.address, check=CHECK, expected="another") as engine,
        pytest.raises(ServiceError, match="would make other graphs"),
    ):
        pipeline.build([str(texts)], tmp_path / "store", settings, engine=engine)


def test_shards_of_a_cluster_are_those_of_one_machine(cluster: Cluster, texts: Path, tmp_path: Path) -> None:
    for name, options in (("far", ["--engine", "dask", "--scheduler", cluster.address]), ("near", [])):
        with pytest.raises(SystemExit) as left:
            main(["build", str(texts), "--shards", str(tmp_path / name), "-q", *options])
        assert left.value.code == 0
    (far,), (near,) = (list((tmp_path / name).iterdir()) for name in ("far", "near"))
    assert far.name == near.name
    assert far.read_bytes() == near.read_bytes()


def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.engines.dask._GREETING", 1.0)
    with pytest.raises(ServiceError, match="no Dask scheduler"):
        Dask(Settings().charge(), "tcp://127.0.0.1:9", check=CHECK, expected="")
    with pytest.raises(UsageError, match="no address"):
        Dask(Settings().charge(), "nowhere at all", check=CHECK, expected="")
