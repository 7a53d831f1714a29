"""HTML that is hard to read, each page made as large as wanted, and files that are no text or not what they say."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from typing import Final

from hostile_texts import PROSE, Make

_REPORT: Final = f"<p>{PROSE}</p><p>The mayor said: <q>No.</q></p>"
_DEEPEST: Final = 20_000


def pages() -> Iterator[tuple[str, Make]]:
    for family in (bodies, towers, heads, told, markup, entities):
        yield from family()


def _page(body: str, *, head: str = "") -> bytes:
    text = f"<!doctype html><html><head>{head}</head><body><article>{body}{_REPORT}</article></body></html>"
    return text.encode("utf-8", "surrogatepass")


def _filled(unit: str) -> Make:
    return lambda size: _page(unit * (size // len(unit) + 1))


def _nested(opening: str, closing: str = "") -> Make:
    """As deep as there are tags for it, half of them to close."""

    def make(size: int) -> bytes:
        depth = min(size // (len(opening) + len(closing)) + 1, _DEEPEST)
        return _page(opening * depth + PROSE + closing * depth)

    return make


def _headed(head: str) -> Make:
    return lambda size: _page("", head=head)


def bodies() -> Iterator[tuple[str, Make]]:
    yield "paragraphs", _filled(f"<p>{PROSE}</p>")
    yield "empty paragraphs", _filled("<p></p>")
    yield "line breaks", _filled("<br>")
    yield "words and line breaks", _filled("town<br>")
    yield "rules", _filled("<hr>")
    yield "bold letters", _filled("<b>a</b>")
    yield "links", _filled("<a href='https://a.example/b'>The town fell.</a> ")
    yield "headings", _filled("<h1>The town fell</h1>")
    yield "cells", lambda size: _page("<table><tr>" + "<td>The town fell.</td>" * (size // 24) + "</tr></table>")
    yield "rows", lambda size: _page("<table>" + "<tr><td>a<td>b</tr>" * (size // 18) + "</table>")
    yield "items", lambda size: _page("<ul>" + "<li>The town fell." * (size // 19) + "</ul>")
    yield "options", lambda size: _page("<select>" + "<option>a" * (size // 9) + "</select>")
    yield "quotations", _filled("<q>No.</q> ")
    yield "block quotations", _filled("<blockquote>The town fell.</blockquote>")
    yield "preformatted", lambda size: _page(f"<pre>{'The town fell.  ' * (size // 16)}</pre>")
    yield "a script", lambda size: _page(f"<script>{'a<b&&c();' * (size // 9)}</script>")
    yield "a style sheet", lambda size: _page(f"<style>{'.a{b:c}' * (size // 7)}</style>")
    yield "a picture as text", lambda size: _page(f"<img src='data:image/png;base64,{'iVBORw0K' * (size // 8)}'>")
    yield "drawings", _filled("<svg><path d='M0 0L1 1'/><text>a</text></svg>")
    yield "formulas", _filled("<math><mi>x</mi></math>")
    yield "frames", _filled("<iframe src='file:///etc/passwd' srcdoc='<p>x</p>'></iframe>")
    yield "hidden words", _filled(f"<div style='display:none' hidden>{PROSE}</div>")
    yield "words in attributes", _filled(f"<span title='{PROSE}' alt='{PROSE}'></span>")
    yield "one long word", lambda size: _page(f"<p>{'a' * size}</p>")
    yield "parentheses", lambda size: _page(f"<p>{'(' * min(size, 190_000)}</p>")
    yield "forms", _filled("<form action='javascript:x'><input value='a'></form>")
    yield "templates", _filled("<template><p>a</p></template><noscript><p>b</p></noscript>")


def towers() -> Iterator[tuple[str, Make]]:
    """One in the other."""
    for tag in ("div", "b", "span", "font", "blockquote", "q", "ul><li", "table><tr><td", "section", "a", "p", "em"):
        inner = "".join(f"</{one}>" for one in reversed(tag.split("><")))
        yield f"nested {tag}", _nested(f"<{tag}>", inner)
        yield f"{tag} never closed", _nested(f"<{tag}>")
    yield "nested div with words", _nested("<div>The town fell. ", "</div>")
    yield "nested div with words after", _nested("<div>", "The town fell.</div>")
    yield "nested q with words", _nested("<q>The town ", "fell.</q>")
    yield "nested blockquote with words", _nested("<blockquote>The town fell. ", "</blockquote>")
    yield "nested b with words", _nested("<b>The town ", "fell.</b>")
    yield "nested font in div", _nested("<div><font>The town fell. ", "</font></div>")
    yield "crossed", _nested("<b><i><p>", "</b></i></p>")
    yield "closed only", _filled("</div>")
    yield "bodies in bodies", _nested("<html><body>", "</body></html>")


def heads() -> Iterator[tuple[str, Make]]:
    yield "a long title", lambda size: _page("", head=f"<title>{'Town falls ' * (size // 11)}</title>")
    yield "a title of tags", lambda size: _page("", head=f"<title>{'<b>Town</b>' * (size // 11)}</title>")
    yield "many titles", lambda size: _page("", head="<title>Town falls</title>" * (size // 26))
    yield "a title of spaces", lambda size: _page("", head=f"<title>{' ' * size}Town</title>")
    yield "a title over lines", _headed("<title>Town\n\n\tfalls\r\n &#0; &#x202e; \x07</title>")
    for name, value in {
        "a long title": "Town falls " * 9000,
        "a title of control characters": "Town&#1;&#8;\x1b[31m falls",
        "a title that begins like a formula": "=1+1",
        "a title of backslashes": 'Town \\ \\u0041 "',
        "an empty title": "",
    }.items():
        yield f"{name}, for others to show", _headed(f"<meta property='og:title' content='{value}'>")
    for name, value in {
        "long": "The Courier " * 9000,
        "of symbols": "⟨⟩ > > | —",
        "a chain": "Ann > Bob > Cid",
        "markup": "<b>The Courier</b>",
        "an address": "https://courier.example/",
        "of blanks": " &nbsp; ",
        "of invisible characters": "&#x200b;&#x202e;&#xad;",
    }.items():
        yield f"a publisher that is {name}", _headed(f'<meta property="og:site_name" content="{value}">')
    yield "many properties", lambda size: _page("", head="<meta name='a' content='b'>" * (size // 27))
    yield "a refresh", _headed("<meta http-equiv=refresh content='0;url=file:///etc/passwd'>")
    yield "a base", _headed("<base href='javascript:alert(1)//'><link rel=canonical href='/a'>")
    yield "a style sheet of data", _headed("<link rel=stylesheet href='data:text/css,*{}'>")


def told() -> Iterator[tuple[str, Make]]:
    """Dates, addresses and descriptions that are none."""
    for date in (
        "2031-13-45", "9999-12-31", "0000-00-00", "0001-01-01", "-5000-01-01", "2031-05-06T25:61:61+99:99", "yesterday",
        "2031-02-30", "1900-01-01", "2199-12-31", "20310506", "06/05/2031", "١٢٣٤-٠٥-٠٦", "2031-05-06" * 999,
        "Tue, 06 May 2031 10:00:00 GMT", "1936742400", "1e400", "２０３１-０５-０６", "NaN", "2031-W19-2",
    ):  # fmt: skip
        yield f"published {date[:26]}", _headed(f"<meta property='article:published_time' content='{date}'>")
    for address in (
        "https://a.example/%zz", "https://a.example/a b", "https://a.example/a#b#c", "http://[::1/x", "http://a:port/x",
        "https://a.example/[x]", "https://a.example/\ue000", "https://a.example/é?ü=ö", "https://xn--/x", "https:///x",
        "//a.example/x", "data:text/html,x", "javascript:x", "file:///etc/passwd", "https://a.example/" + "x" * 99_999,
        "https://user:secret@a.example/x", "HTTPS://A.EXAMPLE/x", "https://a.example/x\u202e", "https://a.example/\ufffe",
        "https://a.example/&#xD800;", "https://a..example/x", "https://a.example:99999/x", "https://a.example/'x",
        "https://٣.example/x", "https://a.example/x\\y", "https://%61.example/x", "https://a_b.example/x", "https://-/x",
        "https://claimgraph.example/article/x", "https://claimgraph.example/things", "https://a.example/x%00",
    ):  # fmt: skip
        yield f"at {ascii(address)[1:60]}", _headed(f'<link rel=canonical href="{address}">')
        yield f"says it is {ascii(address)[1:60]}", _headed(f'<meta property="og:url" content="{address}">')
    for name, text in {
        "cut off": '{"@type":"NewsArticle","headline":"Town',
        "no object": "[[[[1]]]]",
        "a number": "1",
        "null": "null",
        "many of itself": json.dumps([{"@type": "NewsArticle", "headline": "Town falls"}] * 500),
        "deep": '{"author":' * 3000 + "1" + "}" * 3000,
        "deep lists": "[" * 5000 + "]" * 5000,
        "of wrong kinds": json.dumps({"@type": "NewsArticle", "headline": 1, "author": [None, {}], "publisher": 0.5}),
        "of more wrong kinds": json.dumps({"@type": ["NewsArticle"], "headline": {"a": []}, "datePublished": [1]}),
        "a remote context": json.dumps({"@context": "file:///etc/passwd", "@type": "NewsArticle", "headline": "Town"}),
        "infinite": '{"@type":"NewsArticle","datePublished":1e999,"headline":NaN}',
        "half characters": '{"@type":"NewsArticle","headline":"\\ud800 Town \\u0000","publisher":{"name":"\\udfff"}}',
        "commented": '<!-- {"@type":"NewsArticle","headline":"Town"} --> //',
        "a large number": '{"@type":"NewsArticle","headline":' + "9" * 5000 + "}",
    }.items():
        yield f"a description that is {name}", _headed(f'<script type="application/ld+json">{text}</script>')


def markup() -> Iterator[tuple[str, Make]]:
    """What no parser of HTML agrees about."""
    yield "comments", _filled("<!-- a -->")
    yield "comments never closed", _filled("<!--")
    yield "a comment", lambda size: _page(f"<!--{'-' * size}-->")
    yield "a comment before all", lambda size: b"<!--" + b"-" * size + b"-->" + _page("")
    yield "CDATA", _filled("<![CDATA[ a ]]>")
    yield "CDATA never closed", _filled("<![CDATA[")
    yield "instructions", _filled("<?php echo 1 ?>")
    yield "instructions never closed", _filled("<?")
    yield "declarations", _filled("<!DOCTYPE html>")
    yield "a long declaration", lambda size: f"<!DOCTYPE html {'x' * size}>".encode() + _page("")
    yield "tags that are none", _filled("< p >a</ p >")
    yield "tags without an end", _filled("<a ")
    yield "attributes without an end", _filled('<a b="')
    yield "closed before they open", _filled("</")
    yield "angles", _filled("<")
    yield "angles and letters", _filled("<a<b>>")
    yield "one long tag", lambda size: _page(f"<{'a' * size}>")
    yield "one long attribute", lambda size: _page(f"<p class='{'a ' * (size // 2)}'>a</p>")
    yield "one long attribute name", lambda size: _page(f"<p {'a' * size}=1>a</p>")
    yield "900 attributes", _filled(f"<p {' '.join(f'a{n}=x' for n in range(900))}>a</p>")
    yield "the same attribute", _filled(f"<p {'a=1 ' * 900}>a</p>")
    yield "name spaces", _filled("<x:y:z xmlns:x='u'>a</x:y:z>")
    yield "elements of their own", _filled("<my-news>The town fell.</my-news>")
    yield "NUL in tags", _filled("<p\0>a</p\0>")
    yield "upper case", _filled(f"<P ALIGN=LEFT><FONT FACE=X>{PROSE}</FONT></P>")
    yield (
        "frames instead of a body",
        lambda size: b"<html><frameset>" + b"<frame src=x>" * (size // 13) + b"</frameset>",
    )
    yield "plaintext", _filled("<plaintext>The town fell.")
    yield "no body", lambda size: b"<html><head><title>Town</title></head></html>"
    yield "nothing at all", lambda size: b"<html></html>"
    yield "spaces only", lambda size: b"<html><body>" + b" " * size + b"</body></html>"
    yield "an XML declaration", lambda size: b"<?xml version='1.0' encoding='utf-8'?>" + _page("")


def entities() -> Iterator[tuple[str, Make]]:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    for name, subset in {
        "entities that laugh": f'<!ENTITY a0 "ha">{laughs}',
        "one large entity": f'<!ENTITY a9 "{"x" * 50_000}">',
        "an entity of a file": '<!ENTITY a9 SYSTEM "file:///etc/passwd">',
        "an entity of the network": '<!ENTITY a9 SYSTEM "http://127.0.0.1:9/x">',
        "entities in parameters": '<!ENTITY % p SYSTEM "file:///etc/passwd"> %p; <!ENTITY a9 "%p;">',
        "an entity of itself": '<!ENTITY a9 "&a9;">',
    }.items():
        begin = f"<?xml version='1.0'?><!DOCTYPE html [{subset}]>"
        yield name, lambda size, begin=begin: begin.encode() + _page(f"<p>{'&a9;' * 100}</p>")  # type: ignore[misc]
    yield "numbers of characters", _filled("&#0;&#1;&#xD800;&#xDFFF;&#x110000;&#xFFFE;&#99999999999999999999; ")
    yield "names of characters", _filled("&nbsp;&zwj;&rlm;&shy;&notit;&Aacute &bogus; ")
    yield "ampersands", _filled("&")
    yield "ampersands and numbers", _filled("&#")


def files() -> Iterator[tuple[str, str, Callable[[int], bytes]]]:
    """With a suffix: files that are compressed, no text, or in some encoding or in several."""
    zeros = b"\0" * 50_000_000
    yield "a bomb of gzip", ".txt.gz", lambda size: gzip.compress(zeros[: size * 500])
    yield "a bomb of gzip called a page", ".html", lambda size: gzip.compress(zeros[: size * 500])
    yield "a bomb of bzip2", ".txt", lambda size: bz2.compress(zeros[: size * 100])
    yield "a bomb of xz", ".txt", lambda size: lzma.compress(zeros[: size * 100])
    yield "a ZIP archive", ".txt", lambda size: _zipped(zeros[: size * 100])
    yield "a tar archive", ".txt", lambda size: _tarred(PROSE.encode() * 3)
    begins = {
        "zstd": b"\x28\xb5\x2f\xfd\x04\x00", "PDF": b"%PDF-1.7\n", "PNG": b"\x89PNG\r\n\x1a\n\0\0",
        "GIF": b"GIF89a\x01\0",
        "JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF", "ELF": b"\x7fELF\x02\x01\x01\0", "RTF": b"{\\rtf1\\ansi Town fell}",
        "SQLite": b"SQLite format 3\0", "Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "MP3": b"ID3\x04\0\0\0",
    }  # fmt: skip
    for name, begin in begins.items():
        yield f"a file of {name}", ".txt", lambda size, begin=begin: begin + bytes(range(256)) * (size // 256)  # type: ignore[misc]
    yield "nothing", ".txt", lambda size: b""
    yield "a byte order mark alone", ".txt", lambda size: b"\xef\xbb\xbf"
    yield "NUL bytes", ".txt", lambda size: b"\0" * size
    yield "a NUL in words", ".txt", lambda size: PROSE.encode() + b"\0" + PROSE.encode()
    yield "a NUL in UTF-16", ".txt", lambda size: (PROSE + "\0" + PROSE).encode("utf-16")
    yield "half characters in UTF-16", ".txt", lambda size: PROSE.encode("utf-16") + b"\x00\xd8\x41\x00"
    yield "half characters in UTF-8", ".txt", lambda size: PROSE.encode() + b"\xed\xa0\x80\xed\xb0\x80"
    yield "overlong UTF-8", ".txt", lambda size: PROSE.encode() + b"\xc0\xaf\xe0\x80\xaf"
    yield "UTF-8 cut off", ".txt", lambda size: (PROSE + "é").encode()[:-1]
    yield "UTF-8 twice over", ".txt", lambda size: "“Été” à Köln. ".encode().decode("latin-1").encode() * 20
    yield "two byte order marks", ".txt", lambda size: b"\xef\xbb\xbf\xef\xbb\xbf" + PROSE.encode()
    yield "UTF-7", ".txt", lambda size: "Été à Köln. ".encode("utf-7") * 9
    yield "EBCDIC", ".txt", lambda size: (PROSE * 9).encode("cp500")
    yield "UTF-16 without a mark", ".txt", lambda size: (PROSE * 9).encode("utf-16-le")
    yield "UTF-32", ".txt", lambda size: (PROSE * 9).encode("utf-32")
    yield "UTF-32 beyond Unicode", ".txt", lambda size: PROSE.encode("utf-32") + b"\xff\xff\xff\x7f"
    for encoding, words in {
        "windows-1251": "Северные войска заняли центр города, сообщило министерство. ",
        "koi8-r": "Северные войска заняли центр города, сообщило министерство. ",
        "gb18030": "北方军队周二进入旧桥镇，国防部说。",
        "shift_jis": "北の軍隊が町に入った。",
        "windows-1252": "“We hold the café,” the mayor said – it’s ours. ",
        "iso8859-1": "La caf\xe9 est \xe0 nous, dit-il. ",
        "mac_roman": "“We hold the café,” the mayor said – it’s ours. ",
    }.items():
        yield f"words in {encoding}", ".txt", lambda size, e=encoding, w=words: (w * (size // len(w) + 1)).encode(e)  # type: ignore[misc]
    yield "two encodings", ".txt", lambda size: ("“café” " * 9).encode() + ("“café” " * 9).encode("windows-1252")
    yield "noise of bytes", ".txt", lambda size: bytes((n * n * 31 + n // 7) % 256 for n in range(size))
    yield "noise of high bytes", ".txt", lambda size: bytes(128 + (n * n * 31) % 128 for n in range(size))
    for name, declared in {
        "unknown": "x-none",
        "wrong": "utf-16",
        "UTF-7": "utf-7",
        "a codec": "rot13",
        "odd": "zlib",
    }.items():
        head = f"<html><head><meta charset='{declared}'></head><body>".encode()
        yield (
            f"a page in an encoding that is {name}",
            ".html",
            lambda size, head=head: head + _REPORT.encode() + b"<p>\xe9t\xe9</p>",
        )  # type: ignore[misc]
    yield "a page of UTF-16", ".html", lambda size: b"\xff\xfe" + _page("").decode().encode("utf-16-le")
    yield "a page called text", ".txt", lambda size: _page("")
    yield "text called a page", ".html", lambda size: PROSE.encode() * 3
    yield "letters called a page", ".html", lambda size: b"a" * size
    yield "base64 called a page", ".html", lambda size: base64.b64encode(bytes(size))
    for first in ("date 9999-99-99", "date 0000-00-00", "date 0001-01-01", "date 9999-12-31", "date " * 99, " " * 999):
        yield f"a first line {first[:16]!r}", ".txt", lambda size, first=first: f"{first}\n{PROSE}".encode()  # type: ignore[misc]


def _zipped(data: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", data)
    return held.getvalue()


def _tarred(data: bytes) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        about = tarfile.TarInfo("a.txt")
        about.size = len(data)
        archive.addfile(about, io.BytesIO(data))
    return held.getvalue()
