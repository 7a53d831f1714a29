"""What the fuzzer changes: small made-up files of each kind, and the words that mean something in it."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Mapping
from typing import Final, NamedTuple


class Seed(NamedTuple):
    data: bytes
    words: tuple[bytes, ...]


_REPORT: Final = """ date 2031-05-06
Oldbridge changes hands

OLDBRIDGE (Reuters) - Northern troops entered the town of Oldbridge on Tuesday, the northern defence ministry said.
“We hold the market square,” Ann Oak, a spokeswoman, told reporters. “Nobody fled.”

The mayor denied that the army had captured Goma. Officials, citing TASS, said rebels withdrew from Aleppo in May.
Neither side's account could be verified.
"""
_WORDS: Final = (
    b"said ", b"denied that ", b"according to ", b"citing ", "“".encode(), "”".encode(), b'"', b"\n\n",
    b" date 2031-05-06\n", b"(Reuters) - ", b"Goma", b"troops", b"captured ", b"he ", b"which ", b", ", b". ",
    b"not ", b"the army's ", b"Monday",
)  # fmt: skip
_ARTICLE: Final = {
    "title": "Oldbridge changes hands",
    "text": "Northern troops entered Oldbridge on Tuesday, the ministry said. The mayor denied it.",
    "published": "2031-05-06",
    "url": "https://courier.example/oldbridge",
    "publisher": "The Example Courier",
}
_PAGE: Final = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Oldbridge changes hands</title>
<link rel="canonical" href="https://courier.example/oldbridge"><meta property="og:site_name" content="The Courier">
<script type="application/ld+json">{
    json.dumps(
        {
            "@type": "NewsArticle",
            "headline": "Oldbridge changes hands",
            "datePublished": "2031-05-06",
            "publisher": {"@type": "Organization", "name": "The Courier"},
        }
    )
}</script></head><body>
<article><h1>Oldbridge changes hands</h1><p>Northern troops entered <b>Oldbridge</b>, the ministry said.</p>
<blockquote><p>We hold the market square.</p></blockquote><p>The mayor said: <q>No.</q><br>He left &amp; denied it.</p>
<ul><li>The road is closed.</li></ul><table><tr><td>1</td></tr></table></article><!-- end --></body></html>
"""
_TAGS: Final = (
    b"<p>", b"</p>", b"<q>", b"</q>", b"<br>", b"<blockquote>", b"</div>", b"<table>", b"<td>", b"<li>", b"<!--",
    b"-->", b"<![CDATA[", b"]]>", b"<script>", b"</script>", b"&#0;", b"&#xD800;", b"&#1;", b"&nbsp;", b"<b ",
    b"='", b'"', b">", b"<svg>", b"<template>", b"<html>", b"<body>", b"<meta ", b"content=", b"</article>",
    b"<pre>", b"&amp", b"\0",
)  # fmt: skip
_TURTLE: Final = """@prefix ex: <https://example.org/> .
@prefix cg: <https://w3id.org/claimgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:oldbridge a cg:Settlement ; skos:prefLabel "Oldbridge"@en ; ex:people 1200 ; ex:since "1830-01-01"^^<urn:x:date> .
[] ex:says "a \\"word\\" \\u00e9" ; ex:of ( ex:one ex:two [ ex:a true ] ) .
"""
_TRIG: Final = (
    f"{_TURTLE}ex:graph {{ ex:one ex:two ex:three , -1.5e3 . }}\nGRAPH <https://example.org/g2> {{ _:b ex:p _:b }}\n"
)
_TERMS: Final = (
    b"@prefix ", b"@base <a> .", b"PREFIX ", b"<https://claimgraph.example/article/x>",
    b"<https://claimgraph.example/things>", b" a cg:Statement ;", b" . ", b" ; ", b"[", b"]", b"(", b")", b"{",
    b"}", b'"""', b"'''", b"\\ud800", b"\\U00110000", b"@en", b"@e-", b"^^", b"_:b", b"<<", b">>", b"<a b>", b"<>",
    b"GRAPH", b"1e999", b"<#", b"cg:speaker _:b", b"\\",
)  # fmt: skip
_FEED: Final = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>The Courier</title>
<link>https://courier.example/</link><language>en</language><item><title>Oldbridge &amp; Goma</title>
<link>https://courier.example/oldbridge</link><guid isPermaLink="false">1</guid>
<pubDate>Tue, 06 May 2031 10:00:00 GMT</pubDate><description><![CDATA[<p>Troops entered Oldbridge.</p>]]></description>
</item></channel></rss>
"""
_ATOM: Final = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title>
<id>urn:x:1</id>
<updated>2031-05-06T10:00:00Z</updated><entry><title type="html">Oldbridge</title><id>urn:x:2</id>
<link rel="alternate" href="https://courier.example/oldbridge"/><published>2031-05-06T10:00:00+02:00</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Troops entered Oldbridge.</p></div></content></entry>
</feed>
"""
_ELEMENTS: Final = (
    b"<item>", b"</item>", b"<link>", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"&#0;",
    b"<entry>", b"href='file:///etc/passwd'", b"<pubDate>", b"99999999-99-99", b"xml:base='javascript:x'",
    b"</channel>", b"<?xml ",
)  # fmt: skip
_JSON: Final = (
    b"{", b"}", b"[", b"]", b'"', b":", b",", b"null", b"1e999", b"NaN", b'"\\ud800"', b'"\\u0000"', b'{"text":',
    b"\n", b'"text"', b'"url"', b'"published":"2031-13-45"', b'"language":"uk"', b"\\", b"[" * 2000,
    b'{"a":' * 2000, b"9" * 5000,
)  # fmt: skip
_COLUMNS: Final = (
    b",", b";", b'"', b'""', b"\n", b"\r", b"\r\n", b"\t", b"text", b"url", b"=1+1", b"2031-05-06", b"\0",
    b"title,text\n",
)  # fmt: skip
_HEADERS: Final = (
    b"WARC/1.0\r\n", b"WARC-Type: response\r\n", b"Content-Length: 99999999\r\n", b"Content-Length: -1\r\n",
    b"\r\n\r\n", b"Content-Type: application/http\r\n", b"Content-Encoding: gzip\r\n",
    b"Transfer-Encoding: chunked\r\n", b"\r\n", b"0\r\n", b"WARC-Target-URI: javascript:x\r\n",
    b"HTTP/1.1 200 OK\r\n", b"Content-Type: text/html; charset=x\r\n", b": ", b"revisit",
)  # fmt: skip
ODD: Final = (
    b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"\x1b[2J", b"\r",
    b"%00", b"(" * 300, b" " * 300, b"\xcc\x81" * 50, b"a" * 1000, b"\xe2\x80\xa8", b"\xc2\x85", b"-" * 200,
    b"\\u0000",
)  # fmt: skip


def _warc(payload: bytes) -> bytes:
    """One response, as crawlers keep it."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + payload
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        b"WARC-Date: 2031-05-06T10:00:00Z\r\nWARC-Target-URI: https://courier.example/oldbridge\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
    )
    return head % len(answer) + answer + b"\r\n\r\n"


def _zipped(data: bytes) -> bytes:
    held = io.BytesIO()
    with gzip.GzipFile(fileobj=held, mode="wb", mtime=0) as file:
        file.write(data)
    return held.getvalue()


_LINES: Final = "".join(
    f"{json.dumps({**_ARTICLE, 'url': f'https://courier.example/{n}'})}\n" for n in range(3)
).encode()
_TABLE: Final = (
    b"title,text,published,url\n"
    b'Oldbridge,"Northern troops entered Oldbridge, the ministry said.\nThe mayor ""denied"" it.",2031-05-06,https://a.example/1\n'
    b"Goma,Rebels captured Goma on Monday.,2031-05-07,https://a.example/2\n"
)

SEEDS: Final[Mapping[str, tuple[Seed, ...]]] = {
    "text": (Seed(_REPORT.encode(), _WORDS), Seed(_ARTICLE["text"].encode() * 3, _WORDS)),
    "page": (Seed(_PAGE.encode(), _TAGS),),
    "turtle": (Seed(_TURTLE.encode(), _TERMS),),
    "trig": (Seed(_TRIG.encode(), _TERMS),),
    "lines": (Seed(_LINES, _JSON),),
    "array": (Seed(b"[" + b",".join(_LINES.splitlines()) + b"]", _JSON),),
    "table": (Seed(_TABLE, _COLUMNS), Seed(_TABLE.replace(b",", b";"), _COLUMNS)),
    "archive": (Seed(_warc(_PAGE.encode()) * 2, (*_HEADERS, *_TAGS)), Seed(_warc(_ARTICLE["text"].encode()), _HEADERS)),
    "zipped": (
        Seed(_zipped(_warc(_PAGE.encode())), (b"\x1f\x8b\x08", b"\0\0\xff\xff")),
        Seed(_zipped(_warc(_ARTICLE["text"].encode())), _HEADERS),
    ),
    "feed": (Seed(_FEED.encode(), _ELEMENTS), Seed(_ATOM.encode(), _ELEMENTS)),
}
SUFFIXES: Final = {
    "text": ".txt", "page": ".html", "turtle": ".ttl", "trig": ".trig", "lines": ".jsonl", "array": ".json",
    "table": ".csv",
    "archive": ".warc", "zipped": ".warc.gz", "feed": ".xml",
}  # fmt: skip
_TABLES: Final = ("kg.articles.tables",)
NEEDS: Final = {
    "text": (), "page": (), "turtle": (), "trig": (), "lines": _TABLES, "array": _TABLES, "table": _TABLES,
    "archive": ("kg.articles.archives",), "zipped": ("kg.articles.archives",), "feed": ("kg.fetching",),
}  # fmt: skip
"""Which modules read each kind."""
