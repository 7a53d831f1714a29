"""Queries that must not reach the engine, and those that must."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored_graphs import made_article

from kg.errors import QueryError
from kg.queries import catalogue
from kg.store import Reader, Writer, guard
from kg.store.tokens import tokens

NESTED = {
    "groups": "SELECT * WHERE " + "{" * 4000 + "}" * 4000,
    "parentheses": "SELECT * WHERE { FILTER(" + "(" * 9000 + "1" + ")" * 9000 + ") }",
    "blank nodes": "SELECT * WHERE { ?s ?p " + "[ ?p " * 9000,
    "negations": "SELECT * WHERE { FILTER(" + "!" * 16000 + "true) }",
    "sums": "SELECT (" + "1+" * 9000 + "1 AS ?x) {}",
    "unions": "SELECT * WHERE { {}" + " UNION {}" * 9000 + " }",
    "paths": "SELECT * WHERE { ?s " + "<p:p>/" * 9000 + "<p:p> ?o }",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    path = tmp_path_factory.mktemp("guard") / "db"
    with Writer.create(path) as writer:
        writer.replace(made_article("a"))
    return Reader.open(path)


@pytest.mark.parametrize("name", NESTED)
def test_a_query_too_deep_for_the_engine_is_refused(store: Reader, name: str) -> None:
    with pytest.raises(QueryError, match="too deep"):
        store.query(NESTED[name])


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { sErViCe SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { SERVICE#words\n<http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { {}SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "SELECT * WHERE { # words\rSERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "PREFIX a: <a:> SELECT * WHERE { a:\\' a:\\# ?o . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { FILTER(1<2) SERVICE <http://127.0.0.1:9/> { FILTER(3>2) } }",
        "SELECT * WHERE { ?s ?p ?o.SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { ?s ?p 5SERVICE ?o { ?s ?p ?o } }",
        "SELECT * WHERE { ?s ?p true.SERVICE ?o { ?s ?p ?o } }",
        "PREFIX a: <http://127.0.0.1:9/> SELECT * WHERE { ?s ?p a:.SERVICE a:b { ?s ?p ?o } }",
        "PREFIX a: <http://127.0.0.1:9/> SELECT * WHERE { ?s ?p trueSERVICEa:b { ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:9/> PREFIX service: <s:> SELECT * WHERE { service:b { ?s ?p ?o } }",
    ],
)
def test_no_query_leaves_the_store(store: Reader, query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        store.query(query)


def test_the_word_service_may_be_a_name_or_a_text(store: Reader) -> None:
    query = (
        "PREFIX a: <s:> SELECT ?service { ?service a:SERVICE \"SERVICE\", '''it's SERVICE''', <a:service> } # SERVICE"
    )
    assert store.select(query).columns == ("service",)


@pytest.mark.parametrize("name", list(catalogue()))
def test_every_stored_query_passes(name: str) -> None:
    guard.check(catalogue()[name].text)


def test_a_long_list_of_values_passes(store: Reader) -> None:
    rows = " ".join(f'("{number}" -{number}.5 <https://a.example/b-{number}>)' for number in range(20_000))
    assert len(store.select(f"SELECT ?a WHERE {{ VALUES (?a ?b ?c) {{ {rows} }} }}")) == 20_000


def test_looking_through_takes_time_in_proportion_to_the_length(tmp_path: Path) -> None:
    for piece in ('"', "'", "<", "'''", '"""', "\\", "#", "?", "@", "a:", '"\\'):
        guard.check(piece * 100_000)


@given(st.text(st.sampled_from("ab?$@:.<>\"'\\#{} \n-1é\u0301"), max_size=60))
def test_the_tokens_of_a_query_are_the_whole_query(query: str) -> None:
    assert "".join(tokens(query)) == query
