"""The made-up news of the benchmarks: the same for the same seed, and like news in what makes its cost."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from statistics import median

import made_up_news
import pytest
from newsroom import FORMATS, Written
from warcio.archiveiterator import ArchiveIterator

from kg import articles
from kg.model import Article

MANY = 400


@pytest.fixture(scope="module")
def archive() -> list[Written]:
    return list(made_up_news.articles(MANY))


def digests(paths: list[Path]) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]


@pytest.mark.parametrize("layout", sorted(FORMATS))
def test_the_same_seed_gives_the_same_bytes(layout: str, tmp_path: Path) -> None:
    one, again, other = (
        digests(made_up_news.write(tmp_path / name, 12, seed=seed, layout=layout))
        for name, seed in (("one", 3), ("again", 3), ("other", 4))
    )
    assert one == again
    assert not set(one) & set(other)


def test_an_archive_goes_on_where_it_stopped(archive: list[Written]) -> None:
    assert list(made_up_news.articles(20, first=150)) == archive[150:170]


def test_lengths_have_a_heavy_tail(archive: list[Written]) -> None:
    words = [len(one.text.split()) for one in archive]
    assert 450 < median(words) < 700
    assert min(words) < 150
    assert max(words) > 4 * median(words)


def test_the_vocabulary_grows_with_the_corpus(archive: list[Written]) -> None:
    half, whole = (
        {word for one in archive[:count] for word in re.findall(r"\w+", one.text)} for count in (MANY // 2, MANY)
    )
    assert len(whole) > 1.35 * len(half)


def test_several_outlets_tell_of_one_event(archive: list[Written]) -> None:
    tellers: dict[str, set[str]] = {}
    for one in archive:
        for place in re.findall(r"captured (\w+)", one.text):
            tellers.setdefault(place, set()).add(one.outlet)
    assert max(map(len, tellers.values())) > 3


def test_a_copy_keeps_most_of_the_words_and_an_update_the_address(archive: list[Written]) -> None:
    copies = [one for one in archive if one.kind == "copy"]
    updates = [one for one in archive if one.kind == "update"]
    assert 0.02 < len(copies) / MANY < 0.08
    assert 0.01 < len(updates) / MANY < 0.05
    for one in copies:
        first = archive[one.of or 0]
        assert one.url != first.url
        shared = set(one.paragraphs) & set(first.paragraphs)
        assert len(shared) >= 0.6 * len(first.paragraphs)
    for one in updates:
        assert one.url == archive[one.of or 0].url
        assert one.text != archive[one.of or 0].text


def test_a_few_are_in_other_languages(archive: list[Written]) -> None:
    languages = Counter(one.language for one in archive)
    assert 0.95 < languages["en"] / MANY < 1
    assert len(languages) > 2


def test_nothing_is_left_unfilled(archive: list[Written]) -> None:
    for one in archive:
        assert not re.search(r"[{}\[\]|]|  ", f"{one.title}\n{one.text}"), one.number


def test_texts_and_pages_are_read_as_they_were_written(tmp_path: Path, archive: list[Written]) -> None:
    for path, one in zip(made_up_news.write(tmp_path / "t", 5), archive, strict=False):
        read = next(articles.read([str(path)]))
        assert isinstance(read, Article)
        assert (read.published, read.title) == (one.published, one.title)
        assert one.text in read.text
    for path, one in zip(made_up_news.write(tmp_path / "p", 5, layout="html"), archive, strict=False):
        read = next(articles.read([str(path)]))
        assert isinstance(read, Article)
        assert (read.published, read.publisher, read.url) == (one.published, one.outlet, one.url)
        assert [line for line in read.text.split("\n\n") if line != one.title] == list(one.paragraphs)


def test_archives_hold_every_article(tmp_path: Path, archive: list[Written]) -> None:
    (lines,) = made_up_news.write(tmp_path, 5, layout="jsonl")
    told = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert [(one["url"], one["text"]) for one in told] == [(one.url, one.text) for one in archive[:5]]
    (warc,) = made_up_news.write(tmp_path, 5, layout="warc")
    with warc.open("rb") as stream:
        urls = [record.rec_headers.get_header("WARC-Target-URI") for record in ArchiveIterator(stream)]
    assert urls == [one.url for one in archive[:5]]
