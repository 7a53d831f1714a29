"""`kg add` and `kg remove`: RDF files of the user's own, beside the articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import DEFAULT_PLACE, AnyStore, Base, Quiet
from kg.cli.streams import tell
from kg.ontology import DEFAULT_BASE


def add(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE", help="Turtle, TriG, N-Triples or N-Quads.")],
    graph: Annotated[
        str | None, typer.Option("--graph", metavar="IRI", help="The graph of triples that stand in none.")
    ] = None,
    store: AnyStore = DEFAULT_PLACE,
    base: Base = DEFAULT_BASE,
    quiet: Quiet = False,
) -> None:
    """Add RDF of your own as named graphs beside the articles: kg add towns.ttl --graph https://example.org/towns

    A graph replaces the one of its name as a whole; adding the same file again changes nothing. What begins with the
    base IRI of the store is described by articles alone: a graph of yours may point to it, and is named by another IRI,
    or by {base}graph/NAME. A file that does not conform to the shapes is not added.
    """
    from kg import additions

    outcome = additions.add(paths, store, graph=graph, base=base)
    for refused in outcome.refused:
        tell(f"{refused.path}: does not conform and was not added: {refused.report.text}")
    if not quiet:
        counts = f"{_graphs(len(outcome.changed))} added, {len(outcome.unchanged)} unchanged"
        tell(f"{counts}, {_files(len(outcome.refused))} not added ({store})")
    raise typer.Exit(outcome.exit_status)


def remove(
    graph: Annotated[str, typer.Argument(metavar="IRI", help="The name of a graph that was added.")],
    store: AnyStore = DEFAULT_PLACE,
    quiet: Quiet = False,
) -> None:
    """Remove a graph that `kg add` has added."""
    from kg import additions

    additions.remove(graph, store)
    if not quiet:
        tell(f"removed {graph} ({store})")


def _graphs(count: int) -> str:
    return f"{count} graph" if count == 1 else f"{count} graphs"


def _files(count: int) -> str:
    return f"{count} file" if count == 1 else f"{count} files"
