"""Where a store is: in a folder, or at an address on the network."""

from __future__ import annotations

import os
import re
from os import PathLike, fspath
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from kg.errors import UsageError

Place = str | PathLike[str]
"""A folder, or the URL of a SPARQL endpoint."""

_ADDRESS: Final = re.compile(r"https?:/", re.IGNORECASE)


def is_address(place: Place) -> bool:
    return _ADDRESS.match(fspath(place)) is not None


def folder(place: Place, *, to: str) -> Path:
    """The folder of a store. Raises UsageError for one on the network: `to` says what cannot be done there."""
    if is_address(place):
        url = _ADDRESS.sub(lambda found: f"{found[0]}/", fspath(place)) if isinstance(place, Path) else fspath(place)
        raise UsageError(
            f"{to} needs a store in a folder, and {url} is on the network: "
            "build the articles into a folder too, and name that with --store"
        )
    return Path(place)


def beside(place: Place) -> Path:
    """The folder of this machine for what a builder keeps and is no part of the graph: that of the store itself, or for
    one on the network that which KG_STORE_FOLDER names, else one called after its address."""
    if not is_address(place):
        return Path(place)
    parts = urlsplit(fspath(place))
    name = re.sub(r"[^A-Za-z0-9.]+", "-", f"{parts.netloc.rpartition('@')[2]}{parts.path}").strip("-")
    return Path(os.environ.get("KG_STORE_FOLDER") or f"claimgraph-{name}")
