"""`kg authority`: what is known by name, and the files with which users add to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import resources
from kg.cli import output
from kg.cli.options import Authority, Out, Quiet, TableFormat
from kg.cli.streams import opened, progress, say, tell
from kg.errors import InputError, UsageError
from kg.ontology import term

if TYPE_CHECKING:
    from kg.linking.authority import Authority as Index
    from kg.linking.authority import Known
    from kg.linking.wikidata import Made
    from kg.store import Table

EPILOG = "Exit status: 0 done; 1 something is wrong with a file; 2 wrong usage; 3 something could not be read."

app = typer.Typer(
    name="authority",
    help="The actors and states that are known by name: list them, check files of your own, make one from Wikidata.",
    short_help="List the actors known by name; check or make such files.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_Type = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="CLASS", help="Only concepts of this class, such as Person. May be repeated."),
]
_COLUMNS = ("label", "type", "id", "country", "name", "description", "links", "file")


@app.command(name="list", epilog=EPILOG, short_help="Count the concepts, or show those of a name.")
def show(
    name: Annotated[str | None, typer.Argument(metavar="NAME|QID", help="A name, or the id of an item.")] = None,
    type: _Type = None,  # noqa: A002
    authority: Authority = None,
    format: TableFormat = None,  # noqa: A002
    out: Out = None,
) -> None:
    """Count the concepts by file and type, or show every concept of a name, best first."""
    from kg.linking.authority import open_authority, sources

    wanted, extra = _types(type), tuple(authority or ())
    files = {source.rank: _file(source.path) for source in sources(extra)}
    known = open_authority(extra)
    if name is None:
        counts = [(files[rank], kind, n) for kind, rank, n in known.counts() if kind in wanted]
        output.show(_table(("file", "type", "count"), counts), format=format, out=out)
        return
    rows = [_row(one, files[one.concept.rank]) for one in _named(known, name) if one.concept.type in wanted]
    if not rows:
        tell(f"no file of the authority has the name {name!r}")
    output.show(_table(_COLUMNS, rows), format=format, out=out)


@app.command(epilog=EPILOG, short_help="Tell all that is wrong with authority files.")
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Authority files: Turtle, or a table (.tsv).")],
    authority: Authority = None,
    quiet: Quiet = False,
) -> None:
    """Tell all that is wrong with authority files, each fault with file and line."""
    from kg.linking import checking

    sources, status = [], 0
    for file in files:
        try:
            sources.append(checking.source(file))
        except InputError as error:
            tell(str(error))
            status = error.exit_status
    for found in checking.check(sources, beside=tuple(authority or ())):
        for fault in found.faults:
            say(fault)
        status = status or (1 if found.faults else 0)
        if not quiet:
            concepts = "1 concept" if found.concepts == 1 else f"{found.concepts:,} concepts"
            told = f"fine: {concepts}, {found.names:,} {'name' if found.names == 1 else 'names'}"
            tell(f"{found.path}: {told}; {len(found.faults):,} {'fault' if len(found.faults) == 1 else 'faults'}")
    raise typer.Exit(status)


@app.command(epilog=EPILOG, short_help="Make an authority table from Wikidata.")
def build(
    source: Annotated[
        Path,
        typer.Option(
            "--from",
            metavar="FILE",
            help="A JSON dump (.json, .json.gz, .json.bz2), or the answer to a SPARQL query (.json, .xml, .csv, .tsv).",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="The table to write; its name ends in .tsv.")
    ] = None,
    type: _Type = None,  # noqa: A002
    class_: Annotated[
        list[str] | None,
        typer.Option("--class", metavar="Q…=TYPE", help="Instances of this item are of this class. May be repeated."),
    ] = None,
    language: Annotated[
        str, typer.Option("--language", metavar="CODE", help="The language of labels, aliases and descriptions.")
    ] = "en",
    authority: Authority = None,
    quiet: Quiet = False,
) -> None:
    """Make an authority table from Wikidata: people, media, parties, states, bodies. docs/linking.md has the query."""
    from kg.linking.authority import open_authority
    from kg.linking.wikidata import make
    from kg.linking.wikidata.items import classes

    if out is not None and str(out) != "-" and out.suffix != ".tsv":
        raise UsageError(f"{out}: an authority table is known by its name: let it end in .tsv")
    with progress(f"reading {source.name}", quiet=quiet) as step, opened(out) as stream:
        made = make(
            source,
            stream,
            classes=classes(class_ or (), wanted=type or ()),
            authority=open_authority(tuple(authority or ())),
            language=language,
            broken=lambda one: tell(f"{source}:{one.line}: skipped: {one.why}"),
            step=step,
        )
    if not quiet:
        for line in _summary(made):
            tell(line)
    if not made.written:
        tell(f"{source}: no item for the table: see --type, --class and --language")
    raise typer.Exit(0 if made.written and not made.broken else 1)


def _summary(made: Made) -> Iterator[str]:
    written = ", ".join(f"{number:,} {type_}" for type_, number in sorted(made.written.items()))
    yield f"{made.written.total():,} items written" + (f" ({written})" if written else "")
    if made.left:
        yield f"left out: {', '.join(f'{number:,} {why}' for why, number in sorted(made.left.items()))}"


def _types(given: Sequence[str] | None) -> frozenset[str]:
    from kg.linking.faults import TYPES

    for name in given or ():
        if name not in TYPES:
            raise UsageError(f"no type {name!r}: the types are {', '.join(TYPES)}")
    return frozenset(given or TYPES)


def _named(known: Index, name: str) -> list[Known]:
    from kg.linking.authority import Known

    item = known.concept(f"wikidata:{name}")
    if item:
        return [Known(item, "id")]
    best: dict[str, Known] = {}
    for one in known.named(name):  # the best first: "Al Jazeera" is the label, and without its article an alias
        best.setdefault(one.concept.id, one)
    return list(best.values())


def _file(path: Path) -> str:
    """A file as the user gave it; the shipped ones by their names."""
    return path.name if path.parent == resources.folder("ontology") else str(path)


def _row(known: Known, file: str) -> tuple[str, ...]:
    one = known.concept
    about = (one.country or "", known.kind, one.description or "")
    return (one.label, one.type, one.id, *about, " ".join(one.targets), file)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str | int]]) -> Table:
    from kg.store import Table

    bindings = [
        {name: _literal(value) for name, value in zip(columns, row, strict=True) if value != ""} for row in rows
    ]
    return Table(data=json.dumps({"head": {"vars": list(columns)}, "results": {"bindings": bindings}}).encode())


def _literal(value: str | int) -> dict[str, str]:
    datatype = {"datatype": term("xsd:integer")} if isinstance(value, int) else {}
    return {"type": "literal", "value": str(value), **datatype}
