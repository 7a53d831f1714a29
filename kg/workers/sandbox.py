"""What keeps a worker from the network, from foreign files, and from more memory than it is given.

Each wall stands where the system has it, on Linux all of them. Where it has not, the check of the query's words
(`kg.store.guard`) stands alone.
"""

from __future__ import annotations

import resource
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.workers import landlock


def without_network() -> bool:
    """Leave every network, loopback too. Only for a process with one thread. Returns whether the system can do it."""
    return landlock.unshare_network()


@contextmanager
def at_most(memory: int) -> Iterator[None]:
    """This process dies when it takes more than so many bytes."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_size() + memory, hard))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def enclose(*, memory: int, readable: Iterable[Path]) -> tuple[str, ...]:
    """Allow this process `memory` bytes beyond what it has, and the reading of nothing but what lies under `readable`
    and the Python installation. There is no way back. Returns the walls that stand."""
    walls = []
    _leave_first()
    if _limit_memory(memory):
        walls.append("memory")
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(limit, (0, 0))
    walls.append("no writing")
    allowed = [path for path in (*readable, *_installation()) if path.exists()]
    return (*walls, *landlock.restrict(allowed))


def _leave_first() -> None:
    """When the whole system is short of memory, it ends this process rather than any other."""
    with suppress(OSError):  # no Linux
        Path("/proc/self/oom_score_adj").write_text("900", encoding="ascii")


def _limit_memory(memory: int) -> bool:
    size = _size()
    if size:
        resource.setrlimit(resource.RLIMIT_AS, (size + memory, size + memory))
    return bool(size)


def _size() -> int:
    """Of this process, in bytes; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:  # no Linux
        return 0


def _installation() -> list[Path]:
    """Modules may be imported late, and hold no secrets."""
    package = Path(__file__).parent.parent
    data = [package.parent / name for name in ("ontology", "shapes", "queries")]
    # Beside a package that is not installed lies what its developer keeps there.
    roots = {Path(entry) for entry in sys.path if entry} - {package.parent}
    return [package, *data, *roots, *map(Path, sysconfig.get_paths().values()), Path("/usr/share/zoneinfo")]
