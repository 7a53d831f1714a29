"""Where things go: data to a file or standard output, words and progress to standard error."""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kg.errors import UsageError

WIDTH = 150
"""Columns of what is drawn for a file or a pipe."""
_MINUTE = 60.0
READER_LEFT = 141
"""As a shell tells of a program that SIGPIPE ended."""


def tell(message: str) -> None:
    """One line on standard error."""
    with suppress(OSError):  # there is nowhere left to say that nothing can be said
        print(f"kg: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201


def say(text: str) -> None:
    """A line of data on standard output."""
    with opened(None) as stream:
        stream.write(f"{text}\n".encode())


def use_utf8() -> None:
    """Whatever the terminal or the pipe is said to take: data is UTF-8, so that the same answer is the same bytes."""
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def opened(out: Path | None) -> AbstractContextManager[BinaryIO]:
    """A file, or standard output for None and "-". A file that could not be finished is not left half written.

    Raises UsageError when it cannot be written. A pipe whose reader has left ends the program in silence.
    """
    return _standard_output() if out is None or str(out) == "-" else _file(out)


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _abandon_output()
        sys.exit(READER_LEFT)
    except OSError as error:
        _abandon_output()
        raise UsageError(f"standard output: cannot be written: {error.strerror}") from error


def _abandon_output() -> None:
    """What is still to be written goes nowhere, else the interpreter would try it again when it ends."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


@contextmanager
def _file(out: Path) -> Iterator[BinaryIO]:
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
def progress(
    what: str, *, quiet: bool, line: str | None = None, total: int | None = None
) -> Iterator[Callable[[str], None]]:
    """A bar on standard error, with the rate, and with the time left where the total is known, on a terminal only.

    Elsewhere at most one line, when there is something to tell; and for what has a total, one a minute.
    """
    if quiet or not sys.stderr.isatty():
        yield (lambda _: None) if quiet else _once(line) if line else _each_minute(total)
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    rate, left = TextColumn("{task.fields[rate]}"), (TimeLeft(elapsed_when_finished=True),) if total else ()
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        MofNCompleteColumn(),
        rate,
        TimeElapsedColumn(),
        *left,
    )
    with Progress(*columns, console=Console(stderr=True, highlight=False), transient=True) as bar:
        task = bar.add_task(what, total=total, rate="")

        def step(name: str) -> None:
            bar.update(task, advance=1, description=name[-60:])
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            bar.update(task, rate=f"{speed:.1f}/s" if speed else "")

        yield step


def _each_minute(total: int | None) -> Callable[[str], None]:
    """Tell how far a long batch is, for whoever reads its log."""
    begun = last = time.monotonic()
    done = 0

    def step(_: str) -> None:
        nonlocal done, last
        done += 1
        now = time.monotonic()
        if total and now - last >= _MINUTE:
            last, rate = now, done / (now - begun)
            tell(f"{done} of {total} done, {rate:.1f} a second, about {(total - done) / rate / _MINUTE:.0f} min left")

    return step


def _once(message: str) -> Callable[[str], None]:
    told: list[str] = []

    def hear(_: str) -> None:
        if not told:
            told.append(message)
            tell(message)

    return hear
