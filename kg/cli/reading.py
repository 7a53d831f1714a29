"""`kg build`, `kg extract` and `kg validate`: articles are read, and what became of each is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    Inputs,
    Limit,
    Megabytes,
    MinFree,
    Model,
    OptionalInputs,
    Quiet,
    Scheduler,
    Seconds,
    Workers,
    checked_scheduler,
    engine,
    settings,
)
from kg.cli.streams import opened, progress, say, tell
from kg.cli.web import Contact, Interval, Newest, Private, Since, web
from kg.defaults import DEFAULT_MODEL, MAX_CHARACTERS, MEGABYTE, MEMORY, MIN_FREE, SECONDS
from kg.ontology import DEFAULT_BASE
from kg.places import Place, beside, is_address

if TYPE_CHECKING:
    from kg.articles import Failure
    from kg.pipeline import Outcome, SetAside


def build(
    paths: OptionalInputs = None,
    store: AnyStore = DEFAULT_PLACE,
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
    min_free: MinFree = MIN_FREE // MEGABYTE,
    retry: Annotated[bool, typer.Option("--retry", help="Try again what was set aside, unchanged as it is.")] = False,
    engine_name: EngineName = None,
    scheduler: Scheduler = None,
    shards: Annotated[
        Path | None,
        typer.Option("--shards", metavar="FOLDER", help="Write TriG files for another store, and build none here."),
    ] = None,
    limit: Newest = None,
    since: Since = None,
    contact: Contact = "",
    interval: Interval = 1.0,
    allow_private: Private = False,
    quiet: Quiet = False,
) -> None:
    """Read, extract, validate and store articles (without PATH: the ones that ship with Claimgraph)."""
    from kg import pipeline, resources

    given = paths or [str(resources.folder("seeds"))]
    asked = web(newest=limit, since=since, contact=contact, interval=interval, allow_private=allow_private)
    chosen = settings(
        model=model,
        authority=authority,
        curation=curation,
        base=base,
        max_characters=max_characters,
        seconds=seconds,
        memory=memory,
        input_format=input_format,
        columns=columns,
        min_free=min_free,
        quiet=quiet,
    )
    target = shards or store
    try:
        with (
            _progress(given, quiet=quiet) as step,
            engine(chosen, workers, checked_scheduler(engine_name, scheduler)) as worker,
        ):
            if shards:
                outcome = pipeline.write_shards(given, shards, chosen, engine=worker, web=asked, tell=step)
            else:
                outcome = pipeline.build(given, store, chosen, engine=worker, web=asked, retry=retry, tell=step)
    except KeyboardInterrupt as interrupt:
        tell(f"interrupted: the articles stored so far stay in {target}; run the same command again to go on")
        raise typer.Exit(130) from interrupt
    tell_left_out(given, quiet=quiet)
    tell_outcome(outcome, target, quiet=quiet)
    raise typer.Exit(outcome.exit_status)


def extract(
    paths: Inputs,
    out: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")] = None,
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
    quiet: Quiet = False,
) -> None:
    """Print what is found in each article as JSON Lines, without a store."""
    import json

    from kg import pipeline

    failures: list[Failure] = []
    chosen = settings(
        model=model,
        authority=authority,
        curation=curation,
        base=base,
        max_characters=max_characters,
        seconds=seconds,
        memory=memory,
        input_format=input_format,
        columns=columns,
        quiet=quiet,
    )
    with _progress(paths, quiet=quiet) as step, opened(out) as stream, engine(chosen, workers) as worker:
        for record in pipeline.extract(paths, chosen, failures, engine=worker):
            stream.write(json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n")
            step(record["article"]["input"])
    tell_left_out(paths, quiet=quiet)
    _tell_all(failures)
    raise typer.Exit(3 if failures else 0)


def validate(
    paths: OptionalInputs = None,
    store: AnyStore = DEFAULT_PLACE,
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
    quiet: Quiet = False,
) -> None:
    """Check articles against the shapes, storing nothing; without PATH, show what was set aside, and why."""
    from kg import pipeline

    if not paths:
        raise typer.Exit(_show_set_aside(store))
    failures: list[Failure] = []
    checked: list[bool] = []
    chosen = settings(
        model=model,
        authority=authority,
        curation=curation,
        base=base,
        max_characters=max_characters,
        seconds=seconds,
        memory=memory,
        input_format=input_format,
        columns=columns,
        quiet=quiet,
    )
    with _progress(paths, quiet=quiet) as step, engine(chosen, workers) as worker:
        for source, report in pipeline.check(paths, chosen, failures, engine=worker):
            checked.append(report.conforms)
            if not report.conforms:
                say(f"{source}: does not conform\n{report.text}")
            step(source)
    tell_left_out(paths, quiet=quiet)
    _tell_all(failures)
    if not quiet:
        tell(f"{checked.count(True)} conform, {checked.count(False)} do not, {len(failures)} not read")
    raise typer.Exit(3 if failures else 0 if all(checked) else 1)


def _progress(paths: Sequence[str], *, quiet: bool) -> AbstractContextManager[Callable[[str], None]]:
    from kg import articles
    from kg.fetching import is_address

    named = None if any(map(is_address, paths)) else articles.how_many(paths)
    return progress("reading", quiet=quiet, total=named)


def tell_outcome(outcome: Outcome, store: Place, *, quiet: bool) -> None:
    _tell_all(outcome.failures)
    for archive, count in outcome.passed.items() if not quiet else ():
        tell(f"{archive}: {count} records passed over: no pages, but pictures, redirects and the like")
    for held in outcome.set_aside:
        tell(set_aside(held, store))
    if not quiet:
        tell(f"{counts(outcome)} ({store})")


def counts(outcome: Outcome) -> str:
    done = f"{outcome.stored} stored, {outcome.unchanged} unchanged"
    return f"{done}, {len(outcome.set_aside)} set aside, {len(outcome.failures)} not read"


def tell_left_out(paths: Iterable[str], *, quiet: bool) -> None:
    from kg import articles

    found = [] if quiet else list(articles.left_out(paths))
    if found:
        files = "1 file is" if len(found) == 1 else f"{len(found)} files are"
        read = " ".join(articles.SUFFIXES)
        tell(f"{files} left out, such as {found[0]}: of a folder {read} are read; name others one by one")


def set_aside(held: SetAside, store: Place) -> str:
    stays = "; its older version stays in the store" if held.stays else ""
    return f"{held.source}: {held.reason}, and was set aside{stays}: see `kg validate --store {store}`"


def _tell_all(failures: Iterable[Failure]) -> None:
    for failure in failures:
        tell(failure.reason)


def _show_set_aside(store: Place) -> int:
    """The exit status: 1 when there is something."""
    from kg import quarantine
    from kg.store.directory import find

    if not is_address(store):
        find(Path(store))
    held = list(quarantine.held(store))
    for one in held:
        say(f"{one.key}\n{one.source}\n{one.report}")
    tell("nothing is set aside" if not held else f"{len(held)} set aside in {beside(store) / quarantine.FOLDER}")
    return 1 if held else 0
