"""`kg report`: one file that carries all it needs."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import payloads
import pytest
from browsing import chromium, opened, violations
from playwright.sync_api import Browser
from stored_graphs import reader as stored

from kg.cli import main
from kg.errors import UnknownNameError
from kg.report import report, report_on
from kg.store import Reader

QUESTION = "who claimed control of Northfield"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return stored(tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with chromium() as one:
        yield one


class Addresses(HTMLParser):
    """What a file refers to, and the names that it has itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.names: list[str] = []
        self.elements: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.found += [value or "" for name, value in attrs if name in ("href", "src", "action", "data", "srcset")]
        self.names += [value or "" for name, value in attrs if name == "id"]


@pytest.mark.parametrize("question", [QUESTION, "contradictions", "speakers", None])
def test_a_report_needs_nothing_from_elsewhere(reader: Reader, question: str | None) -> None:
    html = report_on(reader, question) if question else report(reader)
    seen = Addresses(html)
    assert not seen.elements & {"script", "link", "img", "iframe", "object"}
    assert "url(" not in html
    assert {one for one in seen.found if not one.startswith("#")} <= {"https://lantern.example/fighting"}
    assert {one[1:] for one in seen.found if one.startswith("#")} <= set(seen.names)
    assert len(seen.names) == len(set(seen.names))


def test_a_report_on_a_stored_query_is_called_by_what_it_was_asked_with(reader: Reader) -> None:
    asked = report_on(reader, "who-claimed-control", {"place": "Northfield"})
    assert "<title>Who claimed control of Northfield</title>" in asked
    narrowed = report_on(reader, "who-claimed-control", {"place": "Northfield", "until": "2024-06-01"})
    assert "(place Northfield; until 2024-06-01)</title>" in narrowed


def test_both_sides_of_a_contradiction_stand_in_it(reader: Reader) -> None:
    html = report_on(reader, QUESTION)
    assert "River Watch" in html
    assert re.search(r"Borland</bdi> <span class=\"stance denying\">", html)


def test_evidence_is_the_passage_with_its_characters(reader: Reader) -> None:
    html = report_on(reader, QUESTION)
    assert "characters 72–93" in html
    assert '<span class="source">River Watch</span>' in html
    assert (
        '<span class="content">&#34;and nobody else does' in html
        or '<span class="content">and nobody else does' in html
    )


def test_the_same_store_makes_the_same_report(reader: Reader) -> None:
    assert report(reader) == report(reader)


def test_a_place_that_nobody_knows_is_an_error_and_no_empty_report(reader: Reader) -> None:
    with pytest.raises(UnknownNameError, match="Atlantis"):
        report_on(reader, "who claimed control of Atlantis")


def test_the_command_writes_the_file_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(["report", QUESTION, "--store", str(tmp_path / "store.db"), "-o", str(tmp_path / "r.html")])
    assert end.value.code == 0
    assert "Northfield" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "report written to" in capsys.readouterr().err


def test_words_of_articles_are_shown_and_never_run(started: Browser, tmp_path: Path) -> None:
    poisoned = Reader.open(payloads.store(tmp_path / "poisoned.db"))
    (tmp_path / "r.html").write_text(report(poisoned), encoding="utf-8", errors="surrogatepass")
    with opened(started, f"file://{tmp_path}/") as (page, seen):
        page.goto("r.html", wait_until="load")
        assert "<svg onload=alert(document.domain)>" in page.inner_text("body")
        seen.check()


def test_a_report_is_accessible(started: Browser, tmp_path: Path, reader: Reader) -> None:
    (tmp_path / "r.html").write_text(report_on(reader, QUESTION), encoding="utf-8")
    with opened(started, f"file://{tmp_path}/") as (page, _):
        page.goto("r.html", wait_until="load")
        assert violations(page) == []
