"""The way of an article: read → parse → extract → link → graph → validate → store. Only this module knows the order.

Heavy engines are imported where the work starts, so that asking a question never pays for them.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import articles, graphs, records
from kg.articles import STANDARD_INPUT, Failure
from kg.defaults import DEFAULT_MODEL, MAX_CHARACTERS, MOST_CHARACTERS
from kg.errors import UsageError
from kg.iris import Minter, check_base
from kg.model import Article, Thing
from kg.naming import Named, name
from kg.ontology import DEFAULT_BASE
from kg.places import Place
from kg.quarantine import Quarantine

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.article_graph import ArticleGraph
    from kg.linking.curated import Curated
    from kg.linking.knowledge import Knowledge
    from kg.shapes import Report
    from kg.store import Row, Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`model` is an installed spaCy pipeline or a folder; `authorities` are files of the user's own that win, and
    `curation` those of a curator, who says what is one thing and what is not.

    Raises UsageError for a base of which no IRIs can be made, and for a `max_characters` that the model cannot take.
    """

    base: str = DEFAULT_BASE
    model: str = DEFAULT_MODEL
    max_characters: int = MAX_CHARACTERS
    authorities: tuple[Path, ...] = ()
    curation: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        check_base(self.base)
        if not 1 <= self.max_characters <= MOST_CHARACTERS:
            raise UsageError(
                f"max-characters cannot be {self.max_characters}: give 1 to {MOST_CHARACTERS}, for the language model "
                "takes no longer text; split a longer article"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An article whose graph does not conform; `report` says why. `stays` is whether an older version stays stored."""

    source: str
    article: str
    report: str
    stays: bool = False


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What became of a batch. `idle` are the rows of the curator's file that changed nothing, as "file:line"."""

    stored: int = 0
    unchanged: int = 0
    set_aside: list[SetAside] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    idle: tuple[str, ...] = ()

    @property
    def exit_status(self) -> int:
        """0 all done; 3 something could not be read; 1 something was set aside."""
        return 3 if self.failures else 1 if self.set_aside else 0


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
        """Everything found in each article, with its IRIs, in order."""
        from kg import documents
        from kg.extract.assembly import extract
        from kg.linking.identification import identify

        for parsed in documents.parse(self.nlp, found):
            extraction = extract(parsed, self.knowledge)
            identification = identify(extraction.entities, parsed.article, self.knowledge, self.minter, self.curated)
            yield name(extraction, identification, self.minter, self._known_as)

    def _known_as(self, thing: Thing) -> Sequence[Thing]:
        from kg.linking.deciding import stand_in

        return stand_in(thing, self.curated, self.knowledge, self.minter)

    def graph(self, found: Named) -> ArticleGraph:
        article = found.extraction.article
        made = graphs.graph(found, self.minter, self.run)
        return replace(made, source=_origin(article), reading=articles.reading_of(article))

    def idle(self) -> tuple[str, ...]:
        """The rows of the curator's file that had nothing to decide in the articles so far, as "file:line"."""
        return tuple(row.where for row in self.rows if row.where not in self.curated.touched)

    def record(self, found: Named) -> dict[str, Any]:
        return records.record(found, self.minter)


def _origin(article: Article) -> str:
    """Where a newer version of the article would come from; standard input is never the same twice."""
    return article.url or ("" if article.source == STANDARD_INPUT else str(Path(article.source).absolute()))


def prepare(settings: Settings, *, tell: Callable[[str], None]) -> None:
    """Build the index of places where it is missing (some fifteen seconds, once); `tell` hears how far it is."""
    from kg.linking.knowledge import open_knowledge

    open_knowledge(authority=settings.authorities, progress=lambda what, count: tell(f"{count} {what}"))


def version() -> str:
    return importlib.metadata.version("claimgraph")


def read(paths: Sequence[str], settings: Settings, failures: list[Failure]) -> Iterator[Article]:
    """The articles of files, folders and "-"; what cannot be read is added to `failures`, and the rest goes on."""
    for one in articles.read(articles.sources(paths), max_characters=settings.max_characters):
        if isinstance(one, Failure):
            failures.append(one)
        else:
            yield one


def extract(paths: Sequence[str], settings: Settings, failures: list[Failure]) -> Iterator[dict[str, Any]]:
    """One JSON record for each article, without touching a store."""
    extractor = Extractor(settings)
    for found in extractor.named(read(paths, settings, failures)):
        yield extractor.record(found)


def check(paths: Sequence[str], settings: Settings, failures: list[Failure]) -> Iterator[tuple[str, Report]]:
    """The validation report of each article's graph, without touching a store."""
    from kg import shapes

    extractor = Extractor(settings)
    for found in extractor.named(read(paths, settings, failures)):
        made = extractor.graph(found)
        yield made.source or STANDARD_INPUT, shapes.validate((*made.graph, *made.things, *made.text))


def build(
    paths: Sequence[str], store: Place, settings: Settings, *, tell: Callable[[str], None] = lambda _: None
) -> Outcome:
    """Read, extract, validate and store articles, each wholly or not at all, and publish them to readers.

    `tell` is called with the source of each article when it is done with, and safe from a power cut. A store is made
    for the first article that is read, and not for a wrong path. Raises StoreError when the store is locked.
    """
    from kg.queries import examples
    from kg.store import Writer
    from kg.store.directory import occupied

    outcome = Outcome()
    with ExitStack() as leaving:

        def opened() -> _Builder:
            writer = leaving.enter_context(Writer.create(store, base=settings.base))
            writer.supply(examples.graph(writer.base))
            return _Builder(writer, store)

        # A store that exists is opened first, so that a lock on it is told before the model is loaded.
        builder = opened() if occupied(store) else None
        extractor = Extractor(settings)
        for found in extractor.named(read(paths, settings, outcome.failures)):
            builder = builder or opened()
            builder.take(extractor.graph(found), outcome)
            tell(found.extraction.article.source)
    return outcome


def link(store: Place, settings: Settings, *, tell: Callable[[str], None] = lambda _: None) -> Outcome:
    """Decide again which things the stored articles name, under the present authority, gazetteer and curation.

    Each article is read from the store and stored again wholly or not at all; one whose graph is the same is left
    alone. The base is the store's. `tell` is called with each article. Raises StoreError for a locked or missing store.
    """
    from kg.queries import examples
    from kg.store import Writer

    outcome = Outcome()
    with Writer.open(store) as writer:
        writer.supply(examples.graph(writer.base))
        rows = {row.article: row for row in writer.articles()}
        builder = _Builder(writer, store)
        extractor = Extractor(replace(settings, base=writer.base))
        for found in extractor.named(_stored(rows.values(), writer, outcome.failures)):
            made = extractor.graph(found)
            builder.take(replace(made, source=next(iter(rows[made.article].sources), "")), outcome)
            tell(made.article)
        outcome.idle = extractor.idle()
    return outcome


def _stored(rows: Iterable[Row], writer: Writer, failures: list[Failure]) -> Iterator[Article]:
    """The articles of a store, as they were read."""
    for row in rows:
        if row.reading:
            yield articles.stored(writer.text(row), row.reading)
        else:
            reason = (
                f"{row.article}: stored by an older version: build it again from {', '.join(row.sources) or 'its file'}"
            )
            failures.append(Failure(source=row.article, reason=reason))


class _Builder:
    """An open store with its quarantine."""

    def __init__(self, writer: Writer, store: Place) -> None:
        self._writer = writer
        self._quarantine = Quarantine(store)

    def take(self, made: ArticleGraph, outcome: Outcome) -> None:
        from kg import shapes

        report = shapes.validate((*made.graph, *made.things, *made.text))
        if not report.conforms:
            self._quarantine.put(made, report.text)
            outcome.set_aside.append(
                SetAside(
                    source=made.source or STANDARD_INPUT,
                    article=made.article,
                    report=report.text,
                    stays=self._writer.has(made),
                )
            )
            return
        if self._writer.replace(made):
            outcome.stored += 1
        else:
            outcome.unchanged += 1
        self._quarantine.release(made)
