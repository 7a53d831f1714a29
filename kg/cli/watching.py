"""`kg watch`: folders and feeds, whose new articles are built as they come."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli.options import (
    DEFAULT_PLACE,
    AnyStore,
    Authority,
    Base,
    Columns,
    Curation,
    EngineName,
    InputFormat,
    Limit,
    Megabytes,
    Model,
    Quiet,
    Scheduler,
    Seconds,
    Workers,
    checked_scheduler,
    engine,
    settings,
)
from kg.cli.reading import counts, set_aside, tell_left_out
from kg.cli.streams import tell
from kg.cli.web import Contact, Interval, Newest, Private, Since, web
from kg.defaults import DEFAULT_MODEL, MAX_CHARACTERS, MEMORY, SECONDS
from kg.errors import ClaimgraphError, UsageError
from kg.ontology import DEFAULT_BASE
from kg.places import Place

if TYPE_CHECKING:
    from kg.pipeline import Outcome

_UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_SHORTEST: Final = 60
_REMEMBERED: Final = 10_000

Watched = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Folders or files; addresses of feeds, sitemaps or pages.")
]
Every = Annotated[
    str, typer.Option("--every", metavar="TIME", help="How often addresses are asked, such as 90s, 15m or 2h.")
]


def watch(
    paths: Watched,
    store: AnyStore = DEFAULT_PLACE,
    every: Every = "15m",
    model: Model = DEFAULT_MODEL,
    authority: Authority = None,
    curation: Curation = None,
    base: Base = DEFAULT_BASE,
    max_characters: Limit = MAX_CHARACTERS,
    input_format: InputFormat = "",
    columns: Columns = "",
    workers: Workers = None,
    seconds: Seconds = SECONDS,
    memory: Megabytes = MEMORY,
    engine_name: EngineName = None,
    scheduler: Scheduler = None,
    limit: Newest = None,
    since: Since = None,
    contact: Contact = "",
    interval: Interval = 1.0,
    allow_private: Private = False,
    quiet: Quiet = False,
) -> None:
    """Build what is in folders and feeds, and then what comes, until Ctrl-C.

    A file is taken when it has not changed for a second. A feed is asked no more often than it wants, and sends only
    what is new. What disappears from a folder or a feed stays in the store. A round that fails is told, and the next
    one comes. Each round with something in it is told on one line.
    """
    from kg import watching

    chosen = settings(
        model=model,
        authority=authority,
        curation=curation,
        base=base,
        max_characters=max_characters,
        input_format=input_format,
        columns=columns,
        seconds=seconds,
        memory=memory,
        quiet=quiet,
    )
    watched = watching.Watch(
        paths=paths,
        store=store,
        settings=chosen,
        web=web(newest=limit, since=since, contact=contact, interval=interval, allow_private=allow_private),
        pace=watching.Pace(every=_seconds(every)),
    )
    tell_left_out(paths, quiet=quiet)
    try:
        with engine(chosen, workers, checked_scheduler(engine_name, scheduler)) as worker:
            watching.watch(watched, _Rounds(store, quiet=quiet), engine=worker)
    except KeyboardInterrupt as interrupt:
        tell(f"interrupted: the articles stored so far stay in {store}; run the same command again to go on")
        raise typer.Exit(130) from interrupt


class _Rounds:
    """Tells what became of a round; what was told of an address or a file is not told again each time."""

    def __init__(self, store: Place, *, quiet: bool) -> None:
        self._store = store
        self._quiet = quiet
        self._told: dict[str, None] = {}

    def __call__(self, became: Outcome | ClaimgraphError) -> None:
        if isinstance(became, ClaimgraphError):
            tell(f"{became}; it is tried again")
            return
        lines = [*(one.reason for one in became.failures), *(set_aside(one, self._store) for one in became.set_aside)]
        for line in lines:
            if line not in self._told:
                tell(line)
            self._told[line] = None
        for line in list(self._told)[:-_REMEMBERED]:
            del self._told[line]
        if not self._quiet and (lines or became.stored or became.unchanged):
            tell(f"{counts(became)} ({self._store})")


def _seconds(words: str) -> float:
    found = re.fullmatch(r"(\d{1,6})([smhd]?)", words.strip())
    seconds = int(found[1]) * _UNITS[found[2] or "s"] if found else 0
    if seconds < _SHORTEST:
        raise UsageError(f"{words!r} is no time to wait: give a minute or more, such as 90s, 15m or 2h")
    return float(seconds)
