"""Retracting and rebuilding: the journal knows all that was accepted, and what became of it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import additions, keeping, pipeline
from kg.cli import main
from kg.engines import Local
from kg.export import export
from kg.journal import Journal
from kg.pipeline import Settings, provenance
from kg.store import Reader, Writer

ALEPPO = "date 2024-05-06\nTurkish troops have entered Aleppo, Reuters reported on Monday.\n"
SHUSHA = "date 2024-05-07\nArmenian forces hold Shusha, Yerevan said.\n"
GRAPH = "https://data.example/towns"
TOWNS = f'<https://data.example/x> <http://www.w3.org/2000/01/rdf-schema#label> "x"@en <{GRAPH}> .\n'


@pytest.fixture
def store(tmp_path: Path) -> Path:
    for name, text in (("aleppo", ALEPPO), ("shusha", SHUSHA)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "towns.nq").write_text(TOWNS, encoding="utf-8")
    pipeline.build([str(tmp_path / "aleppo.txt"), str(tmp_path / "shusha.txt")], tmp_path / "store", Settings())
    additions.add([tmp_path / "towns.nq"], tmp_path / "store")
    return tmp_path / "store"


def exported(store: Path) -> bytes:
    out = io.BytesIO()
    export(Reader.open(store), format="trig", texts=True, out=out)
    return out.getvalue()


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0)


@pytest.mark.parametrize("by", ["path", "iri"])
def test_a_retracted_article_is_gone_with_what_only_it_mentions(store: Path, by: str, tmp_path: Path) -> None:
    with Writer.open(store) as writer:
        (row,) = writer.read_from(str(tmp_path / "shusha.txt"))
    found = pipeline.retract([row.article if by == "iri" else str(tmp_path / "shusha.txt")], store)
    assert (found.articles, found.unknown) == ([row.article], [])
    assert b"Shusha" not in exported(store)
    assert b"Aleppo" in exported(store)
    assert keeping.check(store).findings == []


def test_no_rebuild_brings_back_what_was_retracted_and_a_build_does(store: Path, tmp_path: Path) -> None:
    whole = exported(store)
    pipeline.retract([str(tmp_path / "shusha.txt")], store)
    left = exported(store)
    pipeline.rebuild(store, Settings(), anew=True)
    assert exported(store) == left
    assert pipeline.build([str(tmp_path / "shusha.txt")], store, Settings()).stored == 1
    assert exported(store) == whole


def test_a_store_is_made_again_from_its_journal_alone(store: Path, tmp_path: Path) -> None:
    (tmp_path / "aleppo.txt").write_text(ALEPPO + "\nMoscow denied it.\n", encoding="utf-8")
    pipeline.build([str(tmp_path / "aleppo.txt")], store, Settings())
    whole, revision = exported(store), Reader.open(store).revision
    for name in ("aleppo.txt", "shusha.txt", "towns.nq"):
        (tmp_path / name).unlink()
    for table in (store / "master").glob("*.sst"):
        table.unlink()
    outcome = pipeline.rebuild(store, Settings(), anew=True)
    assert outcome.stored == 2
    assert exported(store) == whole
    assert Reader.open(store).revision > revision
    assert keeping.check(store).findings == []


def test_readers_see_what_was_published_until_all_is_made_again(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.publishing.Publisher.is_due", lambda _: True)
    whole, seen = exported(store), []

    def interrupted(_: str) -> None:
        seen.append(exported(store))
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pipeline.rebuild(store, Settings(), anew=True, tell=interrupted)
    assert exported(store) == whole
    pipeline.retract(["https://claimgraph.example/article/none"], store)  # nor does another command publish half of it
    assert exported(store) == whole
    revision = Reader.open(store).revision
    pipeline.rebuild(store, Settings(), tell=lambda _: seen.append(exported(store)))
    assert set(seen) == {whole}
    assert exported(store) == whole
    assert Reader.open(store).revision > revision


def test_only_what_another_version_made_is_made_again(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pipeline.rebuild(store, Settings()).unchanged == 2
    monkeypatch.setattr(provenance, "_code", lambda: "another version")
    (tmp_path / "third.txt").write_text("Forces hold Baku, Ankara said.\n", encoding="utf-8")
    assert pipeline.build([str(tmp_path / "third.txt")], store, Settings()).stored == 1
    before = exported(store)
    with Local(Settings().charge(), workers=1) as engine:
        outcome = pipeline.rebuild(store, Settings(), engine=engine)
    assert outcome.unchanged == 3  # two were made again, and their graphs are the same
    assert exported(store) == before
    with Writer.open(store) as writer:
        assert len({row.maker for row in writer.articles()}) <= 2


def test_a_store_without_a_journal_is_made_again_from_its_texts(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = exported(store)
    for path in Journal(store).folder.iterdir():
        path.unlink()
    monkeypatch.setattr(provenance, "_code", lambda: "another version")
    assert pipeline.rebuild(store, Settings()).unchanged == 2
    assert exported(store) == before


def test_what_was_accepted_and_not_done_is_done_in_its_order(store: Path, tmp_path: Path) -> None:
    """A builder was killed after it had accepted two captures; then one of their articles was retracted."""
    from kg.capture import Capture
    from kg.journal import Position

    journal = Journal(store)
    late = Capture(source=str(tmp_path / "late.txt"), data=b"Forces hold Baku, Ankara said.\n")
    newer = Capture(source=str(tmp_path / "shusha.txt"), data=SHUSHA.encode() + b"\nBaku denied it.\n")
    journal.append([late, newer])
    pipeline.retract([str(tmp_path / "aleppo.txt")], store)
    assert b"Baku" not in exported(store)
    with Writer.open(store) as writer:
        assert Position.read(writer.position) < journal.end()
    assert pipeline.build([], store, Settings()).stored == 2
    found = exported(store).decode()
    assert "Forces hold Baku" in found
    assert "Baku denied it" in found
    assert "Aleppo" not in found
    with Writer.open(store) as writer:
        assert Position.read(writer.position) == journal.end()


def test_the_command_tells_what_is_not_there(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("retract", str(tmp_path / "nowhere.txt"), str(tmp_path / "aleppo.txt"), "--store", str(store)) == 2
    said = capsys.readouterr().err
    assert "nowhere.txt: no such article" in said
    assert "1 article retracted" in said
    assert run("rebuild", "--store", str(store)) == 0
    assert run("rebuild", "--store", str(tmp_path / "none")) == 4


def test_a_locked_store_is_not_made_anew(store: Path) -> None:
    with Writer.open(store):  # locks are those of a process
        command = [sys.executable, "-m", "kg", "rebuild", "--anew", "--store", str(store)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert run.returncode == 4
    assert "locked" in run.stderr
    assert not list(store.glob("master-*"))


def test_the_journal_tells_of_retractions_by_what_was_retracted(store: Path, tmp_path: Path) -> None:
    pipeline.retract([str(tmp_path / "aleppo.txt")], store)
    *_, (_, last) = Journal(store).entries()
    told = json.loads(last.data)
    assert told["sources"] == [str(tmp_path / "aleppo.txt")]
    assert len(told["contents"]) == 1
