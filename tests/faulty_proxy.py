"""An HTTP proxy on loopback before a store: it fails when it is told to, and wants a password when it is given one."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    body: str

    @property
    def is_update(self) -> bool:
        is_change = self.headers.get("Content-Type") == "application/sparql-update"
        return is_change or self.body.startswith("update=")

    @property
    def fields(self) -> dict[str, list[str]]:
        return parse_qs(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens to a request in place of an answer: a status, or a connection that is cut, before or after the store
    has got it."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: Literal["before", "after"] | None = None


@dataclass(slots=True, kw_only=True)
class Proxy:
    """`faults` are for the next requests, `update_faults` for the next updates; a None among them is none. With
    `any_path`, the paths are not those of the server, which is asked what was meant. With `digest`, a password must not
    be sent as it is."""

    url: str = ""
    account: str | None = None
    digest: bool = False
    token: str | None = None
    any_path: bool = False
    requests: list[Request] = field(default_factory=list)
    faults: list[Fault | None] = field(default_factory=list)
    update_faults: list[Fault | None] = field(default_factory=list)

    @property
    def updates(self) -> list[Request]:
        return [one for one in self.requests if one.is_update]

    def path(self, request: Request) -> str:
        if not self.any_path:
            return request.path
        fields = urlsplit(request.path).query
        return f"/store?{fields}" if request.method == "GET" else "/update" if request.is_update else "/query"

    def fault(self, request: Request) -> Fault | None:
        if request.is_update and self.update_faults:
            return self.update_faults.pop(0)
        return self.faults.pop(0) if self.faults else None

    def lets_in(self, request: Request) -> bool:
        given = request.headers.get("Authorization", "")
        if self.account is not None and self.digest:
            return given.startswith(f'Digest username="{self.account.partition(":")[0]}"')
        if self.account is not None:
            return given == f"Basic {base64.b64encode(self.account.encode()).decode()}"
        return self.token is None or given == f"Bearer {self.token}"


@contextmanager
def before(target: str) -> Iterator[Proxy]:
    """A proxy before the server of a URL; its own `url` has the same path."""
    proxy = Proxy()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(proxy, urlsplit(target).netloc))
    server.daemon_threads = True
    proxy.url = f"http://127.0.0.1:{server.server_port}{urlsplit(target).path}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(proxy: Proxy, target: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._pass_on()

        def do_POST(self) -> None:
            self._pass_on()

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            request = Request(
                method=self.command, path=self.path, headers=dict(self.headers), body=body.decode("utf-8")
            )
            proxy.requests.append(request)
            if not proxy.lets_in(request):
                wanted = 'Digest nonce="1", qop="auth", algorithm=MD5, ' if proxy.digest else "Basic "
                self._reply(401, {"WWW-Authenticate": f'{wanted}realm="made up"'}, b"who are you?")
                return
            fault = proxy.fault(request)
            if fault and fault.status:
                self._reply(fault.status, fault.headers, b"made up")
                return
            if fault and fault.cut == "before":
                self.close_connection = True
                return
            connection = HTTPConnection(target, timeout=60)
            kept = {name: self.headers[name] for name in ("Accept", "Content-Type") if name in self.headers}
            connection.request(self.command, proxy.path(request), body or None, kept)
            reply = connection.getresponse()
            content = reply.read()
            connection.close()
            if fault and fault.cut == "after":
                self.close_connection = True
                return
            self._reply(reply.status, {"Content-Type": reply.getheader("Content-Type", "")}, content)

        def _reply(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
