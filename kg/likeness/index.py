"""The sketches of all articles, looked through at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kg.likeness.measure import MUCH_OF_BOTH, least_shared
from kg.likeness.sketches import BITS, WIDTH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.likeness.sketches import Likeness

NONE: Final = -1
_UNDATED: Final = date.max.toordinal()
_LESS: Final = 5
"""Per cent by which an estimate may be lower than what is wanted: half as much again as its standard error. So one in
fifteen of those that are just alike enough is missed, and next to none of the others; of unrelated pairs, fewer than
one in a million is compared."""
_FARTHEST: Final = (100 - MUCH_OF_BOTH + _LESS) * BITS // 200
_SMALLEST: Final = 1024
_AT_ONCE: Final = 8192  # sketches, so that what is worked on stays in the processor's cache
_WHOLE: Final = "<"  # no key of an article begins so


class Index:
    """Some 200 bytes an article. An article is known by its `row`, which stays the same until it is dropped.

    `original` is the row of what each is derived from, or NONE.
    """

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix  # of most names, which is not kept with each
        self._names: list[str] = []  # "" for a row that is free
        self._free: list[int] = []
        self._keys = np.zeros(_SMALLEST, dtype=np.uint64)
        self._sketches = np.zeros((WIDTH, _SMALLEST), dtype=np.uint64)  # one column each
        self._orders = np.zeros(_SMALLEST, dtype=np.int32)
        self._runs = np.zeros(_SMALLEST, dtype=np.int32)
        self.original = np.full(_SMALLEST, NONE, dtype=np.int32)

    def add(self, name: str, likeness: Likeness) -> int:
        row = self._free.pop() if self._free else self._new()
        self._names[row] = name[len(self._prefix) :] if name.startswith(self._prefix) else _WHOLE + name
        self._keys[row] = _key(name)
        self._sketches[:, row] = np.frombuffer(likeness.sketch, dtype="<u8")
        self._orders[row] = 2 * _day(likeness) + likeness.names_origin
        self._runs[row] = likeness.runs
        self.original[row] = NONE
        return row

    def drop(self, row: int) -> None:
        """Nothing may be derived from it any more when another one takes its place."""
        self._names[row] = ""
        self._keys[row] = 0
        self.original[row] = NONE
        self._free.append(row)

    def row(self, name: str) -> int | None:
        found = np.flatnonzero(self._keys[: len(self._names)] == _key(name))
        return next((int(row) for row in found if self._names[row] and self.name(int(row)) == name), None)

    def name(self, row: int) -> str:
        kept = self._names[row]
        return kept.removeprefix(_WHOLE) if kept.startswith(_WHOLE) else self._prefix + kept

    def place(self, row: int) -> tuple[int, str]:
        """Earlier articles have smaller ones: by day, the undated last, then those that name no origin first."""
        return int(self._orders[row]), self.name(row)

    def order_is_told(self, earlier: int, later: int) -> bool:
        """By their days, or because only the later one says that it was first published elsewhere."""
        one, other = int(self._orders[earlier]), int(self._orders[later])
        dated = max(one, other) // 2 < _UNDATED
        return (dated and one // 2 < other // 2) or (one % 2 < other % 2)

    def derived_from(self, row: int) -> list[int]:
        return [int(one) for one in np.flatnonzero(self.original[: len(self._names)] == row)]

    def near(self, row: int) -> Iterator[int]:
        """Rows of others whose texts may be nearly the same."""
        for start in range(0, len(self._names), _AT_ONCE):
            others = self._sketches[:, start : min(start + _AT_ONCE, len(self._names))]
            apart = np.bitwise_count(others ^ self._sketches[:, row, None]).sum(axis=0, dtype=np.uint16)
            found = np.flatnonzero(apart <= _FARTHEST)
            shared = 100 - 200 / BITS * apart[found]
            found += start
            for one in found[shared >= least_shared(self._runs[found], self._runs[row]) - _LESS]:
                if one != row and self._names[one]:
                    yield int(one)

    def _new(self) -> int:
        row = len(self._names)
        self._names.append("")
        if row == len(self._keys):
            self._keys = _twice(self._keys)
            self._sketches = _twice(self._sketches)
            self._orders = _twice(self._orders)
            self._runs = _twice(self._runs)
            self.original = _twice(self.original)
        return row


def _twice(array: NDArray[Any]) -> NDArray[Any]:
    """With room for as many more along the last axis, which takes no memory before it is filled."""
    size = array.shape[-1]
    found = np.zeros((*array.shape[:-1], 2 * size), dtype=array.dtype)
    found[..., :size] = array
    return found


def _day(likeness: Likeness) -> int:
    return likeness.published.toordinal() if likeness.published else _UNDATED


def _key(name: str) -> np.uint64:
    """Never 0, which is the key of a free row."""
    return np.uint64(int.from_bytes(blake2b(name.encode("utf-8"), digest_size=8).digest(), "little") or 1)
