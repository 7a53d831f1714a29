"""The article page: the text as it is, what is marked in it, and who says what beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from served import served
from stored_graphs import MINT, article_graphs, reader

from kg import api, pages, resources
from kg.article_graph import ArticleGraph
from kg.errors import UnknownNameError
from kg.model import Span
from kg.pages.verbatim import verbatim
from kg.store import Reader, Writer
from kg.terms import Triple, iri, named, string, text, typed
from kg.views import Thing, reading
from kg.views.layers import Mark, paragraphs, pieces
from kg.views.nesting import tree
from kg.views.reading import Reading, Source, Statement

NORTHFIELD = MINT.article("2024-05-03-a1")
WORDS = st.text(alphabet=st.sampled_from("ab <>&\"'\n\r\t\0😀́\u202eא\u200b"), max_size=60)
ROLES = st.sampled_from(["source", "cue", "content", "own", "trigger", "time", "mention"])


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    """A text and marks that lie anywhere, even outside of it."""
    words = draw(WORDS)
    offsets = st.integers(min_value=0, max_value=len(words) + 2)
    spans = draw(st.lists(st.tuples(offsets, offsets, ROLES, st.integers(0, 7)), max_size=12))
    thing = Thing(iri=MINT.place("a", "1"), label="A")
    return words, [
        Mark(
            span=Span(a, b),
            role=role,
            layer=depth if role in ("source", "cue", "content") else None,
            thing=thing if role == "mention" else None,
        )
        for a, b, role, depth in spans
    ]


def names(spans: Sequence[Span]) -> dict[Span, list[str]]:
    return {span: [f"char={span.start},{span.end}"] for span in spans}


def page_of(words: str, marks: Sequence[Mark]) -> str:
    source = Source(
        iri=NORTHFIELD,
        language="en",
        **dict.fromkeys(("title", "published", "url", "language_name", "software", "model", "sha256"), ""),
        **dict.fromkeys(("publisher", "narrator", "first_publisher", "run"), None),
    )
    view = Reading(
        source=source,
        text=paragraphs(words, marks, names([mark.span for mark in marks])),
        layers=(),
        statements=(),
        events=(),
        decisions=(),
    )
    return pages.render("article.html", {"view": view})


def shown(page: str) -> str:
    """The words of the text, as a browser has them, still escaped."""
    return re.sub(r"<[^>]*>", "", "".join(re.findall(r'<p dir="auto">(.*?)</p>', page, re.DOTALL)))


@settings(deadline=None)  # the first page compiles the templates
@given(marked_texts())
def test_without_its_marks_a_page_has_the_text_character_by_character(one: tuple[str, list[Mark]]) -> None:
    words, marks = one
    rendered = shown(page_of(words, marks))
    assert rendered == verbatim(words)
    assert "\r" not in rendered
    assert unescape(rendered) == words.replace("\0", "␀")


@given(marked_texts())
def test_the_pieces_of_a_span_are_its_text(one: tuple[str, list[Mark]]) -> None:
    words, marks = one
    found = list(pieces(words, marks, {}))
    for span, name in ((mark.span, mark.name) for mark in marks if mark.span.end <= len(words)):
        inside = [piece for piece in found if span.start <= piece.start < span.end]
        assert "".join(piece.text for piece in inside) == words[span.start : span.end]
        assert all(name in piece.marks for piece in inside)


@given(marked_texts())
def test_a_piece_has_the_marks_that_cover_it_and_no_others(one: tuple[str, list[Mark]]) -> None:
    words, marks = one
    for piece in pieces(words, marks, {}):
        covering = {
            mark.name
            for mark in marks
            if mark.span.start <= piece.start < mark.span.end <= len(words) and mark.span.start < mark.span.end
        }
        assert set(piece.marks) == covering


@settings(deadline=None)
@given(marked_texts())
def test_every_span_within_the_text_has_one_element_where_it_begins(one: tuple[str, list[Mark]]) -> None:
    words, marks = one
    spans = {mark.span for mark in marks if 0 <= mark.span.start < mark.span.end <= len(words)}
    ids = re.findall(r' id="(char=\d+,\d+)"', page_of(words, marks))
    assert sorted(ids) == sorted(f"char={span.start},{span.end}" for span in spans)


def test_spans_that_cross_share_the_piece_between_them() -> None:
    marks = [Mark(span=Span(0, 3), role="cue", layer=0), Mark(span=Span(2, 5), role="content", layer=1)]
    found = [(piece.text, piece.marks) for piece in pieces("abcdef", marks, {})]
    assert found == [("ab", ("cue0",)), ("c", ("content1", "cue0")), ("de", ("content1",)), ("f", ())]


def test_spans_inside_one_another_make_no_more_of_a_page_than_spans_apart() -> None:
    words, count = "a" * 20_000, 5_000
    marks = [Mark(span=Span(n, 20_000 - n), role="content", layer=n) for n in range(count)]
    found = list(pieces(words, marks, names([mark.span for mark in marks])))
    assert len(found) == 2 * count - 1
    assert max(len(piece.marks) for piece in found) == 5
    assert sum(len(piece.anchors) + bool(piece.id) for piece in found) == count


def test_a_name_in_a_name_leads_to_the_inner_thing() -> None:
    town, army = Thing(iri="x:town", label="Town"), Thing(iri="x:army", label="Army of the Town")
    marks = [Mark(span=Span(0, 11), role="mention", thing=army), Mark(span=Span(0, 4), role="mention", thing=town)]
    found = [
        (run.thing, "".join(piece.text for piece in run.pieces)) for run in paragraphs("Town's army.", marks, {})[0]
    ]
    assert found == [(town, "Town"), (army, "'s army"), (None, ".")]


def test_lines_broken_by_hand_are_one_paragraph_and_long_lines_are_one_each() -> None:
    by_hand = paragraphs("One\ntwo.\n\nThree.", [], {})
    long = paragraphs(f"{'a' * 200}\nThree.", [], {})
    assert ["".join(piece.text for run in one for piece in run.pieces) for one in by_hand] == [
        "One\ntwo.\n\n",
        "Three.",
    ]
    assert len(long) == 2


def test_statements_that_embed_each_other_are_each_shown_once() -> None:
    assert list(tree("abc", [("a", "b"), ("b", "c"), ("c", "b")])) == [("a", 0), ("b", 1), ("c", 2)]
    assert sorted(one for one, _ in tree("ab", [("a", "b"), ("b", "a")])) == ["a", "b"]


# ---------------------------------------------------------------- an article of a store


@pytest.fixture(scope="module")
def northfield(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return reader(tmp_path_factory.mktemp("article"))


def by_id(view: Reading) -> dict[str, Statement]:
    return {one.id: one for one in view.statements}


def test_who_is_cited_stands_below_whoever_cites_him(northfield: Reader) -> None:
    view = reading(northfield, NORTHFIELD)
    assert [(one.id, one.level) for one in view.statements] == [
        *(("s0", 0), ("s1", 0), ("s2", 0)),
        *(("s3", 0), ("s4", 1), ("s5", 0)),
    ]
    assert by_id(view)["s4"].chain == ("Daily Lantern", "Border media", "Aldia Press")


def test_both_sides_of_an_event_stand_with_it(northfield: Reader) -> None:
    sides = {
        told.event.iri: [(stance, one.id) for stance, one in told.by] for told in reading(northfield, NORTHFIELD).events
    }
    assert sides[f"{MINT.base}id/event/holding-1"] == [("Asserting", "s1"), ("Denying", "s2")]
    assert sides[f"{MINT.base}id/event/capture-1"] == [("Asserting", "s3"), ("Asserting", "s4"), ("LeavingOpen", "s5")]


def test_a_denial_is_shown_as_one(northfield: Reader) -> None:
    page = pages.render("article.html", {"view": reading(northfield, NORTHFIELD)})
    denial = page[page.index('id="said-s2"') : page.index('id="said-s3"')]
    assert re.search(r'class="stance denying">.*denied</span> that', denial)
    assert "said</span>" not in denial


def test_every_quote_is_at_its_characters(northfield: Reader) -> None:
    view = reading(northfield, NORTHFIELD)
    assert view.text is not None
    words = "".join(piece.text for one in view.text for run in one for piece in run.pieces)
    for one in view.statements:
        start, end = one.content[0]
        assert one.quote == words[start:end]


def test_an_article_without_a_stored_text_shows_its_quotes_alone(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "store.db") as writer:
        for article in article_graphs(Path(__file__).parent / "queries" / "northfield.trig"):
            writer.replace(replace(article, text=()))
    view = reading(Reader.open(tmp_path / "store.db"), NORTHFIELD)
    assert view.text is None
    assert by_id(view)["s1"].quote == "They hold Northfield, … and nobody else does."
    assert "without the texts" in pages.render("article.html", {"view": view})


@pytest.mark.parametrize("other", [f"{MINT.base}article/none", f"{MINT.base}id/place/northfield-1", "no iri", "a:<>"])
def test_what_is_no_article_is_unknown(northfield: Reader, other: str) -> None:
    with pytest.raises(UnknownNameError, match="no article"):
        reading(northfield, other)


# ---------------------------------------------------------------- words that would do harm

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</span></p></main><h1>Gone</h1>",
    "&lt;b&gt; &amp;amp; &#x41;",
    "{{ 7*7 }} {% raw %} ${7*7}",
    "\u202eright to left\u202c שלום",
    "zero\u200bwidth\ufeff\u2060",
    "nul \0 bell \x07 return \r\n end",
    "astral 𝒜😀 and on",
    "wide" * 100,
)


def hostile_article(words: str) -> ArticleGraph:
    """The words are everything that an article can bring: its text, its title, a name, an event, a quote, evidence."""
    key = "hostile"
    this, statement, span = (
        iri(MINT.article(key)),
        iri(MINT.statement(key, 0)),
        iri(MINT.span(key, Span(6, 6 + len(words)))),
    )
    speaker, event = iri(MINT.actor("x", "1")), iri(MINT.event("capture", "1"))
    link, own = iri(MINT.link(key, 0)), [Triple(this, named("rdf:type"), named("cg:Article"))]
    own += [
        Triple(this, named("dcterms:title"), text(words)),
        Triple(this, named("dcterms:source"), iri("javascript:alert(1)")),
        Triple(statement, named("cg:in"), this),
        Triple(statement, named("cg:speaker"), speaker),
        Triple(statement, named("cg:stance"), named("cg:Asserting")),
        Triple(statement, named("cg:via"), text(words)),
        Triple(statement, named("cg:contentSpan"), span),
        Triple(statement, named("cg:asserts"), event),
        Triple(span, named("nif:beginIndex"), typed(6, "xsd:nonNegativeInteger")),
        Triple(span, named("nif:endIndex"), typed(6 + len(words), "xsd:nonNegativeInteger")),
        Triple(span, named("nif:anchorOf"), string(words)),
        Triple(link, named("cg:entity"), speaker),
        Triple(link, named("cg:target"), iri("javascript:alert(2)")),
        Triple(link, named("cg:method"), string(words)),
        Triple(link, named("cg:evidence"), string(words)),
    ]
    return ArticleGraph(
        article=MINT.article(key),
        graph=tuple(own),
        things=(
            Triple(speaker, named("skos:prefLabel"), text(words)),
            Triple(event, named("rdf:type"), named("cg:Capture")),
            Triple(event, named("rdfs:label"), text(words)),
        ),
        text=(Triple(this, named("nif:isString"), string(f"😀 so: {words} 😀")),),
        text_graph=MINT.text(key),
        source="hostile.txt",
        sha256=words,
    )


@pytest.mark.parametrize("words", PAYLOADS)
def test_words_of_an_article_stay_words(tmp_path: Path, words: str) -> None:
    with Writer.create(tmp_path / "store.db") as writer:
        writer.replace(hostile_article(words))
    page = pages.render("article.html", {"view": reading(Reader.open(tmp_path / "store.db"), MINT.article("hostile"))})
    assert unescape(shown(page)) == f"😀 so: {words} 😀".replace("\0", "␀")
    assert "<script>" not in page
    assert "<img" not in page
    assert "<h1>Gone" not in page
    assert 'href="javascript:' not in page


# ---------------------------------------------------------------- the article that ships with Claimgraph, as served


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, str]]:
    folder = tmp_path_factory.mktemp("seed") / "store"
    graph = api.build(next(resources.folder("seeds").glob("*.txt")), store=folder)
    (row,) = graph.query("SELECT ?article WHERE { ?article a cg:Article }")  # type: ignore[misc]
    with served(folder) as server, server.client(headers={"Accept": "text/html"}) as client:
        yield client, "/article/" + str(row["article"]).rpartition("/")[2]


def test_the_chain_of_the_seed_article_is_marked_layer_by_layer(seed: tuple[httpx.Client, str]) -> None:
    client, path = seed
    answer = client.get(path)
    assert answer.status_code == 200
    tass = re.search(r'<span class="g[^"]*source1[^"]*"[^>]*>TASS</span>', answer.text)
    assert tass
    assert "content0" in tass[0]  # Ukrainian media tell what TASS said
    assert '<li dir="auto">ZeroHedge</li><li dir="auto">Ukrainian media</li><li dir="auto">TASS</li>' in answer.text


def test_what_leads_to_a_quote_of_the_seed_article_finds_its_element(seed: tuple[httpx.Client, str]) -> None:
    client, path = seed
    page = client.get(path).text
    within = set(re.findall(r'href="#([^"]+)"', page))
    ids = re.findall(r' id="([^"]+)"', page)
    assert within <= set(ids)
    assert len(ids) == len(set(ids))


def test_an_article_that_is_not_there_is_not_found(seed: tuple[httpx.Client, str]) -> None:
    client, _ = seed
    assert client.get("/article/none").status_code == 404
    assert client.get("/article/%3Cx%3E").status_code == 404
