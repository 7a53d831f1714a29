"""What the engine says when it cannot read what it has written: no question's fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import DamagedError

_SAID = re.compile(r"Corruption: |IO error: |Not able to find the string with id ")
_PLACE = re.compile(r" in \S*?([\w.-]+\.sst)\b")


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Raises DamagedError for what the disk is to blame for. Oxigraph says a RuntimeError of that, too."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        found = _SAID.search(str(error))
        if found is None:
            raise
        place = _PLACE.search(str(error))
        where = f" in {place[1]}" if place else ""
        raise DamagedError(
            f"store {folder} is damaged: it cannot be read ({found[0].rstrip(': ')}{where}): "
            "look to its disk, and build it again in another --store"
        ) from error
