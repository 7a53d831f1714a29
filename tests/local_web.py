"""A few web sites on loopback, over real HTTP: whatever host is asked for, the answer is what was put at the path."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from kg.fetching import Choice, Collector, Manners, Memory, Web

QUICK = Manners(interval=0.0, timeout=10.0, patience=20.0, allow_private=True)
EVERYTHING = Choice()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`write` sends the body by itself. A request that names the `etag` is told that nothing has changed."""

    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    etag: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    write: Callable[[Any], None] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    host: str
    path: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class LocalWeb:
    """`next` are pages to give first at a path, one each."""

    port: int
    pages: dict[str, Page] = field(default_factory=dict)
    next: dict[str, list[Page]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    most_at_once: dict[str, int] = field(default_factory=dict)
    ended: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = "gazette.example") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [one.path for one in self.asked if one.path != "/robots.txt"]

    def put(self, path: str, body: str | bytes, media_type: str = "text/html; charset=utf-8", **more: Any) -> None:
        data = body.encode("utf-8") if isinstance(body, str) else body
        self.pages[path] = Page(body=data, media_type=media_type, **more)

    def collector(
        self, manners: Manners = QUICK, *, choice: Choice = EVERYTHING, memory: Memory | None = None
    ) -> Collector:
        return Collector(Web(manners=manners, choice=choice), memory=memory, resolve=resolve)


def resolve(name: str, port: int) -> Sequence[str]:
    """All names of the made-up sites are this machine."""
    return ["127.0.0.1"]


@contextmanager
def local_web(secure: ssl.SSLContext | None = None) -> Iterator[LocalWeb]:
    web = LocalWeb(0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(web))
    if secure is not None:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    server.block_on_close = False
    web.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield web
    finally:
        web.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(web: LocalWeb) -> type[BaseHTTPRequestHandler]:
    lock = threading.Lock()
    now: dict[str, int] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"].partition(":")[0]
            with lock:
                web.asked.append(Asked(self.headers["Host"], self.path, dict(self.headers)))
                now[host] = now.get(host, 0) + 1
                web.most_at_once[host] = max(web.most_at_once.get(host, 0), now[host])
                waiting = web.next.get(self.path)
                page = waiting.pop(0) if waiting else web.pages.get(self.path, Page(status=404))
            with suppress(OSError):  # whoever asked has seen enough
                self._send(page)
            with lock:
                now[host] -= 1

        def _send(self, page: Page) -> None:
            known = page.etag and self.headers.get("If-None-Match") == page.etag
            self.send_response(304 if known else page.status)
            if page.etag:
                self.send_header("ETag", page.etag)
            if page.media_type:
                self.send_header("Content-Type", page.media_type)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if page.write is None:
                self.send_header("Content-Length", "0" if known else str(len(page.body)))
            self.end_headers()
            if page.write is not None:
                page.write(self.wfile)
            elif not known:
                self.wfile.write(page.body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def packed(text: str) -> bytes:
    return gzip.compress(text.encode("utf-8"), mtime=0)


def article(words: str, title: str = "A headline") -> str:
    """A page with an article in it."""
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1><p>{words}</p></article></body></html>"
    )


def rss(*items: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>The Borland Gazette</title>'
        f"<language>en-gb</language>{head}{''.join(items)}</channel></rss>"
    )


def item(link: str, *, title: str = "A headline", day: str = "Wed, 12 Mar 2025 10:00:00 GMT", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{day}</pubDate>{more}</item>"


def sitemap(*addresses: str, day: str = "2025-03-12") -> str:
    urls = "".join(f"<url><loc>{one}</loc><lastmod>{day}</lastmod></url>" for one in addresses)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


def index(*addresses: str) -> str:
    maps = "".join(f"<sitemap><loc>{one}</loc></sitemap>" for one in addresses)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>'


@contextmanager
def saying(answer: bytes) -> Iterator[str]:
    """A server that gives these bytes to whoever asks, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer_all() -> None:
            with suppress(OSError):
                while True:
                    line, _ = listening.accept()
                    with line, suppress(OSError):
                        line.recv(65_536)
                        line.sendall(answer)

        thread = threading.Thread(target=answer_all)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/a"
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
