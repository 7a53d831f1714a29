"""What a command and all the processes that it starts take: CPU time and memory, as Linux counts them (/proc)."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MEGABYTE: Final = 1_000_000
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_BETWEEN_LOOKS: Final = 0.25  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """`cpu` and `elapsed` in seconds; `peak` the most memory that all had at one time (PSS), in bytes."""

    cpu: float
    elapsed: float
    peak: int


def run(command: Sequence[str]) -> Taken:
    """Run a command to its end, its output kept away. A failing command ends the benchmark with its last words."""
    before, start, peak = _children(), time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            peak = max(peak, memory(tree(process.pid)))
            with suppress(subprocess.TimeoutExpired):
                process.wait(_BETWEEN_LOOKS)
        assert process.stderr is not None
        said = process.stderr.read().strip()
    if process.returncode:
        sys.exit(f"{' '.join(command[:5])} … ended with status {process.returncode}: {said[-500:]}")
    return Taken(cpu=_children() - before, elapsed=time.perf_counter() - start, peak=peak)


def tree(pid: int) -> list[int]:
    """A process with those that it started, and those that they started."""
    found = [pid]
    for one in found:
        with suppress(OSError):
            for children in Path(f"/proc/{one}/task").glob("*/children"):
                found += map(int, children.read_text().split())
    return found


def memory(pids: Iterable[int]) -> int:
    """Bytes, what is shared counted once (proportional set size)."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total * 1024


def cpu(pids: Iterable[int]) -> float:
    """Seconds of these processes and of those that they have waited for."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15]))
    return total / _TICKS


def on_disk(folder: Path) -> int:
    """Bytes of the files in a folder, one that has several names counted once."""
    files = {(at.st_dev, at.st_ino): at.st_blocks * 512 for at in map(Path.stat, folder.rglob("*"))}
    return sum(files.values())


def _children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
