"""All commands, in the order in which they are listed. Each reads its options and calls the library function of the
same name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli import authority as authority_commands
from kg.cli.adding import add, remove
from kg.cli.agents import mcp
from kg.cli.asking import ask, explain, export, query, stats
from kg.cli.keeping import backup, check, restore
from kg.cli.link import link
from kg.cli.reading import build, extract, validate
from kg.cli.reconciling import reconcile
from kg.cli.reporting import report
from kg.cli.serving import serve
from kg.cli.streams import say, tell
from kg.cli.unlocking import unlock
from kg.cli.upkeep import rebuild, retract
from kg.cli.watching import watch

EPILOG = (
    "Exit status: 0 done; 1 something was set aside, or is wrong with a store; 2 wrong usage; 3 something could "
    "not be read, or a service failed; 4 store locked or missing; 130 interrupted; 141 the reader of a pipe has "
    "gone. --debug shows the traceback of an error."
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


_COMMANDS: Mapping[Callable[..., None], str] = {
    build: "Read articles into the store.",
    watch: "Read what comes into folders and feeds, as it comes.",
    ask: "Answer a question in words, or by a stored query.",
    query: "Answer a SPARQL query.",
    export: "Write the graph, or the links only, to a file.",
    extract: "Print what is found in articles as JSON Lines.",
    validate: "Check articles against the shapes; show what was set aside.",
    explain: "Show a statement in its sentence, and its chain of speakers.",
    stats: "Count what the store holds.",
    reconcile: "Ask a service about things without a link: proposals.",
    link: "List the links; tell why; decide them again.",
    serve: "Serve pages, SPARQL and linked data, for reading only.",
    mcp: "Let a language-model agent ask the store.",
    report: "Make one HTML file to mail, for a question or the store.",
    add: "Add RDF of your own beside the articles.",
    remove: "Remove a graph that `kg add` has added.",
    unlock: "Let another builder into a store on the network.",
    retract: "Drop articles from the store.",
    rebuild: "Make again from the journal what another version made.",
    check: "Find whatever is lost, changed or damaged in a store.",
    backup: "Copy a store, also while it is being built.",
    restore: "Make a store from a backup.",
}
"""Each with what the list of commands says of it, on one line of 80 columns."""
for _command, _short in _COMMANDS.items():
    app.command(epilog=EPILOG, short_help=_short)(_command)
