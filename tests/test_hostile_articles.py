"""Articles that would stop, fill or crash what reads them: each becomes a valid graph, or is refused in one line.

The articles are those of bench/hostile_articles.py, which tries all of them at their full size.
"""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from hostile_articles import Hostile, hostile, inputs, reading
from killable import Met, met

from kg.articles import from_bytes
from kg.errors import InputError
from kg.pipeline import Settings
from kg.pipeline.making import Extractor

EVERY = 3
"""One of so many is tried here, beginning with another for each kind of page, text and file."""
SIZE = 500


@cache
def chosen() -> tuple[Hostile, ...]:
    return tuple(one for number, one in enumerate(hostile()) if number % EVERY == 0 or one.name in ONCE_A_FAULT)


ONCE_A_FAULT = {
    "page: numbers of characters",
    "page: at https://a.example/%zz'",
    "page: at https://a.example/[x]'",
    "page: at https://user:secret@a.example/x'",
    "text: a title of many characters",
    "file: words in iso8859-1",
}


def tried() -> list[Met]:
    return list(met(reading(Extractor(Settings())), inputs(list(chosen()), SIZE)))


@pytest.fixture(scope="module")
def found(forker: ProcessPoolExecutor) -> list[Met]:
    return forker.submit(tried).result()


def test_each_is_a_valid_graph_or_refused_in_one_line(found: list[Met]) -> None:
    assert [one for one in found if one.verdict not in ("graph", "refused")] == []
    assert len(found) == len(chosen()) >= 120
    assert {one.name for one in found} >= ONCE_A_FAULT
    assert 10 < sum(one.verdict == "refused" for one in found) < 80


def test_none_takes_long(found: list[Met]) -> None:
    """Of 30 seconds that are allowed; the first one loads what is loaded once."""
    assert max(one.seconds for one in found[1:]) < 5


@pytest.mark.parametrize(
    ("piece", "count"),
    [("<q>No.</q> ", 8_000), ("town<br>", 16_000), ("<td>a", 16_000), ("<p>&#1;", 16_000)],
)
def test_the_time_that_a_page_takes_grows_as_the_page(piece: str, count: int) -> None:
    def seconds(many: int) -> float:
        begin = time.process_time()
        html = f"<html><body><p>The road is open.</p>{piece * many}</body></html>"
        with suppress(InputError):
            from_bytes(html.encode(), source="given.html")
        return time.process_time() - begin

    seconds(10)
    assert seconds(count) < 24 * max(seconds(count // 8), 0.05)


def test_a_sentence_that_never_ends_is_cut(nlp: Any) -> None:
    from test_documents import article

    from kg import documents

    (parsed,) = documents.parse(nlp, [article("Town falls and " * 1000)])
    assert max(len(sentence) for sentence in parsed.doc.sents) < 600


def test_a_text_of_more_signs_than_words_is_refused_by_their_number() -> None:
    with pytest.raises(InputError, match="150000 words and signs, more than 66666"):
        from_bytes(b"He said (" + b"(" * 149_997, source="given.txt")
