"""What keeps a worker from the network, from foreign files, and from more memory than it is given.

Each wall stands where the system has it, on Linux all of them. Where it has not, the check of the query's words
(`kg.store.guard`) stands alone.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Iterable
from pathlib import Path

from kg.workers import landlock


def without_network() -> bool:
    """Leave every network, loopback too. Only for a process with one thread. Returns whether the system can do it."""
    return landlock.unshare_network()


def enclose(*, memory: int, readable: Iterable[Path]) -> tuple[str, ...]:
    """Allow this process `memory` bytes beyond what it has, and the reading of nothing but what lies under `readable`
    and the Python installation. There is no way back. Returns the walls that stand."""
    walls = []
    if _limit_memory(memory):
        walls.append("memory")
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(limit, (0, 0))
    walls.append("no writing")
    allowed = [path for path in (*readable, *_installation()) if path.exists()]
    return (*walls, *landlock.restrict(allowed))


def _limit_memory(memory: int) -> bool:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:  # no Linux
        return False
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    return True


def _installation() -> list[Path]:
    """Modules may be imported late, and hold no secrets."""
    package = Path(__file__).parent.parent
    data = [package.parent / name for name in ("ontology", "shapes", "queries")]
    roots = [Path(entry) for entry in sys.path if entry and Path(entry) != package.parent]
    return [package, *data, *roots, Path(os.__file__).parent, Path("/usr/share/zoneinfo")]
