"""`kg ask`, `kg query`, `kg export`, `kg explain` and `kg stats`: what a store holds, told."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import output
from kg.cli.options import DEFAULT_PLACE, AnyStore, ExportFormat, Format, Out, TableFormat
from kg.cli.streams import opened, say
from kg.errors import UsageError


def ask(
    words: Annotated[
        list[str],
        typer.Argument(metavar="QUESTION", help="A question in words, or a stored query with its parameters."),
    ],
    store: AnyStore = DEFAULT_PLACE,
    format: Format = None,  # noqa: A002
    out: Out = None,
) -> None:
    """Answer a question: kg ask "who claimed control of Sudzha", or kg ask who-claimed-control place=Sudzha.

    `kg ask queries` lists the stored queries with their parameters and the questions they answer.
    """
    from kg import queries
    from kg.api import Graph

    if words == ["queries"]:
        _list_queries()
        return
    question, parameters = queries.arguments(words)
    output.show(Graph(store).ask(question, **parameters), format=format, out=out)


def query(
    sparql: Annotated[
        str | None, typer.Argument(metavar="SPARQL", help="A SPARQL 1.1 query, or - for standard input.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-F", metavar="FILE", help="A file with the query.")] = None,
    store: AnyStore = DEFAULT_PLACE,
    format: Format = None,  # noqa: A002
    out: Out = None,
) -> None:
    """Answer a SPARQL query over the union of all graphs."""
    from kg.store import Reader

    output.show(Reader.open(store).query(_query_text(sparql, file)), format=format, out=out)


def export(
    store: AnyStore = DEFAULT_PLACE,
    out: Out = None,
    format: ExportFormat = None,  # noqa: A002
    article: Annotated[
        str | None,
        typer.Option("--article", metavar="IRI", help="Only this article (its IRI) and the things it mentions."),
    ] = None,
    texts: Annotated[bool, typer.Option("--texts/--no-texts", help="With the full texts of the articles.")] = False,
    examples: Annotated[
        bool, typer.Option("--examples/--no-examples", help="With the stored queries as examples.")
    ] = False,
    void: Annotated[bool, typer.Option("--void", help="Instead, describe in VoID what the store holds.")] = False,
) -> None:
    """Write the graph as Turtle, or as the suffix of the output file or --format says.

    --format sssom, or a file named like links.sssom.tsv: the links to other data as a table of mappings (SSSOM/TSV).
    """
    from kg.export import export as write
    from kg.export import export_description, format_of
    from kg.store import Reader

    if void and (article or texts or examples):
        raise UsageError("--void describes the whole store: leave out --article, --texts and --examples")

    chosen = format or (format_of(out.name) if out is not None and out.suffix else "ttl")
    reader = Reader.open(store)
    with opened(out) as stream:
        if void:
            export_description(reader, format=chosen, out=stream)
        else:
            write(reader, format=chosen, article=article, texts=texts, examples=examples, out=stream)


def explain(
    statement: Annotated[
        str, typer.Argument(metavar="IRI", help='A statement: its IRI, or the end of it such as "article/…#s7".')
    ],
    store: AnyStore = DEFAULT_PLACE,
) -> None:
    """Show a statement in its sentence, with source, cue and content marked, and its chain."""
    from kg.cli.explained import draw
    from kg.explanations import explain as look_up
    from kg.store import Reader

    draw(look_up(Reader.open(store), statement))


def stats(store: AnyStore = DEFAULT_PLACE, format: TableFormat = None, out: Out = None) -> None:  # noqa: A002
    """Count what the store holds."""
    from kg import statistics
    from kg.store import Reader

    output.show(statistics.counts(Reader.open(store)), format=format, out=out)


def _query_text(sparql: str | None, file: Path | None) -> str:
    if (sparql is None) == (file is None):
        raise UsageError("give one query: as an argument, with --file, or - for standard input")
    if sparql is not None and sparql != "-":
        return sparql
    name = "standard input" if file is None else str(file)
    try:
        return (sys.stdin.buffer.read() if file is None else file.read_bytes()).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{name}: cannot be read as a query: not UTF-8 (byte {error.start} is 0x{error.object[error.start]:02x}): "
            "convert it to UTF-8, for example with `iconv`"
        ) from error
    except OSError as error:
        raise UsageError(f"{name}: cannot be read as a query: {error.strerror}: check the path") from error


def _list_queries() -> None:
    from kg import queries
    from kg.queries.questions import example

    for name, stored in sorted(queries.catalogue().items()):
        given = (f"{p.name}=…" if p.required else f"[{p.name}=…]" for p in stored.parameters.values())
        say(" ".join((name, *given)))
        say(f"    {stored.summary}")
        for question in list(dict.fromkeys(map(example, stored.questions)))[:3]:
            say(f'    "{question}"')
