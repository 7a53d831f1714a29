"""What it costs to store articles on the network beside storing them in a folder, in one run, on made-up graphs.

    python bench/remote.py [--count 300] [--size 1]

CPU seconds of this process, which builds, and of `oxigraph serve` on loopback, which stores; nothing of extraction. A
folder is written with one sync an article, and with one for 20; the store on the network with one request an article,
and with one for 20.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import cpu

from kg.article_graph import PackedGraph
from kg.iris import Minter
from kg.store import Writer
from kg.terms import Triple, iri, named, string, text, typed

TOGETHER = 20
MINT = Minter()
_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description="Cost of storing on the network against storing in a folder.")
    parser.add_argument("--count", type=int, default=300, help="how many articles")
    parser.add_argument("--triples", type=int, default=1500, help="about how many triples an article has")
    arguments = parser.parse_args()
    articles = [made(number, arguments.triples) for number in range(arguments.count)]
    print(f"{len(articles)} articles of {articles[0].triples} triples; CPU ms an article, builder + server")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        os.environ["KG_STORE_FOLDER"] = str(scratch / "beside")
        folder = lambda place: (str(scratch / place), os.getpid())  # noqa: E731
        one = _measure("folder, one by one", articles, *folder("one"), together=1)
        _measure(f"folder, {TOGETHER} together", articles, *folder("many"), together=TOGETHER, beside=one)
        for together in (1, TOGETHER):
            with _Server(scratch / f"data-{together}") as server:
                told = f"network, {together} a request"
                _measure(told, articles, server.url, server.pid, together=together, beside=one)


def _measure(
    told: str, articles: list[PackedGraph], store: str, server: int, *, together: int, beside: float | None = None
) -> float:
    """CPU seconds in all, told by the article."""
    begun, served = time.process_time(), _cpu(server)
    with Writer.create(store) as writer:
        for number, article in enumerate(articles, start=1):
            writer.replace(article, sync=number % together == 0)
    builder, other = time.process_time() - begun, _cpu(server) - served if server != os.getpid() else 0.0
    each = 1000 / len(articles)
    ratio = f"   {(builder + other) / beside:5.2f} times the folder" if beside else ""
    print(f"{told:24}{each * builder:8.2f} +{each * other:7.2f}   {each * (builder + other):7.2f} ms{ratio}")
    return builder + other


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


class _Server:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> _Server:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            place = f"127.0.0.1:{free.getsockname()[1]}"
        self.url = f"http://{place}/query"
        program = shutil.which("oxigraph") or str(Path(cpu.KG).with_name("oxigraph"))
        command = [program, "serve", "--location", str(self._folder), "--bind", place]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        self.pid = self._process.pid
        _wait(lambda: _answers(self.url))
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()


def _wait(until: Callable[[], bool]) -> None:
    while not until():
        time.sleep(0.05)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5):
            return True
    except HTTPError:
        return True
    except OSError:
        return False


def made(number: int, triples: int) -> PackedGraph:
    """An article with spans, and 60 things, of which half are shared with other articles."""
    key = f"2025-03-12-{number:016x}"
    article = iri(MINT.article(key))
    spans = (triples - 300) // 5
    own = [Triple(article, named("rdf:type"), named("cg:Article"))]
    things = []
    for one in range(60):
        thing = iri(MINT.actor(f"a{one}", str(number if one % 2 else one)))
        things += [
            Triple(thing, named("rdf:type"), named("cg:Person")),
            Triple(thing, named("skos:prefLabel"), text(f"Actor {one}")),
            Triple(thing, named("cg:identity"), string("name")),
        ]
        own.append(Triple(iri(MINT.statement(key, one)), named("cg:speaker"), thing))
    for one in range(spans):
        span = f"<{MINT.article(key)}#char={10 * one},{10 * one + 9}>"
        own += [
            Triple(span, named("rdf:type"), named("nif:Phrase")),
            Triple(span, named("nif:beginIndex"), typed(10 * one, "xsd:nonNegativeInteger")),
            Triple(span, named("nif:endIndex"), typed(10 * one + 9, "xsd:nonNegativeInteger")),
            Triple(span, named("nif:anchorOf"), string(f"words {one}")),
            Triple(span, named("nif:referenceContext"), article),
        ]
    return _packed(key, article, own, things)


def _packed(key: str, article: str, own: list[Triple], things: list[Triple]) -> PackedGraph:
    from kg.article_graph import ArticleGraph

    words = Triple(article, named("nif:isString"), string("Words of the article. " * 200))
    return ArticleGraph(
        article=MINT.article(key),
        graph=tuple(own),
        things=tuple(things),
        text=(words,),
        text_graph=MINT.text(key),
        source=f"{key}.txt",
        sha256=key,
    ).packed()


if __name__ == "__main__":
    main()
