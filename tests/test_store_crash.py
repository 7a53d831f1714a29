"""What a killed builder leaves behind: every acknowledged article, wholly, and none by half."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from stored_graphs import MINT

from kg.store import Reader, Writer

KILLS = 15
STATEMENTS = 200
BUILDER = """
import sys
from pathlib import Path
from stored_graphs import made_article
from kg.store import Writer
from kg.store import writer as module

module.LARGEST_LOG = 300_000  # publish often, so that a kill may fall into it
with Writer.create(Path(sys.argv[1])) as writer:
    for number in range(int(sys.argv[2]), 100_000):
        size, place = 200 + number % 2, f"p{number}"
        writer.replace(made_article(f"k{number % 7}", statements=size, words=str(number), place=place))
        print(number, flush=True)
"""
WHOLE = """
    SELECT ?article ?text (COUNT(?statement) AS ?statements) WHERE {
      ?article nif:isString ?text . ?statement cg:asserts ?event
      FILTER(STRSTARTS(STR(?statement), CONCAT(STR(?article), "#")))
    } GROUP BY ?article ?text"""


@pytest.mark.skipif(not hasattr(os, "fdatasync"), reason="needs a POSIX system")
def test_a_killed_builder_loses_no_acknowledged_article_and_leaves_no_half(tmp_path: Path) -> None:
    chance = random.Random(20250312)
    path, number = tmp_path / "db", 0
    latest: dict[str, int] = {}
    for _ in range(KILLS):
        acknowledged = _build_and_kill(path, start=number, articles=chance.randint(1, 25))
        latest |= {MINT.article(f"k{n % 7}"): n for n in acknowledged}
        number = max([number, *acknowledged]) + 2
        with Writer.open(path):
            pass
        _check(path, latest)


FULL = """
import resource, signal, sys
from pathlib import Path
from stored_graphs import made_article
from kg.errors import StoreError
from kg.store import Writer

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
writer = Writer.open(Path(sys.argv[1]))
try:
    for number in range(1000):
        writer.replace(made_article(f"k{number}", statements=200 + number % 2, words=str(number)))
        print(number, flush=True)
except StoreError as error:
    print(error, file=sys.stderr)
"""


@pytest.mark.skipif(not hasattr(os, "fdatasync"), reason="needs a POSIX system")
def test_a_full_disk_is_one_clear_line_and_loses_nothing(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db"):
        pass
    run = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "db")],
        capture_output=True,
        text=True,
        env=_environment(),
        check=True,
    )
    assert len(run.stderr.splitlines()) == 1
    assert f"store {tmp_path / 'db'} cannot be used" in run.stderr
    with Writer.open(tmp_path / "db"):
        pass
    _check(tmp_path / "db", {MINT.article(f"k{n}"): int(n) for n in run.stdout.split()})


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}


def _build_and_kill(path: Path, *, start: int, articles: int) -> list[int]:
    """The numbers that the builder acknowledged before it was killed."""
    command = [sys.executable, "-c", BUILDER, str(path), str(start)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_environment()) as builder:
        assert builder.stdout
        seen = [int(builder.stdout.readline()) for _ in range(articles)]
        builder.send_signal(signal.SIGKILL)
        seen += [int(line) for line in builder.stdout.read().split("\n") if line]
    return seen


def _check(path: Path, acknowledged: dict[str, int]) -> None:
    stored = {str(article): (int(str(said)), n) for article, said, n in Reader.open(path).select(WHOLE).rows}
    assert set(acknowledged) <= set(stored)
    assert all(stored[article][0] >= number for article, number in acknowledged.items())
    # The text and all the statements of an article are of one version.
    assert all(statements == STATEMENTS + number % 2 for number, statements in stored.values())
