"""The stages from a capture to its graph: read → parse → extract → link → graph → validate. Only this module knows
the order.

Heavy engines are imported where the work starts, so that asking a question never pays for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from kg import articles, graphs, records
from kg.capture import Capture, origin
from kg.errors import InputError
from kg.iris import Minter
from kg.journal import Told
from kg.model import ENGLISH, Article, Extraction, Thing
from kg.naming import Named, name
from kg.pipeline.provenance import maker, version
from kg.pipeline.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.article_graph import ArticleGraph, PackedGraph
    from kg.linking.curated import Curated
    from kg.linking.knowledge import Knowledge
    from kg.shapes import Report

Wanted = Literal["graph", "record", "report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is wanted of a capture, or of an article that is stored already; or, `told`, nothing: what the journal tells
    is done when its turn comes.

    `position` is where the capture ends in the journal, and `origin` what its graph is a newer version of; both are for
    whoever takes the result.
    """

    wanted: Wanted = "graph"
    capture: Capture | None = None
    article: Article | None = None
    told: Told | None = None
    origin: str = ""
    content: str = ""
    position: str = ""

    @property
    def source(self) -> str:
        named = self.capture or self.article
        return named.source if named else self.told.name if self.told else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What became of a task: a graph, a record or a report, as was wanted.

    `failure` says why there was nothing to make it of. `touched` are the rows of the curator's file that had something
    to decide, as "file:line".
    """

    graph: PackedGraph | None = None
    report: Report | None = None
    record: dict[str, Any] | None = None
    failure: str = ""
    touched: tuple[str, ...] = ()


class Extractor:
    """The stages from an article to its graph, with the model and the gazetteer loaded once."""

    def __init__(self, settings: Settings) -> None:
        from kg import documents
        from kg.linking.curated import curated
        from kg.linking.curation import read
        from kg.linking.knowledge import open_knowledge

        self.settings = settings
        self.minter = Minter(settings.base)
        self.rows = read(settings.curation, base=settings.base)
        self.knowledge: Knowledge = open_knowledge(authority=settings.authorities)
        self.curated: Curated = curated(self.rows, self.knowledge, self.minter)
        self.nlp: Language = documents.load(settings.model)
        self.run = graphs.Run(software=f"claimgraph {version()}", model=documents.model_id(self.nlp))

    def named(self, found: Iterable[Article]) -> Iterator[Named]:
        """Everything found in each article, with its IRIs, in order; in one that is not English, who published it."""
        from kg.linking.identification import identify

        for extraction in self._extractions(found):
            article = extraction.article
            identification = identify(extraction.entities, article, self.knowledge, self.minter, self.curated)
            yield name(extraction, identification, self.minter, self._known_as)

    def _extractions(self, found: Iterable[Article]) -> Iterator[Extraction]:
        from kg import documents
        from kg.extract.assembly import extract
        from kg.extract.unread import unread

        for understood, some in groupby(found, key=lambda article: article.language == ENGLISH):
            if understood:
                yield from (extract(parsed, self.knowledge) for parsed in documents.parse(self.nlp, some))
            else:
                yield from map(unread, some)

    def _known_as(self, thing: Thing) -> Sequence[Thing]:
        from kg.linking.deciding import stand_in

        return stand_in(thing, self.curated, self.knowledge, self.minter)

    def graph(self, found: Named) -> ArticleGraph:
        article = found.extraction.article
        made = graphs.graph(found, self.minter, self.run)
        return replace(made, source=article.url or origin(article.source), reading=articles.reading_of(article))

    def record(self, found: Named) -> dict[str, Any]:
        return records.record(found, self.minter)


def work(argument: str) -> Callable[[Task], Made]:
    """For an engine: the settings as JSON → what does a task. All that it needs is loaded here, once."""
    settings = Settings.from_json(argument)
    articles.prepare()
    extractor, made_by = Extractor(settings), maker(settings)
    return lambda task: _make(task, extractor, made_by)


def _make(task: Task, extractor: Extractor, made_by: str) -> Made:
    if task.told:
        return Made()
    article = task.article
    if task.capture:
        try:
            article = articles.article(task.capture, max_characters=extractor.settings.max_characters)
        except InputError as error:
            return Made(failure=str(error))
    assert article
    (found,) = extractor.named([article])
    touched = tuple(sorted(extractor.curated.touched))
    if task.wanted == "record":
        return Made(record=extractor.record(found), touched=touched)
    from kg import shapes

    graph = extractor.graph(found)
    report = shapes.validate((*graph.graph, *graph.things, *graph.text))
    if task.wanted == "report":
        return Made(report=report, touched=touched)
    content = task.capture.digest if task.capture else task.content
    graph = replace(graph, content=content, maker=made_by, source=task.origin or graph.source)
    return Made(graph=graph.packed(), report=report, touched=touched)
