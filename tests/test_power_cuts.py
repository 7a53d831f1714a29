"""What a power cut leaves behind: everything that the builder has told of."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import powercut
import pytest
from store_faults import ARTICLES, builder, check, latest

CUTS = 10


@pytest.mark.parametrize(
    ("articles", "together"), [(ARTICLES, 1), (1_000_000, 6)], ids=["replaced", "new, six at once"]
)
@pytest.mark.skipif(not powercut.possible(), reason="needs to mount a disk")
def test_a_power_cut_loses_nothing_that_was_told(tmp_path: Path, articles: int, together: int) -> None:
    chance = random.Random(20250312)
    number, known = 0, dict[str, int]()
    try:
        disk = powercut.Disk(tmp_path)
    except OSError as error:
        pytest.skip(f"cannot mount a disk here: {error}")
    try:
        for _ in range(CUTS):
            given = {"start": number, "interval": 0.3, "articles": articles, "together": together}
            with builder(disk.folder / "db", **given) as process:
                seen = _until(process, chance.randint(1, 25))
                disk.cut()
                process.kill()
            disk.again()
            known |= latest(seen, articles)
            number = max([number, *seen]) + 40
            check(disk.folder / "db", known)
    finally:
        disk.unmount()


def _until(process: subprocess.Popen[str], articles: int) -> list[int]:
    assert process.stdout
    return [int(process.stdout.readline()) for _ in range(articles)]
