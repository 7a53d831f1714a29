"""Articles as files: text or HTML, one a file, or all in one as JSON Lines or WARC."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from newsroom.articles import Written
from newsroom.chance import chance

_PAGE: Final = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title} | {outlet}</title>
<meta property="og:title" content="{title}">
<meta property="og:site_name" content="{outlet}">
<meta property="article:published_time" content="{published}T08:00:00+00:00">
<link rel="canonical" href="{url}">
</head>
<body>
<nav><a href="/">Front page</a> <a href="/world">World</a> <a href="/markets">Markets</a></nav>
<article>
<h1>{title}</h1>
{body}
</article>
<aside><h2>Most read</h2><ul><li><a href="/1">What we know so far</a></li></ul></aside>
<footer>© {outlet}. All rights reserved.</footer>
</body>
</html>
"""


def text(one: Written) -> str:
    """The date first, as Claimgraph reads it, then the headline."""
    return f"date {one.published.isoformat()} {one.title}\n\n{one.text}\n"


def page(one: Written) -> str:
    quoted = {name: html.escape(value) for name, value in (("title", one.title), ("outlet", one.outlet))}
    body = "\n".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in one.paragraphs)
    return _PAGE.format(**quoted, language=one.language, published=one.published, url=one.url, body=body)


def line(one: Written) -> str:
    told = {
        "url": one.url,
        "title": one.title,
        "published": one.published.isoformat(),
        "publisher": one.outlet,
        "language": one.language,
        "text": one.text,
    }
    return json.dumps(told, ensure_ascii=False) + "\n"


def save(articles: Iterable[Written], folder: Path, *, layout: str = "txt") -> list[Path]:
    """Write them, one after the other, and say where; an archive is one file. Raises KeyError for an unknown layout."""
    folder.mkdir(parents=True, exist_ok=True)
    return FORMATS[layout](articles, folder)


def _texts(articles: Iterable[Written], folder: Path) -> list[Path]:
    return [_put(folder / f"{one.number:05}.txt", text(one)) for one in articles]


def _pages(articles: Iterable[Written], folder: Path) -> list[Path]:
    return [_put(folder / f"{one.number:05}.html", page(one)) for one in articles]


def _lines(articles: Iterable[Written], folder: Path) -> list[Path]:
    path = folder / "articles.jsonl"
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(map(line, articles))
    return [path]


def _archive(articles: Iterable[Written], folder: Path) -> list[Path]:
    """Responses of web servers in a compressed WARC file, as crawlers write them."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    path = folder / "articles.warc.gz"
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for one in articles:
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            content = page(one).encode("utf-8")
            record = writer.create_warc_record(
                one.url,
                "response",
                payload=io.BytesIO(content),
                length=len(content),
                http_headers=http,
                warc_headers_dict=_told(one),
            )
            writer.write_record(record)
    return [path]


def _told(one: Written) -> dict[str, str]:
    number = chance("record", one.number, one.url).getrandbits(128)
    digits = f"{number:032x}"
    name = "-".join(digits[a:b] for a, b in ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32)))
    return {"WARC-Record-ID": f"<urn:uuid:{name}>", "WARC-Date": f"{one.published.isoformat()}T08:00:00Z"}


def _put(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8", newline="")
    return path


FORMATS: Final[Mapping[str, Callable[[Iterable[Written], Path], list[Path]]]] = {
    "txt": _texts,
    "html": _pages,
    "jsonl": _lines,
    "warc": _archive,
}
