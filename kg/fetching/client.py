"""The door to the network for articles: one request, to a host that was looked at, within limits of time and size.

Nothing is kept between two requests: no cookie, no connection, no password; nor does the environment name a proxy,
which would look up names by itself.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from kg.fetching.addresses import Resolver, is_public, resolve, shown
from kg.fetching.manners import Manners
from kg.fetching.refusals import FetchError
from kg.fetching.unpacking import decoded

if TYPE_CHECKING:
    import ssl

    import httpcore

_MOST_CONNECTIONS: Final = 3  # of the addresses of one host
_ACCEPT: Final = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`headers` by their names in lower case; `body` is unpacked, and empty unless the status is 200."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""


Reading = Callable[[Iterator[bytes]], bytes]
"""Takes a body piece by piece and gives what is wanted of it; what it leaves is never sent."""


class Client:
    """`resolve` is how a name is looked up."""

    def __init__(self, manners: Manners, *, resolve: Resolver = resolve) -> None:
        self._manners = manners
        self._resolve = resolve

    def get(self, address: str, *, fields: Mapping[str, str], read: Reading) -> Answer:
        """The answer to one request; no redirect is followed. `fields` are more headers.

        Raises FetchError for a host that cannot be reached or may not be asked, and for an answer that breaks a limit.
        """
        with self._answering(address, fields) as (status, headers, pieces):
            where = shown(address)
            body = read(decoded(pieces, headers.get("content-encoding", ""), where)) if status == 200 else b""
        return Answer(address=address, status=status, headers=headers, body=body)

    @contextmanager
    def _answering(
        self, address: str, fields: Mapping[str, str]
    ) -> Iterator[tuple[int, dict[str, str], Iterable[bytes]]]:
        import httpcore
        import httpx

        url = httpx.URL(address)
        line = _Line(self._manners, lambda port: self._checked(url.host, port, address))
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        context = self._context if url.scheme == "https" else None
        limits = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self._manners.timeout)}
        try:
            with (
                line,
                httpcore.HTTPConnection(target.origin, ssl_context=context, network_backend=line.backend) as connection,
                connection.stream("GET", target, headers=self._headers(fields), extensions=limits) as answer,
            ):
                yield answer.status, _plain(answer.headers), answer.iter_stream()
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise self._failed(address, error, late=line.cut) from error
        if line.cut:  # an answer without a length looks as if it were complete
            raise self._failed(address, None, late=True)

    def _headers(self, fields: Mapping[str, str]) -> list[tuple[str, str]]:
        usual = {"User-Agent": self._manners.agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip", "Connection": "close"}
        return list((usual | dict(fields)).items())

    def _failed(self, address: str, error: Exception | None, *, late: bool) -> FetchError:
        import httpcore

        where, manners = shown(address), self._manners
        if late:
            return FetchError(f"{where}: not complete after {manners.patience:g} seconds: try again later")
        if isinstance(error, httpcore.TimeoutException):
            return FetchError(f"{where}: no answer within {manners.timeout:g} seconds: try again later")
        return FetchError(f"{where}: cannot be reached ({error or type(error).__name__}): check it, or try again later")

    def _checked(self, host: str, port: int, address: str) -> list[str]:
        """The IP addresses of a host, each of which may be asked. Raises FetchError."""
        try:
            found = list(self._resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise FetchError(f"{shown(address)}: no host is known as {host[:100]!r}: check the address") from error
        local = [] if self._manners.allow_private else [one for one in found if not is_public(one)]
        if local:
            raise FetchError(
                f"{shown(address)}: is in the local network ({local[0]}): if that is meant, give --allow-private"
            )
        return found[:_MOST_CONNECTIONS]

    @cached_property
    def _context(self) -> ssl.SSLContext:
        import httpx

        context = httpx.create_ssl_context()
        context.set_alpn_protocols(["http/1.1"])
        return context


class _Line:
    """The connection of one request: to checked addresses only, and cut when the patience is at its end."""

    def __init__(self, manners: Manners, addresses: Callable[[int], list[str]]) -> None:
        self.cut = False
        self._addresses = addresses
        self._handle: socket.socket | None = None
        self._timer = threading.Timer(manners.patience, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> _Line:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._handle is not None:
            self._handle.close()

    @property
    def backend(self) -> httpcore.NetworkBackend:
        import httpcore

        line = self

        class Backend(httpcore.NetworkBackend):
            def connect_tcp(self, host: str, port: int, *args: Any, **options: Any) -> httpcore.NetworkStream:
                return line.connect(port, *args, **options)

        return Backend()

    def connect(self, port: int, *args: Any, **options: Any) -> httpcore.NetworkStream:
        import httpcore

        failure: Exception = httpcore.ConnectError("it has no IP address")
        for address in self._addresses(port):
            try:
                stream = httpcore.SyncBackend().connect_tcp(address, port, *args, **options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            self._handle = stream.get_extra_info("socket").dup()  # the same connection, whatever TLS makes of it
            if self.cut:
                self._cut()
            return stream
        raise failure

    def _cut(self) -> None:
        """Servers that send a byte now and then are never silent, so only this ends them."""
        self.cut = True
        if self._handle is not None:
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)


def _plain(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """The first of each name."""
    found: dict[str, str] = {}
    for name, value in headers:
        found.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    return found
