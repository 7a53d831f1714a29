"""Work in a process of its own, so that it can be ended, and that what it leaves behind costs the next nothing."""

from __future__ import annotations

import json
import os
import signal
import traceback
from collections.abc import Callable
from typing import Any


def elsewhere(work: Callable[[], Any], *, limit: float = 60) -> Any:
    """What it returns, as JSON carries it; None when it takes more CPU seconds than the limit.

    Raises RuntimeError when it fails.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _work(work, writing, limit)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF:
        return None
    if status:
        raise RuntimeError(f"the process that was to do it ended with status {os.waitstatus_to_exitcode(status)}")
    return json.loads(said)


def _work(work: Callable[[], Any], writing: int, limit: float) -> None:
    """Never returns: what the parent has begun is for the parent to end."""
    try:
        signal.setitimer(signal.ITIMER_PROF, limit)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(json.dumps(work()).encode())
        os._exit(0)
    except BaseException:  # noqa: BLE001 the parent tells that it failed
        traceback.print_exc()
    finally:
        os._exit(1)
