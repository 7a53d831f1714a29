"""A copy of a store is a store.

It holds the newest generation, the database of the builder, the journal and what was set aside. While a builder is at
work its database cannot be copied; its last checkpoint, made when it last published, is taken in its place, and what
the journal holds since then is done again by the next build.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kg import files
from kg.errors import StoreError
from kg.store import directory, sums
from kg.store.directory import MARKER, Directory
from kg.store.holding import hold

BESIDE: Final = ("quarantine", "journal")
_OF_ONE_PROCESS: Final = frozenset({"LOCK", "LOG", sums.NAME})
_TRIES: Final = 20


def backup(path: Path | str, to: Path | str) -> None:
    """Copy a store, consistently, whether or not a builder is at work on it. Tables are hard links on the same disk.

    Raises StoreError when there is something at `to`, when nothing was published yet by the builder at work, and when
    a disk fails; then nothing is left at `to`.
    """
    folder = directory.find(Path(path))
    with _draft(folder, Path(to)) as draft, hold(folder) as held:
        for revision in folder.revisions()[:1]:
            _copy(folder.generation(revision), draft / "generations" / folder.generation(revision).name)
        if held:
            if folder.master.exists():
                _copy(folder.master, draft / "master", leave=_OF_ONE_PROCESS)
        else:
            _copy_checkpoint(folder, draft / "master")
        for name in BESIDE:  # the journal last: it may know more than the rest, never less
            if (folder.path / name).exists():
                _copy(folder.path / name, draft / name)
        _copy_file(folder.path / MARKER, draft / MARKER)


def _copy_checkpoint(folder: Directory, to: Path) -> None:
    """The builder may replace it at any time; a table that was copied is in the next one, too, or no longer needed."""
    for _ in range(_TRIES):
        for revision in folder.checkpointed()[:1]:
            checkpoint = folder.checkpoint(revision)
            try:
                _copy(checkpoint, to, leave=_OF_ONE_PROCESS)
                names = {file.name for file in checkpoint.iterdir()}
            except FileNotFoundError:
                continue
            for file in to.iterdir():
                if file.name not in names:
                    file.unlink()
            return
    raise StoreError(
        f"store {folder.path} is being built, and nothing of it is published yet: wait for the build to end"
    )


@contextmanager
def _draft(folder: Directory, to: Path) -> Iterator[Path]:
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise StoreError(f"there is something at {to} already: name another place")
    if to.resolve().is_relative_to(folder.path.resolve()):
        raise StoreError(f"{to} is within store {folder.path}: name a place outside of it")
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        draft.mkdir(parents=True)
        yield draft
        for found, _, _ in os.walk(draft, topdown=False):
            files.sync(Path(found))
        if to.exists():
            to.rmdir()
        draft.rename(to)
        files.sync(to.parent)
    except OSError as error:
        raise StoreError(
            f"{to} cannot be written ({error.strerror or error}): look to its disk and permissions"
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _copy(source: Path, target: Path, *, leave: frozenset[str] = frozenset()) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted(source.iterdir()):
        if file.name not in leave and file.is_file():
            _copy_file(file, target / file.name)


def _copy_file(source: Path, target: Path) -> None:
    if source.suffix == ".sst":  # never changes once it is there
        if target.exists():
            return
        try:
            os.link(source, target)
            return
        except FileNotFoundError:
            raise
        except OSError:
            pass  # another disk, or one that knows no links
    shutil.copy2(source, target)
    files.sync(target)
