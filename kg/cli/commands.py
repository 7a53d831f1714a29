"""The commands. Each reads its options and calls the library function of the same name."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli import authority as authority_commands
from kg.cli import output
from kg.cli.adding import add, remove
from kg.cli.agents import mcp
from kg.cli.link import link
from kg.cli.options import (
    DEFAULT_STORE,
    Authority,
    Base,
    Curation,
    ExportFormat,
    Format,
    Inputs,
    Limit,
    Model,
    OptionalInputs,
    Out,
    Quiet,
    Store,
    settings,
)
from kg.cli.reconciling import reconcile
from kg.cli.reporting import report
from kg.cli.serving import serve
from kg.cli.streams import opened, progress, say, tell
from kg.defaults import DEFAULT_MODEL, MAX_CHARACTERS
from kg.errors import UsageError
from kg.ontology import DEFAULT_BASE

if TYPE_CHECKING:
    from kg.articles import Failure
    from kg.pipeline import Outcome, SetAside

EPILOG = (
    "Exit status: 0 done; 1 something was set aside; 2 wrong usage; 3 something could not be read, "
    "or a service failed; 4 store locked or missing; 130 interrupted. --debug shows the traceback of an error."
)


class Commands(TyperGroup):
    """Typer itself ends in silence when it is interrupted."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as interrupt:
            tell("interrupted: no store was changed; run the command again")
            raise typer.Exit(130) from interrupt


app = typer.Typer(
    name="kg",
    cls=Commands,
    help="Claimgraph: news says who claimed what. Reads articles into a graph of claims, and answers questions.",
    epilog=EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


app.add_typer(authority_commands.app)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        say(f"kg (claimgraph) {version('claimgraph')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    pass


@app.command(epilog=EPILOG)
def build(
    paths: OptionalInputs = None,
    store: Store = DEFAULT_STORE,
    model: Model = DEFAULT_MODEL,
    authority: Authority = None,
    curation: Curation = None,
    base: Base = DEFAULT_BASE,
    max_characters: Limit = MAX_CHARACTERS,
    quiet: Quiet = False,
) -> None:
    """Read, extract, validate and store articles (without PATH: the ones that ship with Claimgraph)."""
    from kg import pipeline, resources

    given = paths or [str(resources.folder("seeds"))]
    chosen = settings(
        model=model, authority=authority, curation=curation, base=base, max_characters=max_characters, quiet=quiet
    )
    try:
        with progress("loading the model", quiet=quiet) as step:
            outcome = pipeline.build(given, store, chosen, tell=step)
    except KeyboardInterrupt as interrupt:
        tell(f"interrupted: the articles stored so far stay in {store}; run the same command again to go on")
        raise typer.Exit(130) from interrupt
    _tell_outcome(outcome, store, quiet=quiet)
    raise typer.Exit(outcome.exit_status)


@app.command(epilog=EPILOG)
def ask(
    words: Annotated[
        list[str],
        typer.Argument(metavar="QUESTION|NAME [PARAMETER=VALUE]…", help="A question in words, or a stored query."),
    ],
    store: Store = DEFAULT_STORE,
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


@app.command(epilog=EPILOG)
def query(
    sparql: Annotated[
        str | None, typer.Argument(metavar="[SPARQL|-]", help="A SPARQL 1.1 query, or - for standard input.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-F", help="A file with the query.")] = None,
    store: Store = DEFAULT_STORE,
    format: Format = None,  # noqa: A002
    out: Out = None,
) -> None:
    """Answer a SPARQL query over the union of all graphs."""
    from kg.store import Reader

    output.show(Reader.open(store).query(_query_text(sparql, file)), format=format, out=out)


@app.command(epilog=EPILOG)
def export(
    store: Store = DEFAULT_STORE,
    out: Out = None,
    format: ExportFormat = None,  # noqa: A002
    article: Annotated[
        str | None, typer.Option("--article", help="Only this article (its IRI) and the things it mentions.")
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


@app.command(epilog=EPILOG)
def extract(
    paths: Inputs,
    out: Annotated[Path | None, typer.Option("--output", "-o", help="Write to a file.")] = None,
    model: Model = DEFAULT_MODEL,
    authority: Authority = None,
    curation: Curation = None,
    base: Base = DEFAULT_BASE,
    max_characters: Limit = MAX_CHARACTERS,
    quiet: Quiet = False,
) -> None:
    """Print what is found in each article as JSON Lines, without a store."""
    import json

    from kg import pipeline

    failures: list[Failure] = []
    chosen = settings(
        model=model, authority=authority, curation=curation, base=base, max_characters=max_characters, quiet=quiet
    )
    with progress("loading the model", quiet=quiet) as step, opened(out) as stream:
        for record in pipeline.extract(paths, chosen, failures):
            stream.write(json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n")
            step(record["article"]["input"])
    _tell_all(failures)
    raise typer.Exit(3 if failures else 0)


@app.command(epilog=EPILOG)
def validate(
    paths: OptionalInputs = None,
    store: Store = DEFAULT_STORE,
    model: Model = DEFAULT_MODEL,
    authority: Authority = None,
    curation: Curation = None,
    base: Base = DEFAULT_BASE,
    max_characters: Limit = MAX_CHARACTERS,
    quiet: Quiet = False,
) -> None:
    """Check articles against the shapes, storing nothing; without PATH, show what was set aside, and why."""
    from kg import pipeline

    if not paths:
        raise typer.Exit(_show_set_aside(store))
    failures: list[Failure] = []
    checked: list[bool] = []
    chosen = settings(
        model=model, authority=authority, curation=curation, base=base, max_characters=max_characters, quiet=quiet
    )
    with progress("loading the model", quiet=quiet) as step:
        for source, report in pipeline.check(paths, chosen, failures):
            checked.append(report.conforms)
            if not report.conforms:
                say(f"{source}: does not conform\n{report.text}")
            step(source)
    _tell_all(failures)
    if not quiet:
        tell(f"{checked.count(True)} conform, {checked.count(False)} do not, {len(failures)} not read")
    raise typer.Exit(3 if failures else 0 if all(checked) else 1)


@app.command(epilog=EPILOG)
def explain(
    statement: Annotated[
        str, typer.Argument(metavar="IRI", help='A statement: its IRI, or the end of it such as "article/…#s7".')
    ],
    store: Store = DEFAULT_STORE,
) -> None:
    """Show a statement in its sentence, with source, cue and content marked, and its chain."""
    from kg.cli.explained import draw
    from kg.explanations import explain as look_up
    from kg.store import Reader

    draw(look_up(Reader.open(store), statement))


@app.command(epilog=EPILOG)
def stats(store: Store = DEFAULT_STORE, format: Format = None, out: Out = None) -> None:  # noqa: A002
    """Count what the store holds."""
    from kg import statistics
    from kg.store import Reader

    output.show(statistics.counts(Reader.open(store)), format=format, out=out)


app.command(epilog=EPILOG)(reconcile)
app.command("link", epilog=EPILOG)(link)
app.command(epilog=EPILOG)(serve)
app.command(epilog=EPILOG)(mcp)
app.command(epilog=EPILOG)(report)
app.command(epilog=EPILOG)(add)
app.command(epilog=EPILOG)(remove)


# ---------------------------------------------------------------- what is read, and what is told


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


def _tell_outcome(outcome: Outcome, store: Path, *, quiet: bool) -> None:
    _tell_all(outcome.failures)
    for held in outcome.set_aside:
        tell(_set_aside(held, store))
    if not quiet:
        counts = f"{outcome.stored} stored, {outcome.unchanged} unchanged"
        counts += f", {len(outcome.set_aside)} set aside, {len(outcome.failures)} not read"
        tell(f"{counts} ({store})")


def _set_aside(held: SetAside, store: Path) -> str:
    stays = "; its older version stays in the store" if held.stays else ""
    return f"{held.source}: does not conform and was set aside{stays}: see `kg validate --store {store}`"


def _tell_all(failures: Iterable[Failure]) -> None:
    for failure in failures:
        tell(failure.reason)


def _show_set_aside(store: Path) -> int:
    """The exit status: 1 when there is something."""
    from kg import quarantine
    from kg.store.directory import find

    held = list(quarantine.held(find(store).path))
    for one in held:
        say(f"{one.key}\n{one.source}\n{one.report}")
    tell("nothing is set aside" if not held else f"{len(held)} set aside in {store / quarantine.FOLDER}")
    return 1 if held else 0


def _list_queries() -> None:
    from kg import queries

    for name, stored in sorted(queries.catalogue().items()):
        given = (f"{p.name}=…" if p.required else f"[{p.name}=…]" for p in stored.parameters.values())
        say(" ".join((name, *given)))
        say(f"    {stored.summary}")
        for question in stored.questions[:2]:
            say(f'    "{question}"')
