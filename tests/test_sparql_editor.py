"""The page on which people write SPARQL, with and without scripts."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from browsing import DESKTOP, PHONE, chromium, opened, violations
from playwright.sync_api import Browser, Page
from served import Served, served
from stored_graphs import made_article, reader

from kg import pages
from kg.pages.assets import STATIC
from kg.queries import catalogue
from kg.store import Reader, Writer
from kg.views import editor, example, terms

EXAMPLE = "Which articles are there?"
HOSTILE = r"""SELECT ?text ?iri ?typed WHERE {
  BIND("<img src=x onerror=alert(1)><script>alert(2)</script>" AS ?text)
  BIND(IRI("javascript:alert(3)") AS ?iri)
  BIND(STRDT("x", IRI("http://x.example/'onmouseover='alert(4)")) AS ?typed)
}"""

needs_packages = pytest.mark.skipif(
    not (STATIC / "vendor" / "packages.json").is_file(),
    reason="the front-end packages are not in place: run `make frontend`",
)


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return reader(tmp_path_factory.mktemp("editor"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("editor-served")
    reader(folder)
    with served(folder / "store.db") as one:
        yield one


@pytest.fixture(scope="module")
def client(server: Served) -> Iterator[httpx.Client]:
    with server.client() as one:
        yield one


def test_every_stored_query_is_offered_ready_to_run(graph: Reader) -> None:
    assert sorted(name for name, _ in editor(graph, seconds="5").examples) == list(catalogue())
    for name in catalogue():
        graph.query(example(graph, name))
        assert not re.search(r"\?_[A-Za-z]", example(graph, name))


def test_a_default_that_the_graph_has_not_gives_way_to_what_it_tells_of(graph: Reader) -> None:
    sparql = example(graph, "claims-about-place")
    assert "sudzha" not in sparql
    assert graph.query(sparql).rows


def test_examples_are_offered_for_an_empty_graph_too(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "store.db") as writer:
        writer.replace(made_article("withdrawn"))
        writer.retract(made_article("withdrawn").article)
    empty = Reader.open(tmp_path / "store.db")
    for name in catalogue():
        assert not re.search(r"\?_[A-Za-z]", example(empty, name))


def test_an_example_that_is_none_names_those_there_are(client: httpx.Client) -> None:
    answer = client.get("/sparql-editor/examples/nothing")
    assert answer.status_code == 404
    assert "who-claimed-control" in answer.json()["detail"]


def test_completion_knows_the_terms_that_the_graph_uses(graph: Reader) -> None:
    known = terms(graph)
    for query, found in (("?s a ?x", known.classes), ("?s ?x ?o", known.properties)):
        assert {str(row[0]) for row in graph.select(f"SELECT DISTINCT ?x WHERE {{ {query} }}").rows} == set(found)


def test_only_this_page_may_write_styles(client: httpx.Client) -> None:
    policy = client.get("/sparql-editor").headers["Content-Security-Policy"]
    assert policy == client.get("/").headers["Content-Security-Policy"].replace(
        "style-src 'self'", "style-src 'self' 'unsafe-inline'"
    )
    assert "default-src 'none'; script-src 'self';" in policy


def test_a_query_in_the_address_stands_in_the_editor_as_text(client: httpx.Client) -> None:
    text = client.get("/sparql-editor", params={"query": "</textarea></script><script>alert(1)"}).text
    assert "&lt;/textarea&gt;&lt;/script&gt;&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text


def test_without_the_packages_the_page_says_so_and_asks_by_a_form(graph: Reader) -> None:
    page = pages.render("sparql-editor.html", {"view": editor(graph, seconds="5"), "vendor": False})
    assert "make frontend" in page
    assert '<form id="plain"' in page
    assert "yasgui" not in page
    assert "sparql-editor.js" not in page


def test_the_endpoint_sends_a_browser_to_the_editor(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sparql-editor")


def test_without_scripts_a_form_asks(started: Browser, server: Served) -> None:
    with opened(started, server.url, scripts="off") as (page, seen):
        page.goto("/sparql-editor?query=" + quote("ASK { ?s ?p ?o }"))
        page.get_by_role("button", name="Run").click()
        assert json.loads(page.locator("pre").inner_text())["boolean"] is True
        seen.check()


@needs_packages
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_a_stored_query_runs_in_a_tab_of_its_own(
    started: Browser, server: Served, size: tuple[int, int], scheme: str
) -> None:
    with opened(started, server.url, size=size, scheme=scheme) as (page, seen):
        page.goto("/sparql-editor", wait_until="networkidle")
        page.get_by_role("button", name=EXAMPLE).click()
        page.locator(".tab.active", has_text=EXAMPLE).wait_for()
        own = page.locator(".yasr a.iri").first
        own.wait_for()
        assert (own.get_attribute("href") or "").startswith("/article/")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        seen.check()


def ask(page: Page, sparql: str) -> None:
    page.goto("/sparql-editor?query=" + quote(sparql), wait_until="networkidle")
    page.locator(".yasqe_queryButton").click()


@needs_packages
def test_terms_are_completed_from_this_graph_alone(started: Browser, server: Served) -> None:
    with opened(started, server.url) as (page, seen):
        page.goto("/sparql-editor?query=" + quote("SELECT * { ?statement "), wait_until="networkidle")
        page.get_by_role("textbox", name="Query in SPARQL").click()
        page.keyboard.press("Control+End")
        page.keyboard.type("cg:speak")
        page.locator(".CodeMirror-hint", has_text="cg:speaker").wait_for()
        assert "PREFIX cg: <https://w3id.org/claimgraph/ontology#>" in page.locator(".CodeMirror-code").inner_text()
        seen.check()


@needs_packages
def test_the_tab_key_leaves_the_editor(started: Browser, server: Served) -> None:
    with opened(started, server.url) as (page, _):
        page.goto("/sparql-editor", wait_until="networkidle")
        field = page.get_by_role("textbox", name="Query in SPARQL")
        field.focus()
        page.keyboard.press("Tab")
        assert not field.evaluate("field => field.contains(document.activeElement)")


@needs_packages
def test_what_is_wrong_with_a_query_is_told_in_words(started: Browser, server: Served) -> None:
    with opened(started, server.url) as (page, seen):
        ask(page, "SELECT * { ?s ?p ")
        page.locator(".errorResult", has_text="Bad Request: malformed query at 1:18").wait_for()
        assert not seen.foreign


@needs_packages
def test_markup_and_scripts_in_an_answer_show_as_text(started: Browser, server: Served) -> None:
    with opened(started, server.url) as (page, seen):
        ask(page, HOSTILE)
        page.locator(".yasr td", has_text="<img src=x onerror=alert(1)>").wait_for()
        assert page.locator(".yasr td :is(img, script, [href^='javascript:' i], [onmouseover])").count() == 0
        seen.check()


@needs_packages
@pytest.mark.parametrize(
    ("iri", "target"),
    [
        ("https://web.example/o'ak?x=1&y", "https://web.example/o'ak?x=1&y"),
        ("https://claimgraph.example/id/place/northfield", "/id/place/northfield"),
        ("https://w3id.org/claimgraph/ontology#Capture", "/ontology#Capture"),
        ("mailto:ann@web.example", None),
    ],
)
def test_iris_link_to_our_pages_or_to_the_web(started: Browser, server: Served, iri: str, target: str | None) -> None:
    with opened(started, server.url) as (page, _):
        ask(page, f'SELECT ?iri {{ BIND(IRI("{iri}") AS ?iri) }}')
        page.locator(".yasr table td").first.wait_for()
        found = page.locator(".yasr table td a").all()
        assert [one.get_attribute("href") for one in found] == ([target] if target else [])


@needs_packages
def test_a_downloaded_table_is_safe_in_a_spreadsheet(started: Browser, server: Served, tmp_path: Path) -> None:
    with opened(started, server.url) as (page, _):
        ask(page, "SELECT ?a ?b ?c { VALUES (?a ?b ?c) { ('=1+1' -5 '\"x\", y') } }")
        page.locator(".yasr table td").first.wait_for()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download Results").click()
        download.value.save_as(tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == b'a,b,c\r\n\'=1+1,-5,"""x"", y"\r\n'
