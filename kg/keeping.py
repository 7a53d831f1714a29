"""A store with all that belongs to it: is it whole, a copy of it, and back from there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg import quarantine
from kg.errors import StoreError
from kg.journal import Journal, Position
from kg.store import Checked, Finding, checking, copying, directory


def check(store: Path) -> Checked:
    """Find whatever is lost, extra, half, changed or damaged in a store, its journal and its quarantine.

    Nothing is changed. Raises StoreError when there is no store, or its marker is damaged.
    """
    directory.find(store)
    checked = checking.check(store, further=[*_quarantine(store), *_journal(store)])
    checked.set_aside = sum(1 for _ in (store / quarantine.FOLDER).glob("*.json"))
    checked.findings += _position(store, checked)
    return checked


def backup(store: Path, to: Path) -> None:
    """Copy a store, whether or not it is being built. Raises StoreError, and leaves nothing then."""
    copying.backup(store, to)


def restore(backup_: Path, to: Path) -> None:
    """Copy a backup to where there is no store, if it is whole. Raises StoreError, and leaves nothing then."""
    found = check(backup_).findings
    if found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        raise StoreError(
            f"backup {backup_} is damaged: {found[0].where} {found[0].what}{more}: "
            f"see `kg check --store {backup_}`, and restore another one"
        )
    copying.backup(backup_, to)


def _quarantine(store: Path) -> Iterator[Finding]:
    for where, what in quarantine.damaged(store):
        yield Finding(where=f"{quarantine.FOLDER}/{where}", what=what)


def _journal(store: Path) -> Iterator[Finding]:
    journal = Journal(store)
    numbers = journal.segments()
    for number in sorted(set(range(1, max(numbers, default=0))) - set(numbers)):
        yield Finding(where="journal", what=f"has no file {number}")
    try:
        for _ in journal.entries():
            pass
    except StoreError as error:
        yield Finding(where="journal", what=f"cannot be read to its end ({error})")


def _position(store: Path, checked: Checked) -> Iterator[Finding]:
    end = Journal(store).end()
    if checked.position and Position.read(checked.position) > end:
        yield Finding(where="journal", what=f"ends at {end}, but the store has worked through it to {checked.position}")
