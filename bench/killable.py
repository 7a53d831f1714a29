"""Work that may hang, die or eat memory, done in processes that are killed for it.

A process is forked from this one, with all that is loaded, and works through the inputs until one of them ends it; the
next one goes on after that input. Time is processor time, so that a busy machine changes no verdict.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

PATIENCE: Final = 10
"""How many times as long a process may take by the clock: one that sleeps uses no processor time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What became of one input. `verdict` is what the work returned, or "raised", or "killed" with the reason in
    `words`; `megabytes` is the peak of the whole process, of which much was there before."""

    name: str
    verdict: str
    words: str
    seconds: float
    megabytes: int


Work = Callable[[Any], tuple[str, str]]
"""An input → a verdict, and words about it."""


def met(work: Work, inputs: Sequence[tuple[str, Any]], *, seconds: float = 30, megabytes: int = 2048) -> Iterator[Met]:
    """What became of each input, in order. `megabytes` limits what a process takes beyond what this one has."""
    done = 0
    while done < len(inputs):
        for one in _in_one_process(work, inputs[done:], seconds, megabytes):
            done += 1
            yield one


def _in_one_process(work: Work, inputs: Sequence[tuple[str, Any]], seconds: float, megabytes: int) -> Iterator[Met]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(work, inputs, writing, seconds, megabytes)
    os.close(writing)
    begin = time.monotonic()
    buffer = b""
    done = 0
    try:
        while True:
            left = begin + seconds * PATIENCE - time.monotonic()
            ready = select.select([reading], [], [], max(left, 0))[0]
            data = os.read(reading, 65536) if ready else b""
            if not ready:
                os.kill(child, signal.SIGKILL)
            buffer += data
            while b"\n" in buffer:
                line, buffer = buffer.split(b"\n", 1)
                yield Met(**json.loads(line))
                done, begin = done + 1, time.monotonic()
            if not data:
                break
    finally:
        os.close(reading)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status, usage = os.wait4(child, 0)
    if done < len(inputs):
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        reason = signal.Signals(number).name if number else f"left with status {os.waitstatus_to_exitcode(status)}"
        yield Met(
            name=inputs[done][0], verdict="killed", words=reason, seconds=seconds, megabytes=usage.ru_maxrss // 1024
        )


def _size() -> int:
    """Of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def _child(work: Work, inputs: Sequence[tuple[str, Any]], writing: int, seconds: float, megabytes: int) -> None:
    status = 1
    try:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (_size() + megabytes * 2**20, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for name, given in inputs:
            used = time.process_time()
            resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 1, resource.RLIM_INFINITY))
            with suppress(OSError):
                Path("/proc/self/clear_refs").write_text("5")
            verdict, words = _verdict(work, given)
            one = {
                "name": name,
                "verdict": verdict,
                "words": words,
                "seconds": time.process_time() - used,
                "megabytes": _peak(),
            }
            _write(writing, json.dumps(one).encode() + b"\n")
        status = 0
    finally:
        os._exit(status)


def _verdict(work: Work, given: Any) -> tuple[str, str]:
    try:
        return work(given() if callable(given) else given)
    except BaseException:  # noqa: BLE001  # whatever it is, it is what this looks for
        return "raised", traceback.format_exc()


def _write(to: int, data: bytes) -> None:
    while data:
        data = data[os.write(to, data) :]


def _peak() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
