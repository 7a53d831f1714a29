"""The process that loads everything once, and forks workers that share it.

Over its control socket it says that it is ready, and is then sent one end of a socket pair for each worker that is
wanted; it answers with the worker's process id, and tells later how that process ended. When the socket closes, it
leaves. It has one thread, so that forking is safe.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from kg.engines.engine import Charge, Work
from kg.engines.worker import work
from kg.errors import ClaimgraphError
from kg.workers import frames, sandbox


def main() -> NoReturn:
    """`python -m kg.engines FD CHARGE`"""
    try:
        _run()
    except BrokenPipeError:  # the builder is gone
        os._exit(0)


def _run() -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the builder, which closes the socket
    control = socket.socket(fileno=int(sys.argv[1]))
    charge = Charge.from_json(sys.argv[2])
    sandbox.without_network()
    try:
        do = charge.work()
    except ClaimgraphError as error:
        control.sendall(frames.pack({"error": type(error).__name__, "message": str(error)}))
        sys.exit(1)
    control.sendall(frames.pack({"ready": True}))
    gc.collect()
    gc.freeze()  # the collector would write into memory that is shared with the workers
    _serve(control, charge, do)


def _serve(control: socket.socket, charge: Charge, do: Work) -> NoReturn:
    woken, waking = os.pipe()
    for end in (woken, waking):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(waking)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        ready, _, _ = select.select([control.fileno(), woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            _bury(control)
        if control.fileno() in ready:
            _, received, _, _ = socket.recv_fds(control, 1, 1)
            if not received:
                _leave()
            _fork(control, received[0], charge, do)


def _leave() -> NoReturn:
    """Not before the workers, who have been told to: nobody else would bury them."""
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    os._exit(0)


def _bury(control: socket.socket) -> None:
    """Tell how each process ended that has."""
    with suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            control.sendall(frames.pack({"ended": pid, "code": os.waitstatus_to_exitcode(status)}))


def _fork(control: socket.socket, connection: int, charge: Charge, do: Work) -> None:
    pid = os.fork()
    if pid:
        os.close(connection)
        control.sendall(frames.pack({"pid": pid}))
        return
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        control.close()
        sandbox.enclose(memory=charge.memory, readable=[Path(one) for one in charge.readable])
        work(connection, do, charge)
        code = 0
    except OSError:  # the builder is gone
        code = 0
    finally:
        os._exit(code)
