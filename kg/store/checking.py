"""`kg check`: whatever is lost, extra, half, changed or damaged in a store is found, and nothing in it is changed.

What lies in the master is held against the rows of its manifest; the files of published copies, which never change,
against their checksums; the tables of the master, too, as far as they are the same files. Tables that no checksum
tells of are read to their end, each index, for the engine then holds them against checksums of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Store

from kg.errors import StoreError
from kg.store import directory, sums
from kg.store.contents import Contents
from kg.store.directory import Directory
from kg.store.finding import ENGINE, Checked, Finding
from kg.store.holding import hold


def check(path: Path | str, *, further: Iterable[Finding] = ()) -> Checked:
    """Look at all of a store; `further` are findings of others about it. While a builder has it, its master is skipped.

    Raises StoreError when there is no store, or its marker is damaged.
    """
    folder = directory.find(Path(path))
    if folder.format < directory.FORMAT:
        raise StoreError(f"store {folder.path} is of an older version: let `kg build` open it once, and check it then")
    checked = Checked()
    with hold(folder) as held:
        sure = _copies(folder, checked)
        if held:
            _master(folder, checked, sure)
        else:
            checked.skipped.append("the master, for a kg build is at work on it")
    checked.findings += further
    return checked


def _copies(folder: Directory, checked: Checked) -> set[tuple[int, int]]:
    """The tables that are as they were written, by device and number: hard links of them need not be read again."""
    sure: set[tuple[int, int]] = set()
    found = [folder.generation(one) for one in folder.revisions()]
    for copy in [*found, *(folder.checkpoint(one) for one in folder.checkpointed())]:
        where = copy.relative_to(folder.path)
        checked.copies += 1
        try:
            wrong = list(sums.differing(copy))
            known = sums.read(copy)
        except FileNotFoundError:  # a builder has removed it
            continue
        except ENGINE as error:
            checked.add(where, f"cannot be read ({error})")
            continue
        for one in wrong:
            checked.add(where, one)
        if not known:
            checked.add(where, f"has no {sums.NAME}, by which its files could be checked")
        elif not wrong:
            sure |= {_number(copy / name) for name in known if name.endswith(".sst")}
            _open(copy, where, checked)
    return sure


def _open(copy: Path, where: Path, checked: Checked) -> None:
    with checked.reading(where):
        Store.read_only(str(copy))


def _master(folder: Directory, checked: Checked, sure: set[tuple[int, int]]) -> None:
    if not folder.master.exists():
        checked.add("master", "is missing")
        return
    with checked.reading("master"):
        store = Store.read_only(str(folder.master))
        contents = Contents(store, folder, checked)
        contents.check()
        if any(_number(table) not in sure for table in folder.master.glob("*.sst")):
            contents.read_every_index()


def _number(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_dev, found.st_ino
