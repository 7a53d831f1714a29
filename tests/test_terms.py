"""RDF terms as text."""

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal

from kg.terms import plain, string, text

words = st.text(st.characters(exclude_categories=["Cs"]))


@given(words)
def test_the_text_of_a_literal_is_what_was_written(value: str) -> None:
    assert plain(string(value)) == plain(text(value)) == plain(str(Literal(value, language="en"))) == value
