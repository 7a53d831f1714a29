"""The first page, and suggestions while a question is written."""

import html
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from served import served
from stored_graphs import made_article, reader

from kg import pages
from kg.ontology import DEFAULT_BASE
from kg.server.suggestions import named_in, suggest
from kg.server.tasks.home import view
from kg.store import Reader, Writer
from kg.views import Name, home, summary

_PATIENCE = 60  # seconds until what is built appears


@pytest.fixture(scope="module")
def northfield(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return reader(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("served")
    reader(folder)
    with served(folder / "store.db") as server, server.client() as one:
        _wait(lambda: one.get("/").text.count('<li><a href="/ask?q=') > 3)
        yield one


def _wait(done: object) -> None:
    assert callable(done)
    deadline = time.monotonic() + _PATIENCE
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_the_graph_is_counted(northfield: Reader) -> None:
    found = summary(northfield)
    assert (found.articles, found.statements, found.speakers, found.events) == (2, 9, 6, 5)
    assert (found.first, found.last) == ("2024-05-03", "2024-06-01")


def test_a_place_is_disputed_when_two_are_said_to_hold_it(northfield: Reader) -> None:
    (dispute,) = summary(northfield).disputed
    assert (dispute.label, set(dispute.holders)) == ("Northfield", {"Aldia", "Borland"})
    assert (dispute.denied, dispute.doubted, dispute.left_open) == (1, 0, 1)


def test_the_newest_claims_come_first(northfield: Reader) -> None:
    newest = home(northfield, summary(northfield)).newest
    assert [one.stated for one in newest] == sorted((one.stated for one in newest), reverse=True)
    assert newest[0].stated == "2024-06-01"


def test_a_summary_survives_its_way_to_the_server(northfield: Reader) -> None:
    found = summary(northfield)
    assert type(found).from_json(found.to_json()) == found


def test_while_the_graph_is_counted_the_page_says_so(northfield: Reader) -> None:
    shown = view(northfield, {"summary": "", "examples": "[]"})
    assert "counting…" in pages.render("home.html", {"view": shown})


def test_a_graph_without_claims_says_how_articles_are_added(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "store.db") as writer:
        writer.replace(made_article("2024-07-01-a3", statements=0))
    empty = Reader.open(tmp_path / "store.db")
    shown = view(empty, {"summary": summary(empty).to_json(), "examples": "[]"})
    assert "kg build" in pages.render("home.html", {"view": shown})


def test_the_examples_have_answers(client: httpx.Client) -> None:
    examples = re.findall(r'<li><a href="(/ask\?q=[^"]+)"', client.get("/").text)
    assert len(examples) > 3
    for address in examples:
        answer = client.get(html.unescape(address))
        assert answer.status_code == 200
        assert "Nobody is known" not in answer.text


def test_what_is_built_appears_on_the_first_page(tmp_path: Path) -> None:
    reader(tmp_path)
    with served(tmp_path / "store.db") as server, server.client() as client:
        _wait(lambda: "<dd>2</dd>" in client.get("/").text)
        tag = client.get("/").headers["ETag"]
        with Writer.open(tmp_path / "store.db") as writer:
            writer.replace(made_article("2024-07-01-a3", place="southfield"))
        _wait(lambda: "<dt>articles</dt><dd>3</dd>" in client.get("/").text)
        assert client.get("/", headers={"If-None-Match": tag}).status_code == 200


_NAMES = (
    Name(iri=f"{DEFAULT_BASE}id/place/northfield-1", label="Northfield", kind="place", type="Settlement", count=9),
    Name(iri=f"{DEFAULT_BASE}id/actor/watch-1", label="River Watch", kind="actor", type="Organisation", count=5),
    Name(iri=f"{DEFAULT_BASE}id/place/river-bend-1", label="River Bend", kind="place", type="Settlement", count=2),
)


def _suggested(words: str) -> list[str]:
    return [one.text for one in suggest(words, _NAMES, base=DEFAULT_BASE)]


def test_a_question_that_is_begun_goes_on_with_a_name() -> None:
    assert "who claimed control of River Bend" in _suggested("who claimed control of ri")
    assert "who claimed control of River Watch" not in _suggested("who claimed control of ri")


def test_the_beginning_of_a_question_finds_whole_questions() -> None:
    assert "who claimed control of Northfield" in _suggested("who claimed c")


def test_a_name_finds_the_thing_itself() -> None:
    assert suggest("north", _NAMES, base=DEFAULT_BASE)[0].path == "/id/place/northfield-1"


def test_a_name_in_a_question_is_found() -> None:
    found = dict(named_in("Is River Bend, near Northfield, held by River Watch?", _NAMES))
    assert found == {"place": "Northfield", "actor": "River Watch"}


@pytest.mark.parametrize("words", ["", "   ", "x" * 10_000, "(", "\\", "\x00", "who claimed control of ["])
def test_any_words_can_be_suggested_upon(words: str) -> None:
    assert isinstance(_suggested(words), list)


def test_every_suggested_question_is_understood(client: httpx.Client) -> None:
    for words in ("who", "what", "which", "where", "claims", "north"):
        for one in client.get("/suggest", params={"q": words}).json()["suggestions"]:
            assert client.get(one["path"], follow_redirects=one["kind"] == "question").status_code in (200, 303)
