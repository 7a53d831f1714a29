"""A text as what copies of it have in common: its runs of words, and its figures."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RUN: Final = 5
"""Words in a run. Of 1.6 million pairs of articles, copies share most of their runs at 3 to 12 words alike."""
FEWEST_RUNS: Final = 30
"""In fewer, two people may well have chosen the same words."""

_WORD: Final = re.compile(r"\w+")
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Words:
    """`runs` are numbers for the runs of words, sorted, each once; `figures` counts the words with digits."""

    runs: NDArray[np.uint64]
    figures: Counter[str]


def words(text: str) -> Words:
    """The same for the same words in whatever case, punctuation, spaces and width of letters."""
    found = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return Words(_runs(found), Counter(word for word in found if not word.isalpha() and _has_digit(word)))


def mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Each number as one that has nothing in common with its neighbours'. Source: the finaliser of SplitMix64 (Steele,
    Lea and Flood, 2014); whole numbers modulo 2^64, so the same on every machine."""
    mixing = numbers ^ (numbers >> np.uint64(30))
    mixing *= np.uint64(0xBF58476D1CE4E5B9)
    mixing ^= mixing >> np.uint64(27)
    mixing *= np.uint64(0x94D049BB133111EB)
    mixing ^= mixing >> np.uint64(31)
    return mixing


def _runs(text: list[str]) -> NDArray[np.uint64]:
    count = max(len(text) - RUN + 1, 0)
    each = mixed(np.array([crc32(word.encode("utf-8", "surrogatepass")) for word in text], dtype=np.uint64) + _ODD)
    runs = np.zeros(count, dtype=np.uint64)
    for place in range(RUN):
        runs = runs * _ODD + each[place : place + count]
    found: NDArray[np.uint64] = np.unique(mixed(runs))
    return found


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)
