"""Building: what becomes of each article of a batch, and what stays when one does not conform."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import kg
from kg import files, graphs, pipeline, quarantine
from kg.article_graph import ArticleGraph
from kg.capture import STANDARD_INPUT, Capture
from kg.defaults import MOST_CHARACTERS
from kg.errors import StoreError, UsageError
from kg.journal import Journal
from kg.pipeline import Outcome, Settings
from kg.quarantine import Held
from kg.store import Reader, Writer

GOOD = " date 2024-05-06\nTurkish troops have entered Aleppo, Reuters reported on Monday.\n"
BAD = "Armenian forces hold Shusha, Yerevan said.\n"
TITLES = "SELECT ?text WHERE { ?a nif:isString ?text } ORDER BY ?text"


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles that tell of Shusha get a graph that does not conform."""
    made: Callable[..., ArticleGraph] = graphs.graph

    def broken(*arguments: object) -> ArticleGraph:
        found = made(*arguments)
        wrong = "Shusha" in found.text[0].object
        return replace(found, graph=tuple(t for t in found.graph if not (wrong and "#speaker>" in t.predicate)))

    monkeypatch.setattr(graphs, "graph", broken)


def build(path: Path, text: str) -> Outcome:
    path.write_text(text, encoding="utf-8")
    return pipeline.build([str(path)], path.parent / "store", Settings())


def stored(folder: Path) -> list[str]:
    return [str(row[0]) for row in Reader.open(folder / "store").select(TITLES).rows]


def test_a_wrong_path_makes_no_store(tmp_path: Path) -> None:
    found = kg.build(tmp_path / "typo.txt", store=tmp_path / "store")
    assert found.outcome
    assert [failure.source for failure in found.outcome.failures] == [str(tmp_path / "typo.txt")]
    assert not (tmp_path / "store").exists()
    with pytest.raises(StoreError, match="no store at"):
        found.ask("articles")


def test_a_wrong_model_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no spaCy model"):
        pipeline.build(["a.txt"], tmp_path / "store", Settings(model="none_such"))
    assert not (tmp_path / "store").exists()


def test_a_locked_store_is_told_before_the_model_is_loaded(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "store"), pytest.raises(StoreError, match="locked"):
        pipeline.build(["a.txt"], tmp_path / "store", Settings(model="none_such"))


def test_a_file_whose_name_is_no_text_is_told_and_the_others_are_stored(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in (b"caf\xe9.txt", b"good.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path / "in") + b"/" + name)).write_text(GOOD, encoding="utf-8")
    outcome = pipeline.build([str(tmp_path / "in")], tmp_path / "store", Settings())
    (failure,) = outcome.failures
    assert failure.source == str(tmp_path / "in" / "caf\\xe9.txt")
    assert failure.reason.startswith(f"{failure.source}: its name is not UTF-8")
    assert outcome.stored == 1


@pytest.mark.parametrize("number", [0, MOST_CHARACTERS + 1])
def test_a_limit_that_the_model_cannot_take_is_refused(number: int) -> None:
    with pytest.raises(UsageError, match=str(MOST_CHARACTERS)):
        Settings(max_characters=number)


def test_a_base_of_which_no_iris_can_be_made_is_refused() -> None:
    with pytest.raises(UsageError, match=r"base IRI 'a\.example'"):
        Settings(base="a.example")


def test_an_article_is_told_when_no_power_cut_can_take_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in the journal, and that is on the disk; the store makes it again from there."""
    synced: dict[int, int] = {}
    told: list[str] = []

    def fsync(descriptor: int) -> None:
        file = os.fstat(descriptor)
        synced[file.st_ino] = file.st_size

    def tell(name: str) -> None:
        end, _ = list(Journal(tmp_path / "store").entries())[len(told)]
        (segment,) = (tmp_path / "store" / "journal").iterdir()
        assert end.offset <= synced[segment.stat().st_ino]
        told.append(Path(name).name)

    monkeypatch.setattr(os, "fsync", fsync)
    (tmp_path / "Aleppo").write_text(GOOD, encoding="utf-8")
    (tmp_path / "Shusha").write_text(BAD, encoding="utf-8")
    pipeline.build([str(tmp_path / "Aleppo"), str(tmp_path / "Shusha")], tmp_path / "store", Settings(), tell=tell)
    assert told == ["Aleppo", "Shusha"]


@pytest.mark.usefixtures("breaking")
def test_a_repaired_file_is_released_from_the_quarantine(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    assert build(path, BAD).set_aside[0].stays is False
    assert [held.source for held in quarantine.held(tmp_path / "store")] == [str(path)]
    assert build(path, GOOD).stored == 1
    assert not list((tmp_path / "store" / quarantine.FOLDER).iterdir())


@pytest.mark.usefixtures("breaking")
def test_another_broken_version_takes_the_place_of_the_first(tmp_path: Path) -> None:
    build(tmp_path / "a.txt", BAD)
    build(tmp_path / "a.txt", BAD + "They left Shusha, Baku said.\n")
    build(tmp_path / "b.txt", "Forces hold Shusha, Baku said.\n")
    assert sorted(held.source for held in quarantine.held(tmp_path / "store")) == [
        str(tmp_path / "a.txt"),
        str(tmp_path / "b.txt"),
    ]


@pytest.mark.usefixtures("breaking")
def test_the_older_version_of_what_is_set_aside_stays_and_is_told(tmp_path: Path) -> None:
    build(tmp_path / "a.txt", GOOD)
    (aside,) = build(tmp_path / "a.txt", BAD).set_aside
    assert aside.stays
    assert stored(tmp_path) == [GOOD]


@pytest.mark.usefixtures("breaking")
def test_a_quarantine_that_cannot_be_written_is_a_store_error(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "store"):
        pass
    (tmp_path / "store" / quarantine.FOLDER).write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="quarantine cannot be used"):
        build(tmp_path / "a.txt", BAD)


@pytest.mark.usefixtures("breaking")
def test_what_is_set_aside_is_synced_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    sync = files.sync
    monkeypatch.setattr(files, "sync", lambda path: (synced.append(path.name), sync(path)))
    build(tmp_path / "a.txt", BAD)
    (held,) = quarantine.held(tmp_path / "store")
    written = [f"{held.key}.{kind}.tmp" for kind in ("nt", "sums", "json")]
    assert [name for name in synced if held.key in name] == written
    assert synced.count(quarantine.FOLDER) == len(written)


def test_two_versions_in_one_file_are_not_turned_around_by_each_build(tmp_path: Path) -> None:
    def table(*words: str) -> Outcome:
        said = [{"text": f"{GOOD} {word}", "url": "https://courier.example/aleppo"} for word in words]
        (tmp_path / "a.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in said), encoding="utf-8")
        return pipeline.build([str(tmp_path / "a.jsonl")], tmp_path / "store", Settings())

    assert table("First.", "Second.").stored == 2
    for words in (("First.", "Second."), ("Second.",), ("First.", "Second.")):
        again = table(*words)
        assert (again.stored, again.unchanged) == (0, len(words))
        assert stored(tmp_path)[0].endswith("Second.")
    assert table("First.").stored == 1  # the page has gone back to it
    assert stored(tmp_path)[0].endswith("First.")
    assert table("First.", "Second.").stored == 0
    assert table("First.", "Third.").stored == 1
    assert stored(tmp_path)[0].endswith("Third.")


def test_what_could_not_be_made_is_released_when_it_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    capture = Capture(source=STANDARD_INPUT, data=GOOD.encode())
    lost = Held(
        key=capture.digest[:16], source="-", origin="", kind="lost", report="took too long", content=capture.digest
    )
    with Writer.create(tmp_path / "store"):
        quarantine.Quarantine(tmp_path / "store").put(lost)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(capture.data)))
    assert pipeline.build(["-"], tmp_path / "store", Settings()).stored == 1
    assert list(quarantine.held(tmp_path / "store")) == []
