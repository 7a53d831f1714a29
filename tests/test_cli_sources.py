"""Sources on the command line: what they hold, what their columns are called, and what is told of them."""

import json
from pathlib import Path

import pytest
from test_articles_archives import Archive
from test_cli import run

from kg.store import Reader

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

ENGLISH = "Northern troops entered Oldbridge on Tuesday, the ministry said. A spokesman for the army denied it."
PAGE = f"<!doctype html><html><body><p>{ENGLISH}</p></body></html>".encode()


def test_a_build_takes_tables_and_archives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = Archive(tmp_path / "crawl.warc.gz")
    archive.answer("https://courier.example/road", PAGE)
    archive.answer("https://courier.example/map.png", b"\x89PNG", ("Content-Type", "image/png"))
    archive.found()
    rows = [{"story": {"words": f"{ENGLISH} {n}"}, "when": f"2031-05-0{n}"} for n in (1, 2)] + [{"story": None}]
    (tmp_path / "news.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    given = [str(tmp_path / name) for name in ("news.jsonl", "crawl.warc.gz")]
    columns = "text=story.words,published=when"
    store = tmp_path / "store"
    assert run("build", *given, "--store", str(store), "--columns", columns) == 3
    lines = capsys.readouterr().err.splitlines()
    assert any("news.jsonl#3: no text in 'story.words': there are story" in line for line in lines)
    assert any(f"{given[1]}: 1 records passed over" in line for line in lines)
    assert "3 stored, 0 unchanged, 0 set aside, 1 not read" in lines[-1]
    found = Reader.open(store).select("SELECT ?text ?day { ?a nif:isString ?text OPTIONAL { ?a dcterms:issued ?day } }")
    told = {str(row["text"]).removeprefix(ENGLISH).strip(): str(row["day"] or "") for row in found}
    assert told == {"1": "2031-05-01", "2": "2031-05-02", "": ""}


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (["--input-format", "xml"], 2, "the input format 'xml' is not known: there are text, html, jsonl"),
        (["--columns", "headline=title"], 2, "columns: 'headline' cannot be given"),
        (["--columns", "text=story"], 3, "there is no column 'story': there are day, words"),
        ([], 3, "no column for the text: there are day, words: say which with --columns text=NAME"),
    ],
)
def test_a_wrong_option_or_column_is_one_line_and_makes_no_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], status: int, words: str
) -> None:
    (tmp_path / "news.csv").write_text("day,words\n2031-05-06,Yes\n")
    assert run("build", str(tmp_path / "news.csv"), "--store", str(tmp_path / "store"), "--quiet", *options) == status
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line
    assert not (tmp_path / "store").exists()
