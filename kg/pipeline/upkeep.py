"""What is done to a store as a whole: articles are retracted, and all is made again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.capture import origin
from kg.engines import Engine, Here
from kg.journal import Journal, Position, Told
from kg.pipeline.building import Tell, run
from kg.pipeline.outcome import Outcome
from kg.pipeline.settings import Settings
from kg.pipeline.site import Site
from kg.places import Place, beside
from kg.quarantine import Quarantine, key_of

if TYPE_CHECKING:
    from kg.store import Row, Writer


@dataclass(slots=True, kw_only=True)
class Retracted:
    """IRIs of articles that are gone, and the names of which there was none."""

    articles: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def retract(names: Sequence[str], store: Place) -> Retracted:
    """Drop articles, given by IRI, path or URL, with the things that only they mention, and publish.

    The journal keeps what was accepted, and that it was retracted: no rebuild brings it back. Nor does a feed that
    lists it still, but its address does when it is given again. Raises StoreError.
    """
    from kg.fetching import Memory
    from kg.queries import examples
    from kg.store import Writer

    found = Retracted()
    with Writer.open(store) as writer, Memory(beside(store)) as memory:
        writer.supply(examples.graph(writer.base))
        writer.supply(writer.runs)
        journal, quarantine = Journal(store), Quarantine(store)
        for name in names:
            rows = _rows(name, writer)
            if not rows:
                found.unknown.append(name)
            for row in rows:
                content = {"sources": row.sources, "contents": (*row.contents, *row.superseded)}
                told = Told(kind="retracted", name=row.article, data=json.dumps(content).encode())
                writer.retract(row.article, position=journal.note(told, Position.read(writer.position)))
                memory.loosen(*row.sources)
                for source in row.sources:
                    quarantine.release(key=key_of(row.article), origin=source)
                found.articles.append(row.article)
    return found


def _rows(name: str, writer: Writer) -> list[Row]:
    row = writer.row(name)
    return [row] if row else writer.read_from(origin(name))


def rebuild(
    store: Place,
    settings: Settings,
    *,
    anew: bool = False,
    engine: Engine | None = None,
    tell: Tell = lambda _: None,
) -> Outcome:
    """Make again, from the journal, what another version made; or, `anew`, all of it in an empty database, for when the
    old one is damaged. That is kept beside it, and readers see what was published until the new one is.

    The base is the store's. Raises StoreError when there is no store, or it is locked, or its journal is damaged.
    """
    from kg.store.opening import minter

    chosen = replace(settings, base=minter(store).base)
    with ExitStack() as leaving:
        site = Site(store, chosen, leaving, retry=True, tell=tell)
        site.open(anew=anew)
        worker = engine or leaving.enter_context(Here(chosen.charge()))
        run(worker, site.again(), site, tell)
        site.finish(everything=True)
    return site.outcome
