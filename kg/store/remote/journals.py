"""Which journal lies beside a store on the network: a name for it, made up once and kept in its folder.

Several machines may build into one store, each with a journal of its own; the store knows how far each has come.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from kg import files
from kg.errors import StoreError

FILE: Final = "journal-name"


def known(folder: Path) -> str:
    """The name; "" when there is none yet. Raises StoreError when it cannot be read."""
    try:
        return (folder / FILE).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(folder, error) from error


def named(folder: Path) -> str:
    """The name, made up where there is none. Raises StoreError when it cannot be kept."""
    name = known(folder)
    if not name:
        name = secrets.token_hex(8)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            files.write(folder / FILE, f"{name}\n")
        except OSError as error:
            raise _unusable(folder, error) from error
    return name


def _unusable(folder: Path, error: Exception) -> StoreError:
    reason = getattr(error, "strerror", None) or error
    return StoreError(f"{folder} cannot be used ({reason}): look to its permissions, or set KG_STORE_FOLDER")
