"""Pages: a view of the graph, drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kg import pages, views
from kg.server.tasks.replies import reply
from kg.store import Reader
from kg.workers import Reply

Values = Mapping[str, str]

PAGES: Final[Mapping[str, tuple[str, Callable[[Reader, Values], Any]]]] = {
    "map": ("map.html", views.mapped),
    "network": ("network.html", views.network),
    "timeline": ("timeline.html", views.timeline),
    "home": ("home.html", lambda reader, values: views.home(reader)),
}
"""The template of each page, and what it is told as `view`."""


def page(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """`page` and its `values`, all text."""
    template, view = PAGES[arguments["page"]]
    html = pages.render(template, {"view": view(reader, arguments["values"])}, base=reader.base)
    return reply(html.encode("utf-8"), arguments)
