"""Articles that hang, eat all memory, break the model or kill their process are set aside, each with its reason, and
all others are stored. See bench/poison.py, which does the same with 20 among 500."""

from __future__ import annotations

import re
from pathlib import Path

import poison
import pytest

from kg.store import Reader

GOOD, POISON = 40, 8


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], list[str]]:
    """The folder, and what was told the first time and the second, but for the progress."""
    folder = tmp_path_factory.mktemp("poison")
    made = poison.model(folder)
    poison.articles(folder / "news", good=GOOD, poison=POISON)
    told = []
    for _ in range(2):
        done = poison.build(folder / "news", folder / "store", made=made, workers=2, seconds=2)
        assert done.returncode == 1, done.stderr
        told.append([line for line in done.stderr.splitlines() if " left" not in line])  # how far it is
    return folder, *told


def test_the_poison_is_set_aside_and_the_rest_is_stored(built: tuple[Path, list[str], list[str]]) -> None:
    folder, lines, _ = built
    assert f"{GOOD} stored, 0 unchanged, {POISON} set aside, 0 not read" in lines[-1]
    (count,) = Reader.open(folder / "store").select("SELECT (COUNT(?a) AS ?n) { ?a a cg:Article }").rows
    assert count == (GOOD,)


def test_each_is_told_in_one_line_with_its_reason(built: tuple[Path, list[str], list[str]]) -> None:
    folder, lines, _ = built
    for path in sorted((folder / "news").glob("*.txt")):
        about = [line for line in lines if str(path) in line]
        reasons = [reason for word, reason in poison.DEEDS.items() if word in path.read_text(encoding="utf-8")]
        assert len(about) == len(reasons)
        assert all(re.search(reason, line) for reason, line in zip(reasons, about, strict=True))
    assert len(lines) == POISON + 1


def test_nobody_takes_the_poison_twice(built: tuple[Path, list[str], list[str]]) -> None:
    _, first, second = built
    assert f"0 stored, {GOOD} unchanged, {POISON} set aside" in second[-1]
    assert first[:-1] == second[:-1]
