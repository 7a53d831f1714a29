"""Readers beside a builder, and builds of the same articles in other ways."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

from store_faults import acknowledged, builder, environment
from stored_graphs import MINT, made_article

from kg.errors import StoreError
from kg.store import Reader, Writer, checking, publishing
from kg.store.publishing import INTERVAL, LONGEST, SHARE, Publisher

PUBLICATIONS = 200
BUILDER = """
import sys
from stored_graphs import made_article
from kg.store import Writer
with Writer.open(sys.argv[1], min_free=0) as writer:
    for number in range(int(sys.argv[2])):
        writer.replace(made_article(f"k{number % 7}", statements=20 + number % 2, words=str(number)))
        writer.publish()
        print(number, flush=True)
"""


def test_readers_never_fail_and_never_see_half_while_two_hundred_generations_are_published(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("k0", statements=20, words="0"))
    stop, failed, reads = threading.Event(), list[str](), list[int]()

    def read() -> None:
        while not stop.is_set():
            try:
                rows = Reader.open(tmp_path / "db").select(
                    "SELECT ?text ?n { ?a nif:isString ?text "
                    "{ SELECT ?a (COUNT(?s) AS ?n) { GRAPH ?a { ?s cg:asserts ?e } } GROUP BY ?a } }"
                )
                failed.extend(f"half: {row}" for row in rows.rows if row[1] != 20 + int(str(row[0])) % 2)
                reads.append(len(rows))
            except StoreError as error:
                failed.append(str(error))
            stop.wait(0.05)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        command = [sys.executable, "-c", BUILDER, str(tmp_path / "db"), str(PUBLICATIONS)]
        run = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert len(run.stdout.splitlines()) == PUBLICATIONS
    assert failed == []
    assert len(reads) > PUBLICATIONS / 2
    assert set(reads) >= {1, 7}


def dump(store: Path) -> list[str]:
    return sorted(str(quad) for quad in Reader.open(store).store)


def test_any_order_batches_and_interruptions_make_the_same_graph(tmp_path: Path) -> None:
    made = [made_article(f"a{n}", place=f"p{n % 5}", statements=n % 3 + 1, words=str(n)) for n in range(24)]
    older = [made_article(f"a{n}", place=f"q{n % 3}", statements=2) for n in range(0, 24, 5)]
    chance = random.Random(20250312)
    shuffled = [chance.sample(made, len(made)) for _ in range(2)]
    orders = [made, *shuffled, [*older, *made], [*made, *shuffled[0], *made[::-1]]]
    for number, order in enumerate(orders):
        for start in range(0, len(order), 7):
            writer = Writer.create(tmp_path / str(number))
            for one in order[start : start + 7]:
                writer.replace(one, sync=False)
            if start % 2:
                writer.publish()
            writer.close()  # not published: as if it had been killed
        with Writer.open(tmp_path / str(number)):
            pass
    dumps = [dump(tmp_path / str(number)) for number in range(len(orders))]
    assert all(one == dumps[0] for one in dumps)
    assert checking.check(tmp_path / "4").findings == []


def test_a_build_that_is_killed_and_goes_on_makes_the_same_graph(tmp_path: Path) -> None:
    for path, articles in ((tmp_path / "killed", [5, 3, 9]), (tmp_path / "whole", [17])):
        number = 0
        for count in articles:
            with builder(path, start=number) as process:
                number = max(acknowledged(process, count))
        with Writer.open(path) as writer:
            for one in range(7):
                words = f"{one}"
                writer.replace(made_article(f"k{one}", statements=3, words=words, place=f"p{one}"))
    assert dump(tmp_path / "killed") == dump(tmp_path / "whole")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_publishing_waits_and_takes_no_more_than_its_share(tmp_path: Path) -> None:
    clock = Clock()
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a"))
        publisher = Publisher(writer._directory, manifest=writer._manifest.graph, clock=clock)
        assert not publisher.is_due()
        clock.now += LONGEST
        assert publisher.is_due()
        publisher._took = 10.0
        assert not publisher.is_due()
        clock.now += 10 * SHARE - LONGEST
        assert publisher.is_due()
    assert INTERVAL < LONGEST


def test_articles_are_seen_without_an_end_of_the_build(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer._publisher._ended -= publishing.LONGEST
        writer.replace(made_article("a"))
        assert Reader.open(tmp_path / "db").query(f"ASK {{ <{MINT.article('a')}> a cg:Article }}")
        writer.replace(made_article("b"))
        assert not Reader.open(tmp_path / "db").query(f"ASK {{ <{MINT.article('b')}> a cg:Article }}")
