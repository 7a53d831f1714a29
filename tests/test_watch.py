"""Watching folders and feeds: what comes is built, once it rests, and what goes wrong is told and tried again."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from interrupts import interruptible
from local_web import QUICK, LocalWeb, article, item, local_web, rss

from kg.cli import main
from kg.defaults import DEFAULT_MODEL
from kg.engines import Here
from kg.errors import ClaimgraphError, InputError, StoreError, UsageError
from kg.fetching import Web
from kg.linking.knowledge import Knowledge
from kg.pipeline import Outcome, Settings
from kg.store import Reader, Writer
from kg.watching import Pace, Watch, watch
from kg.watching.folders import Folders

TEXT = " date 2024-05-06\nTurkish troops have entered {}, Reuters reported on Monday.\n"
TEXTS = "SELECT ?text WHERE { ?a nif:isString ?text }"
SOON = Pace(every=0.2, settle=0.1, look=0.3)


@pytest.fixture(scope="module")
def engine() -> Iterator[Here]:
    """One that is left open, with the model loaded once."""
    with Here(Settings().charge()) as one:
        yield one


@contextmanager
def watching(watched: Watch, engine: Here) -> Iterator[queue.Queue[Any]]:
    """What becomes of the rounds, as they end."""
    rounds: queue.Queue[Any] = queue.Queue()
    stop = threading.Event()
    thread = threading.Thread(target=watch, args=(watched, rounds.put), kwargs={"engine": engine, "stop": stop})
    thread.start()
    try:
        yield rounds
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def stored(rounds: queue.Queue[Any], count: int) -> None:
    """Wait until so many more articles are stored."""
    while count > 0:
        outcome = rounds.get(timeout=60)
        assert isinstance(outcome, Outcome)
        assert not outcome.set_aside
        count -= outcome.stored
    assert count == 0


def texts(store: Path) -> set[str]:
    return {str(row[0]) for row in Reader.open(store).select(TEXTS).rows}


def test_a_file_is_taken_when_it_rests(tmp_path: Path) -> None:
    folders = Folders([str(tmp_path)], settle=1.0)
    path = tmp_path / "a.txt"
    assert folders.settled(0.0) == []
    path.write_text("half")
    assert folders.settled(1.0) == []
    assert folders.next_look() == 2.0
    path.write_text("half and more")
    assert folders.settled(2.0) == [], "it has changed in between"
    assert folders.settled(3.0) == [str(path)]
    folders.built([str(path)])
    assert folders.settled(9.0) == []
    assert folders.next_look() is None


def test_a_file_that_changes_while_it_is_built_is_taken_again(tmp_path: Path) -> None:
    folders = Folders([str(tmp_path)], settle=1.0)
    path = tmp_path / "a.txt"
    path.write_text("one")
    folders.settled(0.0)
    taken = folders.settled(1.0)
    path.write_text("another")
    folders.built(taken)
    assert folders.settled(2.0) == []
    assert folders.settled(3.0) == [str(path)]


def test_a_renamed_a_replaced_and_a_returned_file_are_new(tmp_path: Path) -> None:
    folders = Folders([str(tmp_path)], settle=0.0)

    def taken() -> list[str]:
        found = folders.settled(0.0)
        folders.built(found)
        return [Path(path).name for path in found]

    (tmp_path / "a.part").write_text("words")
    assert taken() == [], "only what is named like an article"
    (tmp_path / "a.part").rename(tmp_path / "a.txt")
    assert taken() == ["a.txt"]
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.txt").rename(tmp_path / "deep" / "b.txt")
    assert taken() == ["b.txt"]
    (tmp_path / "other").write_text("other")
    os.utime(tmp_path / "other", ns=(0, (tmp_path / "deep" / "b.txt").stat().st_mtime_ns))
    (tmp_path / "other").replace(tmp_path / "deep" / "b.txt")
    assert taken() == ["b.txt"], "of the same size and time, but another file"
    (tmp_path / "deep" / "b.txt").unlink()
    assert taken() == []
    (tmp_path / ".hidden.txt").write_text("words")
    assert taken() == []


def test_a_folder_that_goes_and_comes_back_is_watched_on(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    folders = Folders([str(folder)], settle=0.0)
    folder.rmdir()
    assert folders.settled(0.0) == []
    folder.mkdir()
    (folder / "a.txt").write_text("words")
    assert folders.settled(0.0) == [str(folder / "a.txt")]


def test_what_comes_into_a_folder_is_built(tmp_path: Path, engine: Here) -> None:
    folder, store = tmp_path / "in", tmp_path / "store"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT.format("Aleppo"))
    # It looks by itself only once a minute: in between it is the system that tells of what comes.
    watched = Watch(paths=[str(folder)], store=store, settings=Settings(), pace=Pace(settle=0.05, look=60.0))
    with watching(watched, engine) as rounds:
        stored(rounds, 1)
        (folder / "deeper").mkdir()
        (folder / "b.part").write_text(TEXT.format("Homs"))
        (folder / "b.part").rename(folder / "b.txt")
        stored(rounds, 1)
        (folder / "b.txt").write_text(TEXT.format("Hama"))
        stored(rounds, 1)
    assert texts(store) == {TEXT.format("Aleppo"), TEXT.format("Hama")}, "the new text has replaced the old one"


def test_a_round_that_fails_is_told_and_its_articles_come_in_the_next(tmp_path: Path, engine: Here) -> None:
    folder, store = tmp_path / "in", tmp_path / "store"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT.format("Aleppo"))
    with watching(Watch(paths=[str(folder)], store=store, settings=Settings(), pace=SOON), engine) as rounds:
        stored(rounds, 1)
        with Writer.open(store):
            (folder / "b.txt").write_text(TEXT.format("Homs"))
            failed = rounds.get(timeout=60)
            assert isinstance(failed, StoreError)
            assert "locked" in str(failed)
        while isinstance(became := rounds.get(timeout=60), ClaimgraphError):
            pass
        assert became.stored == 1
    assert len(texts(store)) == 2


def test_a_feed_is_asked_every_so_often_and_only_what_is_new_is_stored(tmp_path: Path, engine: Here) -> None:
    with local_web() as web:
        feed = put_feed(web, "Aleppo")
        watched = Watch(paths=[feed], store=tmp_path / "store", settings=Settings(), web=Web(manners=QUICK), pace=SOON)
        with watching(watched, engine) as rounds:
            stored(rounds, 1)
            assert rounds.get(timeout=60).unchanged == 1
            web.put("/feed", "", status=500)
            while not (failed := rounds.get(timeout=60)).failures:
                pass
            assert "answers with status 500" in failed.failures[0].reason
            put_feed(web, "Aleppo", "Homs")
            while not (became := rounds.get(timeout=60)).stored:
                pass
            assert became.stored == 1
        assert web.paths.count("/Aleppo") == web.paths.count("/Homs") == 1


def test_a_feed_is_left_alone_for_as_long_as_it_wants(tmp_path: Path, engine: Here) -> None:
    with local_web() as web:
        feed = put_feed(web, "Aleppo", head="<ttl>60</ttl>")
        folder = tmp_path / "in"
        folder.mkdir()
        paths = [feed, str(folder)]
        watched = Watch(paths=paths, store=tmp_path / "store", settings=Settings(), web=Web(manners=QUICK), pace=SOON)
        with watching(watched, engine) as rounds:
            stored(rounds, 1)
            (folder / "a.txt").write_text(TEXT.format("Homs"))
            stored(rounds, 1)
        assert web.paths.count("/feed") == 1


def put_feed(web: LocalWeb, *places: str, head: str = "") -> str:
    for place in places:
        web.put(f"/{place}", article(TEXT.format(place).partition("\n")[2]))
    web.put("/feed", rss(*(item(f"/{place}") for place in places), head=head), etag=f'"{len(places)}"')
    return web.url("/feed", "127.0.0.1")


def test_what_cannot_be_watched_is_told_at_once(tmp_path: Path) -> None:
    def begin(*paths: str, store: Path = tmp_path / "store", model: str = DEFAULT_MODEL) -> None:
        watch(Watch(paths=paths, store=store, settings=Settings(model=model), pace=SOON), print)

    with pytest.raises(InputError, match="no such file or folder"):
        begin(str(tmp_path / "typo"))
    with pytest.raises(UsageError, match="standard input cannot be watched"):
        begin("-")
    (tmp_path / "a.txt").write_text(TEXT.format("Aleppo"))
    with pytest.raises(UsageError, match="no spaCy model"):
        begin(str(tmp_path / "a.txt"), model="none_such")
    with pytest.raises(StoreError, match="is not a claimgraph store"):
        begin(str(tmp_path / "a.txt"), store=tmp_path)


@pytest.mark.parametrize("every", ["soon", "5s", "-1m", "", "1.5h"])
def test_a_time_that_cannot_be_is_told(every: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["watch", str(tmp_path), "--every", every])
    assert left.value.code == 2
    assert "is no time to wait: give a minute or more" in capsys.readouterr().err


def test_interrupting_it_leaves_a_store_that_goes_on(tmp_path: Path, knowledge: Knowledge) -> None:
    """With the index of places in place, nothing else is told before the first round."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT.format("Aleppo"))
    command = [sys.executable, "-m", "kg", "watch", "in", "--store", "store", "--workers", "1"]
    with subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, preexec_fn=interruptible
    ) as program:
        assert program.stderr
        try:
            told = program.stderr.readline()
            assert "1 stored, 0 unchanged, 0 set aside, 0 not read" in told
            program.send_signal(signal.SIGINT)
            rest = program.stderr.read()
        finally:
            program.kill()
    assert program.returncode == 130
    assert rest == "kg: interrupted: the articles stored so far stay in store; run the same command again to go on\n"
    assert texts(tmp_path / "store") == {TEXT.format("Aleppo")}
    with Writer.open(tmp_path / "store"):
        pass
