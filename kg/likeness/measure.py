"""How alike two texts are, by the runs of words that they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.likeness.words import Words

MOST_OF_ONE: Final = 55  # per cent of the runs of one of them; news of one event has 51 at most, by a common ending
MUCH_OF_BOTH: Final = 25  # per cent of the runs of both together, so that no brief is a copy of a long report
FIGURES: Final = 60  # per cent of the figures of the one with fewer: a form that was filled in anew has 40 at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """`copied` is the share of the first text that the second has too, `kept` that of the second that the first has:
    whole per cent, rounded down."""

    copied: int
    kept: int


def alike(one: Words, other: Words) -> Shares | None:
    """None for texts that are not nearly the same. Swapping the two swaps the shares, and changes nothing else."""
    common = _common(one, other)
    either = len(one.runs) + len(other.runs) - common
    if not common or 100 * common < MUCH_OF_BOTH * either:
        return None
    if 100 * common < MOST_OF_ONE * min(len(one.runs), len(other.runs)) or not _same_figures(one, other):
        return None
    return Shares(copied=100 * common // len(one.runs), kept=100 * common // len(other.runs))


def least_shared(one: NDArray[np.int32], other: np.int32) -> NDArray[np.float64]:
    """What per cent of the runs that either of two texts has both must have, for texts with so many runs each."""
    common = MOST_OF_ONE / 100 * np.minimum(one, other)
    least: NDArray[np.float64] = np.maximum(100 * common / (one + other - common), MUCH_OF_BOTH)
    return least


def _common(one: Words, other: Words) -> int:
    return len(np.intersect1d(one.runs, other.runs, assume_unique=True))


def _same_figures(one: Words, other: Words) -> bool:
    """Daily reports, results and quotations are alike but for their figures: each is news of its own. One figure may
    be that of a dateline."""
    fewer = min(one.figures.total(), other.figures.total())
    foreign = fewer - (one.figures & other.figures).total()
    return foreign <= 1 or 100 * foreign <= (100 - FIGURES) * fewer
