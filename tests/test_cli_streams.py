"""Where the command line writes: UTF-8 on any terminal, one line when it cannot, silence when nobody reads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from interrupts import interruptible
from stored_graphs import FOLDER, reader

from kg.store import Reader

FULL = Path("/dev/full")
STATEMENT = "article/2024-05-03-a1#s4"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("streams")
    reader(folder, FOLDER / "northfield.trig")
    return str(folder / "store.db")


def kg(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kg", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, env={**os.environ, **environment}, check=False)


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("words", [["ask", "articles"], ["explain", STATEMENT], ["export"], ["ask", "queries"]])
def test_a_full_disk_at_standard_output_is_one_line(store: str, words: list[str]) -> None:
    store_option = [] if words[-1] == "queries" else ["--store", store]
    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kg", *words, *store_option], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr == b"kg: standard output: cannot be written: No space left on device\n"


def test_a_reader_that_has_left_ends_the_program_in_silence(store: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "kg", "export", "--store", store], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("words", [["explain", STATEMENT], ["ask", "articles", "--format", "table"]])
def test_answers_are_utf_8_whatever_the_terminal_takes(store: str, encoding: str, words: list[str]) -> None:
    done = kg(*words, "--store", store, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == kg(*words, "--store", store, PYTHONIOENCODING="utf-8").stdout
    assert not done.stdout.isascii()


def test_the_help_can_be_shown_everywhere() -> None:
    assert "…" in kg("explain", "--help", PYTHONIOENCODING="ascii").stdout.decode("utf-8")


def test_a_query_that_is_not_utf_8_is_told_by_its_byte(store: str, tmp_path: Path) -> None:
    (tmp_path / "latin.rq").write_bytes(b"SELECT * { ?s ?p '\xe9' }")
    for words in (["query", "-"], ["query", "--file", str(tmp_path / "latin.rq")]):
        done = kg(*words, "--store", store, stdin=b"SELECT * { ?s ?p '\xe9' }")
        assert done.returncode == 2
        assert b"not UTF-8 (byte 18 is 0xe9)" in done.stderr


def test_a_question_that_is_not_utf_8_is_one_line(store: str) -> None:
    done = kg("ask", "who claimed control of \udce9", "--store", store)
    assert done.returncode == 2
    assert done.stderr.startswith(b"kg: not UTF-8: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a POSIX system")
def test_an_interrupted_build_says_what_stays_and_how_to_go_on(tmp_path: Path) -> None:
    names = []
    for number in range(16):  # as many as the model takes at once: what comes after them waits until they are stored
        names.append(str(tmp_path / f"{number}.txt"))
        Path(names[-1]).write_text(f"Turkish troops entered Aleppo, said officer number {number}.\n", encoding="utf-8")
    pipe, store = tmp_path / "pipe.txt", tmp_path / "store"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "kg", "build", *names, str(pipe), "--store", str(store)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, preexec_fn=interruptible) as builder:
        Thread(target=_open_after, args=(builder, pipe), daemon=True).start()
        with pipe.open("wb"):
            builder.send_signal(signal.SIGINT)  # the pipe is open, so the builder reads it
            told = builder.communicate()[1].decode()
    assert builder.returncode == 130
    assert told == f"kg: interrupted: the articles stored so far stay in {store}; run the same command again to go on\n"
    assert Reader.open(store).select("SELECT (COUNT(?a) AS ?n) WHERE { ?a a cg:Article }").rows == ((16,),)


def _open_after(builder: subprocess.Popen[bytes], pipe: Path) -> None:
    """So that nobody waits for the pipe of a builder that has ended before it read it."""
    builder.wait()
    os.close(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK))
