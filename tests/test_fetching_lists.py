"""Feeds and sitemaps: what they list is fetched, and what they tell of it goes with it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from local_web import QUICK, LocalWeb, article, index, item, local_web, packed, rss, sitemap

from kg.articles import Failure
from kg.capture import Capture
from kg.fetching import Choice, feed_reader, feeds, sitemaps
from kg.fetching.kinds import Kind, kind
from kg.fetching.refusals import FetchError

LONG = "<p>" + "The army holds Kelvane, the ministry said. " * 15 + "</p>"
FEED = "application/rss+xml"


@pytest.fixture
def web() -> Iterator[LocalWeb]:
    with local_web() as one:
        for path in "abcd":
            one.put(f"/{path}", article(f"Article {path}."))
        yield one


def fetched(web: LocalWeb, path: str, **wanted: Any) -> list[Capture | Failure]:
    return list(web.collector(choice=Choice(**wanted)).captures([web.url(path)]))


def captured(web: LocalWeb, path: str, **wanted: Any) -> list[Capture]:
    found = fetched(web, path, **wanted)
    assert all(isinstance(one, Capture) for one in found), found
    return [one for one in found if isinstance(one, Capture)]


def sources(web: LocalWeb, path: str, **wanted: Any) -> list[str]:
    return [one.source.removeprefix(web.url("")) for one in captured(web, path, **wanted)]


@pytest.mark.parametrize(
    ("beginning", "expected"),
    [
        (b"<!DOCTYPE html><html><body><rss>", Kind.PAGE),
        (b"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'>", Kind.PAGE),
        (b"", Kind.PAGE),
        (b"The army <feed> said", Kind.PAGE),
        (b'{"version": "1"}', Kind.PAGE),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?><!-- made by hand --><rss version='2.0'>", Kind.FEED),
        (b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "x"><rss version="0.91">', Kind.FEED),
        (b'<rdf:RDF xmlns="http://purl.org/rss/1.0/">', Kind.FEED),
        (b'<atom:feed xmlns:atom="http://www.w3.org/2005/Atom">', Kind.FEED),
        ("\ufeff<feed>".encode("utf-16-le"), Kind.FEED),
        (b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1"', Kind.JSON_FEED),
        (b"<urlset>", Kind.SITEMAP),
        (b"<?xml version='1.0'?><sitemapindex>", Kind.SITEMAP),
        (b"\x1f\x8b\x08", Kind.PACKED),
    ],
)
def test_what_an_address_holds_is_told_by_its_first_bytes(beginning: bytes, expected: Kind) -> None:
    assert kind(beginning) is expected


def test_a_feed_gives_its_articles_and_what_it_tells_of_them(web: LocalWeb) -> None:
    web.put("/feed", rss(item("/a", title="Troops &amp; towns")), "text/html")  # whatever its server calls it
    (found,) = captured(web, "/feed")
    assert found.data == web.pages["/a"].body
    assert found.source == found.given.url == web.url("/a")
    assert found.given.title == "Troops & towns"
    assert found.given.published == date(2025, 3, 12)
    assert found.given.publisher == "The Borland Gazette"
    assert found.given.language == "en-gb"


def test_the_day_of_an_article_is_the_day_at_its_place(web: LocalWeb) -> None:
    web.put("/feed", rss(item("/a", day="Wed, 12 Mar 2025 23:30:00 -0500"), item("/b", day="2025-03-12T23:30-05:00")))
    assert [one.given.published for one in captured(web, "/feed")] == [date(2025, 3, 12)] * 2


def test_atom_rdf_and_json_are_feeds_too(web: LocalWeb) -> None:
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title><entry><title>A</title><id>x</id>'
    web.put("/atom", f"{atom}<link href='/a'/><published>2025-03-12T10:00:00Z</published></entry></feed>")
    rdf = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    web.put(
        "/rdf", f"{rdf}<channel><title>Gazette</title></channel><item><title>A</title><link>/a</link></item></rdf:RDF>"
    )
    items = [{"id": "1", "url": "/a", "title": "A", "date_published": "2025-03-12T10:00:00Z"}, "nonsense", {}]
    told = {"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "language": "en", "items": items}
    web.put("/json", json.dumps(told), "application/feed+json")
    for path in ("/atom", "/rdf", "/json"):
        (found,) = captured(web, path)
        assert (found.source, found.given.title, found.given.publisher) == (web.url("/a"), "A", "Gazette"), path


def test_a_feed_is_not_the_publisher_of_what_stands_on_other_sites(web: LocalWeb) -> None:
    elsewhere = web.url("/b", "other.example")
    web.put(
        "/feed",
        rss(item(web.url("/a", "www.gazette.example")), item(elsewhere, more=f"<description>{LONG}</description>")),
    )
    own, other = sorted(captured(web, "/feed"), key=lambda one: one.source, reverse=True)
    assert (own.given.publisher, other.given.publisher) == ("The Borland Gazette", None)
    del web.pages["/b"]
    del web.pages["/a"]
    assert all(isinstance(one, Failure) for one in fetched(web, "/feed")), "nor is its text what the other site says"


def test_an_article_whose_page_cannot_be_had_is_what_the_feed_holds_of_it(web: LocalWeb) -> None:
    web.put("/robots.txt", "User-agent: *\nDisallow: /b\n", "text/plain")
    more = f"<content:encoded><![CDATA[{LONG}]]></content:encoded>"
    web.put("/feed", rss(item("/a", more=more), item("/b", title="Fast & loose", more=more), item("/gone", more=more)))
    whole, forbidden, gone = captured(web, "/feed")
    assert whole.data == web.pages["/a"].body
    for one, path in ((forbidden, "/b"), (gone, "/gone")):
        assert one.source == one.given.url == web.url(path)
        assert LONG in one.data.decode()
        assert one.media_type == "text/html; charset=utf-8"
    assert "/b" not in web.paths


def test_a_teaser_is_no_article(web: LocalWeb) -> None:
    web.put("/feed", rss(item("/gone", more="<description>" + "&lt;b class='x'&gt;" * 100 + "A teaser.</description>")))
    (failed,) = fetched(web, "/feed")
    assert isinstance(failed, Failure)
    assert "is there no more" in failed.reason


def test_an_article_without_an_address_is_a_part_of_its_feed(web: LocalWeb) -> None:
    told = f"<item><guid isPermaLink='false'>n1</guid><description><![CDATA[{LONG}]]></description></item>"
    web.put("/feed", rss(told, "<item><guid isPermaLink='false'>n2</guid></item>"))
    kept, left = fetched(web, "/feed")
    assert isinstance(kept, Capture)
    assert isinstance(left, Failure)
    assert (kept.source, kept.given.url) == (web.url("/feed#n1"), None)
    assert "neither its address nor its text" in left.reason


def test_the_newest_are_taken_and_none_that_is_too_old(web: LocalWeb) -> None:
    days = {"a": "Mon, 10 Mar 2025", "b": "Wed, 12 Mar 2025", "c": "Tue, 11 Mar 2025"}
    web.put("/feed", rss(*(item(f"/{path}", day=f"{day} 10:00:00 GMT") for path, day in days.items())))
    assert sources(web, "/feed") == ["/b", "/c", "/a"]
    assert sources(web, "/feed", limit=2) == ["/b", "/c"]
    assert sources(web, "/feed", since=date(2025, 3, 11)) == ["/b", "/c"]


def test_an_article_that_two_lists_name_is_fetched_once(web: LocalWeb) -> None:
    web.put("/feed", rss(item("/a"), item("/a"), item("/b")))
    web.put("/map", sitemap(web.url("/a?utm_source=map"), web.url("/b#comments"), web.url("/c")))
    found = list(web.collector().captures([web.url("/feed"), web.url("/map")]))
    assert sorted(one.source for one in found) == [web.url("/a"), web.url("/b"), web.url("/c")]


def test_a_damaged_feed_gives_what_can_be_read_of_it(web: LocalWeb) -> None:
    web.put("/feed", rss(item("/a"), item("/b"))[:-30] + "& <b")
    assert sources(web, "/feed") == ["/a", "/b"]


@pytest.mark.parametrize(
    ("encoding", "declared"), [("iso-8859-1", "iso-8859-1"), ("utf-16", "utf-16"), ("windows-1251", "windows-1251")]
)
def test_a_feed_in_any_encoding_is_read(web: LocalWeb, encoding: str, declared: str) -> None:
    title = "Жизнь" if "1251" in encoding else "Möglich"
    text = rss(item("/a", title=title)).replace("utf-8", declared)
    web.put("/feed", text.encode(encoding), "application/rss+xml")
    (found,) = captured(web, "/feed")
    assert found.given.title == title


def test_a_sitemap_gives_its_articles_and_not_its_pictures(web: LocalWeb) -> None:
    spaces = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    spaces += 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    told = "<news:news><news:publication><news:name>Gazette</news:name><news:language>en</news:language>"
    told += "</news:publication><news:publication_date>2025-03-11T10:00:00Z</news:publication_date>"
    told += "<news:title>Troops &amp; towns</news:title></news:news>"
    picture = f"<image:image><image:loc>{web.url('/d')}</image:loc></image:image>"
    text = sitemap(web.url("/a")).replace("</url>", told + picture + "</url>").replace("<urlset", f"<urlset {spaces}")
    web.put("/map", text)
    (found,) = captured(web, "/map")
    given = found.given
    assert (given.title, given.publisher, given.language) == ("Troops & towns", "Gazette", "en")
    assert (given.published, given.url) == (date(2025, 3, 11), web.url("/a"))


def test_an_index_of_sitemaps_packed_or_not_is_followed(web: LocalWeb) -> None:
    web.put("/index", index(web.url("/one.xml.gz"), web.url("/two"), web.url("/index"), "ftp://gazette.example/x"))
    web.put("/one.xml.gz", packed(sitemap(web.url("/a"))), "application/x-gzip")
    web.put("/two", sitemap(web.url("/b"), web.url("/c")), "application/xml", headers={})
    assert sources(web, "/index") == ["/a", "/b", "/c"]
    assert sources(web, "/index", limit=2) == ["/a", "/b"]


def test_indexes_are_followed_only_so_deep(web: LocalWeb) -> None:
    for depth in range(6):
        web.put(f"/index{depth}", index(web.url(f"/index{depth + 1}")))
    assert fetched(web, "/index0") == []
    assert web.paths == ["/index0", "/index1", "/index2"]


def test_a_page_in_place_of_a_sitemap_is_told(web: LocalWeb) -> None:
    web.put("/index", index(web.url("/a")))
    (failed,) = fetched(web, "/index")
    assert isinstance(failed, Failure)
    assert "listed as a sitemap, but it is none" in failed.reason


def test_entities_are_not_expanded(web: LocalWeb) -> None:
    laughs = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    bomb = f'<!DOCTYPE x [<!ENTITY a "ha">{laughs}]>'
    web.put("/map", bomb + "<urlset><url><loc>&j;</loc></url></urlset>")
    web.put("/feed", bomb + rss(item("/a", title="&j;")).partition("?>")[2])
    began = time.process_time()
    (failed,) = fetched(web, "/map")
    assert isinstance(failed, Failure)
    assert "it declares a document type" in failed.reason
    for one in fetched(web, "/feed"):
        assert isinstance(one, Failure) or len(one.given.title or "") < 5_000
    assert time.process_time() - began < 1.0


def test_nothing_is_opened_that_a_list_names(web: LocalWeb, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret")
    files = f'<!ENTITY a SYSTEM "file://{tmp_path}/secret"><!ENTITY b SYSTEM "{web.url("/b.ent")}">'
    head = f'<!DOCTYPE rss SYSTEM "{web.url("/rss.dtd")}" [{files}<!ENTITY % c SYSTEM "{web.url("/c.ent")}">%c;]>'
    text = rss(item("/a", title="A &a; &b;"))
    web.put("/feed", text.replace("<rss", head + "<rss", 1))
    web.put("/map", head + sitemap(web.url("/a")).partition("?>")[2])
    for path in ("/feed", "/map"):
        for one in fetched(web, path):
            assert isinstance(one, Failure) or "secret" not in (one.given.title or "")
    assert set(web.paths) <= {"/feed", "/map", "/a"}


def test_a_sitemap_with_more_than_it_may_have_is_read_that_far() -> None:
    many = sitemaps.MOST_ENTRIES + 1
    found = sitemaps.read(sitemap(*(f"http://gazette.example/{n}" for n in range(many))).encode(), "map")
    assert (len(found.entries), found.whole) == (sitemaps.MOST_ENTRIES, False)


def test_a_feed_that_would_take_for_ever_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "PATIENCE", 0.5)
    hostile = "<rss version='2.0'><channel><item><author>" + "a" * 300_000 + "</author></item></channel></rss>"
    with pytest.raises(FetchError, match="takes more time or memory than any feed does"):
        feeds.read(hostile.encode(), "http://gazette.example/feed", "")


def test_a_feed_that_looks_like_the_name_of_a_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "secret.xml"
    path.write_text(rss(item("http://gazette.example/secret")))
    assert feed_reader.told(str(path).encode(), "http://gazette.example/feed", "")["entries"] == []


@pytest.mark.parametrize(
    "nonsense",
    [
        "<rss version='2.0'><channel><item><title>A</title><pubDate>2025&#x110000;</pubDate></item>",
        "<rss version='2.0'><channel></item></link>",
        "<?xml version='1.0' encoding='ut\udcce-8'?><rss version='2.0'></rss>",
    ],
)
def test_what_feedparser_trips_over_is_told(web: LocalWeb, nonsense: str) -> None:
    web.put("/feed", nonsense.encode("utf-8", "surrogateescape"))
    (failed,) = fetched(web, "/feed")
    assert isinstance(failed, Failure)
    assert "a feed that cannot be read" in failed.reason


def test_characters_that_are_none_go_nowhere(web: LocalWeb) -> None:
    items = [{"id": "\ud800 <1>", "content_text": "\udfff\0" + "words " * 100, "title": "A\ud800\0\tB"}]
    told = {"version": "https://jsonfeed.org/version/1.1", "language": "so-called English", "items": items}
    web.put("/feed", json.dumps(told), "application/json")
    (found,) = captured(web, "/feed")
    assert found.source == web.url("/feed#%EF%BF%BD%20%3C1%3E")
    assert (found.given.title, found.given.language) == ("A\ufffd\ufffd B", None)
    assert found.data.decode().count("\ufffd") == 4


def test_one_bad_list_does_not_stop_the_others(web: LocalWeb) -> None:
    web.put("/feed", rss(item("/a")))
    web.put("/bad", "<rss><channel>")
    found = list(web.collector(QUICK).captures([web.url("/bad"), "http://", web.url("/feed")]))
    assert [type(one) for one in found] == [Failure, Failure, Capture]
