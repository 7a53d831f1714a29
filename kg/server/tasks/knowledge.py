"""What names may mean that the graph does not use: other spellings and scripts, capitals, aliases."""

from __future__ import annotations

import logging
from functools import cache
from typing import Final

from kg.errors import DataError
from kg.linking.knowledge import Knowledge, open_built_knowledge
from kg.linking.things import iris
from kg.queries import Gazetteer
from kg.store import Reader

LOG: Final = logging.getLogger("kg.server")


def prepare() -> None:
    """Open the indexes now: a worker may open no files."""
    _knowledge()


def gazetteer(reader: Reader) -> Gazetteer | None:
    """None where nobody has built the indexes yet: a server only reads."""
    knowledge = _knowledge()
    if knowledge is None:
        return None
    return lambda name: iris(name, knowledge=knowledge, minter=reader.minter)


@cache
def _knowledge() -> Knowledge | None:
    try:
        return open_built_knowledge()
    except DataError as error:  # a broken file of the user's own: names are then only those of the graph
        LOG.warning("other spellings of names are not known: %s", error)
        return None
