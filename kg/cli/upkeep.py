"""`kg retract` and `kg rebuild`."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import (
    DEFAULT_PLACE,
    AnyStore,
    Authority,
    Curation,
    Limit,
    Megabytes,
    Model,
    Quiet,
    Seconds,
    Workers,
    engine,
    settings,
)
from kg.cli.reading import tell_outcome
from kg.cli.streams import progress, tell
from kg.defaults import DEFAULT_MODEL, MAX_CHARACTERS, MEMORY, SECONDS


def retract(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE", help="An IRI, or the file or URL it came from.")],
    store: AnyStore = DEFAULT_PLACE,
    quiet: Quiet = False,
) -> None:
    """Drop articles from the store, with the actors, places and events that only they mention.

    They stay in the journal, which also keeps that they were retracted; building from the same file takes them again.
    """
    from kg import pipeline

    found = pipeline.retract(articles, store)
    for name in found.unknown:
        tell(f"{name}: no such article in {store}: `kg ask articles` lists them")
    if not quiet:
        count = len(found.articles)
        tell(f"{count} article{'' if count == 1 else 's'} retracted ({store})")
    raise typer.Exit(2 if found.unknown else 0)


def rebuild(
    store: AnyStore = DEFAULT_PLACE,
    anew: Annotated[
        bool, typer.Option("--anew", help="All of it, in an empty database; the old one is kept beside it.")
    ] = False,
    model: Model = DEFAULT_MODEL,
    authority: Authority = None,
    curation: Curation = None,
    max_characters: Limit = MAX_CHARACTERS,
    workers: Workers = None,
    seconds: Seconds = SECONDS,
    memory: Megabytes = MEMORY,
    quiet: Quiet = False,
) -> None:
    """Make again what another version of Claimgraph, or of a model or file, made: from the journal, without its files.

    With --anew all is made again, for a store whose database is damaged. Readers see what was published until then.
    """
    from kg import pipeline

    chosen = settings(
        model=model,
        authority=authority,
        curation=curation,
        max_characters=max_characters,
        seconds=seconds,
        memory=memory,
        quiet=quiet,
    )
    try:
        with progress("rebuilding", quiet=quiet) as step, engine(chosen, workers) as worker:
            outcome = pipeline.rebuild(store, chosen, anew=anew, engine=worker, tell=step)
    except KeyboardInterrupt as interrupt:
        again = "kg rebuild" if anew else "the same command"
        tell(f"interrupted: what was made so far stays in {store}; run {again} to go on")
        raise typer.Exit(130) from interrupt
    tell_outcome(outcome, store, quiet=quiet)
    raise typer.Exit(outcome.exit_status)
