"""An address that is asked again: only what is new or has changed is sent, and nothing is left out for ever."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from local_web import QUICK, LocalWeb, article, index, item, local_web, rss, sitemap

import kg
from kg import pipeline
from kg.articles import Failure
from kg.capture import Capture
from kg.cli import main
from kg.engines import Here
from kg.fetching import Choice, Memory, Web, rest
from kg.fetching.fetcher import Validators
from kg.fetching.memory import FILE, Known
from kg.iris import Minter
from kg.pipeline import Settings
from kg.store import Reader, Writer

TEXT = "Turkish troops have entered Aleppo, Reuters reported on Monday."
TEXTS = "SELECT ?text WHERE { ?a nif:isString ?text } ORDER BY ?text"


@pytest.fixture
def web() -> Iterator[LocalWeb]:
    with local_web() as one:
        yield one


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with Writer.create(tmp_path / "store", base=Minter().base):
        pass
    return tmp_path / "store"


def run(web: LocalWeb, store: Path, *paths: str, safe: bool = True, **wanted: Any) -> tuple[list[str], int]:
    """The paths of what was captured, and how many articles were unchanged. The paths asked for begin anew."""
    web.asked.clear()
    with web.collector(choice=Choice(**wanted), memory=Memory(store)) as collector:
        found = []
        for one in collector.captures(map(web.url, paths)):
            found.append(one.source.removeprefix(web.url("")) if isinstance(one, Capture) else "failed")
            if safe:
                collector.accept(one.source)
    return found, collector.unchanged


def test_a_page_is_sent_again_only_when_it_has_changed(web: LocalWeb, store: Path) -> None:
    web.put("/a", article("One."), etag='"1"')
    assert run(web, store, "/a") == (["/a"], 0)
    assert run(web, store, "/a") == ([], 1)
    assert web.asked[-1].headers["If-None-Match"] == '"1"'
    web.put("/a", article("Two."), etag='"2"')
    assert run(web, store, "/a") == (["/a"], 0)


def test_the_day_of_a_change_does_as_well(web: LocalWeb, store: Path) -> None:
    web.put("/a", article("One."), headers={"Last-Modified": "Wed, 12 Mar 2025 10:00:00 GMT"})
    run(web, store, "/a")
    run(web, store, "/a")
    assert web.asked[-1].headers["If-Modified-Since"] == "Wed, 12 Mar 2025 10:00:00 GMT"


def test_what_another_address_said_is_not_told_after_a_redirect(web: LocalWeb, store: Path) -> None:
    web.put("/a", "", status=302, headers={"Location": "/b"})
    web.put("/b", article("B."), etag='"1"')
    run(web, store, "/a")
    web.put("/a", "", status=302, headers={"Location": "/c"})
    web.put("/c", article("C."), etag='"1"')
    assert run(web, store, "/a") == (["/a"], 0)
    assert all("If-None-Match" not in one.headers for one in web.asked)


def test_of_a_feed_only_what_is_new_or_changed_is_fetched(web: LocalWeb, store: Path) -> None:
    for path in ("/a", "/b"):
        web.put(path, article(path))
    web.put("/feed", rss(item("/a"), item("/b")), etag='"1"')
    assert run(web, store, "/feed") == (["/a", "/b"], 0)
    assert run(web, store, "/feed") == ([], 2)
    assert web.paths == ["/feed"], "it is as it was"
    web.put("/feed", rss(item("/a"), item("/b", title="Corrected")), etag='"2"')
    assert run(web, store, "/feed") == (["/b"], 1)
    assert web.paths == ["/feed", "/b"]
    assert run(web, store, "/feed", limit=1) == ([], 1), "another choice is another question"
    assert web.paths == ["/feed"]


def test_an_article_that_was_not_safe_is_fetched_again(web: LocalWeb, store: Path) -> None:
    web.put("/a", article("A."), etag='"1"')
    web.put("/feed", rss(item("/a")), etag='"1"')
    assert run(web, store, "/feed", safe=False) == (["/a"], 0)
    assert run(web, store, "/feed") == (["/a"], 0)
    assert run(web, store, "/feed") == ([], 1)


def test_an_article_that_could_not_be_had_is_tried_again_though_its_feed_is_the_same(
    web: LocalWeb, store: Path
) -> None:
    web.put("/feed", rss(item("/a"), item("/b")), etag='"1"')
    web.put("/a", article("A."))
    web.put("/b", "", status=500)
    assert run(web, store, "/feed") == (["/a", "failed"], 0)
    web.put("/b", article("B."))
    assert run(web, store, "/feed") == (["/b"], 1)
    assert run(web, store, "/feed") == ([], 2)


def test_what_is_gone_is_told_once_and_not_asked_for_while_the_feed_is_as_it_was(web: LocalWeb, store: Path) -> None:
    web.put("/feed", rss(item("/gone")), etag='"1"')
    assert run(web, store, "/feed") == (["failed"], 0)
    run(web, store, "/feed")
    assert web.paths == ["/feed"]


def test_what_is_no_article_is_asked_for_again_only_when_the_feed_tells_of_a_change(web: LocalWeb, store: Path) -> None:
    web.put("/feed", rss(item("/pdf"), item("/paid"), item("/b")), etag='"1"')
    web.put("/pdf", b"%PDF", "application/pdf")
    web.put("/paid", "", status=403)
    web.put("/b", "", status=500)
    assert run(web, store, "/feed") == (["failed"] * 3, 0)
    assert run(web, store, "/feed") == (["failed"], 0)
    assert web.paths == ["/feed", "/b"]
    web.put("/paid", article("Free."))
    web.put("/feed", rss(item("/pdf"), item("/paid", title="Now for all"), item("/b")), etag='"2"')
    assert run(web, store, "/feed") == (["/paid", "failed"], 0)


def test_an_index_of_sitemaps_is_looked_through_each_time(web: LocalWeb, store: Path) -> None:
    web.put("/index", index(web.url("/map")), etag='"1"')
    web.put("/map", sitemap(web.url("/a")), etag='"1"')
    web.put("/a", article("A."))
    web.put("/b", article("B."))
    assert run(web, store, "/index") == (["/a"], 0)
    assert run(web, store, "/index") == ([], 1)
    web.put("/map", sitemap(web.url("/a"), web.url("/b")), etag='"2"')
    assert run(web, store, "/index") == (["/b"], 1)


def test_how_long_a_feed_wants_to_rest_is_remembered(web: LocalWeb, store: Path) -> None:
    head = "<ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    web.put("/feed", rss(head=head))
    web.put("/busy", "", status=429, headers={"Retry-After": "7200"})
    web.put("/slow", rss(), headers={"Cache-Control": "public, max-age=600"})
    run(web, store, "/feed", "/slow", "/busy")
    rests = [rest(web.url(path), Web(), store) for path in ("/feed", "/busy", "/slow")]
    assert rests == pytest.approx([1800, 7200, 600], abs=60)


def test_a_memory_is_made_only_in_a_store_and_a_damaged_one_is_thrown_away(tmp_path: Path, store: Path) -> None:
    known = Known(validators=Validators(address="http://gazette.example/a", etag='"1"'), stamp="s")
    with Memory(tmp_path) as memory:
        memory.keep("a", known)
        assert memory.get("a") is None
    assert not (tmp_path / FILE).exists()
    with Memory(store) as memory:
        memory.keep("a", known)
        assert memory.get("a") == known
    (store / FILE).write_bytes(b"no database" * 1_000)
    with Memory(store) as memory:
        assert memory.get("a") is None
        memory.keep("a", known)
        assert memory.get("a") == known


def test_a_store_is_built_from_a_feed_and_again_from_what_is_new(web: LocalWeb, tmp_path: Path) -> None:
    web.put("/a", article(TEXT))
    web.put("/feed", rss(item("/a"), item("/b"), item("/pdf")), etag='"1"')
    web.put("/b", "<html><body></body></html>")
    web.put("/pdf", b"%PDF", "application/pdf")
    # The names of the made-up sites are known to nobody here, so this machine is asked by its number.
    feed = web.url("/feed", "127.0.0.1")
    asked = Web(manners=QUICK)
    first = kg.build(feed, store=tmp_path / "store", web=asked).outcome
    assert first
    assert first.stored == 1
    assert len(first.failures) == 2
    rows = Reader.open(tmp_path / "store").select(TEXTS).rows
    assert [str(row[0]) for row in rows] == [f"A headline\n\n{TEXT}"]
    web.asked.clear()
    second = pipeline.build([feed], tmp_path / "store", Settings(), web=asked)
    assert (second.stored, second.unchanged, second.failures) == (0, 3, [])
    assert web.paths == ["/feed"]


def test_a_feed_does_not_bring_back_what_was_retracted_but_its_address_does(web: LocalWeb, tmp_path: Path) -> None:
    web.put("/a", article(TEXT), etag='"1"')
    web.put("/feed", rss(item("/a")))
    address, feed = web.url("/a", "127.0.0.1"), web.url("/feed", "127.0.0.1")
    with Here(Settings().charge()) as engine:

        def build(given: str) -> tuple[int, int]:
            outcome = pipeline.build([given], tmp_path / "store", Settings(), web=Web(manners=QUICK), engine=engine)
            return outcome.stored, outcome.unchanged

        assert build(feed) == (1, 0)
        assert len(pipeline.retract([address], tmp_path / "store").articles) == 1
        assert build(feed) == (0, 1)
        assert build(address) == (1, 0)


def test_an_address_of_the_local_network_is_told_in_one_line(
    web: LocalWeb, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["build", web.url("/a", "127.0.0.1"), "--store", str(tmp_path / "store"), "--workers", "0"])
    assert left.value.code == 3
    told = capsys.readouterr().err.splitlines()
    assert any("is in the local network (127.0.0.1): if that is meant, give --allow-private" in line for line in told)
    assert not any("Traceback" in line for line in told)
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("option", "why"),
    [
        (["--since", "yesterday"], "is no date: write it like 2025-03-12"),
        (["--contact", "me"], "tells nobody whom to write to"),
        (["--interval", "-1"], "the interval cannot be"),
    ],
)
def test_options_that_cannot_be_are_told(option: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["build", "http://gazette.example/", *option])
    assert left.value.code == 2
    assert why in capsys.readouterr().err


def test_a_collector_is_used_once(web: LocalWeb) -> None:
    web.put("/a", article("A."))
    collector = web.collector()
    assert len(list(collector.captures([web.url("/a")]))) == 1
    with pytest.raises(ValueError, match="make another collector"):
        list(collector.captures([web.url("/b")]))


def test_nothing_is_waited_for_that_nobody_wants(web: LocalWeb) -> None:
    slow = replace(QUICK, interval=600.0)
    web.put("/a", article("A."))
    began = time.monotonic()
    found = web.collector(slow).captures([web.url("/a"), web.url("/b")])
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 5
    assert not isinstance(found, Failure)
