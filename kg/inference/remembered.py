"""What was worked out for a word, kept for when it returns: most words of an article were in those before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
MOST = 32_768


class Remembered:
    """Rows of numbers by key. `make` gives one row for each key that it has not met, or no longer knows."""

    def __init__(self, make: Callable[[Keys], NDArray[Any]], *, most: int = MOST) -> None:
        self._make = make
        self._most = most
        self._at: dict[bytes, int] = {}
        self._rows: NDArray[Any] | None = None

    def __call__(self, keys: Keys) -> NDArray[Any]:
        """A row for each of the keys, in their order; a key is one row of `keys`."""
        names = np.ascontiguousarray(keys).view(f"V{keys.shape[1] * keys.itemsize}").ravel().tolist()
        new = {name: i for i, name in enumerate(names) if name not in self._at}
        if self._rows is None or len(self._at) + len(new) > self._most:
            self._at.clear()
            new = {name: i for i, name in enumerate(names)}
        if new:
            self._add(list(new), self._make(keys[list(new.values())]))
        assert self._rows is not None
        return self._rows[[self._at[name] for name in names]]

    def _add(self, names: list[bytes], rows: NDArray[Any]) -> None:
        known, needed = len(self._at), len(self._at) + len(names)
        if self._rows is None or len(self._rows) < needed:
            grown = np.empty((max(needed, min(2 * known, self._most)), *rows.shape[1:]), dtype=rows.dtype)
            if self._rows is not None:
                grown[:known] = self._rows[:known]
            self._rows = grown
        self._rows[known:needed] = rows
        self._at.update(zip(names, range(known, needed), strict=True))
