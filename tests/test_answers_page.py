"""Questions and their answers as pages."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from served import served
from stored_graphs import MINT, article_graphs, made_article, reader

from kg.pages.sequences import by_name, in_same_words
from kg.queries import catalogue
from kg.server.tasks.ask import ask
from kg.store import Reader, Writer
from kg.terms import Triple, iri, named, text
from kg.views.answers import _blocks

_FIXTURE = Path(__file__).parent / "queries" / "northfield.trig"
_NAMES = {"place": "Northfield", "actor": "River Watch", None: MINT.statement("2024-05-03-a1", 1)}
_QUOTE = re.compile(r'<blockquote[^>]*><a href="/article/([^"#]+)#char=(\d+),(\d+)"[^>]*>(.*?)</a>', re.DOTALL)


@pytest.fixture(scope="module")
def northfield(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return reader(tmp_path_factory.mktemp("answers"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("served")
    reader(folder)
    with served(folder / "store.db") as server, server.client() as one:
        yield one


def _page(reader: Reader, names: Mapping[str, str] = {}, **values: str) -> tuple[int, str]:
    found = ask(reader, {"values": values, "names": names})
    return found.notes["status"], found.body.decode("utf-8")


def _words(page: str) -> str:
    """What a person reads, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def _control(reader: Reader) -> str:
    return _page(reader, q="who claimed control of Northfield")[1]


def test_a_claim_names_who_says_what_and_how(northfield: Reader) -> None:
    words = _words(_control(northfield))
    assert "River Watch ✓ said that Aldian armed forces held Northfield" in words
    assert "Borland ✕ denied that Aldian armed forces held Northfield" in words
    assert "Frontier Institute ◌ left open whether Aldian armed forces captured Northfield (old town)" in words


def test_every_quote_stands_verbatim_where_its_link_points(northfield: Reader) -> None:
    texts = {str(article): str(words) for article, words in northfield.select("SELECT * { ?a nif:isString ?t }").rows}
    quotes = _QUOTE.findall(_control(northfield))
    assert len(quotes) == 7
    for key, start, end, quote in quotes:
        assert texts[MINT.article(key)][int(start) : int(end)] == html.unescape(quote)


def test_the_chain_of_speakers_keeps_its_order(northfield: Reader) -> None:
    chains = re.findall(r'<ol class="chain".*?</ol>', _control(northfield), re.DOTALL)
    assert ["Daily Lantern", "Border media", "Aldia Press"] in [re.findall(r"<li[^>]*>([^<]*)", one) for one in chains]


def test_those_who_are_said_to_hold_a_place_stand_side_by_side(northfield: Reader) -> None:
    page = _control(northfield)
    assert "Who is said to hold Northfield" in _words(page)
    assert re.findall(r'<div class="side"><h3[^>]*><a[^>]*><bdi>([^<]*)', page) == ["Aldia", "Borland"]


def test_a_denial_stands_beside_what_it_denies(northfield: Reader) -> None:
    page = _words(_page(northfield, q="contradictions about Northfield")[1])
    assert page.index("River Watch ✓ said that") < page.index("Borland ✕ denied that")
    assert "The claim that Aldian armed forces held Northfield" in page


def test_nobodys_words_are_shown_once_for_each_who_contradicts_them(northfield: Reader) -> None:
    quotes = _QUOTE.findall(_page(northfield, q="contradictions about Northfield")[1])
    assert len(quotes) == len(set(quotes)) + 1  # "said and denied", and "held by one and by another"


def test_what_contradicts_the_same_stands_on_one_side() -> None:
    one, other, first, second = (("holder", name, "e", "") for name in ("one", "other", "first", "second"))
    against = {one: {first: None, second: None}, other: {first: None, second: None}}
    against |= {first: {one: None, other: None}, second: {one: None, other: None}}
    assert list(_blocks(against)) == [([one, other], [first, second])]


def test_words_that_tell_of_two_events_are_shown_once() -> None:
    told = [SimpleNamespace(statement="s", span=(0, 9), stance=stance) for stance in ("Asserting", "Asserting")]
    denied = SimpleNamespace(statement="s", span=(0, 9), stance="Denying")
    assert in_same_words([*told, denied]) == ((told[0], (told[1],)), (denied, ()))


def test_holders_of_one_name_stand_together_and_stay_several() -> None:
    rebels = [
        SimpleNamespace(holder=SimpleNamespace(label="rebels", iri=name), claims=(name,)) for name in ("one", "two")
    ]
    army = SimpleNamespace(holder=SimpleNamespace(label="army", iri="army"), claims=("c",))
    (together, claims), (alone, _) = by_name([army, *rebels])
    assert ([one.iri for one in together], claims) == (["one", "two"], ("one", "two"))
    assert [one.iri for one in alone] == ["army"]


def test_a_hedged_claim_says_so(northfield: Reader) -> None:
    words = _words(_page(northfield, q="who claimed withdrawal from Aldmark")[1])
    assert "Frontier Institute ✓ said (hedged) that" in words


def test_words_about_no_event_are_shown_as_words(tmp_path: Path) -> None:
    silent = named("cg:asserts"), named("cg:denies")
    with Writer.create(tmp_path / "store.db") as writer:
        for article in article_graphs(_FIXTURE):
            writer.replace(replace(article, graph=tuple(one for one in article.graph if one.predicate not in silent)))
    page = _page(Reader.open(tmp_path / "store.db"), q="what did River Watch say")[1]
    assert "They hold Northfield," in page
    assert "River Watch ✓ said" in _words(page)


@pytest.mark.parametrize("name", catalogue())
def test_every_stored_query_has_a_page(northfield: Reader, name: str) -> None:
    query = catalogue()[name]
    needed = {one.name: _NAMES[one.kind] for one in query.parameters.values() if one.required}
    status, page = _page(northfield, query=name, **needed)
    assert status == 200
    assert "format=csv" in page or "Nobody is known" in page


def test_tables_show_labels_that_are_links(northfield: Reader) -> None:
    page = _page(northfield, q="who speaks most")[1]
    assert '<a class="thing " href="/id/actor/river-watch-1"><bdi>River Watch</bdi></a>' in page
    assert "media organisation" in page


def test_the_query_behind_an_answer_can_be_seen(northfield: Reader) -> None:
    page = _control(northfield)
    assert "cg:place &lt;https://claimgraph.example/id/place/northfield-1&gt;" in page
    assert 'href="/sparql-editor?query=' in page


def test_the_downloads_of_an_answer_are_there(client: httpx.Client) -> None:
    page = client.get("/ask", params={"q": "who claimed control of Northfield"}).text
    downloads = re.findall(r'href="(/query/[^"]+)"', page)
    assert len(downloads) == 5
    for address in downloads:
        answer = client.get(html.unescape(address))
        assert answer.status_code == 200
        assert "Northfield" in answer.text


def test_a_question_that_is_not_understood_gets_the_closest(northfield: Reader) -> None:
    status, page = _page(northfield, {"place": "Northfield", "actor": "Borland"}, q="who claimed control at Northfield")
    assert status == 404
    assert "who claimed control of Northfield" in _words(page)


def test_an_unknown_name_gets_names_like_it(northfield: Reader) -> None:
    status, page = _page(northfield, q="who claimed control of Northfeld")
    assert status == 200
    assert "/ask?query=who-claimed-control&amp;place=https%3A" in page
    assert "Northfield" in page


def test_a_name_of_several_places_gets_a_choice(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "store.db") as writer:
        for number in ("1", "2"):
            place = iri(MINT.place("springfield", number))
            article = made_article(f"2024-07-0{number}-a", place=f"field {number}")
            things = (
                *article.things,
                Triple(place, named("rdf:type"), named("cg:Settlement")),
                Triple(place, named("skos:prefLabel"), text("Springfield")),
            )
            writer.replace(replace(article, things=things, graph=(*article.graph, *_mention(article.article, place))))
    status, page = _page(Reader.open(tmp_path / "store.db"), q="who claimed control of Springfield")
    assert status == 200
    assert "Which place “Springfield” is meant?" in page
    assert len(re.findall(r'href="/ask\?query=who-claimed-control&amp;place=', page)) == 2


def _mention(article: str, thing: str) -> list[Triple]:
    """A thing that nobody mentions is no thing of the graph."""
    return [Triple(iri(f"{article}#char=0,5"), named("cg:refersTo"), thing)]


def test_a_bare_name_gets_what_can_be_asked_of_it(northfield: Reader) -> None:
    status, page = _page(northfield, q="Northfield")
    assert status == 200
    assert "who claimed control of Northfield" in page


def test_other_spellings_of_a_name_are_known(northfield: Reader) -> None:
    assert "Who is said to hold" in _page(northfield, q="who claimed control of nordfeld")[1]


def test_a_stored_query_without_what_it_needs_gets_a_form(northfield: Reader) -> None:
    status, page = _page(northfield, query="who-claimed-control")
    assert status == 200
    assert 'name="place" value="" required' in page
    assert "Fill in: place" in page


@pytest.mark.parametrize("value", ["yesterday", "2024-13-01", "2024-02-30"])
def test_a_value_that_does_not_fit_gets_a_form(northfield: Reader, value: str) -> None:
    page = _page(northfield, query="who-claimed-control", place="Northfield", since=value)[1]
    assert value in page
    assert 'name="since"' in page


def test_what_nobody_claims_is_no_fact_either_way(northfield: Reader) -> None:
    page = _page(northfield, q="who claimed control of Aldmark")[1]
    assert "That says nothing about what happened" in page


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "\x00", "x" * 600]
)
def test_any_words_may_be_asked(northfield: Reader, words: str) -> None:
    status, page = _page(northfield, q=words)
    assert status == 404
    assert "<script>alert" not in page
    assert "<img" not in page


def test_an_empty_question_gets_questions_that_can_be_asked(northfield: Reader) -> None:
    status, page = _page(northfield, {"place": "Northfield"}, q=" ")
    assert status == 200
    assert page.index("who claimed control of Northfield") < page.index("which actors are there")


def test_a_page_of_an_error_offers_ways_out(client: httpx.Client) -> None:
    asked = {"query": "SELECT * WHERE {"}
    page = client.get("/sparql", params=asked, headers={"Accept": "text/html, */*;q=0.8"})
    assert page.status_code == 400
    assert 'href="/sparql-editor?query=SELECT%20%2A%20WHERE%20%7B"' in page.text
    assert "the questions that can be asked" in client.get("/nothing", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("page", ["0", "-1", "99999999999", "x", "²"])
def test_any_page_may_be_asked_for(northfield: Reader, page: str) -> None:
    assert _page(northfield, q="who speaks most", page=page)[0] == 200


def test_a_program_that_asks_in_words_gets_rows(client: httpx.Client) -> None:
    asked = {"q": "who claimed control of Northfield"}
    found = client.get("/ask", params=asked, headers={"Accept": "application/json"})
    assert [row["speakerLabel"]["value"] for row in found.json()["results"]["bindings"]]
    assert client.get("/ask", params={**asked, "format": "csv"}).text.startswith("speaker,")
    assert client.get("/ask", params=asked).headers["Content-Type"].startswith("text/html")
    assert client.get("/ask", params={"q": " ", "format": "json"}).status_code == 404
    assert (
        client.get("/ask", params={"q": "the weather", "format": "json"}).json()["detail"].startswith("no stored query")
    )
