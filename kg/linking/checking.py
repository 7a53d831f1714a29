"""Checks of users' authority files, before any article is read with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import InputError
from kg.linking import concepts
from kg.linking.authority import sources
from kg.linking.concepts import REGISTER, Check, Source


def source(file: Path) -> Source:
    """A file to check. Raises InputError when it cannot be read."""
    try:
        return Source(file, file.read_bytes(), 0)
    except OSError as error:
        raise InputError(f"cannot read the authority file {file}: {error.strerror}: check the path") from error


def check(files: Sequence[Source], *, beside: Sequence[Path] = ()) -> Iterator[Check]:
    """All that is wrong with each file. One may name states of the others, of those beside it, and of the shipped."""
    given = {file.path.resolve() for file in files}
    others = [one for one in sources(beside) if _names_states(one, beside) and one.path.resolve() not in given]
    return concepts.check(files, others)


def _names_states(source: Source, own: Sequence[Path]) -> bool:
    """The shipped register has none, and takes long to read."""
    return source.rank < REGISTER or source.path in own
