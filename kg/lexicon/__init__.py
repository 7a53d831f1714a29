"""Word lists as data: one TOML file a subject. A linguist extends them without reading Python."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import DataError


@cache
def table(name: str) -> dict[str, Any]:
    """The word list NAME.toml of this folder. Raises DataError, naming the file, when it is missing or malformed."""
    path = Path(__file__).with_name(f"{name}.toml")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = ", ".join(sorted(p.stem for p in path.parent.glob("*.toml")))
        raise DataError(f"no word list {path.name}; there are: {known}") from None
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"word list {path}: {error}") from error
