"""Seeded chance, and the heavy tails of news: few names are frequent, many are rare, and there is always a new one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final, TypeVar

T = TypeVar("T")

FLAT: Final = 6  # so that the most frequent is not half of all
_RAREST: Final = 10**7


def chance(*of: object) -> random.Random:
    """The same for the same values, on every machine."""
    return random.Random(":".join(map(str, of)))


def rank(rng: random.Random, *, exponent: float, flat: int = FLAT) -> int:
    """From 0, by the law of Zipf and Mandelbrot, without an end: `n` draws give about n ** (1 / exponent) ranks."""
    drawn = flat * ((1 - rng.random()) ** (-1 / (exponent - 1)) - 1)
    return int(min(drawn, _RAREST))


def one_of(rng: random.Random, values: Sequence[T], *, exponent: float = 1.7, flat: int = FLAT) -> T:
    """One of these, the first ones more often."""
    while (drawn := rank(rng, exponent=exponent, flat=flat)) >= len(values):
        pass
    return values[drawn]
