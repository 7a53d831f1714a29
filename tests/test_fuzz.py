"""Files that were changed at random become valid graphs, or are refused by an error of ours in one line.

The changes are those of bench/fuzz.py, which tries 2,000; here it is as many as there is time for, and always the same.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

import fuzz
import fuzz_seeds
import pytest
from hostile_articles import GOOD
from killable import Met

from kg.pipeline import Extractor, Settings

COUNT = {"text": 60, "page": 80, "turtle": 150, "trig": 150}
OTHERS = 40


@cache
def extractor() -> Extractor:
    return Extractor(Settings())


def tried(kind: str, scratch: Path) -> list[Met]:
    return list(fuzz.tried(kind, COUNT.get(kind, OTHERS), seed=2, extractor=extractor(), scratch=scratch))


@pytest.mark.parametrize("kind", fuzz.kinds())
def test_no_change_of_a_file_does_harm(kind: str, forker: ProcessPoolExecutor, tmp_path: Path) -> None:
    found = forker.submit(tried, kind, tmp_path).result()
    assert [one for one in found if one.verdict not in GOOD] == []
    assert {one.verdict for one in found} == GOOD


@pytest.mark.parametrize("kind", fuzz.kinds())
def test_what_is_changed_was_good_before(kind: str, tmp_path: Path) -> None:
    work = fuzz.work(kind, extractor(), tmp_path)
    assert {work(seed.data)[0] for seed in fuzz_seeds.SEEDS[kind]} == {"graph"}
