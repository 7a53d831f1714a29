"""Where the data folders are: inside the installed package, or beside it in a checkout."""

from pathlib import Path

from kg.errors import DataError

PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder `ontology`, `shapes`, `queries` or `seeds`. Raises DataError when it is missing."""
    for candidate in (PACKAGE / "data" / name, PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise DataError(f"data folder {name!r} is missing from this installation: reinstall claimgraph")
