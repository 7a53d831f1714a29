"""Which articles a command line means: files, folders and standard input, in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.articles.forms import Form, by_name
from kg.capture import STANDARD_INPUT


def sources(paths: Iterable[str | os.PathLike[str]]) -> Iterator[str]:
    """Each path, with every folder replaced by its articles at any depth, sorted, and chosen by suffix.

    A folder that holds no article or cannot be listed is passed on itself, like a path that does not exist, so that
    reading it says what is wrong. Hidden files and links to folders inside a folder are left out.
    """
    for path in paths:
        name = os.fspath(path)
        if name != STANDARD_INPUT and Path(name).is_dir():
            yield from _articles_in(name)
        else:
            yield name


def how_many(paths: Iterable[str | os.PathLike[str]]) -> int | None:
    """The number of articles, where it is more than one and can be told without reading: tables hold any number."""
    named = [by_name(name) for name in sources(paths)]
    return len(named) if len(named) > 1 and all(form in (None, Form.TEXT, Form.HTML) for form in named) else None


def left_out(paths: Iterable[str | os.PathLike[str]]) -> Iterator[str]:
    """The files of the folders that `sources` leaves out because of their suffix; hidden ones are not meant."""
    for path in paths:
        name = os.fspath(path)
        for root, folders, files in os.walk(name) if name != STANDARD_INPUT else ():
            folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
            named = (Path(root, file) for file in sorted(files) if not file.startswith("."))
            yield from (str(file) for file in named if not by_name(file.name) and not _is_special(file))


def _articles_in(folder: str) -> Iterator[str]:
    unlisted: list[str] = []
    found = False
    for root, folders, files in os.walk(folder, onerror=lambda error: unlisted.append(str(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(root, name)
            if not name.startswith(".") and by_name(name) and not _is_special(path):
                found = True
                yield str(path)
    yield from unlisted
    if not found and not unlisted:
        yield folder


def _is_special(path: Path) -> bool:
    """A device, a pipe or a socket. What cannot even be looked at is none: reading it shall say why."""
    return os.path.exists(path) and not os.path.isfile(path)
