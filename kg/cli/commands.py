"""All commands, in the order in which they are listed. Each reads its options and calls the library function of the
same name."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli import authority as authority_commands
from kg.cli.adding import add, remove
from kg.cli.agents import mcp
from kg.cli.asking import ask, explain, export, query, stats
from kg.cli.link import link
from kg.cli.reading import build, extract, validate
from kg.cli.reconciling import reconcile
from kg.cli.reporting import report
from kg.cli.serving import serve
from kg.cli.streams import say, tell

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


_COMMANDS = (
    *(build, ask, query, export, extract, validate, explain, stats),
    *(reconcile, link, serve, mcp, report, add, remove),
)
for _command in _COMMANDS:
    app.command(epilog=EPILOG)(_command)
