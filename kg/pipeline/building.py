"""Articles → a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from kg.articles import Failure
from kg.engines import Engine, Here
from kg.pipeline.intake import Intake
from kg.pipeline.making import Task
from kg.pipeline.outcome import Outcome
from kg.pipeline.provenance import maker
from kg.pipeline.settings import Settings
from kg.pipeline.site import Site, of_stored
from kg.places import Place, beside

if TYPE_CHECKING:
    from kg.fetching import Web
    from kg.store import Row, Writer

Tell = Callable[[str], object]


def build(
    paths: Sequence[str],
    store: Place,
    settings: Settings,
    *,
    engine: Engine | None = None,
    web: Web | None = None,
    retry: bool = False,
    tell: Tell = lambda _: None,
) -> Outcome:
    """Read, extract, validate and store articles, each wholly or not at all, and publish them to readers.

    What was accepted before and interrupted is done first. What is unchanged since it was stored or set aside is left
    alone; `retry` tries again what was set aside. `tell` is called with each source when it is done with: it was
    accepted, so that no power cut takes it, and is stored soon. A store is made for the first article that is read, and
    not for a wrong path.
    An engine is left open; without one the work is done in this process, and nothing protects the batch from an article
    that hangs. Raises StoreError when the store is locked.
    """
    from kg.store.directory import occupied

    with ExitStack() as leaving:
        site = Site(store, settings, leaving, retry=retry, tell=tell)
        if occupied(store):
            site.open()
        else:
            maker(settings)  # a wrong model is told before a store is made
        worker = engine or leaving.enter_context(Here(settings.charge()))
        intake = leaving.enter_context(
            Intake(paths, settings, web=web, store=None if retry else beside(store), passed=site.outcome.passed)
        )
        run(worker, chain(site.pending(), site.accepted(intake.captures(), intake.safe)), site, tell)
        site.finish()
        site.outcome.unchanged += intake.unchanged
    return site.outcome


def link(store: Place, settings: Settings, *, engine: Engine | None = None, tell: Tell = lambda _: None) -> Outcome:
    """Decide again which things the stored articles name, under the present authority, gazetteer and curation.

    Each article is read from the store and stored again wholly or not at all; one whose graph is the same is left
    alone. The base is the store's. `tell` is called with each article. Raises StoreError for a locked or missing store.
    """
    from kg.linking.curation import read
    from kg.store.opening import minter

    chosen = replace(settings, base=minter(store).base)
    with ExitStack() as leaving:
        site = Site(store, chosen, leaving)
        site.open()
        worker = engine or leaving.enter_context(Here(chosen.charge()))
        run(worker, _stored(list(site.writer.articles()), site.writer, site.outcome.failures), site, tell)
    rows = read(chosen.curation, base=chosen.base)
    site.outcome.idle = tuple(row.where for row in rows if row.where not in site.touched)
    return site.outcome


def _stored(rows: Iterable[Row], writer: Writer, failures: list[Failure]) -> Iterator[Task]:
    """The articles of a store, as they were read."""
    for row in rows:
        if row.reading:
            yield of_stored(row, writer)
        else:
            reason = (
                f"{row.article}: stored by an older version: build it again from {', '.join(row.sources) or 'its file'}"
            )
            failures.append(Failure(source=row.article, reason=reason))


def run(engine: Engine, tasks: Iterable[Task], site: Site, tell: Tell) -> None:
    """Have tasks done, take what comes of them, and tell of each: what was accepted is done again if it is not stored
    yet when this is killed."""
    try:
        for task, result in engine.map(tasks):
            site.take(task, result)
            tell(task.source)
            if site.is_due:
                site.settle()
    except KeyboardInterrupt:
        site.settle()  # what was made is not lost
        raise
    site.settle()
