"""Parameters are bound as terms: nothing that they are given can change the query."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.errors import QueryError
from kg.queries.binding import bind, parameters

QUERY = "SELECT ?s WHERE { ?s ?p ?_word # ?_comment\n FILTER(?s != \"?_string\" && ?s != '?_other') }"


def test_parameters_in_comments_and_strings_are_none() -> None:
    assert list(parameters(QUERY)) == ["word"]
    assert bind(QUERY, {"word": "x", "string": "y"}) == QUERY.replace("?_word", '"x"')


def test_the_type_of_a_parameter_is_read_from_its_name() -> None:
    found = parameters(
        "?_place_iri ?__since_xsd_date ?_n_number ?_text_literal ?_said_en ?__count_integer ?_bare ?s ?_a_b_c"
    )
    assert {name: (p.type, p.required) for name, p in found.items()} == {
        "place": ("iri", True),
        "since": ("xsd:date", False),
        "n": ("number", True),
        "text": ("literal", True),
        "said": ("@en", True),
        "count": ("integer", False),
        "bare": ("literal", True),
        "a": ("b:c", True),
    }


def test_an_optional_parameter_that_is_not_given_stays_a_variable() -> None:
    assert bind("FILTER(COALESCE(?date >= ?__since_xsd_date, true))", {}).count("?__since_xsd_date") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x_iri", "http://x> } UNION { ?s ?p ?o"),
        ("x_iri", "no scheme"),
        ("x_iri", "relative"),
        ("x_number", "1 } DROP ALL"),
        ("x_number", "١"),
        ("x_integer", "1.5"),
        ("x_xsd_date", '2025-03-12"^^xsd:date || true'),
        ("x_xsd_date", "2025-13-01"),
        ("x_xsd_boolean", "maybe"),
        ("x_xsd_gYearMonth", "2025-13"),
        ("x_nope_date", "2025-03-12"),
    ],
)
def test_a_value_of_another_type_is_refused(name: str, value: str) -> None:
    with pytest.raises(QueryError, match="x="):
        bind(f"?_{name}", {"x": value})


@pytest.mark.parametrize(
    "value",
    [
        'a" } ; DROP ALL #',
        "\\",
        '"""',
        "'''",
        "?_x_literal",
        "\n}",
        "\\u0022 . ?s ?p ?o",
        "} UNION { ?s ?p ?o",
        "\x00\u202e",
    ],
)
def test_an_injected_text_stays_a_text(value: str) -> None:
    found = Store().query(bind("SELECT (?_x_literal AS ?said) {}", {"x": value}))
    assert [row["said"].value for row in found] == [value]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_bound_as_itself(value: str) -> None:
    found = Store().query(bind("SELECT (?_x_en AS ?said) { FILTER(?_x_en = ?_x_en) }", {"x": value}))
    assert [(row["said"].value, row["said"].language) for row in found] == [(value, "en")]


def test_python_values_are_bound_as_what_they_are() -> None:
    assert bind("?_a_xsd_date ?_b_integer", {"a": date(2025, 3, 12), "b": 7}) == (
        '"2025-03-12"^^<http://www.w3.org/2001/XMLSchema#date> "7"^^<http://www.w3.org/2001/XMLSchema#integer>'
    )
