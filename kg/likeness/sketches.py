"""What is kept of each article, so that those that may be like it are found without their texts.

A sketch has one bit for each of 768 orders of all runs of words: a bit of the run that comes first in it. Two sketches
agree in the share (1 + J) / 2 of their bits, where J is the share of the runs that both texts have among those that
either has. Sources: Broder, On the resemblance and containment of documents (1997); Li and König, b-Bit minwise
hashing (2010). Made here by whole numbers alone: sketches are stored, so they must stay the same with every version and
on every machine, which libraries for it do not promise.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from kg.likeness.words import FEWEST_RUNS, mixed, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

BITS: Final = 768
WIDTH: Final = BITS // 64
VERSION: Final = "1"
"""Of sketches, and of what is alike: another one when `words` or `measure` change, so that all is compared again."""
_AT_ONCE: Final = 32  # orders, so that what is worked on stays in the processor's cache
_LAST_BIT: Final = np.uint32(31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """`published` is None for an undated article; `names_origin` is whether it says that it was first published
    elsewhere; `runs` is how many it has. As text, it is a field of what the builder keeps of an article."""

    published: date | None
    names_origin: bool
    runs: int
    sketch: bytes

    def __str__(self) -> str:
        day, origin = self.published or "", "origin" if self.names_origin else ""
        return f"{VERSION}:{day}:{origin}:{self.runs}:{base64.b64encode(self.sketch).decode('ascii')}"

    @classmethod
    def read(cls, written: str) -> Self | None:
        """None for what another version wrote: until it is made again, the article has no part in this."""
        version, _, rest = written.partition(":")
        if version != VERSION:
            return None
        try:
            day, origin, runs, bits = rest.split(":")
            return cls(
                published=date.fromisoformat(day) if day else None,
                names_origin=bool(origin),
                runs=int(runs),
                sketch=base64.b64decode(bits, validate=True),
            )
        except (ValueError, binascii.Error):
            return None


def likeness(text: str, *, published: date | None, names_origin: bool) -> str:
    """Of the prose of an article; "" for one that is too short to tell its copies from others."""
    runs = words(text).runs
    if len(runs) < FEWEST_RUNS:
        return ""
    return str(Likeness(published=published, names_origin=names_origin, runs=len(runs), sketch=sketch(runs)))


def sketch(runs: NDArray[np.uint64]) -> bytes:
    numbers = (runs >> np.uint64(32)).astype(np.uint32)
    first = np.empty(BITS, dtype=np.uint32)
    for start in range(0, BITS, _AT_ONCE):
        orders = _orders()[start : start + _AT_ONCE]
        first[start : start + _AT_ONCE] = (orders[:, None] * numbers[None, :]).min(axis=1)
    bits = (first * np.uint32(0x9E3779B1)) >> _LAST_BIT
    return np.packbits(bits.astype(np.uint8)).tobytes()


@cache
def _orders() -> NDArray[np.uint32]:
    """Odd numbers: multiplying by one, modulo 2^32, puts all numbers in another order."""
    seeds = np.arange(1, BITS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return (mixed(seeds) >> np.uint64(32)).astype(np.uint32) | np.uint32(1)
