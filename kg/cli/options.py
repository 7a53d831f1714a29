"""Options that several commands have, and the settings that they make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.streams import progress
from kg.defaults import MAX_CHARACTERS, MEGABYTE, MEMORY, MIN_FREE, MOST_CHARACTERS, SECONDS
from kg.errors import UsageError
from kg.ontology import DEFAULT_BASE
from kg.places import folder

if TYPE_CHECKING:
    from kg.engines import Engine
    from kg.pipeline import Settings

DEFAULT_PLACE = "claimgraph.db"
DEFAULT_STORE = Path(DEFAULT_PLACE)
_PREPARING = "building the index of places, once"

AnyStore = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="FOLDER|URL",
        envvar="KG_STORE",
        help="The folder of the store, or the URL of a SPARQL 1.1 store (docs/remote.md).",
    ),
]
Store = Annotated[
    Path,
    typer.Option(
        "--store",
        metavar="FOLDER",
        envvar="KG_STORE",
        help="The folder of the store.",
        callback=lambda given: folder(given, to="this command"),
    ),
]
"""For what works on the store's own files."""
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")]
Out = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file; its suffix decides the format.")
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="table, json, csv, tsv, xml; for graphs ttl, nt, nq, trig, jsonld, rdf.",
    ),
]
TableFormat = Annotated[
    str | None, typer.Option("--format", "-f", metavar="FORMAT", help="table, json, csv, tsv or xml.")
]
ExportFormat = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="ttl, trig, nt, nq, jsonld or rdf; sssom for the links only."
    ),
]
Model = Annotated[
    str,
    typer.Option("--model", metavar="NAME", envvar="KG_MODEL", help="An installed spaCy model, or the folder of one."),
]
Authority = Annotated[
    list[Path] | None,
    typer.Option(
        "--authority",
        metavar="FILE",
        help="Your own authority file (SKOS in Turtle, or a table); it wins. May be repeated, or in KG_AUTHORITY.",
    ),
]
Curation = Annotated[
    list[Path] | None,
    typer.Option(
        "--curation",
        metavar="FILE",
        help="A curator's file (SSSOM): what is one thing, and what is not. May be repeated, or in KG_CURATION.",
    ),
]
Limit = Annotated[
    int,
    typer.Option(
        "--max-characters",
        metavar="N",
        help=f"The longest article that is taken; at most {MOST_CHARACTERS}, for the language model takes no more.",
    ),
]
Base = Annotated[
    str,
    typer.Option(
        "--base", metavar="IRI", envvar="KG_BASE", help='What the IRIs of the data begin with; it ends in "/".'
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        "-j",
        metavar="N",
        envvar="KG_WORKERS",
        min=0,
        help="Processes that extract, each held to the limits (default: one for each processor); 0: this one, unheld.",
    ),
]
EngineName = Annotated[
    str | None, typer.Option("--engine", metavar="NAME", help="What extracts: local (the default), or dask.")
]
Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="ADDRESS", help="Of Dask, for --engine dask: tcp://HOST:8786."),
]
Seconds = Annotated[
    float,
    typer.Option("--seconds", metavar="N", min=1, help="An article that takes more processor time is set aside."),
]
Megabytes = Annotated[
    int,
    typer.Option("--memory", metavar="MB", min=100, help="An article that takes more memory is set aside."),
]
InputFormat = Annotated[
    str,
    typer.Option(
        "--input-format",
        metavar="FORM",
        help="What each PATH holds, whatever its name: text, html, jsonl, json, csv, tsv or warc.",
    ),
]
Columns = Annotated[
    str,
    typer.Option(
        "--columns",
        metavar="text=NAME,…",
        help="What a table calls text, title, published, publisher, url, language: text=body,title=story.headline.",
    ),
]
MinFree = Annotated[
    int,
    typer.Option(
        "--min-free", metavar="MB", min=0, help="What is to stay free of the disk; 0: it may be filled to its end."
    ),
]
_ARTICLES = (
    "Articles: text, HTML, JSON Lines, CSV and WARC files, folders of them, - for standard input; "
    "addresses of pages, feeds, sitemaps."
)
Inputs = Annotated[list[str], typer.Argument(metavar="PATH", help=_ARTICLES)]
OptionalInputs = Annotated[list[str] | None, typer.Argument(metavar="PATH", help=_ARTICLES)]


def settings(
    *,
    model: str,
    authority: list[Path] | None,
    curation: list[Path] | None = None,
    base: str = DEFAULT_BASE,
    max_characters: int = MAX_CHARACTERS,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    input_format: str = "",
    columns: str = "",
    min_free: int = MIN_FREE // MEGABYTE,
    quiet: bool,
) -> Settings:
    """The settings, with the index of places in place. Raises UsageError for options that cannot be."""
    from kg.pipeline import Settings, prepare

    chosen = Settings(
        base=base,
        model=model,
        max_characters=max_characters,
        authorities=tuple(authority or ()),
        curation=tuple(curation or ()),
        seconds=seconds,
        memory=memory * MEGABYTE,
        input_format=input_format,
        columns=columns,
        min_free=min_free * MEGABYTE,
    )
    with progress(_PREPARING, quiet=quiet, line=f"{_PREPARING} (about 15 seconds)") as step:
        prepare(chosen, tell=step)
    return chosen


def engine(chosen: Settings, workers: int | None, scheduler: str | None = None) -> Engine:
    """What extracts: a Dask cluster, processes of this machine, or, for no workers, this process."""
    from kg.engines import Here, Local

    if scheduler:
        from kg.engines.dask import Dask
        from kg.pipeline import maker

        return Dask(chosen.charge(), scheduler, check="kg.pipeline.provenance:maker_of", expected=maker(chosen))
    return Here(chosen.charge()) if workers == 0 else Local(chosen.charge(), workers=workers)


def checked_scheduler(engine_name: str | None, scheduler: str | None) -> str | None:
    """The address of the scheduler; None for the engine of this machine. Raises UsageError when they do not fit."""
    if engine_name not in (None, "local", "dask"):
        raise UsageError(f"there is no engine {engine_name!r}: give local or dask")
    if (engine_name == "dask") != bool(scheduler):
        raise UsageError("--engine dask and --scheduler ADDRESS go together: give both, or none")
    return scheduler
