"""Where things go: data to a file or standard output, words and progress to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.errors import UsageError

WIDTH = 150
"""Columns of what is drawn for a file or a pipe."""


def tell(message: str) -> None:
    """One line on standard error."""
    print(f"kg: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201


@contextmanager
def opened(out: Path | None) -> Iterator[BinaryIO]:
    """A file, or standard output for None and "-". A file that could not be finished is not left half written.

    Raises UsageError when it cannot be written.
    """
    if out is None or str(out) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    special = out.exists() and not out.is_file()  # such as /dev/null
    unfinished = out if special else out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as stream:
            yield stream
        if not special:
            unfinished.replace(out)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror}") from error
    finally:
        if not special:
            unfinished.unlink(missing_ok=True)


@contextmanager
def progress(what: str, *, quiet: bool, line: str | None = None) -> Iterator[Callable[[str], None]]:
    """A bar on standard error, on a terminal only; elsewhere at most one line, when there is something to tell."""
    if quiet or not sys.stderr.isatty():
        yield _once(line) if line and not quiet else lambda _: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True, highlight=False), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda name: bar.update(task, advance=1, description=name[-60:])


def _once(message: str) -> Callable[[str], None]:
    told: list[str] = []

    def hear(_: str) -> None:
        if not told:
            told.append(message)
            tell(message)

    return hear
