"""`kg report`: one file to mail to an editor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import DEFAULT_PLACE, AnyStore
from kg.cli.streams import opened, tell
from kg.errors import UsageError

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="QUESTION", help="As `kg ask` takes it: in words, or a stored query with parameters."),
]


def report(
    words: Words = None,
    store: AnyStore = DEFAULT_PLACE,
    out: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="The HTML file; - or nothing: print it.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What stands above it.")] = None,
) -> None:
    """Make one self-contained HTML file to mail: answer, timeline, map and evidence, for a question or the whole store.

    kg report "who claimed control of Sudzha" -o report.html
    """
    from kg import queries
    from kg.api import open_store
    from kg.report import report as on_store
    from kg.report import report_on

    graph = open_store(store)
    question, parameters = queries.arguments(words or [])
    if parameters and not question:
        raise UsageError("parameters need a question or the name of a stored query before them")
    if question:
        html = report_on(graph.reader, question, parameters, title=title, gazetteer=graph.meanings)
    else:
        html = on_store(graph.reader, **({"title": title} if title else {}))
    with opened(out) as stream:
        stream.write(html.encode("utf-8"))
    if out is not None:
        tell(f"report written to {out}")
