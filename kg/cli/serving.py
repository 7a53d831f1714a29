"""`kg serve`: the store on the web."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import DEFAULT_STORE, Store
from kg.cli.streams import tell
from kg.defaults import MEGABYTE

_LIMITS = "Limits"


def serve(
    store: Store = DEFAULT_STORE,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="The address to listen at; 0.0.0.0 is all.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", "-p", metavar="N", help="The port; 0 takes a free one.", min=0, max=65535)
    ] = 8000,
    url: Annotated[
        str | None,
        typer.Option("--url", metavar="URL", help="How others call this server, where a proxy stands before it."),
    ] = None,
    license: Annotated[  # noqa: A002
        str | None, typer.Option("--license", metavar="IRI", help="The licence of the data, told in its description.")
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="A name that this server is called by. May be repeated."),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-origin", metavar="ORIGIN", help="Only web pages of this origin may read it. May be repeated."
        ),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(
            "--timeout", metavar="SECONDS", help="Seconds that a query may take.", min=0.1, rich_help_panel=_LIMITS
        ),
    ] = 5.0,
    memory: Annotated[
        int,
        typer.Option(
            "--memory", metavar="MB", help="Megabytes of memory that a query may take.", min=50, rich_help_panel=_LIMITS
        ),
    ] = 1000,
    result: Annotated[
        int,
        typer.Option(
            "--result", metavar="MB", help="Megabytes that an answer may have.", min=1, rich_help_panel=_LIMITS
        ),
    ] = 10,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", help="Queries at a time; by default the processor's cores.", min=1),
    ] = None,
    cache: Annotated[
        int,
        typer.Option(
            "--in-memory",
            metavar="MB",
            help="Megabytes for the graph in memory; a larger one is read from disk.",
            min=0,
        ),
    ] = 4000,
) -> None:
    """Serve pages, SPARQL and linked data, for reading only; what is built meanwhile appears within seconds."""
    from dataclasses import replace

    from kg import pages
    from kg.server import Options
    from kg.server.running import run
    from kg.workers import Limits

    limits = Limits(seconds=timeout, memory=memory * MEGABYTE, result=result * MEGABYTE, in_memory=cache * MEGABYTE)
    options = Options(
        store=store,
        host=host,
        port=port,
        hosts=tuple(allow_host or ()),
        origins=tuple(allow_origin or ("*",)),
        url=url.rstrip("/") if url else None,
        license=license,
        limits=replace(limits, workers=workers) if workers else limits,
    )
    if not pages.packages_are_there():
        tell("map, network and query editor lack packages that come by npm: run `make frontend`; all else is there")
    run(options, tell=lambda address: tell(f"serving {store} at {address} (Ctrl-C ends it)"))
