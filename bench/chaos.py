"""Everything at once: `python bench/chaos.py --seconds 600`.

A builder that adds and replaces articles, and is killed again and again; a server whose workers and nursery are killed;
hostile queries; and good clients, for whom each article must always be there wholly or not at all, and never again be
gone once the builder has said that it is published.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hostile import queries, send

from kg.article_graph import ArticleGraph
from kg.iris import Minter
from kg.store import Writer
from kg.terms import Triple, iri, named, string

STATEMENTS: Final = 20  # of each article, in each of its versions
BATCH: Final = 5  # articles, after which the builder publishes
MINT: Final = Minter()
WHOLE: Final = (
    "SELECT ?a (COUNT(?s) AS ?n) (COUNT(DISTINCT ?e) AS ?versions) "
    "{ ?a a cg:Article . OPTIONAL { ?s cg:in ?a ; cg:asserts ?e } } GROUP BY ?a"
)


@dataclass(kw_only=True)
class Seen:
    """What the good clients saw, and what was done to the server."""

    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    published: int = 0
    done: Counter[str] = field(default_factory=Counter)

    def report(self) -> str:
        taken = sorted(self.seconds)
        times = {f"p{share}": round(1000 * taken[int((len(taken) - 1) * share / 100)]) for share in (50, 99, 100)}
        bad: dict[str, object] = {"failed": len(self.failed), "partial": len(self.partial), "lost": len(self.lost)}
        bad |= {"for example": seen[:3]} if (seen := self.failed + self.partial + self.lost) else {}
        counts = {"good queries": len(taken), **bad, "milliseconds": times, "articles published": self.published}
        return json.dumps({**counts, **self.done})


def article(number: int, version: int) -> ArticleGraph:
    """All of its statements assert the one event of its version."""
    key = f"a{number}"
    this, event = iri(MINT.article(key)), iri(MINT.event("capture", f"{number} {version}"))
    own = [Triple(this, named("rdf:type"), named("cg:Article"))]
    for n in range(STATEMENTS):
        statement = iri(MINT.statement(key, n))
        own += [Triple(statement, named("cg:in"), this), Triple(statement, named("cg:asserts"), event)]
    words = f"Version {version} of {number}."
    return ArticleGraph(
        article=MINT.article(key),
        graph=tuple(own),
        things=(Triple(event, named("rdf:type"), named("cg:Capture")),),
        text=(Triple(this, named("nif:isString"), string(words)),),
        text_graph=MINT.text(key),
        source=f"{key}.txt",
        sha256=words,
    )


def build(store: Path, first: int) -> None:
    """Add articles and replace older ones until killed, and say which are published."""
    number, rng = first, random.Random(first)
    with contextlib.closing(Writer.create(store)) as writer:
        while True:
            new = range(number, number + BATCH)
            for one in (*new, *(rng.randrange(number) for _ in range(2) if number)):
                writer.replace(article(one, rng.randrange(1_000_000)))
            writer.publish()
            number += BATCH
            print(number, flush=True)
            time.sleep(1)  # a generation is there for three times as long at least


def run(store: Path, url: str, pid: int, *, seconds: float, seed: int = 1) -> Seen:
    """Do all of it to the server at `url`, whose process is `pid`."""
    seen, stop = Seen(), threading.Event()
    jobs: list[Callable[[], None]] = [
        lambda: _building(store, seen, stop, random.Random(seed)),
        lambda: _killing(pid, seen, stop, random.Random(seed + 1)),
        *[lambda n=n: _asking(url, seen, stop) for n in range(2)],  # type: ignore[misc]
        *[lambda n=n: _pestering(url, seen, stop, random.Random(seed + n)) for n in range(2)],  # type: ignore[misc]
    ]
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    return seen


def _building(store: Path, seen: Seen, stop: threading.Event, rng: random.Random) -> None:
    while not stop.is_set():
        command = [sys.executable, __file__, "--build", str(store), "--first", str(seen.published)]
        builder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert builder.stdout is not None
        killing = threading.Timer(rng.uniform(0.2, 5), builder.kill)
        for line in builder.stdout:
            if not killing.is_alive() and not killing.finished.is_set():
                killing.start()
            seen.published = int(line)
        builder.wait()
        builder.stdout.close()
        killing.cancel()
        seen.done["builders killed"] += 1


def _killing(pid: int, seen: Seen, stop: threading.Event, rng: random.Random) -> None:
    while not stop.wait(rng.uniform(0.2, 1.0)):
        nurseries = _children(pid)
        workers = [worker for nursery in nurseries for worker in _children(nursery)]
        kind = "nurseries" if rng.random() < 0.15 else "workers"
        victims = nurseries if kind == "nurseries" else rng.sample(workers, min(len(workers), rng.randint(1, 4)))
        for victim in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
                seen.done[f"{kind} killed"] += 1


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _asking(url: str, seen: Seen, stop: threading.Event) -> None:
    while not stop.wait(0.02):
        start = time.perf_counter()
        try:
            status, _, body = send(url, WHOLE)
            if status != 200:
                raise OSError(body.decode())
            found = {row["a"]["value"]: row for row in json.loads(body)["results"]["bindings"]}
        except (OSError, ValueError) as error:
            seen.failed.append(str(error))
            continue
        seen.seconds.append(time.perf_counter() - start)
        for name, row in found.items():
            if (row["n"]["value"], row["versions"]["value"]) != (str(STATEMENTS), "1"):
                seen.partial.append(f"{name}: {row['n']['value']} statements")


def lost(url: str, seen: Seen) -> Iterator[str]:
    """What was published and is not answered, once the server has had the time to see it."""
    deadline = time.monotonic() + 10
    while True:
        status, _, body = send(url, WHOLE)
        rows = json.loads(body)["results"]["bindings"] if status == 200 else []
        missing = {MINT.article(f"a{n}") for n in range(seen.published)} - {row["a"]["value"] for row in rows}
        if not missing or time.monotonic() > deadline:
            yield from sorted(missing)
            return
        time.sleep(0.2)


def _pestering(url: str, seen: Seen, stop: threading.Event, rng: random.Random) -> None:
    hostile = list(queries("http://127.0.0.1:9", "/etc/hostname").values())
    while not stop.wait(0.05):
        with contextlib.suppress(OSError):
            status, _, _ = send(url, rng.choice(hostile))
            seen.done[f"hostile: {status}"] += 1


def _address(server: subprocess.Popen[str]) -> str:
    """What it tells that it serves at, after whatever else it tells."""
    assert server.stderr is not None
    told = ""
    for line in server.stderr:
        told += line
        if found := re.search(r"http://\S+(?=/ )", line):
            threading.Thread(target=server.stderr.read, daemon=True).start()
            return found[0]
    raise AssertionError(told)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.build:
        build(given.build, given.first)
        return
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store.db"
        with Writer.create(store) as writer:
            writer.replace(article(0, 0))
        command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0"]
        with subprocess.Popen([*command, "--memory", "300"], stderr=subprocess.PIPE, text=True) as server:
            try:
                url = _address(server)
                seen = run(store, url, server.pid, seconds=given.seconds, seed=given.seed)
                seen.lost.extend(lost(url, seen))
            finally:
                server.terminate()
        print(seen.report())
    sys.exit(bool(seen.failed or seen.partial or seen.lost))


if __name__ == "__main__":
    main()
