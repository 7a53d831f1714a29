"""What is nearly the same text, and what only looks like it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_copies import News

from kg.likeness import Likeness, likeness
from kg.likeness.index import Index
from kg.likeness.measure import Shares, alike
from kg.likeness.sketches import sketch
from kg.likeness.words import FEWEST_RUNS, words

DAY = date(2024, 5, 1)


def found(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two articles are found by their sketches, and are alike."""
    index, texts = Index("a"), (" ".join(one), " ".join(other))
    rows = [index.add(f"a{number}", sketched(text)) for number, text in enumerate(texts)]
    return list(index.near(rows[0])) == [rows[1]] and alike(*map(words, texts)) is not None


def sketched(text: str) -> Likeness:
    made = Likeness.read(likeness(text, published=DAY, names_origin=False))
    assert made
    return made


@pytest.mark.parametrize(
    ("change", "share", "least"),
    [
        ("rewritten", 0.1, 39),
        ("rewritten", 0.2, 36),
        ("reworded", 0.05, 39),
        ("shortened", 0.7, 39),
        ("shortened", 0.5, 37),
    ],
)
def test_copies_with_edits_or_cut_at_the_end_are_found(change: str, share: float, least: int) -> None:
    news = News(3)
    originals = [news.article(news.chance.randint(12, 40)) for _ in range(40)]
    assert sum(found(one, getattr(news, change)(one, share)) for one in originals) >= least


def test_of_two_reports_in_one_article_both_are_found() -> None:
    news = News(4)
    one, other = news.article(20), news.article(20)
    assert found(one, one + other)
    assert found(other, one + other)


def test_news_of_one_event_that_has_the_same_quotes_is_not_alike() -> None:
    news = News(5)
    for quotes in range(8):
        same = news.article(quotes)
        assert not found(news.article(18 - quotes) + same, news.article(18 - quotes) + same)


def test_a_brief_is_no_copy_of_a_long_report_that_has_it() -> None:
    news = News(6)
    report = news.article(40)
    assert not found(report[:6], report)


REPORT = (
    "In the past day {n} clashes were recorded on the northern front, the general staff said in its evening report. "
    "Most of the attacks, {m} in all, were in the direction of {place}, where fighting goes on near the railway. "
    "The enemy launched {k} air strikes and dropped {l} guided bombs on positions of our troops and on settlements. "
    "In the direction of {place} our defenders repelled {i} attacks in the areas of {other} and its surroundings. "
    "There were no signs of the formation of offensive groups on the border, and the situation has not changed."
)


def test_a_form_that_was_filled_in_anew_is_no_copy() -> None:
    monday = REPORT.format(n=113, m=27, k=41, l=68, i=9, place="Marlow Heath", other="Stonemouth")
    tuesday = REPORT.format(n=98, m=31, k=36, l=57, i=14, place="Marlow Heath", other="Stonemouth")
    assert alike(words(monday), words(tuesday)) is None
    assert alike(words(monday), words(f"MARLOW HEATH, 12 May (Harbour News) – {monday}"))


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), share=st.floats(0, 1))
def test_likeness_goes_both_ways(seed: int, share: float) -> None:
    news = News(seed)
    one = news.article(10)
    first, second = words(" ".join(one)), words(" ".join(news.rewritten(one, share)))
    there, back = alike(first, second), alike(second, first)
    assert there == (back and Shares(copied=back.kept, kept=back.copied))


def test_case_punctuation_spaces_and_width_of_letters_make_no_difference() -> None:
    one = words("“The ﬁrst of May”, he said: troops – 3,000 of them – don't leave Goma.")
    other = words('"the first of MAY" he said\ntroops 3 000 of them; don’t leave Ｇｏｍａ')
    assert np.array_equal(one.runs, other.runs)
    assert one.figures == other.figures == {"3": 1, "000": 1}


def test_sketches_stay_what_they_are() -> None:
    """They are stored: others for the same words would be compared in vain. Change `sketches.VERSION` with this."""
    made = sketch(words(" ".join(f"word{number}" for number in range(200))).runs)
    assert hashlib.sha256(made).hexdigest()[:16] == "fc76720010c5f178"


def test_sketches_are_what_they_are_said_to_be() -> None:
    """The same by whole numbers of Python, one by one."""
    text = " ".join(News(2).article(4))
    mask, odd = 2**64 - 1, 0x9E3779B97F4A7C15

    def mixed(number: int) -> int:
        number = ((number ^ number >> 30) * 0xBF58476D1CE4E5B9) & mask
        number = ((number ^ number >> 27) * 0x94D049BB133111EB) & mask
        return number ^ number >> 31

    each = [mixed(crc32(word.encode()) + odd) for word in re.findall(r"\w+", text.casefold())]
    runs = set()
    for start in range(len(each) - 4):
        run = 0
        for number in each[start : start + 5]:
            run = (run * odd + number) & mask
        runs.add(mixed(run))
    bits = ""
    for order in range(1, 769):
        factor = (mixed(order * odd & mask) >> 32) | 1
        first = min((run >> 32) * factor & 0xFFFFFFFF for run in runs)
        bits += str((first * 0x9E3779B1 & 0xFFFFFFFF) >> 31)
    assert sketch(words(text).runs) == int(bits, 2).to_bytes(96, "big")


def test_a_likeness_is_read_as_it_was_written() -> None:
    text = " ".join(News(8).article(8))
    for published, origin in ((DAY, True), (None, False)):
        written = likeness(text, published=published, names_origin=origin)
        made = Likeness.read(written)
        assert made
        assert (made.published, made.names_origin, str(made)) == (published, origin, written)


@pytest.mark.parametrize("written", ["", "0:2024-05-01::500:AAAA", "1:2024-05-01:", "1:May::500:AAAA", "1:::500:*"])
def test_what_is_no_likeness_of_this_version_is_none(written: str) -> None:
    assert Likeness.read(written) is None


@pytest.mark.parametrize("text", ["", "Fog.", "Fog closed the port of Eastbridge. " * 40, "\ud800 lone surrogate"])
def test_a_text_of_few_different_words_has_none(text: str) -> None:
    assert likeness(text, published=DAY, names_origin=False) == ""
    assert len(words(text).runs) < FEWEST_RUNS


def test_an_index_keeps_apart_what_is_dropped_and_what_comes_in_its_place() -> None:
    news, index = News(9), Index("https://claimgraph.example/article/")
    articles = {f"https://claimgraph.example/article/{n}": " ".join(news.article(5)) for n in range(1300)}
    rows = {name: index.add(name, sketched(text)) for name, text in list(articles.items())[:700]}
    for name in list(rows)[::2]:
        index.drop(rows.pop(name))
    rows |= {name: index.add(name, sketched(text)) for name, text in list(articles.items())[700:]}
    assert {name: index.row(name) for name in articles} == {name: rows.get(name) for name in articles}
    assert all(index.name(row) == name for name, row in rows.items())
    copy = index.add("urn:copy", sketched(articles["https://claimgraph.example/article/1299"]))
    assert list(index.near(copy)) == [rows["https://claimgraph.example/article/1299"]]
    assert (index.name(copy), index.row("urn:copy")) == ("urn:copy", copy)
