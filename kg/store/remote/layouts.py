"""Where each kind of store takes queries, changes and whole graphs, and what it wants said in its own way.

docs/remote.md has where each of them documents it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`update` and `graphs` are where changes and whole graphs go, relative to the root of the store; None is: nowhere.

    `root` finds the root in the URL that a user gives, which may be that of the store or that of its queries. `union`
    are fields that make all graphs together the default graph of a query. `form` says that a change is a field of a
    form, and not the body. `digest` is how the server asks for a password. `drop` empties a graph, and `fence` says
    that to clear a graph that is not there fails, and undoes all of the request.
    """

    root: re.Pattern[str]
    query: str = ""
    update: str | None = ""
    graphs: str | None = None
    union: Fields = ()
    form: bool = False
    digest: bool = False
    drop: str = "DROP SILENT GRAPH {graph}"
    fence: bool = False

    def at(self, url: str) -> tuple[str, str | None, str | None] | None:
        """Where the store at an address takes queries, changes and graphs; None when the address is not of this kind"""
        found = self.root.fullmatch(url)
        if not found:
            return None
        root = found["root"].rstrip("/")
        below = (None if path is None else root + path for path in (self.update, self.graphs))
        return (root + self.query, *below)  # type: ignore[return-value]


def _root(below: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<root>https?://[^/]+(?:/[^?#]*?)??)(?:{below})?/?")


_STARDOG_UNION: Final = (
    ("default-graph-uri", "tag:stardog:api:context:all"),
    ("named-graph-uri", "tag:stardog:api:context:named"),
)

LAYOUTS: Final[Mapping[str, Layout]] = {
    "oxigraph": Layout(
        root=_root("/query|/update|/store"),
        query="/query",
        update="/update",
        graphs="/store",
        union=(("union-default-graph", "true"),),
        fence=True,
    ),
    "fuseki": Layout(
        root=_root("/query|/sparql|/update|/data"),
        query="/query",
        update="/update",
        graphs="/data",
        union=(("default-graph-uri", "urn:x-arq:UnionGraph"),),
    ),
    "graphdb": Layout(
        root=_root("/statements|/rdf-graphs/service"), update="/statements", graphs="/rdf-graphs/service"
    ),
    "stardog": Layout(root=_root("/query|/update"), query="/query", update="/update", graphs="", union=_STARDOG_UNION),
    "virtuoso": Layout(
        root=_root("/sparql|/sparql-auth"),
        query="/sparql-auth",
        update="/sparql-auth",
        graphs="/sparql-graph-crud-auth",
        form=True,
        digest=True,
        drop="CLEAR SILENT GRAPH {graph}",
    ),
    "qlever": Layout(root=_root(""), graphs=None, drop="DELETE WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"),
    "neptune": Layout(root=_root("/sparql"), query="/sparql", update="/sparql", graphs="/sparql/gsp/", form=True),
    "blazegraph": Layout(root=_root("/sparql"), query="/sparql", update="/sparql"),
    "sparql": Layout(root=_root("")),
}

UNIONS: Final = tuple(dict.fromkeys([(), *(one.union for one in LAYOUTS.values())]))
"""What can be said to have the union of all graphs; first nothing."""


def guess(url: str) -> str:
    """The kind of store that its address is usual for; "sparql" when it might be any."""
    parts = urlsplit(url)
    host, path = parts.hostname or "", parts.path.rstrip("/")
    signs = {
        "graphdb": "/repositories/" in path,
        "neptune": host.endswith(".neptune.amazonaws.com") or parts.port == 8182,
        "virtuoso": parts.port == 8890 or path.endswith("/sparql-auth"),
        "blazegraph": "/namespace/" in path or path.startswith(("/blazegraph", "/bigdata")),
        "stardog": parts.port == 5820,
        "fuseki": parts.port == 3030 or re.fullmatch(r"/[^/]+/(?:query|update)", path) is not None,
        "oxigraph": parts.port == 7878 or path == "/query",
    }
    return next((kind for kind, fits in signs.items() if fits), "sparql")
