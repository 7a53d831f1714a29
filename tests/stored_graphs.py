"""Graphs written by hand as TriG, and small made-up ones, as article graphs for a store."""

from collections import defaultdict
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from kg.article_graph import ArticleGraph
from kg.iris import Minter
from kg.store import Reader, Writer
from kg.store.directory import find
from kg.terms import Triple, iri, named, string, text

FOLDER = Path(__file__).parent / "queries"
MINT = Minter()


def article_graphs(path: Path) -> list[ArticleGraph]:
    """The articles of a TriG file, each with all its things: the store has to sort out what is shared."""
    graphs: dict[str, list[Triple]] = defaultdict(list)
    for quad in parse(path=path, format=RdfFormat.TRIG):
        graphs[str(quad.graph_name)[1:-1]].append(Triple(str(quad.subject), str(quad.predicate), str(quad.object)))
    keys = sorted(name.removeprefix(MINT.article("")) for name in graphs if name.startswith(MINT.article("")))
    return [
        ArticleGraph(
            article=MINT.article(key),
            graph=tuple(graphs[MINT.article(key)]),
            things=tuple(graphs[MINT.things]),
            text=tuple(graphs[MINT.text(key)]),
            text_graph=MINT.text(key),
            source=f"{key}.txt",
            sha256=key,
        )
        for key in keys
    ]


def reader(folder: Path, path: Path = FOLDER / "northfield.trig") -> Reader:
    """A reader of a new store with the articles of a TriG file."""
    with Writer.create(folder / "store.db") as writer:
        for article in article_graphs(path):
            writer.replace(article)
    return Reader.open(folder / "store.db")


def made_article(
    key: str, *, place: str = "northfield", statements: int = 1, source: str | None = None, words: str = "Words."
) -> ArticleGraph:
    """An article whose statements assert the fall of one place, which lies in one region."""
    article, here, region = iri(MINT.article(key)), iri(MINT.place(place, "1")), iri(MINT.place("region", "1"))
    event = iri(MINT.event("capture", place))
    own = [Triple(article, named("rdf:type"), named("cg:Article"))]
    own += [Triple(iri(MINT.statement(key, n)), named("cg:asserts"), event) for n in range(statements)]
    return ArticleGraph(
        article=MINT.article(key),
        graph=tuple(own),
        things=(
            Triple(event, named("cg:place"), here),
            Triple(here, named("skos:prefLabel"), text(place)),
            Triple(here, named("geo:sfWithin"), region),
            Triple(region, named("skos:prefLabel"), text("region")),
        ),
        text=(Triple(article, named("nif:isString"), string(words)),),
        text_graph=MINT.text(key),
        source=f"{key}.txt" if source is None else source,
        sha256=f"{key} {words}",
    )


def damage(store: Path) -> None:
    """Turn some bits of the newest generation's tables, as an old disk may."""
    folder = find(store)
    for table in folder.generation(folder.revisions()[0]).glob("*.sst"):
        content = bytearray(table.read_bytes())
        if len(content) > 4_000:  # in a smaller one it might be what the store is opened by
            content[100:116] = bytes(16)
            table.unlink()  # the master may have the same file
            table.write_bytes(content)
