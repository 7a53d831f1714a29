"""Pages: a view of the graph, drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kg import pages, views
from kg.server.tasks import home
from kg.server.tasks.knowledge import gazetteer
from kg.server.tasks.replies import reply
from kg.store import Reader
from kg.workers import Reply

Values = Mapping[str, str]

PAGES: Final[Mapping[str, tuple[str, Callable[[Reader, Values], Any]]]] = {
    "article": ("article.html", lambda reader, values: views.reading(reader, values["iri"])),
    "map": ("map.html", views.mapped),
    "network": ("network.html", views.network),
    "timeline": ("timeline.html", views.timeline),
    "place": ("place.html", views.place),
    "actor": ("actor.html", views.actor),
    "event": ("event.html", views.event),
    "thing": ("thing.html", views.thing),
    "home": ("home.html", home.view),
    "queries": ("queries.html", views.stored_queries),
    "query": (
        "query.html",
        lambda reader, values: views.stored_answer(reader, values, gazetteer=gazetteer(reader)),
    ),
    "sparql-editor": (
        "sparql-editor.html",
        lambda reader, values: views.editor(reader, query=values.get("query", ""), seconds=values["seconds"]),
    ),
}
"""The template of each page, and what it is told as `view`; its `status`, where it has one, is that of the answer."""


def page(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """`page` and its `values`, all text."""
    template, view = PAGES[arguments["page"]]
    seen = view(reader, arguments["values"])
    html = pages.render(template, {"view": seen}, base=reader.base)
    return reply(html.encode("utf-8"), arguments, status=getattr(seen, "status", 200))
