"""`kg check`, `kg backup` and `kg restore`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_STORE, Quiet, Store
from kg.cli.streams import say, tell

if TYPE_CHECKING:
    from kg.store import Checked

_FORMATS = ("text", "json")


def check(
    store: Store = DEFAULT_STORE,
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="text or json.")] = "text",
    quiet: Quiet = False,
) -> None:
    """Find whatever is lost, extra, half, changed or damaged in a store; nothing is changed.

    One line for each finding; exit status 1 when there is one. A store that is being built is checked but for the
    database of its builder.
    """
    from kg import keeping
    from kg.errors import UsageError

    if form not in _FORMATS:
        raise UsageError(f"unknown format {form!r}: give {' or '.join(_FORMATS)}")
    checked = keeping.check(store)
    if form == "json":
        say(_json(checked))
    else:
        for one in checked.findings:
            say(f"{one.where}: {one.what}")
    if not quiet:
        for skipped in checked.skipped:
            tell(f"not checked: {skipped}")
        counts = f"{checked.articles} articles, {checked.copies} copies, {checked.set_aside} set aside"
        tell(f"{counts}: {_found(len(checked.findings))} ({store})")
    raise typer.Exit(1 if checked.findings else 0)


def backup(
    to: Annotated[Path, typer.Argument(metavar="DEST", help="A folder that is not there yet.")],
    store: Store = DEFAULT_STORE,
    quiet: Quiet = False,
) -> None:
    """Copy a store to DEST, also while it is being built or served. The copy is a store itself.

    On the same disk large files are hard links: that costs little, and does not outlive the disk.
    """
    from kg import keeping

    keeping.backup(store, to)
    if not quiet:
        tell(f"{to} is a copy of {store}: `kg check --store {to}` looks whether it is whole")


def restore(
    source: Annotated[Path, typer.Argument(metavar="BACKUP", help="What `kg backup` has made.")],
    store: Store = DEFAULT_STORE,
    quiet: Quiet = False,
) -> None:
    """Make a store from a backup, if that is whole. Where a store is already, it stays as it is."""
    from kg import keeping

    keeping.restore(source, store)
    if not quiet:
        tell(f"{store} is as it was backed up in {source}")


def _json(checked: Checked) -> str:
    import json
    from dataclasses import asdict

    return json.dumps(asdict(checked), ensure_ascii=False, indent=2)


def _found(count: int) -> str:
    return "nothing is wrong" if not count else "1 thing is wrong" if count == 1 else f"{count} things are wrong"
