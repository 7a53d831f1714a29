"""The folder of a store.

claimgraph.toml       the marker: format and base IRI
master/               the database of the one builder
generations/000042/   what readers open: a copy of the master at revision 42, without the manifest
checkpoints/000042/   the whole of it, from which a backup can be made while the builder works
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kg import files
from kg.errors import StoreError
from kg.iris import Minter, check_base
from kg.places import Place, is_address

FORMAT = 2
READABLE = (1, 2)  # the master of an older one is converted when a builder opens it
MARKER = "claimgraph.toml"
KEPT_GENERATIONS = 3
_UNFINISHED = f"{MARKER}.tmp"


@dataclass(frozen=True, slots=True)
class Directory:
    path: Path
    base: str
    format: int = FORMAT

    @property
    def minter(self) -> Minter:
        return Minter(self.base)

    @property
    def master(self) -> Path:
        return self.path / "master"

    @property
    def generations(self) -> Path:
        return self.path / "generations"

    def generation(self, revision: int) -> Path:
        return self.generations / f"{revision:06d}"

    @property
    def checkpoints(self) -> Path:
        return self.path / "checkpoints"

    def checkpoint(self, revision: int) -> Path:
        return self.checkpoints / f"{revision:06d}"

    @property
    def withheld(self) -> Path:
        """While this file is there, the master is being made anew, and nothing of it is published."""
        return self.path / "withheld"

    def revisions(self) -> list[int]:
        """The published revisions, newest first."""
        return _numbers(self.generations)

    def checkpointed(self) -> list[int]:
        """The revisions of which there is a checkpoint, newest first."""
        return _numbers(self.checkpoints)

    def clean(self) -> None:
        """Remove what a killed builder left behind. Only for the holder of the master's lock."""
        for parent in (self.generations, self.checkpoints):
            for left in parent.glob("tmp-*"):
                shutil.rmtree(left)
        for table in self.master.glob("bulk-*.sst"):
            table.unlink()

    def keep_newest(self) -> None:
        for revision in self.revisions()[KEPT_GENERATIONS:]:
            _remove(self.generation(revision))
        for revision in self.checkpointed()[1:]:
            _remove(self.checkpoint(revision))

    def sync_logs(self) -> list[Path]:
        """Oxigraph does not sync its log on a commit, so that a power cut would take what was just written."""
        logs = sorted(self.master.glob("*.log"))
        for log in logs:
            # When it is gone, the database has just moved on to the next log, and synced what this one held.
            with suppress(FileNotFoundError):
                files.sync_data(log)
        return logs


def find(path: Path) -> Directory:
    """An existing store. Raises StoreError when there is none, so that a mistyped path never becomes an empty store."""
    marker = path / MARKER
    with _readable(path):
        if not path.exists():
            raise StoreError(f"no store at {path}: make one with `kg build`, or name another with --store")
        if not marker.is_file():
            raise StoreError(f"{path} is not a claimgraph store (it has no {MARKER}): name another with --store")
        found = Directory(path, *_marked(marker))
        found.revisions()
    return found


def create(path: Path, *, base: str) -> Directory:
    """The store at `path`, made if there is nothing there or an empty folder.

    Raises StoreError for a store of another base, and for a folder with something else in it; UsageError for a base of
    which no IRIs can be made.
    """
    check_base(base)
    with _readable(path):
        known = (path / MARKER).is_file()
    if known:
        directory = find(path)
        if directory.base != base:
            raise StoreError(f"store {path} has the base IRI {directory.base}, not {base}: use another --store")
        return directory
    if occupied(path):
        return find(path)  # raises: it holds something else
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError as error:
        raise StoreError(f"cannot make a store at {str(path)!a}: its name is not UTF-8: use another --store") from error
    try:
        _write_marker(path, base)
    except OSError as error:
        raise StoreError(f"cannot make a store at {path}: {error.strerror}") from error
    return Directory(path, base)


def occupied(place: Place) -> bool:
    """Whether something is there already: a store, or what no store can be made of. An address is never nothing."""
    if is_address(place):
        return True
    path = Path(place)
    with _readable(path):
        return path.exists() and (not path.is_dir() or any(p.name != _UNFINISHED for p in path.iterdir()))


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"store {path} cannot be read ({error.strerror}): look to its permissions, or name another with --store"
        ) from error


def mark(folder: Directory) -> None:
    """Write the marker of this version. Raises OSError."""
    _write_marker(folder.path, folder.base)


def _numbers(parent: Path) -> list[int]:
    if not parent.is_dir():
        return []
    return sorted((int(p.name) for p in parent.iterdir() if p.name.isdigit()), reverse=True)


def _remove(copy: Path) -> None:
    # Renamed first, so that nobody finds half a copy; a reader that has it open keeps its files.
    doomed = copy.with_name(f"tmp-old-{copy.name}")
    copy.rename(doomed)
    shutil.rmtree(doomed)


def _write_marker(path: Path, base: str) -> None:
    path.mkdir(parents=True, exist_ok=True)
    files.write(path / MARKER, f'format = {FORMAT}\nbase = "{base}"\n')


def _marked(marker: Path) -> tuple[str, int]:
    """The base and the format."""
    try:
        content = tomllib.loads(marker.read_text(encoding="utf-8"))
        form, base = int(content["format"]), str(content["base"])
    except (ValueError, TypeError) as error:
        raise StoreError(f"{marker} cannot be read ({error}): the store is damaged, build it again") from error
    except KeyError as error:
        raise StoreError(f"{marker} says no {error.args[0]}: the store is damaged, build it again") from error
    if form > FORMAT:
        raise StoreError(
            f"store {marker.parent} has format {form}, of a newer Claimgraph (this one reads {FORMAT}): "
            "upgrade Claimgraph, or name another with --store"
        )
    if form not in READABLE:
        raise StoreError(f"store {marker.parent} has format {form}, not {FORMAT}: build it again with this version")
    return base, form
