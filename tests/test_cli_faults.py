"""A wrong path, a store that is none, of another version, damaged or locked: every command says so in one line, with
its documented exit status, and makes nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from stored_graphs import reader

from kg.cli import main
from kg.cli.commands import app
from kg.store import Writer

ARTICLE, TRIPLES = "article.txt", "own.ttl"
READING = {
    "ask": ["articles"],
    "query": ["ASK {}"],
    "export": [],
    "explain": ["article/none#s1"],
    "stats": [],
    "link": [],
    "reconcile": ["--service", "http://127.0.0.1:9/"],
    "serve": ["--port", "0"],
    "mcp": [],
    "report": ["who claimed control of Northfield"],
    "validate": [],
    "check": [],
    "backup": ["copy"],
}
"""Commands that read a store, with what else they want."""
WRITING = {
    "remove": ["https://example.org/own"],
    "retract": ["article/none"],
    "rebuild": [],
    "build": [ARTICLE],
    "add": [TRIPLES, "--graph", "https://example.org/own"],
}
"""Commands that change one; the last two would make one where nothing is."""
MAKING = ("build", "add")
WITHOUT = ("extract", "restore", "authority", "watch", "unlock")
"""Commands for which there need not be a store."""


def commands() -> set[str]:
    named = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    return named | {group.name or group.typer_instance.info.name for group in app.registered_groups}


KNOWN = [(name, words) for name, words in {**READING, **WRITING}.items() if name in commands()]
FOUND = [(name, words) for name, words in KNOWN if name not in MAKING]


def test_every_command_is_tried() -> None:
    assert commands() - {*READING, *WRITING, *WITHOUT} == set()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ARTICLE).write_text("Armenian forces hold Shusha, Yerevan said.\n", encoding="utf-8")
    (tmp_path / TRIPLES).write_text('<https://example.org/a> <https://example.org/b> "c"@en .', encoding="utf-8")
    return tmp_path


def refused(name: str, words: list[str], store: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The one line that was said; nothing else may have come of it."""
    before = everything(store.parent)
    with pytest.raises(SystemExit) as leaving:
        main([name, *words, "--store", str(store)])
    printed = capsys.readouterr()
    assert leaving.value.code == 4, printed.err
    assert printed.out == ""
    (line,) = [one for one in printed.err.splitlines() if "npm" not in one]  # `kg serve` says what it does without
    assert line.startswith("kg: ")
    assert str(store) in line
    assert everything(store.parent) == before
    return line


def everything(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*") if "/master/" not in str(path)}


@pytest.mark.parametrize(("name", "words"), FOUND, ids=lambda value: str(value))
def test_a_mistyped_store_is_told_and_not_made(
    name: str, words: list[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "no store at" in refused(name, words, here / "typo", capsys)


def not_a_store(store: Path) -> str:
    (store / "letters").mkdir(parents=True)
    return "is not a claimgraph store"


def a_file(store: Path) -> str:
    store.write_text("no folder", encoding="utf-8")
    return "store"


def of_a_newer_version(store: Path) -> str:
    return _marked(store, 'format = 99\nbase = "https://claimgraph.example/"\n', "upgrade Claimgraph")


def of_an_older_version(store: Path) -> str:
    return _marked(store, 'format = 0\nbase = "https://claimgraph.example/"\n', "build it again")


def with_a_damaged_marker(store: Path) -> str:
    return _marked(store, "format = \x00", "damaged")


def with_half_a_marker(store: Path) -> str:
    return _marked(store, "format = 1\n", "says no base")


def _marked(store: Path, marker: str, said: str) -> str:
    reader(store.parent)
    if (store.parent / "store.db") != store:
        (store.parent / "store.db").rename(store)
    (store / "claimgraph.toml").write_text(marker, encoding="utf-8")
    return said


@pytest.mark.parametrize(
    "fault",
    [not_a_store, a_file, of_a_newer_version, of_an_older_version, with_a_damaged_marker, with_half_a_marker],
)
def test_what_is_no_store_of_ours_is_told_by_every_command(
    fault: Callable[[Path], str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = fault(here / "bad")
    for name, words in KNOWN:
        assert said in refused(name, words, here / "bad", capsys), name


@pytest.mark.parametrize(
    ("name", "words"), [one for one in KNOWN if one[0] in WRITING or one[0] == "link"], ids=lambda value: str(value)
)
def test_a_locked_store_is_told_by_whoever_would_change_it(
    name: str, words: list[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader(here)
    words = [*words, "--apply"] if name == "link" else words
    with Writer.open(here / "store.db"):
        assert "locked" in refused(name, words, here / "store.db", capsys)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
@pytest.mark.parametrize(("name", "words"), KNOWN, ids=lambda value: str(value))
def test_a_store_that_is_forbidden_is_told(
    name: str, words: list[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader(here)
    (here / "store.db").chmod(0)
    try:
        assert "Permission denied" in refused(name, words, here / "store.db", capsys)
    finally:
        (here / "store.db").chmod(0o700)


def test_a_store_in_a_folder_that_cannot_be_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file stands where the folder of the store should be made."""
    for name in MAKING:
        line = refused(name, WRITING[name], here / ARTICLE / "store", capsys)
        assert "Not a directory" in line


def test_a_store_without_its_master_is_damaged_and_not_begun_anew(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader(here)
    shutil.rmtree(here / "store.db" / "master")
    for name in MAKING:
        with pytest.raises(SystemExit) as leaving:
            main([name, *WRITING[name], "--store", str(here / "store.db")])
        assert leaving.value.code == 4
        (line,) = capsys.readouterr().err.splitlines()
        assert "damaged" in line
