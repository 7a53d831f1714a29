"""Builders that are killed, or whose disk fails, at a step of one's choice; and what they have to leave behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stored_graphs import MINT

from kg.store import Reader, Writer, checking

STATEMENTS = 200
ARTICLES = 7
BUILDER = """
import os, signal, sys
from pathlib import Path
from stored_graphs import made_article
from kg import steps
from kg.store import Writer, master, publishing

path, first, step, times, interval, log, articles, together = sys.argv[1:]
left, articles, together = int(times), int(articles), int(together)
publishing.INTERVAL, publishing.SHARE, master.LARGEST_LOG = float(interval), 0, int(log)

def reached(name):
    global left
    left -= name == step
    if name == step and left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)

steps.reached = reached
def made(number):
    size, place = 200 + number % 2, f"p{number}"
    return made_article(f"k{number % articles}", statements=size, words=str(number), place=place)

with Writer.create(Path(path), min_free=0) as writer:
    for number in range(int(first), 100_000, together):
        several = range(number, number + together)
        if together > 1:
            writer.replace_all([(made(one).packed(), str(one)) for one in several])
        else:
            writer.replace(made(number), position=str(number))
        print(*several, sep="\\n", flush=True)
"""
WHOLE = """
    SELECT ?article ?text (COUNT(?statement) AS ?statements) WHERE {
      ?article nif:isString ?text . GRAPH ?article { ?statement cg:asserts ?event }
    } GROUP BY ?article ?text"""


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}


@contextmanager
def builder(
    path: Path,
    *,
    start: int,
    step: str = "",
    times: int = 1,
    interval: float = 0.1,
    log: int = 1_500_000,
    articles: int = ARTICLES,
    together: int = 1,
    errors: int | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """Replaces some articles again and again, so many `together`, from number `start`, until it dies: at the latest
    when it gets to a step for the `times`th time. It publishes and flushes often, so that a kill may fall into that.
    `errors` is where its standard error goes."""
    given = (path, start, step, times, interval, log, articles, together)
    command = [sys.executable, "-c", BUILDER, *map(str, given)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment()) as process:
        yield process


def acknowledged(process: subprocess.Popen[str], articles: int | None = None) -> list[int]:
    """What the builder said that it had stored, when it was killed after so many, or when it has died."""
    assert process.stdout
    seen = []
    if articles is not None:
        seen = [int(line) for _ in range(articles) if (line := process.stdout.readline())]
        process.send_signal(signal.SIGKILL)
    return seen + [int(line) for line in process.stdout.read().split("\n") if line]


def latest(numbers: list[int], articles: int = ARTICLES) -> dict[str, int]:
    return {MINT.article(f"k{number % articles}"): number for number in numbers}


def check(path: Path, known: dict[str, int]) -> None:
    """Every acknowledged article is there, and all of it is of one version; nothing else is wrong, either."""
    with Writer.create(path, min_free=0) as writer:
        rows = list(writer.articles())
    if not rows and not known:  # killed before anything was stored
        return
    stored = {str(article): (int(str(said)), n) for article, said, n in Reader.open(path).select(WHOLE).rows}
    assert set(known) <= set(stored) == {row.article for row in rows}
    assert all(stored[article][0] >= number for article, number in known.items())
    # The text and all the statements of an article are of one version.
    assert all(statements == STATEMENTS + number % 2 for number, statements in stored.values())
    assert checking.check(path).findings == []
