"""CPU time of a command: user and system time of the child process and of its own children, all threads together."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

KG = str(Path(sys.executable).with_name("kg"))  # the command of the same environment


def seconds(command: Sequence[str]) -> float:
    """Run a command to its end, its output kept away. A failing command ends the benchmark with its last words."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(command[:4])} … ended with status {done.returncode}: {done.stderr.strip()[-500:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
