"""A reconciliation service and a small Wikidata on loopback, over real HTTP, which fail when they are told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ENTITIES = {
    "F1": ("Frontier Institute", "Organization", "a made-up institute"),
    "F2": ("Frontier Institute of the Hills", "Organization", ""),
    "R1": ("River Watch", "Organization", "watches rivers"),
}
ITEMS: dict[str, tuple[str, str, list[str], list[str]]] = {  # label, description, instance of, aliases
    "Q901": ("Ada Merrow", "politician of Borland", ["Q5"], ["A. Merrow"]),
    "Q902": ("Ada Merrow", "racing driver", ["Q5"], []),
    "Q903": ("Ada Merrow", "Wikimedia disambiguation page", ["Q4167410"], []),
    "Q904": ("Ada Merrow", "ferry on the Lorne", ["Q11446"], []),
    "Q905": ("Frontier Institute", "think tank", ["Q155271"], ["Institute of the Frontier"]),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    method: str
    path: str
    fields: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`promised` is what Content-Length says, when it is not the length of the body."""

    status: int = 200
    body: bytes | object = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    promised: int | None = None


@dataclass(slots=True, kw_only=True)
class LocalService:
    """`next` are replies to give first, one each; a None among them is the ordinary reply."""

    url: str
    requests: list[Request] = field(default_factory=list)
    next: list[Reply | None] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)
    silent: threading.Event = field(default_factory=threading.Event)
    """When it is set, requests get no answer until the service ends."""

    @property
    def asked(self) -> list[str]:
        """The names that were asked about, in order."""
        batches = (json.loads(one.fields["queries"]) for one in self.requests if "queries" in one.fields)
        return [query["query"] for batch in batches for query in batch.values()]


@contextmanager
def serving() -> Iterator[LocalService]:
    ended = threading.Event()
    service = LocalService(url="")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(service, ended))
    service.url = f"http://127.0.0.1:{server.server_port}/reconcile"
    service.manifest |= {"versions": ["0.2"], "name": "Made up", "schemaSpace": "https://data.example/type/"}
    service.manifest |= {"identifierSpace": "https://data.example/"}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(service: LocalService, ended: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(parse_qs(urlsplit(self.path).query))

        def do_POST(self) -> None:
            self._answer(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")))

        def _answer(self, fields: dict[str, list[str]]) -> None:
            flat = {name: values[0] for name, values in fields.items()}
            path = urlsplit(self.path).path
            service.requests.append(Request(method=self.command, path=path, fields=flat, headers=dict(self.headers)))
            if service.silent.is_set():
                ended.wait()
                return
            reply = service.next.pop(0) if service.next else None
            self._send(reply or Reply(body=_ordinary(service, flat)))

        def _send(self, reply: Reply) -> None:
            body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode("utf-8")
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body) if reply.promised is None else reply.promised))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def _ordinary(service: LocalService, fields: Mapping[str, str]) -> object:
    actions: dict[str | None, Callable[[Mapping[str, str]], object]] = {
        "wbsearchentities": _found_items,
        "wbgetentities": _items,
        None: lambda _: service.manifest,
    }
    if "queries" in fields:
        return {key: {"result": _candidates(query)} for key, query in json.loads(fields["queries"]).items()}
    return actions[fields.get("action")](fields)


def _candidates(query: Mapping[str, Any]) -> list[dict[str, object]]:
    """Entities whose name contains the one asked for; 100 for the same name, else 50."""
    found: list[dict[str, object]] = []
    for identifier, (name, kind, description) in ENTITIES.items():
        if query["query"].casefold() in name.casefold() and query.get("type") in (None, kind):
            score = 100 if query["query"] == name else 50
            one = {"id": identifier, "name": name, "score": score, "match": score == 100}
            found.append(one | {"type": [{"id": kind, "name": kind}], "description": description})
    return found[: query.get("limit")]


def _found_items(fields: Mapping[str, str]) -> object:
    hits = []
    for identifier, (label, _, _, aliases) in ITEMS.items():
        for kind, texts in (("label", [label]), ("alias", aliases)):
            if fields["search"] in texts:
                match = {"type": kind, "language": "en", "text": fields["search"]}
                hits.append({"id": identifier, "label": label, "match": match, "repository": "wikidata"})
    return {"searchinfo": {"search": fields["search"]}, "search": hits[: int(fields["limit"])], "success": 1}


def _items(fields: Mapping[str, str]) -> object:
    return {"entities": {one: _item(one) for one in fields["ids"].split("|")}, "success": 1}


def _item(identifier: str) -> object:
    label, description, types, _ = ITEMS[identifier]
    claims = [
        {
            "mainsnak": {
                "snaktype": "value",
                "property": "P31",
                "datavalue": {"value": {"entity-type": "item", "id": one}, "type": "wikibase-entityid"},
            },
            "type": "statement",
            "rank": "normal",
        }
        for one in types
    ]
    other = {"mainsnak": {"snaktype": "value", "datavalue": {"value": "a text", "type": "string"}}, "rank": "normal"}
    return {
        "type": "item",
        "id": identifier,
        "labels": {"en": {"language": "en", "value": label}},
        "descriptions": {"en": {"language": "en", "value": description}},
        "claims": {"P31": claims, "P373": [other]},
    }
