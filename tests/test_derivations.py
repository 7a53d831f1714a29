"""Articles that are nearly the same text are derived from the earliest of them, whatever the order they come in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_copies import News
from pyoxigraph import NamedNode, Store
from stored_graphs import MINT, made_article

from kg.article_graph import ArticleGraph
from kg.errors import DataError
from kg.export import export
from kg.likeness import likeness
from kg.ontology import term
from kg.store import Reader, Writer
from kg.store.checking import check
from kg.store.directory import find
from kg.terms import Triple, iri, named

NEWS = News(7)
DISPATCH = NEWS.article(12)
EDITED = NEWS.rewritten(DISPATCH, 0.15)
CUT = NEWS.shortened(DISPATCH, 0.5)
OTHER = NEWS.article(12)
COPIED = NamedNode(term("cg:copied"))


def printed(key: str, text: Sequence[str], day: int | None = None, *, origin: bool = False) -> ArticleGraph:
    """An article published on a day of May, or undated."""
    words = " ".join(text)
    published = date(2024, 5, day) if day else None
    made = made_article(key, words=words)
    return replace(made, likeness=likeness(words, published=published, names_origin=origin))


def derived(writer: Writer) -> dict[str, str]:
    """What is derived from what, by key."""
    writer.publish()
    rows = Reader.open(writer._directory.path).select("SELECT ?a ?b { ?a prov:wasDerivedFrom ?b }").rows
    return {str(a).rpartition("/")[2]: str(b).rpartition("/")[2] for a, b in rows}


@pytest.fixture
def writer(tmp_path: Path) -> Writer:
    return Writer.create(tmp_path / "store.db")


@pytest.mark.parametrize("copy", [DISPATCH, EDITED, CUT], ids=["word for word", "edited", "cut"])
@pytest.mark.parametrize("first", ["original", "copy"])
def test_the_later_is_derived_from_the_earlier_whichever_comes_first(
    writer: Writer, copy: list[str], first: str
) -> None:
    articles = [printed("agency", DISPATCH, 1), printed("paper", copy, 2), printed("else", OTHER, 3)]
    for article in articles if first == "original" else reversed(articles):
        writer.replace(article)
    assert derived(writer) == {"paper": "agency"}


def test_all_copies_are_derived_from_the_earliest(writer: Writer) -> None:
    for key, day in (("third", 3), ("second", 2), ("fourth", 4), ("first", 1)):
        writer.replace(printed(key, DISPATCH, day))
    assert derived(writer) == {"second": "first", "third": "first", "fourth": "first"}


def test_when_the_earliest_is_retracted_the_next_takes_its_place(writer: Writer) -> None:
    for key, day in (("first", 1), ("second", 2), ("third", 3)):
        writer.replace(printed(key, DISPATCH, day))
    writer.retract(MINT.article("first"))
    assert derived(writer) == {"third": "second"}


def test_a_new_text_from_the_same_place_is_no_longer_a_copy(writer: Writer) -> None:
    writer.replace(printed("agency", DISPATCH, 1))
    writer.replace(printed("paper", EDITED, 2))
    writer.replace(replace(printed("paper-2", OTHER, 2), source="paper.txt"))
    assert derived(writer) == {}


def test_of_one_day_the_one_that_names_an_origin_is_the_copy(writer: Writer) -> None:
    writer.replace(printed("a", DISPATCH, 1, origin=True))
    writer.replace(printed("b", DISPATCH, 1))
    assert derived(writer) == {"a": "b"}
    assert told(writer, "a", "cg:orderInferred") == []


@pytest.mark.parametrize(("one", "other"), [(1, 1), (1, None), (None, None)])
def test_an_order_that_no_date_tells_is_marked(writer: Writer, one: int | None, other: int | None) -> None:
    writer.replace(printed("b", DISPATCH, other))
    writer.replace(printed("a", DISPATCH, one))
    assert derived(writer) == {"b": "a"}
    assert told(writer, "b", "cg:orderInferred") == [True]


def test_how_much_is_copied_and_kept_is_told(writer: Writer) -> None:
    writer.replace(printed("agency", DISPATCH, 1))
    writer.replace(printed("paper", DISPATCH[:6], 2))
    (copied,), (kept,) = told(writer, "paper", "cg:copied"), told(writer, "paper", "cg:kept")
    assert float(str(copied)) == 1
    assert 0.4 < float(str(kept)) < 0.6


def told(writer: Writer, key: str, name: str) -> list[object]:
    writer.publish()
    asked = f"SELECT ?value {{ {iri(MINT.article(key))} prov:qualifiedDerivation/{name} ?value }}"
    return [value for (value,) in Reader.open(writer._directory.path).select(asked).rows]


def test_what_was_made_by_another_version_has_no_part_until_it_is_made_again(writer: Writer) -> None:
    article = printed("agency", DISPATCH, 1)
    writer.replace(replace(article, likeness="0:2024-05-01::AAAA"))
    writer.replace(printed("paper", DISPATCH, 2))
    assert derived(writer) == {}
    writer.replace(article)
    assert derived(writer) == {"paper": "agency"}


def test_a_change_that_fails_changes_no_relation(writer: Writer) -> None:
    writer.replace(printed("agency", DISPATCH, 2))
    bad = printed("bad", DISPATCH, 1)
    with pytest.raises(DataError):
        writer.replace(replace(bad, graph=(*bad.graph, Triple(iri(bad.article), named("cg:in"), "<no iri>"))))
    writer.replace(printed("paper", DISPATCH, 3))
    assert derived(writer) == {"paper": "agency"}


def test_a_store_that_is_opened_again_goes_on(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "store.db") as writer:
        writer.replace(printed("second", DISPATCH, 2))
        writer.replace(printed("third", EDITED, 3))
    with Writer.open(tmp_path / "store.db") as writer:
        writer.replace(printed("first", DISPATCH, 1))
        assert derived(writer) == {"second": "first", "third": "first"}


def test_a_check_finds_a_derivation_that_is_lost_or_changed(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "store.db") as writer:
        for key, text, day in (("first", DISPATCH, 1), ("second", DISPATCH, 2), ("third", EDITED, 3)):
            writer.replace(printed(key, text, day))
    assert check(tmp_path / "store.db").findings == []
    master = Store(str(find(tmp_path / "store.db").master))
    derivations = NamedNode(MINT.derivations)
    (quad,) = master.quads_for_pattern(NamedNode(MINT.derivation(MINT.article("third"))), COPIED, None, derivations)
    master.remove(quad)
    del master
    assert [one.where for one in check(tmp_path / "store.db").findings] == [MINT.derivations]


ARTICLES = [
    printed("a", DISPATCH, 3),
    printed("b", DISPATCH, 1, origin=True),
    printed("c", EDITED, 1),
    printed("d", CUT, 2),
    printed("e", DISPATCH),
    printed("f", OTHER, 1),
    printed("g", NEWS.rewritten(OTHER, 0.2), 1),
    printed("h", DISPATCH[:4] + OTHER[:8], 2),
]
STEPS = st.lists(st.tuples(st.sampled_from(ARTICLES), st.booleans()), max_size=14)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_comes_and_goes_the_same_articles_make_the_same_graph(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[ArticleGraph, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("stores")
    present: dict[str, ArticleGraph] = {}
    with Writer.create(folder / "changed.db") as writer:
        writer.replace(made_article("always"))
        for article, stays in steps:
            writer.replace(article)
            present[article.article] = article
            if not stays:
                writer.retract(article.article)
                del present[article.article]
    with Writer.create(folder / "new.db") as writer:
        for article in (*sorted(present.values(), key=lambda one: one.article), made_article("always")):
            writer.replace(article)
    assert dumped(folder / "changed.db") == dumped(folder / "new.db")


def dumped(store: Path) -> str:
    out = io.BytesIO()
    export(Reader.open(store), format="trig", out=out, texts=True)
    return out.getvalue().decode()
