"""Clients that send or read slowly, or too much, and those that only connect.

uvicorn waits for such a client as long as it likes, and keeps in memory what it sends before its request is whole, and
what it does not read. Every time here is generous: a bad line is not an attack.
"""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

from starlette.requests import ClientDisconnect
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.defaults import MEGABYTE

HEAD_SECONDS: Final = 10.0
BODY_SECONDS: Final = 30.0
READING_SECONDS: Final = 30.0  # and a second more for each SLOWEST bytes of the answer
SLOWEST: Final = 50_000  # bytes a second
LARGEST_HEAD: Final = 128 * 1024  # an address, of which the parser takes 64 KiB, and the headers that the gate takes
LARGEST_MESSAGE: Final = 16 * MEGABYTE  # a body beyond the limit of a query is answered before it has ended
MOST_UNREAD: Final = 500 * MEGABYTE  # of all answers together
MOST_AHEAD: Final = 50  # requests that are sent before the one that comes first is answered
MOST_CONNECTIONS: Final = 10_000
_SPARE: Final = 300  # descriptors for the workers and the store
_LOOK: Final = 2.0  # seconds
_COMPARED: Final = 200  # connections among which one is found that can leave


class Connection(HttpToolsProtocol):
    """uvicorn's, with a limit for each thing that a client can make it keep."""

    most = 1_000
    """How many there may be; of more, one that has been idle for long leaves."""
    unread = 0
    """Bytes of all answers together, as of the last look at each."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._received = 0  # of the request that is being received
        self._in_head = True
        self._heard = self._now()  # when it was made, or last sent a whole request
        self._due = self._read_by = self._heard + HEAD_SECONDS
        self._unread = 0
        self._lost = False
        self._answering: asyncio.Task[Any] | None = None
        if len(self.connections) > self.most:
            self._make_room()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost = True
        self._count(0)
        super().connection_lost(exc)
        if self._answering is not None:
            self._answering.cancel()  # nobody waits for it any more

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        super().data_received(data)
        if self._received > (LARGEST_HEAD if self._in_head else LARGEST_MESSAGE):
            self._refuse()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._received, self._in_head, self._due = 0, True, self._now() + HEAD_SECONDS

    def on_headers_complete(self) -> None:
        self._in_head, self._due = False, self._now() + BODY_SECONDS
        super().on_headers_complete()
        if len(self.pipeline) > MOST_AHEAD:
            # uvicorn reads on whenever one of them is answered, and would keep millions.
            self.transport.abort()
            raise ConnectionAbortedError("too many requests before the first was answered")

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._received, self._due, self._heard = 0, float("inf"), self._now()

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        async def watched(*given: Any) -> None:
            self._answering = asyncio.current_task()
            try:
                await app(*given)
            except (asyncio.CancelledError, ClientDisconnect):
                if not self._lost:
                    raise
            finally:
                self._answering = None

        super()._start_asgi_task(cycle, watched)

    @property
    def idle_since(self) -> float:
        """Infinite while something is answered. Who has asked something is no worse than who has not."""
        answering = self.cycle is not None and not self.cycle.response_complete
        return float("inf") if answering else self._heard

    def _make_room(self) -> None:
        # Of some, in no order: to look at all takes longer than to connect, and so would be an attack of its own.
        others: Iterable[Any] = islice((one for one in self.connections if one is not self), _COMPARED)
        first = min(others, key=lambda one: one.idle_since)
        (self if first.idle_since == float("inf") else first).transport.abort()

    def _refuse(self) -> None:
        if not self.transport.is_closing():
            words = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            self.transport.write(words if self._in_head else b"")
            self.transport.close()

    def _look(self) -> None:
        if self._lost:
            return
        now, unread, before = self._now(), self.transport.get_write_buffer_size(), self._unread
        self._count(unread)
        if unread > before:
            self._read_by = now + READING_SECONDS + unread / SLOWEST
        late = now > self._due or (unread and now > self._read_by)
        if late or (unread >= before > 0 and Connection.unread > MOST_UNREAD):  # it is stuck
            self.transport.abort()
        else:
            self.loop.call_later(_LOOK, self._look)

    def _count(self, unread: int) -> None:
        Connection.unread += unread - self._unread
        self._unread = unread

    def _now(self) -> float:
        return self.loop.time()


def allow_many() -> None:
    """As many connections as the system lets this process have."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    soft = MOST_CONNECTIONS + _SPARE if hard == resource.RLIM_INFINITY else min(MOST_CONNECTIONS + _SPARE, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    Connection.most = max(soft - _SPARE, 100)
