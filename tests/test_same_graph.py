"""The same articles make the same graph, byte for byte: in any order, by any number of workers, however interrupted."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import made_up_news
import pytest

from kg import pipeline
from kg.engines import Local
from kg.export import export
from kg.pipeline import Settings
from kg.store import Reader

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a POSIX system")
ARTICLES = 14


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return [str(path) for path in made_up_news.write(tmp_path_factory.mktemp("texts"), ARTICLES)]


@pytest.fixture(scope="module")
def expected(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    store = tmp_path_factory.mktemp("expected") / "store"
    assert pipeline.build(texts, store, Settings()).stored == ARTICLES
    return exported(store)


def exported(store: Path) -> bytes:
    out = io.BytesIO()
    export(Reader.open(store), format="trig", texts=True, out=out)
    return out.getvalue()


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_order_and_any_number_of_workers(texts: list[str], expected: bytes, tmp_path: Path, workers: int) -> None:
    shuffled = random.Random(workers).sample(texts, len(texts))
    half = len(texts) // workers
    with Local(Settings().charge(), workers=workers) as engine:
        for batch in (shuffled[:half], shuffled[half:], shuffled[:3]):
            pipeline.build(batch, tmp_path / "store", Settings(), engine=engine)
    assert exported(tmp_path / "store") == expected


def test_a_second_run_has_nothing_to_do_and_loads_no_model(texts: list[str], expected: bytes, tmp_path: Path) -> None:
    with Local(Settings().charge(), workers=2) as engine:
        pipeline.build(texts, tmp_path / "store", Settings(), engine=engine)
    revision = Reader.open(tmp_path / "store").revision
    with Local(Settings().charge(), workers=2) as engine:
        again = pipeline.build(texts, tmp_path / "store", Settings(), engine=engine)
        assert engine._nursery is None
    assert (again.stored, again.unchanged) == (0, ARTICLES)
    assert Reader.open(tmp_path / "store").revision == revision
    assert exported(tmp_path / "store") == expected


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_build_is_finished_by_the_same_command(
    texts: list[str], expected: bytes, tmp_path: Path, blow: signal.Signals
) -> None:
    store, chance = tmp_path / "store", random.Random(blow)
    command = [sys.executable, "-m", "kg", "build", *texts, "--store", str(store), "-j", "2"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    for _ in range(2):
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as builder:
            journal = store / "journal" / "000001.warc.gz"
            while not journal.exists() and builder.poll() is None:
                time.sleep(0.05)
            time.sleep(chance.uniform(1, 5))
            builder.send_signal(blow)
            _, said = builder.communicate()
            assert builder.returncode in (0, 130, -blow), said
            if builder.returncode == 130:
                assert "interrupted: " in said
            assert "Traceback" not in said
    subprocess.run(command, check=True, env=environment, capture_output=True)
    assert exported(store) == expected
