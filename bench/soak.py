"""Faults for as long as told: `python bench/soak.py --minutes 60`. Power cuts need root, and are left out without.

Builders are killed at any moment and at each step, disks lose what was not synced and fill up, files are damaged, and a
server answers beside all of it (`chaos.py`). What is counted as bad has to stay 0.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import powercut
import store_faults as faults
import test_check as checks
from test_store_crash import STEPS

from kg.errors import StoreError

PATIENCE: Final = 30.0  # seconds for one builder
TELLING: Final = 300.0  # seconds
LARGEST: Final = 200  # articles of a store to which only new ones come: each look reads all of them
NEW: Final = 1_000_000
TOGETHER_STEPS: Final = (*(step for step in STEPS if not step.startswith("flush")), "load", "loaded")
"""What is loaded in bulk does not fill the log, so that it is hardly ever flushed."""


@dataclass(slots=True)
class Line:
    """What was done of one kind, what was acknowledged meanwhile, and what went wrong."""

    what: str
    done: int = 0
    articles: int = 0
    bad: int = 0
    said: str = ""


class Killed:
    """One store, whose builder is killed again and again; `steps` are where, and none for any moment. With `together`
    it stores so many at once, and only new ones, for as long as the store is small."""

    def __init__(self, folder: Path, chance: random.Random, steps: Sequence[str] = (), *, together: int = 1) -> None:
        self._path, self._chance, self._steps, self._together = folder / "store.db", chance, steps, together
        self._articles = faults.ARTICLES if together == 1 else NEW
        self._options: dict[str, Any] = {"articles": self._articles, "together": together, "errors": subprocess.DEVNULL}
        self._number, self._known = 0, dict[str, int]()

    def __call__(self, line: Line) -> None:
        options = self._options
        step = self._chance.choice(self._steps) if self._steps else ""
        if step:
            options = options | {"step": step, "times": self._chance.randint(1, 8), "interval": 0.1, "log": 400_000}
        with faults.builder(self._path, start=self._number, **options) as process, _killed_after(PATIENCE, process):
            seen = faults.acknowledged(process, None if step else self._chance.randint(1, 40))
        self._after(seen, line)

    def _after(self, seen: list[int], line: Line) -> None:
        self._known |= faults.latest(seen, self._articles)
        self._number = max([self._number, *seen]) + 50
        line.articles += len(seen)
        faults.check(self._path, self._known)
        if len(self._known) > LARGEST:
            shutil.rmtree(self._path)
            self._known.clear()


@contextlib.contextmanager
def _killed_after(seconds: float, process: subprocess.Popen[str]) -> Iterator[None]:
    """One that never gets to its step must not hold up the others."""
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class Cut(Killed):
    def __init__(self, folder: Path, chance: random.Random, *, together: int = 1) -> None:
        self.disk = powercut.Disk(folder)
        super().__init__(self.disk.folder, chance, together=together)

    def __call__(self, line: Line) -> None:
        builder = faults.builder(self._path, start=self._number, interval=0.3, **self._options)
        with builder as process, _killed_after(PATIENCE, process):
            assert process.stdout
            seen = [int(process.stdout.readline()) for _ in range(self._chance.randint(1, 40))]
            self.disk.cut()
            process.kill()
        self.disk.again()
        self._after(seen, line)


class Damaged:
    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._folder, self._chance = folder, chance
        self._whole = checks.make(folder / "whole.db")
        self._before = checks.contents(self._whole)
        self._files = [one.relative_to(self._whole) for one in sorted(self._whole.rglob("*")) if one.is_file()]
        self._kinds = sorted({checks.kind(one) for one in self._files})

    def __call__(self, line: Line) -> None:
        kind = self._chance.choice(self._kinds)
        file = self._chance.choice([one for one in self._files if checks.kind(one) == kind])
        store = Path(shutil.copytree(self._whole, self._folder / "store.db"))
        done = checks.harm(store / file, self._chance.choice(("bit", "cut", "gone")), self._chance)
        try:
            if not checks.found(store) and checks.contents(store) != self._before:
                raise AssertionError(f"{file}: {done} was not noticed")
        except StoreError:
            pass
        finally:
            shutil.rmtree(store)


def chaos(line: Line) -> None:
    """A slice of it, in a process of its own."""
    command = [sys.executable, str(Path(__file__).with_name("chaos.py")), "--seconds", "20", "--seed", str(line.done)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            said, _ = process.communicate(timeout=180)
        except subprocess.TimeoutExpired as error:
            raise AssertionError("it does not end") from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        raise AssertionError(said.strip())


def run(folder: Path, *, minutes: float, seed: int) -> list[Line]:
    chance = random.Random(seed)
    for name in ("killed", "steps", "together", "damaged", "cut", "cuts"):
        (folder / name).mkdir()
    work: list[tuple[Line, Callable[[Line], None]]] = [
        (Line("builders killed at any moment"), Killed(folder / "killed", chance)),
        (Line("builders killed at a step"), Killed(folder / "steps", chance, STEPS)),
        (Line("… that store six at once"), Killed(folder / "together", chance, TOGETHER_STEPS, together=6)),
        (Line("faults of files"), Damaged(folder / "damaged", chance)),
        (Line("20 s of a server beside it"), chaos),
    ]
    cuts = [Cut(folder / "cut", chance), Cut(folder / "cuts", chance, together=6)] if powercut.possible() else []
    work += zip((Line("power cuts"), Line("… that fall upon six at once")), cuts, strict=False)
    spent = {line.what: 0.0 for line, _ in work}
    begin = told = time.monotonic()
    try:
        while (now := time.monotonic()) < begin + 60 * minutes:
            if now - told > TELLING:
                told = now
                print(f"{(now - begin) / 60:.0f} min: {_so_far(line for line, _ in work)}", file=sys.stderr, flush=True)
            line, task = min(work, key=lambda one: spent[one[0].what])  # each gets the same share of the time
            _do(task, line)
            spent[line.what] += time.monotonic() - now
    finally:
        for cut in cuts:
            cut.disk.unmount()
    return [line for line, _ in work]


def _so_far(lines: Iterable[Line]) -> str:
    return ", ".join(f"{line.what} {line.done} ({line.bad} bad)" for line in lines)


def _do(task: Callable[[Line], None], line: Line) -> None:
    try:
        task(line)
    except (AssertionError, StoreError, OSError, ValueError) as error:
        line.bad += 1
        line.said = line.said or " ".join(str(error).split())[:300] or type(error).__name__
    line.done += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no disk stays mounted
    with tempfile.TemporaryDirectory() as folder:
        lines = run(Path(folder), minutes=given.minutes, seed=given.seed)
    print("| what | times | articles acknowledged | bad |\n|---|---|---|---|")
    for line in lines:
        print(f"| {line.what} | {line.done} | {line.articles or ''} | {line.bad} |")
    for line in lines:
        if line.said:
            print(f"\n{line.what}: {line.said}")
    sys.exit(any(line.bad for line in lines))


if __name__ == "__main__":
    main()
