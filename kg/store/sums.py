"""Checksums of the files of a copy that never changes again, kept beside them, so that damage to any is noticed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg import files

NAME = "claimgraph.sums"
_BLOCK = 1 << 20


class Sum(NamedTuple):
    """CRC-32 as in zlib, and bytes."""

    crc: int
    size: int


def write(folder: Path, *, known: Path | None = None) -> None:
    """Sum up a folder. A table that `known`, a folder with sums, has too is not read again: it is the same file."""
    before = read(known) if known and known.exists() else {}
    found = {}
    for file in sorted(folder.iterdir()):
        same = known and file.name in before and file.suffix == ".sst" and _same(file, known / file.name)
        found[file.name] = before[file.name] if same else of(file)
    lines = [f"{one.crc:08x} {one.size} {name}" for name, one in found.items()]
    files.write(folder / NAME, "\n".join([*lines, _seal(lines)]) + "\n")


def read(folder: Path) -> dict[str, Sum]:
    """By the names of files; empty where there are none, as in a copy that an older version made.

    Raises ValueError when they are damaged themselves.
    """
    try:
        *lines, seal = (folder / NAME).read_text(encoding="utf-8").splitlines() or [""]
    except FileNotFoundError:
        return {}
    if seal != _seal(lines):
        raise ValueError(f"{folder / NAME} is damaged")
    told = (line.split(" ", 2) for line in lines)
    return {name: Sum(int(crc, 16), int(size)) for crc, size, name in told}


def differing(folder: Path) -> Iterator[str]:
    """What is wrong with the files of a folder that was summed up, one after the other. Raises ValueError as `read`."""
    for name, one in read(folder).items():
        try:
            found = of(folder / name)
        except FileNotFoundError:
            yield f"{name} is missing"
        except OSError as error:
            yield f"{name} cannot be read ({error.strerror})"
        else:
            if found != one:
                yield f"{name} is not as it was written"


def of(file: Path) -> Sum:
    crc = size = 0
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            crc, size = zlib.crc32(block, crc), size + len(block)
    return Sum(crc, size)


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def _seal(lines: list[str]) -> str:
    return f"{zlib.crc32(chr(10).join(lines).encode()):08x}"
