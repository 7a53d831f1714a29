"""The server as a process."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable

import uvicorn

from kg.errors import UsageError
from kg.server import connections
from kg.server.app import create
from kg.server.options import Options

_KEEP_ALIVE = 30  # seconds that an idle connection is kept
_GRACE = 2  # seconds beyond those of a query that what runs may take to end


def run(options: Options, *, tell: Callable[[str], None]) -> None:
    """Serve until interrupted. `tell` hears the address, once it can be called. Raises StoreError when there is no
    store, and UsageError when the address cannot be used."""
    app = create(options)
    with _listening(options) as listener:
        logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
        logging.getLogger("uvicorn").setLevel(logging.ERROR)  # of every client that speaks no HTTP
        connections.allow_many()
        config = uvicorn.Config(
            app,
            http=connections.Connection,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE,
            timeout_graceful_shutdown=int(options.limits.seconds) + _GRACE,
            ws="none",
        )
        tell(_address(listener))
        uvicorn.Server(config).run(sockets=[listener])


def _listening(options: Options) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    try:
        return socket.create_server((options.host, options.port), family=family, backlog=1024)
    except (OSError, OverflowError) as error:
        reason = _reason(error) if isinstance(error, OSError) else "no such port"
        raise UsageError(
            f"cannot listen at {options.host} port {options.port}: {reason}: use another --port or --host"
        ) from error


def _reason(error: OSError) -> str:
    """Without the address, which Python says again."""
    in_use = error.errno == errno.EADDRINUSE
    return "another program listens there" if in_use else str(error.strerror).partition(" (while ")[0]


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
