"""`kg unlock`: a store on the network whose builder died far away."""

from __future__ import annotations

import typer

from kg.cli.options import DEFAULT_PLACE, AnyStore
from kg.cli.streams import tell
from kg.errors import UsageError
from kg.places import is_address


def unlock(store: AnyStore = DEFAULT_PLACE) -> None:
    """Let another builder into a store on the network before the lease of the one that died has ended.

    One that is still alive can then write nothing more. The lock of a folder ends with its process.
    """
    if not is_address(store):
        raise UsageError(f"{store} is a folder: its lock ends with the process that holds it")
    from kg.store.remote.opening import unlock as end

    holder = end(store)
    tell(f"{store} is free: {holder} had it" if holder else f"{store} was free")
    raise typer.Exit
